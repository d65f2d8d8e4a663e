/** The app as its makers registered it, as it was installed, and on its way from the consent page to a token. */
import type { Mark } from './instants.ts';

export type Organization = { id: string; name: string; domain: string };

/** A workspace as it is without any app. */
export type Team = { id: string; name: string; domain: string; enterpriseId?: string };

/** An app as its makers registered it. */
export type App = {
  appId: string;
  name: string;
  clientId: string;
  clientSecret: string;
  redirectUrls: string[];
  scopes: string[];
};

/** The app as one workspace, or one organization for several workspaces, installed it. It stays on record when it ends. */
export type Installation = {
  /** The id of the workspace or of the organization. */
  id: string;
  isOrganization: boolean;
  appId: string;
  botToken: string;
  botUserId: string;
  botId: string;
  scopes: string[];
  /** The workspaces of an organization in which its administrators let the app work. */
  granted: Set<string>;
  /** Why its token is good no more, in the word that every call is told. */
  ended?: string;
};

export type Features = {
  homeTab: boolean;
  messagesTab: boolean;
  /** The events that the app subscribed to, such as `user_change` and `message.im`; all where there is no list. */
  events?: readonly string[];
};

/** What the consent page gives back with the browser: good for ten minutes and one exchange. */
export type Code = {
  clientId: string;
  installId: string;
  userId: string;
  scopes: string[];
  redirectUrl: string | undefined;
  at: Mark;
  used: boolean;
};
