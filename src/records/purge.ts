// Once a day what is over by the schedule goes: one customer at a time, in small transactions, by the database's clock.
// Each transaction is whole by itself, with its count in the audit; whoever is killed between two goes on with the next.
import { noteActs } from '../audit/write.ts';
import { Prisma } from '../db/generated/client.ts';
import type { Db, Tx } from '../db/client.ts';
import { inTenant } from '../db/scope.ts';
import { databaseNow } from '../db/time.ts';
import type { Log } from '../log.ts';
import { systemViewer, type Viewer } from '../roster/access.ts';
import { listTenants } from '../roster/tenants.ts';
import { CLASS_NAMES, type RecordClassName } from './classes.ts';
import { readSchedule, type Schedule } from './schedule.ts';
import { RECORDED, type Recorded } from './tables.ts';

export type Purged = Partial<Record<RecordClassName, number>>;

export interface PurgeOptions {
  log: Log;
  signal?: AbortSignal;
  /** Rows of one transaction. */
  atOnce?: number;
}

const AT_ONCE = 500;

/** Customers that were looked through on this day already are left alone. */
export async function purgeRecords(db: Db, options: PurgeOptions): Promise<void> {
  for (const { id } of await listTenants(db))
    if (options.signal?.aborted !== true && !(await isDone(db, id))) await purgeTenant(db, id, options);
}

/** Returns how many rows of each class went. */
export async function purgeTenant(db: Db, tenantId: string, options: PurgeOptions): Promise<Purged> {
  const { log, signal, atOnce = AT_ONCE } = options;
  const all: Purged = {};
  while (signal?.aborted !== true) {
    const some = await inTenant(db, tenantId, (tx) => purgeSome(tx, systemViewer(tenantId), atOnce));
    const names = CLASS_NAMES.filter((name) => some[name] !== undefined);
    for (const name of names) all[name] = (all[name] ?? 0) + (some[name] ?? 0);
    if (names.length > 0) log.info({ tenant: tenantId, ...some }, 'records went whose time was over');
    else {
      await inTenant(db, tenantId, (tx) => noteDone(tx, tenantId));
      break;
    }
  }
  return all;
}

async function purgeSome(tx: Tx, viewer: Viewer, atOnce: number): Promise<Purged> {
  // Before it looks for holds: one that is being placed in this moment waits, or is seen.
  await tx.$executeRaw`select throughline_before_deleting(${viewer.tenantId}::uuid)`;
  const schedule = await readSchedule(tx, viewer);
  const purged: Purged = {};
  let left = atOnce;
  for (const one of RECORDED) {
    if (left === 0) break;
    const count = await purgeTable(tx, viewer, one, schedule, left);
    if (count > 0) purged[one.of] = (purged[one.of] ?? 0) + count;
    left -= count;
  }
  if (left < atOnce)
    await noteActs(tx, viewer, await databaseNow(tx), [{ act: 'erased', thing: 'records', detail: detailOf(purged) }]);
  return purged;
}

/** The rows themselves are locked, so that somebody who is just writing to one keeps it, and counted for whom they were about. */
async function purgeTable(tx: Tx, viewer: Viewer, one: Recorded, schedule: Schedule, most: number): Promise<number> {
  const { tenantId } = viewer;
  const table = Prisma.raw(one.table);
  const [people, schools, first, last] = [one.people, one.schools, one.first, one.last].map((part) => Prisma.raw(part));
  const take = one.empties
    ? Prisma.raw(`update ${one.table} r set ${one.empties.column} = ${one.empties.to} from over where r.id = over.id`)
    : Prisma.sql`delete from ${table} r using over where r.id = over.id`;
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    with over as (
      select r.id, ${people} as people, ${schools} as schools, ${first} as first, ${last} as last from ${table} r
      where r.tenant_id = ${tenantId}::uuid and ${Prisma.raw(one.only ?? 'true')} and ${isOver(one, schedule)}
        and not (${Prisma.raw(one.unless ?? 'false')}) and not throughline_held(r.tenant_id, ${people}, ${schools}, ${first}, ${last})
      order by r.id limit ${most} for update of r skip locked),
    gone as (${take} returning r.id),
    counted as (
      insert into purged_record (tenant_id, subject, record_class, count, first_on, last_on, purged_at)
      select ${tenantId}::uuid, about.subject, ${one.of}, count(*), min(over.first), max(over.last), throughline_now()
      from over join gone on gone.id = over.id
        cross join lateral (select distinct subject from unnest(over.people || over.schools) as subject where subject is not null) about
      group by about.subject
      on conflict (tenant_id, subject, record_class) do update set count = purged_record.count + excluded.count,
        first_on = least(purged_record.first_on, excluded.first_on), last_on = greatest(purged_record.last_on, excluded.last_on),
        purged_at = excluded.purged_at)
    select count(*)::int as count from gone`;
  return row?.count ?? 0;
}

function isOver(one: Recorded, schedule: Schedule): Prisma.Sql {
  const { count, unit } = schedule[one.of];
  const cutoff = `((throughline_now() - make_interval(${unit} => ${String(count)}))::date)`;
  return Prisma.raw(`(${one.begunBefore.replaceAll('$cutoff', () => cutoff)})`);
}

function detailOf(purged: Purged): Record<string, number> {
  return Object.fromEntries(Object.entries(purged).map(([name, count]) => [name.replaceAll('_', ''), count]));
}

async function isDone(db: Db, tenantId: string): Promise<boolean> {
  return inTenant(db, tenantId, async (tx) => {
    const [row] = await tx.$queryRaw<{ done: boolean }[]>`
      select finished_on >= throughline_now()::date as done from purge_run where tenant_id = ${tenantId}::uuid`;
    return row?.done ?? false;
  });
}

async function noteDone(tx: Tx, tenantId: string): Promise<void> {
  await tx.$executeRaw`
    insert into purge_run (tenant_id, finished_on) values (${tenantId}::uuid, throughline_now()::date)
    on conflict (tenant_id) do update set finished_on = excluded.finished_on`;
}
