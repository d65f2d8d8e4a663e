/** Who is behind an account, and who reads along in a channel. */
import { z } from 'zod';
import type { Address, ChannelAudience, Profile } from '../../chat/platform.ts';
import { DeliveryError } from '../../errors.ts';
import type { Connection } from './connection.ts';
import { reasonOf, toDeliveryError } from './errors.ts';
import { assertOurs } from './send.ts';

const User = z.looseObject({
  id: z.string(),
  team_id: z.string().optional(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  is_email_confirmed: z.boolean().optional(),
  tz: z.string().nullish(),
  real_name: z.string().optional(),
  profile: z.looseObject({ email: z.string().optional(), real_name: z.string().optional() }).default({}),
});
type User = z.infer<typeof User>;

const OneUser = z.looseObject({ user: User });
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
/** Slack's own helper is an account without the mark of a bot. */
const SLACKBOT = 'USLACKBOT';
/** Above this many, reading the whole directory costs fewer calls than asking for each member. */
const MOST_ASKED_ONE_BY_ONE = 40;
const PAGE = 200;

export async function whoIs(connection: Connection, teamId: string, userId: string): Promise<Profile | undefined> {
  await assertOurs(connection, teamId);
  return profileOf(teamId, await findUser(connection, 'users.info', { user: userId }));
}

export async function findByEmail(connection: Connection, teamId: string, email: string): Promise<Profile | undefined> {
  await assertOurs(connection, teamId);
  return profileOf(teamId, await findUser(connection, 'users.lookupByEmail', { email }));
}

export async function inspectChannel(connection: Connection, address: Address): Promise<ChannelAudience> {
  await assertOurs(connection, address.teamId);
  const { channelId } = address;
  if (channelId === undefined)
    throw new DeliveryError('our-bug', 'no_target', 'The address names no channel. Please report it.');
  const { channel } = await ask(connection, 'conversations.info', { channel: channelId }, Channel);
  const readers = await listReaders(connection, channelId);
  return {
    name: channel.name,
    isPublic: !channel.is_private && !channel.is_im && !channel.is_mpim,
    isShared: channel.is_shared || channel.is_ext_shared || channel.is_org_shared || channel.is_pending_ext_shared,
    members: readers.map((user) => ({
      userId: user.id,
      isGuest: isOutsider(address.teamId, user) || user.is_restricted || user.is_ultra_restricted,
      ...emailOf(user),
    })),
  };
}

/** Apps read nothing, and whoever left reads no more. */
async function listReaders(connection: Connection, channelId: string): Promise<User[]> {
  const ids = await listPages(connection, 'conversations.members', { channel: channelId }, Members);
  const directory = new Map<string, User>();
  if (ids.length > MOST_ASKED_ONE_BY_ONE)
    for (const user of await listPages(connection, 'users.list', {}, Users)) directory.set(user.id, user);
  const readers: User[] = [];
  for (const id of ids) {
    const user = directory.get(id) ?? (await findUser(connection, 'users.info', { user: id }));
    // Someone whom we may not see reads along all the same, and is surely no colleague.
    if (user === undefined) readers.push(User.parse({ id, is_stranger: true }));
    else if (!user.is_bot && !user.deleted && user.id !== SLACKBOT) readers.push(user);
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

function profileOf(teamId: string, user: User | undefined): Profile | undefined {
  if (user === undefined || user.deleted || user.is_bot || user.id === SLACKBOT || isOutsider(teamId, user))
    return undefined;
  const name = user.profile.real_name ?? user.real_name;
  return {
    userId: user.id,
    ...emailOf(user),
    ...(name === undefined || name === '' ? {} : { name }),
    ...(isTimeZone(user.tz) ? { timeZone: user.tz } : {}),
    address: { teamId, userId: user.id },
  };
}

function isOutsider(teamId: string, user: User): boolean {
  return user.is_stranger || (user.team_id !== undefined && user.team_id !== teamId);
}

/** Only what Slack has verified may connect an account with a person of the roster. */
function emailOf(user: User): { email?: string } {
  const { email } = user.profile;
  return email === undefined || email === '' || user.is_email_confirmed === false ? {} : { email: email.toLowerCase() };
}

function isTimeZone(zone: string | null | undefined): zone is string {
  if (zone === undefined || zone === null || !/^[A-Za-z]+(\/[A-Za-z0-9_+-]+)+$|^UTC$/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
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
