// Who has begun to call with a message. The mark at the end of a holder says that the call to the platform may have been
// made: a lease that ran out with it may have arrived. Without it, as an earlier version wrote, nothing was called.
import type { Db, Tx } from '../db/client.ts';
import { asSystem } from '../db/scope.ts';

export const callMark = '!';

export const LEASE_MS = 60_000;

export function calling(processId: string): string {
  return processId + callMark;
}

/** A process lives as long as its event loop does: what it has under way stays its own, however long a call takes. */
export async function renewLeases(tx: Tx, processId: string): Promise<void> {
  await tx.$executeRaw`
    update delivery set lease_until = throughline_now() + ${LEASE_MS} * interval '1 millisecond'
    where status = 'SENDING' and lease_by = ${calling(processId)} and lease_until > (select throughline_now())
      and lease_until < throughline_now() + ${LEASE_MS} * interval '0.5 milliseconds'`;
}

/** Ends the leases of all others now, where it is known that no other process lives. */
export async function takeOverLeases(db: Db, processId: string): Promise<void> {
  await asSystem(
    db,
    (tx) => tx.$executeRaw`
      update delivery set lease_until = throughline_now(), updated_at = now()
      where status = 'SENDING' and lease_by not in (${processId}, ${calling(processId)})`,
  );
}
