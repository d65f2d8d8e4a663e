// Work that falls due at an instant. The database decides what is due, so a missed tick or a dead process loses nothing.
import { z } from 'zod';
import { asSystem, enterTenant } from '../db/scope.ts';
import type { Db, Tx } from '../db/client.ts';
import type { Log } from '../log.ts';
import { Prisma } from '../db/generated/client.ts';
import { backoffMs } from './backoff.ts';
import { codeOf, placeOf } from './failure.ts';
import { newMessageId } from './message-id.ts';

export interface DueWork {
  job: string;
  subject: string;
  dueAt: Date;
  data: Record<string, string>;
}

export type Planned = Omit<DueWork, 'data'> & Partial<Pick<DueWork, 'data'>>;

/** Attempts before a piece of work is parked: with the waits between them, about three hours. */
export const MAX_ATTEMPTS = 12;
const WAITS = { firstMs: 10_000, longestMs: 3_600_000 };
/** Parked work stays where somebody can see it, and planning it again frees it. */
export const PARKED_UNTIL = new Date('9999-12-31T00:00:00Z');

/** Plans a piece of work, or moves it: there is one a job and subject. */
export async function planWork(tx: Tx, tenantId: string, work: Planned): Promise<void> {
  await planAll(tx, tenantId, [work]);
}

/**
 * Plans much work at once; of two pieces with the same job and subject the later one in the list counts. Returns the ids of
 * what was written; a piece that is moved keeps its own.
 */
export async function planAll(tx: Tx, tenantId: string, works: readonly Planned[]): Promise<string[]> {
  if (works.length === 0) return [];
  const rows = works.map(({ job, subject, dueAt, data = {} }) => ({ id: newMessageId(), job, subject, dueAt, data }));
  const unique = [...new Map(rows.map((row) => [`${row.job} ${row.subject}`, row])).values()];
  // In one order for all processes, so that two that plan the same work wait for one another and not in a ring. What is
  // planned already as it should be is not written again.
  const written = await tx.$queryRaw<{ id: string }[]>`
    insert into due_work (id, tenant_id, job, subject, due_at, data)
    select w.id, ${tenantId}::uuid, w.job, w.subject, w."dueAt", w.data
    from jsonb_to_recordset(${JSON.stringify(unique)}::jsonb)
      as w(id uuid, job text, subject text, "dueAt" timestamptz(3), data jsonb)
    order by w.job collate "C", w.subject collate "C"
    on conflict (tenant_id, job, subject) do update
      set due_at = excluded.due_at, data = excluded.data, attempts = 0, last_error = null
      where (due_work.due_at, due_work.data, due_work.attempts) is distinct from (excluded.due_at, excluded.data, 0)
    returning id`;
  return written.map(({ id }) => id);
}

/** Nothing happens where no such work is planned. */
export async function dropWork(tx: Tx, tenantId: string, job: string, subject: string): Promise<void> {
  await tx.dueWork.deleteMany({ where: { tenantId, job, subject } });
}

/** What was written that the clockwork has to look at, by its id where it has one: it leads through the log. */
export interface Written {
  delivery?: string | undefined;
  work?: string;
}

export type OnWork = (written: Written) => void;

export interface RunningDeps {
  db: Db;
  log: Log;
  /** Does work of one job, in the transaction that took it. Tells `onWork` of each message that it writes and each piece of work that it plans. */
  run(tx: Tx, tenantId: string, works: readonly DueWork[], now: Date, onWork: OnWork): Promise<unknown>;
  /** The jobs whose due pieces are handed over many at a time; those of all others come one by one. */
  waves?: readonly string[];
  /** A call ends once so many pieces were done; without it, when nothing is due. */
  batch?: number;
  turn?: Turn;
  signal?: AbortSignal;
}

/** Whose turn it was last: tenants take turns, so that the thousands of one do not keep the few of another waiting. */
export interface Turn {
  tenantId: string;
}

export function firstTurn(): Turn {
  return { tenantId: '00000000-0000-0000-0000-000000000000' };
}

/** More in one transaction would hold up whoever waits for the next turn, and on the embedded database whoever asks. */
export const MOST_IN_A_WAVE = 100;

/**
 * Runs what is due, and returns how many pieces ran. Their rows are deleted in the transaction of their effects, so both
 * happen or neither does; any number of processes may call it at once.
 */
export async function runDue(deps: RunningDeps): Promise<number> {
  return (await tryDue(deps)).ran;
}

export async function tryDue(deps: RunningDeps): Promise<{ ran: number; failed: number }> {
  const count = { ran: 0, failed: 0 };
  const turn = deps.turn ?? firstTurn();
  while (count.ran + count.failed < (deps.batch ?? Infinity) && deps.signal?.aborted !== true) {
    const { taken, error } = await attempt(deps, (tx) => takeWave(tx, turn, deps.waves ?? []));
    if (taken.length === 0) break;
    if (error === undefined) count.ran += taken.length;
    else await runEach(deps, taken, error, count);
  }
  return count;
}

/** When the next piece falls due, on the database's clock together with its present. */
export async function nextDueAt(db: Db): Promise<{ now: Date; dueAt: Date | null }> {
  const rows = await asSystem(
    db,
    (tx) => tx.$queryRaw<{ now: Date; dueAt: Date | null }[]>`
      select throughline_now() as now, (select min(due_at) from due_work) as "dueAt"`,
  );
  const row = rows[0];
  if (!row) throw new Error('the database did not tell the time');
  return row;
}

interface Taken {
  id: string;
  tenantId: string;
  job: string;
  subject: string;
  dueAt: Date;
  data: unknown;
  attempts: number;
  now: Date;
}

/** One transaction of work. An error before anything was taken is the database's and is thrown. */
async function attempt(
  deps: RunningDeps,
  take: (tx: Tx) => Promise<Taken[]>,
): Promise<{ taken: Taken[]; error?: unknown }> {
  let taken: Taken[] = [];
  const written = noteWritten();
  try {
    await asSystem(deps.db, async (tx) => {
      taken = await take(tx);
      const [first] = taken;
      if (!first) return;
      await letGather(tx);
      await enterTenant(tx, first.tenantId);
      await deps.run(tx, first.tenantId, taken.map(readWork), first.now, written.onWork);
    });
  } catch (error) {
    if (taken.length === 0) throw error;
    return { taken, error };
  }
  const [first] = taken;
  if (first) {
    const ids = taken.map(({ id }) => id);
    const work = ids.length === 1 ? ids[0] : ids;
    deps.log.info({ work, tenant: first.tenantId, job: first.job, ...written.ids }, 'work was done');
  }
  return { taken };
}

/** What a feature asks from here on is no front of a line any more; see `asSystem`. */
async function letGather(tx: Tx): Promise<void> {
  await tx.$executeRaw`select set_config('enable_bitmapscan', 'on', true)`;
}

/** What failed together is done piece by piece, so that one bad piece holds up no other and is the only one that counts as failed. */
async function runEach(
  deps: RunningDeps,
  wave: readonly Taken[],
  error: unknown,
  count: { ran: number; failed: number },
): Promise<void> {
  const [only] = wave;
  if (only && wave.length === 1) {
    await countFailure(deps, only, error);
    count.failed++;
    return;
  }
  const line = { tenant: only?.tenantId, job: only?.job, pieces: wave.length, code: codeOf(error), at: placeOf(error) };
  deps.log.warn(line, 'work that was taken together failed and is done piece by piece');
  for (const { id } of wave) {
    if (deps.signal?.aborted === true) return;
    const { taken, error: own } = await attempt(deps, (tx) => takePiece(tx, id));
    if (own !== undefined) await runEach(deps, taken, own, count);
    else count.ran += taken.length;
  }
}

/** Gathers what a request or a piece of work writes, for its line in the log. */
export function noteWritten(): { ids: { deliveries: string[]; planned: string[] }; onWork: OnWork } {
  const ids = { deliveries: [] as string[], planned: [] as string[] };
  return {
    ids,
    onWork({ delivery, work }) {
      if (delivery !== undefined) ids.deliveries.push(delivery);
      if (work !== undefined && !ids.planned.includes(work)) ids.planned.push(work);
    },
  };
}

const isDue = Prisma.sql`due_at <= (select throughline_now())`;
const taken = Prisma.sql`id, tenant_id as "tenantId", job, subject, due_at as "dueAt", data, attempts, throughline_now() as now`;

/** What is due of the next tenant in turn: its oldest piece, and with it others of the same job. Nothing where others are at all of it. */
async function takeWave(tx: Tx, turn: Turn, waves: readonly string[]): Promise<Taken[]> {
  const busy = new Set<string>();
  for (;;) {
    const next = (await findTenantAfter(tx, turn)) ?? (await findTenantAfter(tx, firstTurn()));
    if (next === undefined || busy.has(next)) return [];
    turn.tenantId = next;
    const wave = await takeOf(tx, next, waves);
    if (wave.length > 0) return wave;
    busy.add(next);
  }
}

/** The next tenant with something due. One look at the index a tenant, however much waits of each. */
async function findTenantAfter(tx: Tx, { tenantId }: Turn): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ tenantId: string }[]>`
    with recursive walk as (
      (select tenant_id, due_at from due_work where tenant_id > ${tenantId}::uuid order by tenant_id, due_at limit 1)
      union all
      select next.* from walk, lateral (
        select w.tenant_id, w.due_at from due_work w where w.tenant_id > walk.tenant_id order by w.tenant_id, w.due_at limit 1) next
    )
    select tenant_id as "tenantId" from walk where ${isDue} limit 1`;
  return row?.tenantId;
}

/**
 * What has failed before is taken alone, so that it takes no others with it again. In the order of one index,
 * so that nothing is sorted: what a case says, no other index can answer.
 */
async function takeOf(tx: Tx, tenantId: string, waves: readonly string[]): Promise<Taken[]> {
  const rows = await tx.$queryRaw<Taken[]>`
    with head as (
      select id, job, attempts = 0 and job = any(${[...waves]}::text[]) as leads from due_work
      where tenant_id = ${tenantId}::uuid and ${isDue}
      order by due_at, id limit 1 for update skip locked
    ), wave as (
      select id from due_work
      where tenant_id = ${tenantId}::uuid and ${isDue}
        and case when (select leads from head) then job = (select job from head) and attempts = 0 else id = (select id from head) end
      order by due_at, id limit ${MOST_IN_A_WAVE} for update skip locked
    )
    delete from due_work where id in (select id from wave) returning ${taken}`;
  return rows.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1));
}

function takePiece(tx: Tx, id: string): Promise<Taken[]> {
  return tx.$queryRaw<Taken[]>`
    delete from due_work where id in (select id from due_work where id = ${id}::uuid and ${isDue} for update skip locked)
    returning ${taken}`;
}

function readWork({ job, subject, dueAt, data }: Taken): DueWork {
  return { job, subject, dueAt, data: z.record(z.string(), z.string()).parse(data) };
}

/** In a transaction of its own, because the failed one was undone, and only where nobody has planned or tried it meanwhile. */
async function countFailure({ db, log }: RunningDeps, work: Taken, error: unknown): Promise<void> {
  const attempts = work.attempts + 1;
  const parked = attempts >= MAX_ATTEMPTS;
  const code = codeOf(error);
  const dueAt = parked ? PARKED_UNTIL : new Date(work.now.getTime() + backoffMs(attempts, WAITS));
  await asSystem(db, (tx) =>
    tx.dueWork.updateMany({
      where: { id: work.id, attempts: work.attempts, dueAt: work.dueAt },
      data: { attempts, lastError: code, dueAt },
    }),
  );
  const line = { work: work.id, tenant: work.tenantId, job: work.job, attempts, code, at: placeOf(error) };
  if (parked) log.error(line, 'work failed for the last time and is parked; plan it again once the reason is mended');
  else log.warn(line, 'work failed and is tried again');
}
