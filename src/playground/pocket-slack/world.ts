/** What exists in the pocket Slack: workspaces, people, conversations, messages, open views and what is on its way. */
import type { Block } from './block-kit/blocks.ts';
import type { HomeView, ModalView } from './block-kit/view.ts';
import type { Mark } from './instants.ts';
import type { Values } from './view-state.ts';

export type Workspace = {
  id: string;
  name: string;
  domain: string;
  botToken: string;
  botUserId: string;
  botId: string;
  appId: string;
  scopes: string[];
};

export type User = {
  workspaceId: string;
  id: string;
  name: string;
  realName: string;
  email: string;
  tz: string;
  isGuest: boolean;
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
  workspaces: Map<string, Workspace>;
  users: Map<string, User>;
  conversations: Map<string, Conversation>;
  desks: Map<string, Desk>;
  triggers: Map<string, Trigger>;
  responseUrls: Map<string, ResponseUrl>;
  externalIds: Map<string, string>;
  calls: Call[];
  listeners: Set<(change: Change) => void>;
};

/** A user id, or a user id with its workspace where two workspaces share the id. */
export type Who = string | { workspaceId: string; userId: string };

export function emptyWorld(world: World): void {
  for (const part of [
    'workspaces',
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

export function getWorkspace(world: World, id: string): Workspace {
  const workspace = world.workspaces.get(id);
  if (!workspace) throw new Error(`There is no workspace ${id} in the pocket Slack. Add it with addWorkspace first.`);
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
