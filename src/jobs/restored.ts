// After a backup was restored: what waited when it was made, or was made up for since, may have reached people already.
import type { Db } from '../db/client.ts';
import { asSystem } from '../db/scope.ts';
import { CANNOT_TELL } from './outcome.ts';

export const RESTORED = 'restored';
const TEXT = 'It waited when the backup was made, and may have been sent since.';

/**
 * Puts aside every message that would go out now, for a person to look at, and returns how many. Changes of a message that is
 * there already go on: made twice they look the same. What is meant for later was not sent since, and goes out in its time.
 */
export function putRestoredAside(db: Db): Promise<number> {
  return asSystem(
    db,
    (tx) => tx.$executeRaw`
      update delivery d set status = 'DEAD', reason = ${RESTORED}, reason_text = ${TEXT}, lease_by = null, lease_until = null,
        updated_at = now()
      where (status in ('PENDING', 'SENDING', 'FAILED') or (status = 'UNKNOWN' and reason is distinct from ${CANNOT_TELL}))
        and surface = 'message' and (status <> 'PENDING' or not_before <= (select throughline_now()))
        and (updates is null or not exists (select 1 from delivery o where o.id = d.updates and o.status = 'SENT'))`,
  );
}
