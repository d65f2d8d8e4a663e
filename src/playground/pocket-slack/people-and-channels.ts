/** Fills the world: adding workspaces, people and channels, and opening direct messages. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { announceChange, getWorkspace, inWorkspace } from './world.ts';
import type { Conversation, User, Workspace, World } from './world.ts';

export type NewWorkspace = {
  id: string;
  name: string;
  botToken: string;
  botUserId: string;
  scopes: string[];
  appId?: string;
};

export type NewUser = Omit<User, 'isGuest' | 'deleted' | 'isBot'> & Partial<Pick<User, 'isGuest' | 'deleted'>>;

export type NewChannel = {
  workspaceId: string;
  id: string;
  name: string;
  isPrivate: boolean;
  isExtShared?: boolean;
  isArchived?: boolean;
  members: string[];
};

export function addWorkspace(world: World, given: NewWorkspace): Workspace {
  slackId('T').parse(given.id);
  const workspace: Workspace = {
    ...given,
    domain: given.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    botId: `B${given.botUserId.slice(1)}`,
    appId: given.appId ?? 'A0THROUGHLN',
  };
  if ([...world.workspaces.values()].some((other) => other.botToken === given.botToken && other.id !== given.id))
    throw new Error(`Two workspaces cannot share one bot token. Give ${given.name} its own.`);
  world.workspaces.set(given.id, workspace);
  world.users.set(inWorkspace(given.id, given.botUserId), {
    workspaceId: given.id,
    id: given.botUserId,
    name: 'throughline',
    realName: 'Throughline',
    email: '',
    tz: 'America/Los_Angeles',
    isGuest: false,
    deleted: false,
    isBot: true,
  });
  announceChange(world, { workspaceId: given.id });
  return workspace;
}

export function addUser(world: World, given: NewUser): User {
  getWorkspace(world, given.workspaceId);
  slackId('[UW]').parse(given.id);
  const user: User = { isGuest: false, deleted: false, ...given, isBot: false };
  world.users.set(inWorkspace(given.workspaceId, given.id), user);
  announceChange(world, { workspaceId: given.workspaceId });
  return user;
}

export function addChannel(world: World, given: NewChannel): Conversation {
  getWorkspace(world, given.workspaceId);
  slackId('[CG]').parse(given.id);
  const channel: Conversation = {
    workspaceId: given.workspaceId,
    id: given.id,
    name: given.name,
    kind: given.isPrivate ? 'private' : 'public',
    isExtShared: given.isExtShared ?? false,
    isArchived: given.isArchived ?? false,
    members: new Set(given.members),
    messages: [],
  };
  world.conversations.set(inWorkspace(given.workspaceId, given.id), channel);
  announceChange(world, { workspaceId: given.workspaceId });
  return channel;
}

/** Every person has one direct message with the app; its id follows from theirs, so it is the same after a reset. */
export function openDirectMessage(world: World, user: User): Conversation {
  const workspace = getWorkspace(world, user.workspaceId);
  const digest = createHash('sha256').update(`${user.workspaceId}/${user.id}`).digest('hex').toUpperCase();
  const key = inWorkspace(user.workspaceId, `D0${digest.slice(0, 9)}`);
  const open = world.conversations.get(key);
  if (open) return open;
  const conversation: Conversation = {
    workspaceId: user.workspaceId,
    id: `D0${digest.slice(0, 9)}`,
    name: 'directmessage',
    kind: 'im',
    isExtShared: false,
    isArchived: false,
    members: new Set([user.id, workspace.botUserId]),
    messages: [],
  };
  world.conversations.set(key, conversation);
  return conversation;
}

function slackId(prefix: string) {
  return z.string().regex(new RegExp(`^${prefix}[A-Z0-9]{2,}$`), {
    error: (issue) =>
      `"${String(issue.input)}" does not look like a Slack id: capital letters and digits, starting with ${prefix}.`,
  });
}
