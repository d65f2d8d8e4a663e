// The app was switched off in a whole workspace: its messages wait there, and somebody is told, once.
import type { PlatformName } from '../chat/platform.ts';
import { inTenant } from '../db/scope.ts';
import type { Db, Tx } from '../db/client.ts';
import type { Log } from '../log.ts';
import { codeOf } from './failure.ts';

export interface Silenced {
  tenantId: string;
  platform: PlatformName;
  teamId: string;
  since: Date;
}

/** Called in the transaction that makes the workspace silent, in its tenant. */
export type OnSilenced = (tx: Tx, silenced: Silenced) => Promise<void>;

/** Many messages find it out at the same moment; the first one makes it known. */
export async function silence(
  { db, log, onSilenced }: { db: Db; log: Log; onSilenced?: OnSilenced },
  { tenantId, platform, teamId }: Omit<Silenced, 'since'>,
  reason: string,
): Promise<void> {
  try {
    await inTenant(db, tenantId, async (tx) => {
      const [row] = await tx.$queryRaw<{ since: Date }[]>`
        update workspace set removed_at = throughline_now()
        where tenant_id = ${tenantId}::uuid and platform = ${platform.toUpperCase()}::"PlatformName"
          and team_id = ${teamId} and removed_at is null
        returning removed_at as since`;
      if (!row) return;
      log.warn({ tenant: tenantId, platform, team: teamId, reason }, 'the app is switched off in a workspace');
      await onSilenced?.(tx, { tenantId, platform, teamId, since: row.since });
    });
  } catch (error) {
    // The message is tried again like any other that failed, and finds the same.
    log.error({ tenant: tenantId, platform, code: codeOf(error) }, 'a workspace could not be made silent');
  }
}
