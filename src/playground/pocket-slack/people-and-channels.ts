/** Fills the world: adding workspaces, people and channels, and opening direct messages. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Organization, Team } from './app.ts';
import { grantTeam, keepInstallation } from './installations.ts';
import { announceChange, getTeam, getWorkspace, inWorkspace } from './world.ts';
import type { Conversation, User, World } from './world.ts';

/** With a token the app is installed from the start, without OAuth. */
type Preinstalled = { botToken?: string; botUserId?: string; scopes?: string[]; appId?: string };

export type NewOrganization = { id: string; name: string } & Preinstalled;

export type NewWorkspace = {
  id: string;
  name: string;
  /** The organization it belongs to, on Grid. Where that one has the app already, the app works here too. */
  enterpriseId?: string;
} & Preinstalled;

export type NewUser = Pick<User, 'workspaceId' | 'id' | 'name' | 'realName'> &
  Partial<Pick<User, 'email' | 'tz' | 'isGuest' | 'isStranger' | 'homeTeamId' | 'deleted'>>;

export type NewChannel = {
  workspaceId: string;
  id: string;
  name: string;
  isPrivate: boolean;
  isExtShared?: boolean;
  isOrgShared?: boolean;
  isArchived?: boolean;
  members: string[];
};

export function addOrganization(world: World, given: NewOrganization): Organization {
  slackId('E').parse(given.id);
  const organization = { id: given.id, name: given.name, domain: toDomain(given.name) };
  world.organizations.set(given.id, organization);
  preinstall(world, given, true);
  announceChange(world, { workspaceId: '*' });
  return organization;
}

export function addWorkspace(world: World, given: NewWorkspace): Team {
  slackId('T').parse(given.id);
  const { id, name, enterpriseId } = given;
  if (enterpriseId !== undefined && !world.organizations.has(enterpriseId))
    throw new Error(`There is no organization ${enterpriseId}. Add it with addOrganization first.`);
  const team = { id, name, domain: toDomain(name), ...(enterpriseId === undefined ? {} : { enterpriseId }) };
  world.workspaces.set(id, team);
  preinstall(world, given, false);
  const ofOrganization = world.installations.get(enterpriseId ?? '');
  if (ofOrganization) grantTeam(world, ofOrganization, id);
  announceChange(world, { workspaceId: id });
  return team;
}

export function addUser(world: World, given: NewUser): User {
  getTeam(world, given.workspaceId);
  slackId('[UW]').parse(given.id);
  const user: User = { email: '', isGuest: false, isStranger: false, deleted: false, ...given, isBot: false };
  world.users.set(inWorkspace(given.workspaceId, given.id), user);
  announceChange(world, { workspaceId: given.workspaceId });
  return user;
}

export function addChannel(world: World, given: NewChannel): Conversation {
  getTeam(world, given.workspaceId);
  slackId('[CG]').parse(given.id);
  const channel: Conversation = {
    workspaceId: given.workspaceId,
    id: given.id,
    name: given.name,
    kind: given.isPrivate ? 'private' : 'public',
    isExtShared: given.isExtShared ?? false,
    isOrgShared: given.isOrgShared ?? false,
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
    isOrgShared: false,
    isArchived: false,
    members: new Set([user.id, workspace.botUserId]),
    messages: [],
  };
  world.conversations.set(key, conversation);
  return conversation;
}

/** Somebody types /invite @throughline in a channel. */
export function inviteApp(world: World, workspaceId: string, channelId: string): void {
  const channel = world.conversations.get(inWorkspace(workspaceId, channelId));
  if (!channel) throw new Error(`There is no channel ${channelId} in ${workspaceId}.`);
  channel.members.add(getWorkspace(world, workspaceId).botUserId);
}

function preinstall(world: World, given: { id: string } & Preinstalled, isOrganization: boolean): void {
  const { id, botToken, botUserId, scopes = [], appId = 'A0THROUGHLN' } = given;
  if (botToken === undefined) return;
  if (botUserId === undefined) throw new Error(`The app in ${id} has a token but no bot user. Give it a botUserId.`);
  const botId = `B${botUserId.slice(1)}`;
  const granted = new Set(isOrganization ? [] : [id]);
  keepInstallation(world, { id, isOrganization, appId, botToken, botUserId, botId, scopes, granted });
}

function toDomain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

function slackId(prefix: string) {
  return z.string().regex(new RegExp(`^${prefix}[A-Z0-9]{2,}$`), {
    error: (issue) =>
      `"${String(issue.input)}" does not look like a Slack id: capital letters and digits, starting with ${prefix}.`,
  });
}
