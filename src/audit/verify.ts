import type { Db } from '../db/client.ts';
import { asSystem } from '../db/scope.ts';
import { Walk, type Break, type Ends, type Sealed } from './chain.ts';

const AT_ONCE = 2_000;

export interface Verified extends Ends {
  breaks: readonly Break[];
  /** Written in the last minute or so, and in no chain yet. */
  waiting: number;
}

/** Walks a tenant's whole chain. What was forgotten when its time was over is no break. */
export async function verifyAudit(
  db: Db,
  tenantId: string,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<Verified> {
  const { ends, waiting } = await asSystem(db, async (tx) => {
    const [found] = await tx.$queryRaw<Ends[]>`
      select places, hash, forgotten, "from" from audit_chain where tenant_id = ${tenantId}::uuid`;
    const [row] = await tx.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from audit_event where tenant_id = ${tenantId}::uuid and place is null`;
    return { ends: found ?? { places: 0, hash: '', forgotten: 0, from: '' }, waiting: row?.count ?? 0 };
  });
  const walk = new Walk(ends);
  let after = 0;
  for (;;) {
    const rows = await asSystem(
      db,
      (tx) => tx.$queryRaw<Sealed[]>`
        select id, at, actor_id as "actorId", act, thing, about_id as "aboutId", owner_id as "ownerId", detail, once, place, hash
        from audit_event where tenant_id = ${tenantId}::uuid and place > ${after} order by place limit ${AT_ONCE}`,
    );
    // What is sealed while we walk is of the next walk.
    walk.step(rows.filter((row) => row.place <= ends.places));
    const last = rows.at(-1)?.place;
    if (last === undefined || last >= ends.places) break;
    after = last;
    onProgress(last, ends.places);
  }
  return { ...ends, breaks: walk.end(), waiting };
}
