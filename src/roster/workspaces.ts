// The life of a joined workspace: silent while the app is not installed there, and one day forgotten.
import type { Tx } from '../db/client.ts';
import { Address, type PlatformName } from '../chat/platform.ts';
import type { Viewer } from './access.ts';
import { platformName, storedName } from './accounts.ts';

export interface JoinedWorkspace {
  tenantId: string;
  platform: PlatformName;
  teamId: string;
}

/** As the system: every workspace that is joined to a tenant and has the app. */
export async function listWorkspaces(tx: Tx, platform: PlatformName): Promise<JoinedWorkspace[]> {
  const rows = await tx.workspace.findMany({
    where: { platform: storedName(platform), removedAt: null },
    select: { tenantId: true, platform: true, teamId: true },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map((row) => ({ ...row, platform: platformName(row.platform) }));
}

/** As the system: the app was taken away; nothing is sent there from now on. */
export async function silenceWorkspace(tx: Tx, platform: PlatformName, teamId: string, since: Date): Promise<void> {
  await tx.workspace.updateMany({
    where: { platform: storedName(platform), teamId, removedAt: null },
    data: { removedAt: since },
  });
}

/** As the system: the app is there again, and so is what was known of the workspace. */
export async function wakeWorkspace(tx: Tx, platform: PlatformName, teamId: string): Promise<void> {
  await tx.workspace.updateMany({
    where: { platform: storedName(platform), teamId, removedAt: { not: null } },
    data: { removedAt: null },
  });
}

/** As the system: every silent workspace of a platform, each with some accounts that can be asked after. */
export async function listSilent(tx: Tx, platform: PlatformName): Promise<(JoinedWorkspace & { asks: Address[] })[]> {
  const rows = await tx.workspace.findMany({
    where: { platform: storedName(platform), removedAt: { not: null } },
    select: { tenantId: true, teamId: true },
  });
  const silent: (JoinedWorkspace & { asks: Address[] })[] = [];
  for (const { tenantId, teamId } of rows) {
    const accounts = await tx.platformAccount.findMany({
      where: { tenantId, platform: storedName(platform), teamId, active: true },
      select: { userId: true, conversation: true },
      orderBy: { updatedAt: 'desc' },
      take: ASKED,
    });
    const asks = accounts.flatMap(({ userId, conversation }) => {
      const stored = Address.safeParse(conversation);
      return stored.success ? [{ ...stored.data, teamId, userId }] : [];
    });
    silent.push({ tenantId, platform, teamId, asks });
  }
  return silent;
}

const ASKED = 3;

/** A workspace's name, or its platform's where it has told none. */
export async function findWorkspaceTitle(
  tx: Tx,
  viewer: Viewer,
  platform: PlatformName,
  teamId: string,
): Promise<string> {
  const row = await tx.workspace.findFirst({
    where: { tenantId: viewer.tenantId, platform: storedName(platform), teamId },
    select: { name: true },
  });
  const title = platform === 'slack' ? 'Slack' : 'Microsoft Teams';
  return row === null || row.name === '' ? title : `${row.name} (${title})`;
}

/** Deletes a workspace, its accounts and the channels that point there. The people stay, and so does what they wrote. */
export async function forgetWorkspace(tx: Tx, viewer: Viewer, platform: PlatformName, teamId: string): Promise<void> {
  const where = { tenantId: viewer.tenantId, platform: storedName(platform), teamId };
  await tx.digestChannel.deleteMany({ where });
  await tx.platformAccount.deleteMany({ where });
  await tx.workspace.deleteMany({ where });
}
