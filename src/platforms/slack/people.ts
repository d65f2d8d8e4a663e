/** Who is behind an account, and who reads along in a channel. */
import { z } from 'zod';
import type { Address, ChannelAudience, Profile } from '../../chat/platform.ts';
import { DeliveryError } from '../../errors.ts';
import { inWorkspace, type Connection } from './connection.ts';
import { reasonOf, toDeliveryError } from './errors.ts';
import { User, emailOf, isApp, isGuest, isOutsider, profileOf } from './user.ts';
import type { Whose } from './whose.ts';

export const OneUser = z.looseObject({ user: User });
const NextPage = z.looseObject({ next_cursor: z.string().default('') }).default({ next_cursor: '' });
const Users = z.looseObject({ members: z.array(User), response_metadata: NextPage });
const Members = z.looseObject({ members: z.array(z.string()), response_metadata: NextPage });
const Channel = z.looseObject({
  channel: z.looseObject({
    name: z.string().default(''),
    is_private: z.boolean().default(false),
    is_im: z.boolean().default(false),
    is_mpim: z.boolean().default(false),
    is_shared: z.boolean().default(false),
    is_ext_shared: z.boolean().default(false),
    is_org_shared: z.boolean().default(false),
    is_pending_ext_shared: z.boolean().default(false),
  }),
});

const NOBODY = new Set(['user_not_found', 'users_not_found', 'user_not_visible']);
/** Above this many, reading the whole directory costs fewer calls than asking for each member. */
const MOST_ASKED_ONE_BY_ONE = 40;
const PAGE = 200;

export async function whoIs(
  connection: Connection,
  userId: string,
  workspaceId?: string,
): Promise<Profile | undefined> {
  const user = await findUser(connection, 'users.info', { user: userId });
  const { identity } = connection;
  return livingProfile(workspaceId === undefined ? identity : { ...identity, workspaceId }, user);
}

export async function findByEmail(connection: Connection, email: string): Promise<Profile | undefined> {
  return livingProfile(connection.identity, await findUser(connection, 'users.lookupByEmail', { email }));
}

export async function inspectChannel(connection: Connection, address: Address): Promise<ChannelAudience> {
  const { channelId, workspaceId } = address;
  if (channelId === undefined)
    throw new DeliveryError('our-bug', 'no_target', 'The address names no channel. Please report it.');
  const { channel } = await ask(connection, 'conversations.info', { channel: channelId }, Channel);
  const readers = await listReaders(connection, channelId, workspaceId);
  return {
    name: channel.name,
    isPublic: !channel.is_private && !channel.is_im && !channel.is_mpim,
    isShared: channel.is_shared || channel.is_ext_shared || channel.is_org_shared || channel.is_pending_ext_shared,
    members: readers.map((user) => ({
      userId: user.id,
      isGuest: isOutsider(connection.identity, user) || isGuest(user),
      ...emailOf(user),
    })),
  };
}

/** Someone as an envelope names them: whose account it is, as far as it says. */
export interface Actor {
  id: string;
  team_id?: string | null | undefined;
  enterprise_id?: string | null | undefined;
}

const MOST_HOMES = 1_000;

/**
 * Whether a person belongs to the installation. In a channel shared with another organization, its people can press our
 * buttons, too. Within an organization an envelope names the person's own workspace, which may be any of it: where it does
 * not say whose that is, Slack is asked once.
 */
export async function isColleague(connection: Connection, actor: Actor): Promise<boolean> {
  const { teamId, enterpriseId } = connection.identity;
  const home = actor.team_id ?? undefined;
  if (home === undefined || home === teamId || home === enterpriseId) return true;
  if (enterpriseId === undefined) return false;
  if (typeof actor.enterprise_id === 'string') return actor.enterprise_id === enterpriseId;
  const known = connection.homes.get(home);
  if (known !== undefined) return known;
  const user = await findUser(connection, 'users.info', { user: actor.id });
  const isOurs = user !== undefined && !isOutsider(connection.identity, user);
  if (connection.homes.size < MOST_HOMES) connection.homes.set(home, isOurs);
  return isOurs;
}

/** Apps read nothing, and whoever left reads no more. */
async function listReaders(
  connection: Connection,
  channelId: string,
  workspaceId: string | undefined,
): Promise<User[]> {
  const ids = await listPages(connection, 'conversations.members', { channel: channelId }, Members);
  const directory = new Map<string, User>();
  if (ids.length > MOST_ASKED_ONE_BY_ONE)
    for (const user of await listPages(connection, 'users.list', inWorkspace(connection, workspaceId), Users))
      directory.set(user.id, user);
  const readers: User[] = [];
  for (const id of ids) {
    const user = directory.get(id) ?? (await findUser(connection, 'users.info', { user: id }));
    // Someone whom we may not see reads along all the same, and is surely no colleague.
    if (user === undefined) readers.push(User.parse({ id, is_stranger: true }));
    else if (!isApp(user) && !user.deleted) readers.push(user);
  }
  return readers;
}

async function listPages<Item>(
  connection: Connection,
  method: string,
  options: Record<string, unknown>,
  schema: z.ZodType<{ members: Item[]; response_metadata: { next_cursor: string } }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor = '';
  do {
    const page = await ask(
      connection,
      method,
      { ...options, limit: PAGE, ...(cursor === '' ? {} : { cursor }) },
      schema,
    );
    items.push(...page.members);
    cursor = page.response_metadata.next_cursor;
  } while (cursor !== '');
  return items;
}

export /** Whoever left is nobody any more. */
function livingProfile(whose: Whose, user: User | undefined): Profile | undefined {
  return user === undefined || user.deleted ? undefined : profileOf(whose, user);
}

async function findUser(
  connection: Connection,
  method: string,
  options: Record<string, unknown>,
): Promise<User | undefined> {
  try {
    return OneUser.parse(await connection.patient.apiCall(method, options)).user;
  } catch (error) {
    if (NOBODY.has(reasonOf(error))) return undefined;
    throw toDeliveryError(error, method, 'repeatable');
  }
}

async function ask<Answer>(
  connection: Connection,
  method: string,
  options: Record<string, unknown>,
  schema: z.ZodType<Answer>,
): Promise<Answer> {
  try {
    return schema.parse(await connection.patient.apiCall(method, options));
  } catch (error) {
    throw toDeliveryError(error, method, 'repeatable');
  }
}
