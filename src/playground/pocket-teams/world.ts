/** The people, teams and chats of the pocket Teams. Ids are made from names, so the same world has the same ids after a reset. */
import { createHash } from 'node:crypto';

export interface PocketTenant {
  id: string;
  name: string;
  /** An administrator switched the app off for everybody: every call answers 403 BotDisabledByAdmin. */
  appDisabled: boolean;
}

export interface PocketUser {
  tenantId: string;
  id: string;
  aadObjectId: string;
  name: string;
  email: string;
  upn: string;
  timeZone: string;
  locale: string;
  isGuest: boolean;
  /** Some clients send neither localTimezone nor clientInfo. */
  sendsClientInfo: boolean;
  installed: boolean;
  blockedBot: boolean;
  chatId: string;
}

export interface PocketChannel {
  id: string;
  name: string;
  kind: 'standard' | 'private' | 'shared';
  /** Only private and shared channels have members of their own. */
  memberIds?: string[];
  deleted?: boolean;
}

export interface PocketTeam {
  tenantId: string;
  id: string;
  aadGroupId: string;
  name: string;
  channels: PocketChannel[];
  memberIds: string[];
  installed: boolean;
  /** Everything can be read there, and nothing written. */
  archived: boolean;
  deleted?: boolean;
}

/** A chat of several people, to which one of them may add the app. */
export interface PocketGroup {
  tenantId: string;
  id: string;
  name: string;
  memberIds: string[];
  installed: boolean;
}

export interface World {
  tenants: Map<string, PocketTenant>;
  users: Map<string, PocketUser>;
  teams: Map<string, PocketTeam>;
  groups: Map<string, PocketGroup>;
  /** Personal chats by conversation id. */
  chats: Map<string, PocketUser>;
}

export interface UserSeed {
  tenantId: string;
  name: string;
  email: string;
  upn?: string;
  timeZone?: string;
  locale?: string;
  isGuest?: boolean;
  sendsClientInfo?: boolean;
}

interface ChannelSeed {
  name: string;
  kind?: PocketChannel['kind'];
  memberIds?: string[];
}

export type GroupSeed = Pick<PocketGroup, 'tenantId' | 'name' | 'memberIds'>;

export interface TeamSeed {
  tenantId: string;
  name: string;
  memberIds?: string[];
  /** Channels besides General, which every team has. */
  channels?: (string | ChannelSeed)[];
}

export function createWorld(): World {
  return { tenants: new Map(), users: new Map(), teams: new Map(), groups: new Map(), chats: new Map() };
}

export function addTenant(world: World, seed: { id: string; name: string }): PocketTenant {
  const tenant: PocketTenant = { ...seed, appDisabled: false };
  world.tenants.set(tenant.id, tenant);
  return tenant;
}

export function addUser(world: World, seed: UserSeed): PocketUser {
  requireTenant(world, seed.tenantId);
  const key = `${seed.tenantId}/${seed.email.toLowerCase()}`;
  const user: PocketUser = {
    tenantId: seed.tenantId,
    id: `29:1${digest(`user ${key}`, 'base64url').slice(0, 44)}`,
    aadObjectId: uuidFrom(`aad ${key}`),
    name: seed.name,
    email: seed.email,
    upn: seed.upn ?? seed.email,
    timeZone: seed.timeZone ?? 'America/Los_Angeles',
    locale: seed.locale ?? 'en-US',
    isGuest: seed.isGuest ?? false,
    sendsClientInfo: seed.sendsClientInfo ?? true,
    installed: false,
    blockedBot: false,
    chatId: `a:1${digest(`chat ${key}`, 'base64url').slice(0, 44)}`,
  };
  world.users.set(user.id, user);
  world.chats.set(user.chatId, user);
  return user;
}

export function addTeam(world: World, seed: TeamSeed): PocketTeam {
  requireTenant(world, seed.tenantId);
  const key = `${seed.tenantId}/${seed.name}`;
  const id = channelId(`${key}/General`);
  const extra = (seed.channels ?? []).map((channel) => channelFrom(key, channel));
  const team: PocketTeam = {
    tenantId: seed.tenantId,
    id,
    aadGroupId: uuidFrom(`group ${key}`),
    name: seed.name,
    channels: [{ id, name: 'General', kind: 'standard' }, ...extra],
    memberIds: [...(seed.memberIds ?? [])],
    installed: false,
    archived: false,
  };
  world.teams.set(id, team);
  return team;
}

export function addGroup(world: World, seed: GroupSeed): PocketGroup {
  requireTenant(world, seed.tenantId);
  const id = `19:${digest(`group chat ${seed.tenantId}/${seed.name}`, 'hex').slice(0, 32)}@thread.v2`;
  const group: PocketGroup = { ...seed, memberIds: [...seed.memberIds], id, installed: false };
  world.groups.set(id, group);
  return group;
}

export function groupMembers(world: World, group: PocketGroup): PocketUser[] {
  return group.memberIds.map((id) => world.users.get(id)).filter((user) => user !== undefined);
}

export function requireTenant(world: World, tenantId: string): PocketTenant {
  const tenant = world.tenants.get(tenantId);
  if (!tenant) throw new Error(`The pocket Teams has no tenant ${tenantId}. Add it with addTenant first.`);
  return tenant;
}

/** A person by 29: id, Entra object id or e-mail. */
export function findUser(world: World, reference: string, tenantId?: string): PocketUser | undefined {
  const direct = world.users.get(reference);
  if (direct && (tenantId === undefined || direct.tenantId === tenantId)) return direct;
  const wanted = reference.toLowerCase();
  return [...world.users.values()].find(
    (user) =>
      (tenantId === undefined || user.tenantId === tenantId) &&
      (user.aadObjectId === wanted || user.email.toLowerCase() === wanted),
  );
}

export function findChannel(world: World, id: string): { team: PocketTeam; channel: PocketChannel } | undefined {
  for (const team of world.teams.values()) {
    if (team.deleted) continue;
    const channel = team.channels.find((candidate) => candidate.id === id && !candidate.deleted);
    if (channel) return { team, channel };
  }
  return undefined;
}

export function channelMembers(world: World, team: PocketTeam, channel: PocketChannel): PocketUser[] {
  const ids = channel.kind === 'standard' ? team.memberIds : (channel.memberIds ?? team.memberIds);
  return ids.map((id) => world.users.get(id)).filter((user) => user !== undefined);
}

function channelFrom(teamKey: string, seed: string | ChannelSeed): PocketChannel {
  const { name, kind = 'standard', memberIds } = typeof seed === 'string' ? { name: seed } : seed;
  return { id: channelId(`${teamKey}/${name}`), name, kind, ...(memberIds ? { memberIds: [...memberIds] } : {}) };
}

function channelId(key: string): string {
  return `19:${digest(`channel ${key}`, 'hex').slice(0, 32)}@thread.tacv2`;
}

function uuidFrom(key: string): string {
  const hex = digest(key, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function digest(key: string, encoding: 'hex' | 'base64url'): string {
  return createHash('sha256').update(key).digest(encoding);
}
