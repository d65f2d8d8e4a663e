// Seals what was written down into the chain of its tenant. Once a minute and by any process: chaining row by row would make
// everybody who reads something wait for everybody else.
import type { Db, Tx } from '../db/client.ts';
import { asSystem } from '../db/scope.ts';
import type { Log } from '../log.ts';
import { sealOf, type Entry } from './chain.ts';

const AT_ONCE = 500;

/**
 * Returns how many rows were sealed. The end of each chain goes into the log: whoever keeps the log elsewhere can tell later
 * whether the whole chain was made anew.
 */
export async function sealAudit(db: Db, log: Log): Promise<number> {
  let count = 0;
  const tenants = await asSystem(
    db,
    (tx) => tx.$queryRaw<{ id: string }[]>`select distinct tenant_id as id from audit_event where place is null`,
  );
  for (const { id: tenant } of tenants)
    for (;;) {
      const { sealed, places, hash } = await asSystem(db, (tx) => sealSome(tx, tenant));
      count += sealed;
      if (sealed > 0) log.info({ tenant, places, hash }, 'the audit is sealed up to here');
      if (sealed < AT_ONCE) break;
    }
  return count;
}

async function sealSome(tx: Tx, tenantId: string): Promise<{ sealed: number; places: number; hash: string }> {
  await tx.$executeRaw`insert into audit_chain (tenant_id) values (${tenantId}::uuid) on conflict do nothing`;
  const [end] = await tx.$queryRaw<{ places: number; hash: string }[]>`
    select places, hash from audit_chain where tenant_id = ${tenantId}::uuid for update`;
  const rows = await tx.$queryRaw<Entry[]>`
    select id, at, actor_id as "actorId", act, thing, about_id as "aboutId", owner_id as "ownerId", detail, once
    from audit_event where tenant_id = ${tenantId}::uuid and place is null order by id limit ${AT_ONCE}`;
  let { places, hash } = end ?? { places: 0, hash: '' };
  if (rows.length === 0) return { sealed: 0, places, hash };
  const seals = rows.map((row) => {
    places += 1;
    hash = sealOf(hash, places, row);
    return { id: row.id, place: places, hash };
  });
  await tx.$executeRaw`
    update audit_event e set place = v.place, hash = v.hash
    from jsonb_to_recordset(${JSON.stringify(seals)}::jsonb) as v(id uuid, place int, hash text) where e.id = v.id`;
  await tx.$executeRaw`update audit_chain set places = ${places}, hash = ${hash} where tenant_id = ${tenantId}::uuid`;
  return { sealed: rows.length, places, hash };
}
