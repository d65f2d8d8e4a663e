// The audit is kept for seven years, or for longer where a schedule says so. What is older leaves from the beginning of its chain,
// which then begins later; a row under a legal hold keeps all that come after it.
import type { Db } from '../db/client.ts';
import { asSystem } from '../db/scope.ts';

const AT_ONCE = 1_000;
/** A day more than the database's own guard, so that the two never argue about an hour. */
const KEPT_DAYS = 7 * 366 + 1;

/** Returns how many rows left. A chain stays whole: it remembers where what is kept begins. */
export async function forgetAudit(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  const tenants = await asSystem(db, (tx) => tx.$queryRaw<{ id: string }[]>`select tenant_id as id from audit_chain`);
  let count = 0;
  for (const { id } of tenants)
    for (;;) {
      const gone = await asSystem(db, async (tx) => {
        await tx.$executeRaw`select throughline_before_deleting(${id}::uuid)`;
        await tx.$queryRaw`select 1 from audit_chain where tenant_id = ${id}::uuid for update`;
        // Up to the first row that is younger: a hole in the middle would be a break.
        const rows = await tx.$queryRaw<{ place: number; hash: string }[]>`
          select place, hash from audit_event
          where tenant_id = ${id}::uuid and place < coalesce(
            (select min(place) from audit_event e where tenant_id = ${id}::uuid and place is not null and (at >= ${before}
              or at >= ${now}::timestamptz - (select (count || ' ' || unit)::interval from record_schedule
                where tenant_id = ${id}::uuid and record_class = 'AUDIT')
              or throughline_held(tenant_id, array_remove(array[actor_id, owner_id], null), null, at::date, at::date))), 2147483647)
          order by place limit ${AT_ONCE}`;
        const last = rows.at(-1);
        if (!last) return 0;
        await tx.$executeRaw`delete from audit_event where tenant_id = ${id}::uuid and place <= ${last.place}`;
        await tx.$executeRaw`
          update audit_chain set forgotten = ${last.place}, "from" = ${last.hash} where tenant_id = ${id}::uuid`;
        return rows.length;
      });
      count += gone;
      if (gone < AT_ONCE) break;
    }
  return count;
}
