// The ledger forgets what nobody will ask for again.
import type { Db } from '../db/client.ts';
import { asSystem, inTenant } from '../db/scope.ts';
import { CANNOT_TELL } from './outcome.ts';
import { earliestId } from './message-id.ts';

/** What a check-in or a digest is told by stays as long as a school year and the summer after it may be looked back on. */
const REPORTED_DAYS = 400;
const DAY_MS = 24 * 3_600_000;
const AT_ONCE = 500;

/**
 * Deletes messages that came to their end more than so many days ago, in small batches, and returns how many. The ids sort
 * by time, so what is young is not even looked at. By real time: a playground that is moved by months forgets nothing. What
 * is under a legal hold stays.
 */
export async function forgetDeliveries(
  db: Db,
  now: Date,
  days: number,
  options: { signal?: AbortSignal; atOnce?: number } = {},
): Promise<number> {
  const tenants = await asSystem(db, (tx) => tx.tenant.findMany({ select: { id: true } }));
  const before = earliestId(new Date(now.getTime() - days * DAY_MS));
  const reportedBefore = earliestId(new Date(now.getTime() - Math.max(days, REPORTED_DAYS) * DAY_MS));
  let forgotten = 0;
  for (const { id: tenantId } of tenants)
    for (let count = -1; count !== 0 && options.signal?.aborted !== true;) {
      count = await inTenant(db, tenantId, async (tx) => {
        await tx.$executeRaw`select throughline_before_deleting(${tenantId}::uuid)`;
        return tx.$executeRaw`
          delete from delivery where id in (
            select d.id from delivery d
            where d.tenant_id = ${tenantId}::uuid and d.id < ${before}::uuid
              and (d.about is null or d.id < ${reportedBefore}::uuid)
              and (d.status in ('SENT', 'DEAD', 'SUPERSEDED') or (d.status = 'UNKNOWN' and d.reason = ${CANNOT_TELL}))
              and not exists (
                select 1 from delivery later where later.tenant_id = d.tenant_id and later.status in ('PENDING', 'SENDING', 'FAILED', 'UNKNOWN')
                  and d.id in (later.updates, later.under))
              and not throughline_held(d.tenant_id, array[d.person_id],
                array(select a.school_id from coach_assignment a where d.person_id in (a.coach_id, a.principal_id)),
                d.created_at::date, d.updated_at::date)
            order by d.id limit ${options.atOnce ?? AT_ONCE})`;
      });
      forgotten += count;
    }
  return forgotten;
}
