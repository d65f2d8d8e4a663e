// What is over is forgotten: states, codes, and one day all that is kept of a workspace that took the app away.
import type { Db, Tx } from '../db/client.ts';
import { asSystem, enterTenant } from '../db/scope.ts';
import { systemViewer } from '../roster/access.ts';
import { findTenantOf, platformName } from '../roster/accounts.ts';
import { forgetWorkspace } from '../roster/workspaces.ts';
import { forgetCodes } from './codes.ts';
import { forgetStates } from './states.ts';
import { forgetTries } from './tries.ts';

const DAY_MS = 24 * 3_600_000;

/** Returns how many workspaces were forgotten. */
export async function purge(db: Db, now: Date, purgeDays: number): Promise<number> {
  await forgetStates(db, now);
  await forgetCodes(db, now);
  await forgetTries(db, now);
  const before = new Date(now.getTime() - purgeDays * DAY_MS);
  const gone = await asSystem(db, (tx) =>
    tx.installation.findMany({ where: { removedAt: { lt: before } }, select: { id: true } }),
  );
  let purged = 0;
  for (const { id } of gone) if (await purgeOne(db, id, before)) purged += 1;
  return purged;
}

/** Looks again in its own transaction: the app may have been installed anew in this moment. */
async function purgeOne(db: Db, id: string, before: Date): Promise<boolean> {
  return asSystem(db, async (tx) => {
    const where = { id, removedAt: { lt: before } };
    const row = await tx.installation.findFirst({ where, select: { platform: true, teamId: true } });
    if (!row) return false;
    const platform = platformName(row.platform);
    const tenantId = await findTenantOf(tx, platform, row.teamId);
    if (tenantId !== undefined && (await isUnderHold(tx, tenantId, row.teamId))) return false;
    const { count } = await tx.installation.deleteMany({ where });
    if (count === 0) return false;
    if (tenantId === undefined) return true;
    await enterTenant(tx, tenantId);
    await forgetWorkspace(tx, systemViewer(tenantId), platform, row.teamId);
    return true;
  });
}

/** Under a legal hold even the accounts of a workspace that is gone stay: they tell who wrote from where. */
async function isUnderHold(tx: Tx, tenantId: string, teamId: string): Promise<boolean> {
  await tx.$executeRaw`select throughline_before_deleting(${tenantId}::uuid)`;
  const [row] = await tx.$queryRaw<{ held: boolean }[]>`
    select coalesce(bool_or(throughline_held(tenant_id, array[person_id], null, null, null)), false) as held
    from platform_account where tenant_id = ${tenantId}::uuid and team_id = ${teamId}`;
  return row?.held ?? false;
}
