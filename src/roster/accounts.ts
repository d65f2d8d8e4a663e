// Who an account of a platform is, and where a person can be written to.
import { Prisma } from '../db/generated/client.ts';
import type { PlatformName as StoredPlatform } from '../db/generated/enums.ts';
import type { Tx } from '../db/client.ts';
import { Address, type PlatformName, type Profile } from '../chat/platform.ts';
import { isZone } from '../zone.ts';
import type { Viewer } from './access.ts';
import { isEvaluated } from './evaluators.ts';

const STORED: Record<PlatformName, StoredPlatform> = { slack: 'SLACK', teams: 'TEAMS' };

export function storedName(platform: PlatformName): StoredPlatform {
  return STORED[platform];
}

export function platformName(stored: StoredPlatform): PlatformName {
  return stored === 'SLACK' ? 'slack' : 'teams';
}

/** Where a message goes: on which platform, to which address, in which lane it waits its turn. */
export interface Destination {
  platform: PlatformName;
  address: Address;
  lane: string;
}

/** As the system: the tenant that a workspace belongs to. */
export async function findTenantOf(tx: Tx, platform: PlatformName, teamId: string): Promise<string | undefined> {
  const workspace = await tx.workspace.findUnique({
    where: { platform_teamId: { platform: STORED[platform], teamId } },
    select: { tenantId: true },
  });
  return workspace?.tenantId;
}

/** A workspace joins a tenant once; it never moves to another by itself. */
export async function joinWorkspace(
  tx: Tx,
  tenantId: string,
  platform: PlatformName,
  teamId: string,
  name: string,
): Promise<void> {
  await tx.workspace.upsert({
    where: { platform_teamId: { platform: STORED[platform], teamId } },
    create: { tenantId, platform: STORED[platform], teamId, name },
    update: name === '' ? {} : { name },
  });
}

/** The account of somebody who is in the roster; who has left it is nobody any more. */
export async function findAccount(tx: Tx, viewer: Viewer, platform: PlatformName, teamId: string, userId: string) {
  const account = await tx.platformAccount.findUnique({
    where: { platform_teamId_userId: { platform: STORED[platform], teamId, userId } },
    select: {
      id: true,
      personId: true,
      active: true,
      tenantId: true,
      conversation: true,
      person: { select: { active: true } },
    },
  });
  return account?.tenantId === viewer.tenantId && account.person.active ? account : undefined;
}

/**
 * As the system: the account of a Microsoft Entra object id, which its own activities have told. Undefined where that person
 * has never written to the app in a chat of their own.
 */
export async function findUserId(
  tx: Tx,
  platform: PlatformName,
  teamId: string,
  objectId: string,
): Promise<string | undefined> {
  const [account] = await tx.$queryRaw<{ userId: string }[]>`
    select user_id as "userId" from platform_account
    where platform = ${STORED[platform]}::"PlatformName" and team_id = ${teamId}
      and conversation ->> 'objectId' = ${objectId.toLowerCase()}
    order by active desc, updated_at desc limit 1`;
  return account?.userId;
}

/** An account with whoever it was linked to, also somebody who has left the roster. */
export async function findHolder(tx: Tx, viewer: Viewer, platform: PlatformName, teamId: string, userId: string) {
  return tx.platformAccount.findUnique({
    where: { platform_teamId_userId: { platform: STORED[platform], teamId, userId }, tenantId: viewer.tenantId },
    select: { id: true, personId: true, active: true, person: { select: { active: true } } },
  });
}

export async function findPersonByEmail(tx: Tx, viewer: Viewer, email: string): Promise<string | undefined> {
  const person = await tx.person.findFirst({
    where: { tenantId: viewer.tenantId, email: email.toLowerCase(), active: true },
    select: { id: true },
  });
  return person?.id;
}

/** The name of somebody who has not left the roster. */
export async function findActiveName(tx: Tx, viewer: Viewer, personId: string): Promise<string | undefined> {
  const person = await tx.person.findFirst({
    where: { tenantId: viewer.tenantId, id: personId, active: true },
    select: { displayName: true },
  });
  return person?.displayName;
}

/** Ties an account to the person of the roster who has the address that the platform has verified; never by name or by guess. */
export async function linkByEmail(
  tx: Tx,
  viewer: Viewer,
  platform: PlatformName,
  teamId: string,
  profile: Profile,
): Promise<string | undefined> {
  const personId = profile.email === undefined ? undefined : await findPersonByEmail(tx, viewer, profile.email);
  if (personId === undefined) return undefined;
  return (await linkAccount(tx, viewer, personId, platform, teamId, profile)) ? personId : undefined;
}

/** Makes an account a person's. False, and nothing is changed, where it is another's of the roster. */
export async function linkAccount(
  tx: Tx,
  viewer: Viewer,
  personId: string,
  platform: PlatformName,
  teamId: string,
  profile: Profile,
): Promise<boolean> {
  const holder = await findHolder(tx, viewer, platform, teamId, profile.userId);
  if (holder?.person.active === true && holder.personId !== personId) return false;
  const { userId, address } = profile;
  const columns = { personId, ...toldBy(profile), ...(address === undefined ? {} : { conversation: address }) };
  await tx.platformAccount.upsert({
    where: { platform_teamId_userId: { platform: STORED[platform], teamId, userId } },
    create: { tenantId: viewer.tenantId, platform: STORED[platform], teamId, userId, ...columns },
    update: { ...columns, active: true },
  });
  return true;
}

/** Keeps what a platform tells of an account that is linked already; it lives. */
export async function refreshProfile(tx: Tx, viewer: Viewer, accountId: string, profile: Profile): Promise<void> {
  await tx.platformAccount.updateMany({
    where: { id: accountId, tenantId: viewer.tenantId },
    data: { ...toldBy(profile), active: true },
  });
}

/** A zone that is not told any more stays as it was; whoever is not said to be a guest is none. */
function toldBy(profile: Profile): { isGuest: boolean; timeZone?: string } {
  const { isGuest = false, timeZone } = profile;
  return { isGuest, ...(timeZone !== undefined && isZone(timeZone) ? { timeZone } : {}) };
}

export async function retireAccount(tx: Tx, accountId: string): Promise<void> {
  await tx.platformAccount.update({ where: { id: accountId }, data: { active: false } });
}

/** The account is nobody's again; what its person wrote is the person's and stays. */
export async function unlinkAccount(tx: Tx, viewer: Viewer, accountId: string): Promise<void> {
  await tx.platformAccount.deleteMany({ where: { id: accountId, tenantId: viewer.tenantId } });
}

/**
 * Where to write to a person: the account on the platform they prefer, else the one they have. An account in a workspace that
 * has taken the app away comes last: what is written to it waits there.
 */
export async function findDestination(tx: Tx, viewer: Viewer, personId: string): Promise<Destination | undefined> {
  return (await findDestinations(tx, viewer, [personId])).get(personId);
}

/** By person; who cannot be written to is not in it. */
export async function findDestinations(
  tx: Tx,
  viewer: Viewer,
  personIds: readonly string[],
): Promise<Map<string, Destination & { isEvaluated: boolean }>> {
  const accounts = await tx.$queryRaw<(AccountRow & { personId: string; isEvaluated: boolean })[]>`
    select distinct on (account.person_id) account.person_id as "personId", account.platform, account.team_id as "teamId",
      account.user_id as "userId", account.conversation,
      ${isEvaluated(Prisma.sql`account.tenant_id`, Prisma.sql`account.person_id`)} as "isEvaluated"
    from platform_account account join person on person.id = account.person_id and person.active
      left join workspace on workspace.platform = account.platform and workspace.team_id = account.team_id
    where account.tenant_id = ${viewer.tenantId}::uuid and account.person_id = any(${[...personIds]}::uuid[]) and account.active
    order by account.person_id, workspace.removed_at is not null, account.platform is distinct from person.preferred_platform,
      account.created_at`;
  return new Map(
    accounts.map((account) => [account.personId, { ...destinationOf(account), isEvaluated: account.isEvaluated }]),
  );
}

interface AccountRow {
  platform: StoredPlatform;
  teamId: string;
  userId: string;
  conversation: unknown;
}

function destinationOf(account: AccountRow): Destination {
  const { teamId, userId } = account;
  const platform = platformName(account.platform);
  const stored = Address.safeParse(account.conversation);
  const address = stored.success ? { ...stored.data, teamId, userId } : { teamId, userId };
  return { platform, address, lane: laneOf(platform, teamId, userId) };
}

/** What paces the messages to one person, or to one channel. */
export function laneOf(platform: PlatformName, teamId: string, userOrChannelId: string): string {
  return `${platform}:${teamId}:${userOrChannelId}`;
}

/** People of the roster who belong on a platform and have no account there yet. */
export async function listUnlinked(
  tx: Tx,
  viewer: Viewer,
  platform: PlatformName,
): Promise<{ id: string; email: string }[]> {
  const people = await tx.person.findMany({
    where: {
      tenantId: viewer.tenantId,
      active: true,
      email: { not: null },
      OR: [
        { preferredPlatform: STORED[platform], accounts: { none: { platform: STORED[platform] } } },
        { preferredPlatform: null, accounts: { none: {} } },
      ],
    },
    select: { id: true, email: true },
    take: 500,
  });
  return people.flatMap((person) => (person.email === null ? [] : [{ id: person.id, email: person.email }]));
}
