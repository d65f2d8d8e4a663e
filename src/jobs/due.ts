// Work that falls due at an instant. The database decides what is due, so a missed tick or a dead process loses nothing.
import { z } from 'zod';
import { asSystem, enterTenant } from '../db/scope.ts';
import type { Db, Tx } from '../db/client.ts';
import type { Log } from '../log.ts';
import { backoffMs } from './backoff.ts';
import { codeOf, placeOf } from './failure.ts';

export interface DueWork {
  job: string;
  subject: string;
  dueAt: Date;
  data: Record<string, string>;
}

/** Attempts before a piece of work is parked: with the waits between them, about three hours. */
export const MAX_ATTEMPTS = 12;
const WAITS = { firstMs: 10_000, longestMs: 3_600_000 };
/** Parked work stays where somebody can see it, and planning it again frees it. */
export const PARKED_UNTIL = new Date('9999-12-31T00:00:00Z');

/** Plans a piece of work, or moves it: there is one a job and subject. */
export async function planWork(
  tx: Tx,
  tenantId: string,
  work: { job: string; subject: string; dueAt: Date; data?: Record<string, string> },
): Promise<void> {
  const { job, subject, dueAt, data = {} } = work;
  await tx.dueWork.upsert({
    where: { tenantId_job_subject: { tenantId, job, subject } },
    create: { tenantId, job, subject, dueAt, data },
    update: { dueAt, data, attempts: 0, lastError: null },
  });
}

/** Nothing happens where no such work is planned. */
export async function dropWork(tx: Tx, tenantId: string, job: string, subject: string): Promise<void> {
  await tx.dueWork.deleteMany({ where: { tenantId, job, subject } });
}

export interface RunningDeps {
  db: Db;
  log: Log;
  /** Tells `onWork` the id of each message that it writes. */
  run(tx: Tx, tenantId: string, work: DueWork, now: Date, onWork: (deliveryId?: string) => void): Promise<void>;
  /** At most so many in one call; without it, until nothing is due. */
  batch?: number;
  signal?: AbortSignal;
}

/**
 * Runs what is due, one piece a transaction, and returns how many ran. The row is deleted in the transaction of its effects,
 * so both happen or neither does; any number of processes may call it at once.
 */
export async function runDue(deps: RunningDeps): Promise<number> {
  return (await tryDue(deps)).ran;
}

export async function tryDue(deps: RunningDeps): Promise<{ ran: number; failed: number }> {
  const count = { ran: 0, failed: 0 };
  while (count.ran + count.failed < (deps.batch ?? Infinity) && deps.signal?.aborted !== true) {
    const result = await runOne(deps);
    if (result === 'nothing due') break;
    count[result]++;
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

interface Claimed {
  id: string;
  tenantId: string;
  job: string;
  subject: string;
  dueAt: Date;
  data: unknown;
  attempts: number;
  now: Date;
}

async function runOne(deps: RunningDeps): Promise<'ran' | 'failed' | 'nothing due'> {
  let claimed: Claimed | undefined;
  const deliveries: string[] = [];
  const onWork = (id?: string): void => {
    if (id !== undefined) deliveries.push(id);
  };
  try {
    const result = await asSystem(deps.db, async (tx) => {
      claimed = await claimOne(tx);
      if (!claimed) return 'nothing due';
      await enterTenant(tx, claimed.tenantId);
      await deps.run(tx, claimed.tenantId, readWork(claimed), claimed.now, onWork);
      return 'ran';
    });
    if (claimed) {
      const { id: work, tenantId: tenant, job } = claimed;
      deps.log.info({ work, tenant, job, deliveries }, 'work was done');
    }
    return result;
  } catch (error) {
    if (!claimed) throw error;
    await countFailure(deps, claimed, error);
    return 'failed';
  }
}

async function claimOne(tx: Tx): Promise<Claimed | undefined> {
  const rows = await tx.$queryRaw<Claimed[]>`
    delete from due_work where id = (
      select id from due_work where due_at <= (select throughline_now()) order by due_at, id limit 1 for update skip locked)
    returning id, tenant_id as "tenantId", job, subject, due_at as "dueAt", data, attempts, throughline_now() as now`;
  return rows[0];
}

function readWork(claimed: Claimed): DueWork {
  const { job, subject, dueAt } = claimed;
  return { job, subject, dueAt, data: z.record(z.string(), z.string()).parse(claimed.data) };
}

/** In a transaction of its own, because the failed one was undone, and only where nobody has planned or tried it meanwhile. */
async function countFailure({ db, log }: RunningDeps, work: Claimed, error: unknown): Promise<void> {
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
