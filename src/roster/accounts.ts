// Who an account of a platform is, and where a person can be written to.
import type { Prisma } from '../db/generated/client.ts';
import type { PlatformName as StoredPlatform } from '../db/generated/enums.ts';
import type { Tx } from '../db/client.ts';
import { Address, type PlatformName, type Profile } from '../chat/platform.ts';
import type { Viewer } from './access.ts';

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
export async function findAccount(tx: Tx, tenantId: string, platform: PlatformName, teamId: string, userId: string) {
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
  return account?.tenantId === tenantId && account.person.active ? account : undefined;
}

/** Ties an account to the person of the roster who has the address that the platform has verified; never by name or by guess. */
export async function linkByEmail(
  tx: Tx,
  tenantId: string,
  platform: PlatformName,
  teamId: string,
  profile: Profile,
): Promise<string | undefined> {
  if (profile.email === undefined) return undefined;
  const person = await tx.person.findFirst({
    where: { tenantId, email: profile.email.toLowerCase(), active: true },
    select: { id: true },
  });
  if (!person) return undefined;
  await saveAccount(tx, tenantId, person.id, platform, teamId, profile.userId, profile.address);
  return person.id;
}

export async function saveAccount(
  tx: Tx,
  tenantId: string,
  personId: string,
  platform: PlatformName,
  teamId: string,
  userId: string,
  address: Address | undefined,
): Promise<void> {
  const conversation = address === undefined ? {} : { conversation: address satisfies Prisma.InputJsonValue };
  await tx.platformAccount.upsert({
    where: { platform_teamId_userId: { platform: STORED[platform], teamId, userId } },
    create: { tenantId, personId, platform: STORED[platform], teamId, userId, ...conversation },
    update: { active: true, ...conversation },
  });
}

/** Every message from a person may bring a newer address (Teams moves its service addresses), and says that the account lives. */
export async function refreshAddress(
  tx: Tx,
  account: { id: string; active: boolean; conversation: unknown },
  address: Address,
): Promise<void> {
  if (account.active && isSame(account.conversation, address)) return;
  await tx.platformAccount.update({ where: { id: account.id }, data: { conversation: address, active: true } });
}

/** PostgreSQL's jsonb keeps no order of keys, so the two are compared key by key. */
function isSame(known: unknown, address: Address): boolean {
  const stored = Address.safeParse(known);
  const keys = Object.keys(Address.shape) as (keyof Address)[];
  return stored.success && keys.every((key) => stored.data[key] === address[key]);
}

export async function retireAccount(tx: Tx, accountId: string): Promise<void> {
  await tx.platformAccount.update({ where: { id: accountId }, data: { active: false } });
}

/** Where to write to a person: the account on the platform they prefer, else the one they have. */
export async function findDestination(tx: Tx, viewer: Viewer, personId: string): Promise<Destination | undefined> {
  const person = await tx.person.findFirst({
    where: { id: personId, tenantId: viewer.tenantId, active: true },
    select: { preferredPlatform: true, accounts: { where: { active: true }, orderBy: { createdAt: 'asc' } } },
  });
  const account = person?.accounts.find((one) => one.platform === person.preferredPlatform) ?? person?.accounts[0];
  if (!account) return undefined;
  const platform = platformName(account.platform);
  const stored = Address.safeParse(account.conversation);
  const address = stored.success
    ? { ...stored.data, teamId: account.teamId, userId: account.userId }
    : { teamId: account.teamId, userId: account.userId };
  return { platform, address, lane: `${platform}:${account.teamId}:${account.userId}` };
}

export async function findDigestChannel(
  tx: Tx,
  viewer: Viewer,
  organizationId: string,
): Promise<Destination | undefined> {
  const channel = await tx.digestChannel.findUnique({
    where: { tenantId_organizationId: { tenantId: viewer.tenantId, organizationId } },
    select: { platform: true, teamId: true, address: true },
  });
  const address = Address.safeParse(channel?.address);
  if (!channel || !address.success) return undefined;
  const platform = platformName(channel.platform);
  return {
    platform,
    address: address.data,
    lane: `${platform}:${channel.teamId}:${address.data.channelId ?? address.data.conversationId ?? ''}`,
  };
}

export async function chooseDigestChannel(
  tx: Tx,
  viewer: Viewer,
  choice: { organizationId: string; platform: PlatformName; address: Address },
): Promise<void> {
  const place = {
    platform: STORED[choice.platform],
    teamId: choice.address.teamId,
    address: choice.address,
    chosenById: viewer.personId ?? '',
  };
  await tx.digestChannel.upsert({
    where: { tenantId_organizationId: { tenantId: viewer.tenantId, organizationId: choice.organizationId } },
    create: { tenantId: viewer.tenantId, organizationId: choice.organizationId, ...place },
    update: place,
  });
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
