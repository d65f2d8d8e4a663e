// Whose Home was looked at of late, on which account: only such a Home is kept fresh.
import type { Tx } from '../db/client.ts';
import { Address } from '../chat/platform.ts';
import type { PlatformName } from '../chat/platform.ts';
import { platformName, storedName, type Destination } from './accounts.ts';
import type { Viewer } from './access.ts';

const WATCHED_FOR_MS = 14 * 24 * 3_600_000;

/** Notes the look at a Home; undefined where there is no such account. */
export async function noteLook(
  tx: Tx,
  viewer: Viewer,
  account: { platform: PlatformName; teamId: string; userId: string },
  now: Date,
): Promise<Destination | undefined> {
  const { platform, teamId, userId } = account;
  const { count } = await tx.platformAccount.updateMany({
    where: { tenantId: viewer.tenantId, platform: storedName(platform), teamId, userId },
    data: { homeSeenAt: now },
  });
  return count === 0 ? undefined : { platform, address: { teamId, userId }, lane: laneOf(platform, teamId, userId) };
}

/** Of these people, those who looked at their Home within two weeks. */
export async function listWatchers(tx: Tx, viewer: Viewer, personIds: readonly string[], now: Date): Promise<string[]> {
  const accounts = await tx.platformAccount.findMany({
    where: { tenantId: viewer.tenantId, personId: { in: [...personIds] }, ...watched(now) },
    select: { personId: true },
  });
  return [...new Set(accounts.map((account) => account.personId))];
}

/** Every place where a person looks at their Home. */
export async function listHomes(tx: Tx, viewer: Viewer, personId: string, now: Date): Promise<Destination[]> {
  const accounts = await tx.platformAccount.findMany({
    where: { tenantId: viewer.tenantId, personId, ...watched(now) },
    select: { platform: true, teamId: true, userId: true, conversation: true },
  });
  return accounts.map(({ teamId, userId, ...account }) => {
    const platform = platformName(account.platform);
    const workspaceId = Address.safeParse(account.conversation).data?.workspaceId;
    const address = { teamId, userId, ...(workspaceId === undefined ? {} : { workspaceId }) };
    return { platform, address, lane: laneOf(platform, teamId, userId) };
  });
}

function watched(now: Date) {
  const since = new Date(now.getTime() - WATCHED_FOR_MS);
  return { active: true, homeSeenAt: { gte: since }, person: { active: true } };
}

function laneOf(platform: PlatformName, teamId: string, userId: string): string {
  return `${platform}:${teamId}:${userId}`;
}
