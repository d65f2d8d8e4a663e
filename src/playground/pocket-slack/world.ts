/** What exists in the pocket Slack: organizations, workspaces, people, conversations, open views and what is on its way. */
import type { App, Code, Features, Installation, Organization, Team } from './app.ts';
import type { Block } from './block-kit/surfaces.ts';
import type { HomeView, ModalView } from './block-kit/view.ts';
import type { Mark } from './instants.ts';
import type { Values } from './view-state.ts';

/** A workspace with the app in it. */
export type Workspace = Team & Pick<Installation, 'botToken' | 'botUserId' | 'botId' | 'appId' | 'scopes'>;

export type User = {
  workspaceId: string;
  id: string;
  name: string;
  realName: string;
  /** Empty where Slack knows none. */
  email: string;
  /** Missing for some bots and strangers, as in Slack. */
  tz?: string;
  isGuest: boolean;
  /** From another organization, met in a shared channel; `homeTeamId` is theirs. */
  isStranger: boolean;
  homeTeamId?: string;
  deleted: boolean;
  isBot: boolean;
};

export type Message = {
  ts: string;
  userId: string;
  botId?: string;
  text: string;
  blocks: Block[];
  attachments?: unknown;
  metadata?: unknown;
  threadTs?: string;
  isBroadcast?: boolean;
  editedTs?: string;
  /** Set for a message that only this person sees, and only until they reload. */
  onlyFor?: string;
  /** What each person chose in the message's own menus. */
  choices: Map<string, Values>;
};

export type Conversation = {
  workspaceId: string;
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  isExtShared: boolean;
  /** Shared between workspaces of one organization. */
  isOrgShared: boolean;
  isArchived: boolean;
  members: Set<string>;
  messages: Message[];
};

export type OpenView = {
  id: string;
  workspaceId: string;
  userId: string;
  content: ModalView | HomeView;
  values: Values;
  hash: string;
  rootViewId: string;
  previousViewId: string | null;
  errors: Record<string, string>;
};

type Notice = { at: Date; code: string; text: string };

/** What one person has in front of them. */
type Desk = { modals: OpenView[]; home?: OpenView; notices: Notice[]; read: Map<string, string> };

export type Trigger = { workspaceId: string; userId: string; at: Mark; used: boolean; fromViewId?: string };

export type ResponseUrl = {
  workspaceId: string;
  userId: string;
  conversationId: string;
  messageTs?: string;
  at: Mark;
  uses: number;
};

export type Call = {
  at: Date;
  method: string;
  workspaceId: string | undefined;
  args: Record<string, unknown>;
  ok: boolean;
  error?: string;
  status: number;
};

export type Change = { workspaceId: string; userId?: string };

export type World = {
  now: () => Date;
  requestUrl: () => string;
  signingSecret: string;
  acknowledgeWithinMs: number;
  baseUrl: string;
  lastTs: number;
  /** What the app's makers switched on; a person of theirs may switch it while all runs. */
  features: Features;
  organizations: Map<string, Organization>;
  workspaces: Map<string, Team>;
  apps: Map<string, App>;
  installations: Map<string, Installation>;
  /** Tokens that are good no more, and what their calls are told. */
  deadTokens: Map<string, string>;
  codes: Map<string, Code>;
  users: Map<string, User>;
  conversations: Map<string, Conversation>;
  desks: Map<string, Desk>;
  triggers: Map<string, Trigger>;
  responseUrls: Map<string, ResponseUrl>;
  externalIds: Map<string, string>;
  calls: Call[];
  /** How a method makes Slack send the events that follow from it. */
  tellUninstalled: (installation: Installation) => void;
  /** The app's own messages are told to it as everybody's are. */
  tellPosted: (conversation: Conversation, message: Message) => void;
  listeners: Set<(change: Change) => void>;
};

/** A user id, or a user id with its workspace where two workspaces share the id. */
export type Who = string | { workspaceId: string; userId: string };

export function emptyWorld(world: World): void {
  for (const part of [
    'organizations',
    'workspaces',
    'installations',
    'deadTokens',
    'codes',
    'users',
    'conversations',
    'desks',
    'triggers',
    'responseUrls',
    'externalIds',
  ] as const)
    world[part].clear();
  world.calls.length = 0;
  world.lastTs = 0;
}

export function inWorkspace(workspaceId: string, id: string): string {
  return `${workspaceId}/${id}`;
}

export function getTeam(world: World, id: string): Team {
  const team = world.workspaces.get(id);
  if (!team) throw new Error(`There is no workspace ${id} in the pocket Slack. Add it with addWorkspace first.`);
  return team;
}

/** The app's installation that counts in a workspace: its own before its organization's, a living one before a dead. */
export function findInstallation(world: World, teamId: string): Installation | undefined {
  const { enterpriseId = '' } = getTeam(world, teamId);
  const ofOrganization = world.installations.get(enterpriseId);
  const found = [
    world.installations.get(teamId),
    ofOrganization?.granted.has(teamId) === true ? ofOrganization : undefined,
  ].filter((one) => one !== undefined);
  return found.find((one) => one.ended === undefined) ?? found[0];
}

/** Whether the app is there and its token is good. */
export function isInstalled(world: World, teamId: string): boolean {
  const installation = findInstallation(world, teamId);
  return installation !== undefined && installation.ended === undefined;
}

export function findWorkspace(world: World, id: string): Workspace | undefined {
  const installation = findInstallation(world, id);
  return installation && asWorkspace(world, id, installation);
}

export function asWorkspace(world: World, teamId: string, installation: Installation): Workspace {
  const { botToken, botUserId, botId, appId, scopes } = installation;
  return { ...getTeam(world, teamId), botToken, botUserId, botId, appId, scopes };
}

export function getWorkspace(world: World, id: string): Workspace {
  const workspace = findWorkspace(world, id);
  if (!workspace) throw new Error(`The app is not installed in the workspace ${id}. Install it first.`);
  return workspace;
}

export function getPerson(world: World, who: Who): User {
  const found =
    typeof who === 'string'
      ? [...world.users.values()].filter((user) => user.id === who)
      : [world.users.get(inWorkspace(who.workspaceId, who.userId))].filter((user) => user !== undefined);
  const [user] = found;
  const name = typeof who === 'string' ? who : who.userId;
  if (!user) throw new Error(`There is no person ${name} in the pocket Slack. Add them with addUser first.`);
  if (found.length > 1) throw new Error(`${name} is in several workspaces. Say which: { workspaceId, userId }.`);
  return user;
}

export function getDesk(world: World, user: { workspaceId: string; id: string }): Desk {
  const key = inWorkspace(user.workspaceId, user.id);
  let desk = world.desks.get(key);
  if (!desk) {
    desk = { modals: [], notices: [], read: new Map() };
    world.desks.set(key, desk);
  }
  return desk;
}

export function listConversations(world: World, workspaceId: string): Conversation[] {
  return [...world.conversations.values()].filter((conversation) => conversation.workspaceId === workspaceId);
}

/** `1732200000.000100`: never the same twice, and never going back while the clock does not. */
export function nextTs(world: World): string {
  const micros = Math.max(world.now().getTime() * 1000, world.lastTs + 100);
  world.lastTs = micros;
  return `${String(Math.floor(micros / 1_000_000))}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

export function announceChange(world: World, change: Change): void {
  for (const listener of [...world.listeners]) listener(change);
}
