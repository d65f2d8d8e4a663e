/** What the pocket Slack offers to those who start it, play people in it, and watch it. */
import type { Router } from 'express';
import type { Entries } from './entering.ts';
import type { Fault } from './faults.ts';
import type { Features, Organization, Team } from './app.ts';
import type { NewChannel, NewOrganization, NewUser, NewWorkspace } from './people-and-channels.ts';
import type { Administration, UserChanges } from './personas/administrator.ts';
import type { Command } from './personas/command.ts';
import type { Delivery } from './personas/deliver.ts';
import type { Place, Pressed } from './personas/press.ts';
import type { Seen } from './personas/seen.ts';
import type { Shortcut } from './personas/shortcut.ts';
import type { Screen } from './screen.ts';
import type { Call, Change, Conversation, User, Who } from './world.ts';

export type PocketSlackOptions = {
  /** The played present, which a person may move. */
  now: () => Date;
  /** The app's `/slack/events`. */
  requestUrl: string | (() => string);
  signingSecret: string;
  /** Answers 429 by Slack's published rates. Off unless asked for. */
  enforceRates?: boolean;
  /** How long the app may take to acknowledge; Slack gives 3,000 ms. */
  acknowledgeWithinMs?: number;
  /** The registered slash commands; others are refused. Without a list every command is sent on. */
  commands?: Command[];
  /** The registered shortcuts, likewise. */
  shortcuts?: Shortcut[];
} & Partial<Features>;

export type WorldOnScreen = {
  workspaces: { id: string; name: string; people: { id: string; realName: string; isGuest: boolean }[] }[];
  commands: Command[];
  shortcuts: Shortcut[];
};

export type PocketSlack = Administration & {
  router: Router;
  calls: readonly Call[];
  setBaseUrl: (url: string) => void;
  addOrganization: (given: NewOrganization) => Organization;
  addWorkspace: (given: NewWorkspace) => Team;
  addUser: (given: NewUser) => User;
  addChannel: (given: NewChannel) => Conversation;
  /** Changes a person's record; `deleted: true` deactivates them. Tells the app nothing: see editUser. */
  changeUser: (who: Who, changes: UserChanges) => User;
  /** Takes everything away but the registered apps: workspaces, people, installations, messages, calls, faults. */
  reset: () => void;
  sendCommand: (who: Who, channel: string, command: string, text?: string) => Promise<Seen>;
  /** Picks a global shortcut, which comes from nowhere in particular. */
  sendShortcut: (who: Who, callbackId: string) => Promise<Seen>;
  sendMessageShortcut: (who: Who, channel: string, ts: string, callbackId: string) => Promise<Seen>;
  press: (who: Who, place: Place, actionId: string, given?: Pressed) => Promise<Seen>;
  fill: (who: Who, place: { viewId: string } | 'home', values: Entries) => Seen;
  submitView: (who: Who, viewId: string, values?: Entries) => Promise<Seen>;
  closeView: (who: Who, viewId: string, all?: boolean) => Promise<Seen>;
  /** `threadTs` is the message under which it is said. */
  say: (who: Who, channel: string, text: string, threadTs?: string) => Promise<Delivery>;
  sayInDm: (who: Who, text: string) => Promise<Delivery>;
  openHome: (who: Who, tab?: 'home' | 'messages') => Promise<Delivery>;
  /** Any other event, if the app subscribed to it and has its scope. */
  sendEvent: (workspaceId: string, event: Record<string, unknown>) => Promise<Delivery>;
  /** The retries that Slack makes after 1 and 5 minutes, one for each undelivered event. Tells how many. */
  retryEvents: () => Promise<number>;
  /** The same event once more, as Slack sometimes sends it. */
  redeliverEvent: (eventId: string) => Promise<Delivery>;
  screen: (who: Who) => Screen;
  markRead: (who: Who, channel: string) => void;
  dismissNotices: (who: Who) => void;
  describeWorld: () => WorldOnScreen;
  fail: (fault: Fault) => void;
  onChange: (listener: (change: Change) => void) => () => void;
  /** Resolves with the first truthy answer, asking again at every change. */
  until: <Found>(look: () => Found, withinMs?: number) => Promise<NonNullable<Found>>;
};

export type ListeningPocketSlack = { url: string; apiUrl: string; pocket: PocketSlack; close: () => Promise<void> };
