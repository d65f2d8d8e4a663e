// Opens a whole town's check-ins as the clockwork does, and writes the same rows by plain INSERT ... SELECT.
import { moveDatabaseClock } from '../src/db/time.ts';
import { createRunner, wavesOf } from '../src/desk/dispatch.ts';
import { features } from '../src/desk/index.ts';
import { tryDue } from '../src/jobs/due.ts';
import { silentLog } from '../src/log.ts';
import { instantAt } from '../src/zone.ts';
import { answerQuestions } from './child.ts';
import { openFreshDatabase, type BenchDatabase } from './databases.ts';
import { buildTown, planOpenings, ZONE, type Town } from './town.ts';

const THURSDAY = instantAt(ZONE, '2026-10-15', '14:00');
const TABLES = ['check_in', 'delivery', 'due_work'] as const;

let bench: { opened: BenchDatabase; town: Town } | undefined;

async function open(given: { pairs: number; server?: string | undefined }): Promise<void> {
  const opened = await openFreshDatabase(given.server);
  const { db } = opened.database;
  const town = await buildTown(db, { districts: Math.ceil(given.pairs / 500), schools: given.pairs });
  await moveDatabaseClock(db, { shiftMs: 0, frozenAt: new Date(THURSDAY.getTime() + 60_000) });
  bench = { opened, town };
}

async function planAll(): Promise<void> {
  const { db, town } = await emptied();
  await planOpenings(db, town, THURSDAY);
}

/** So many, and no more than are due, from the first piece of work to the last commit. */
async function openSome(given: { atMost: number }): Promise<{ ms: number; opened: number }> {
  const { db } = theBench().opened.database;
  const started = performance.now();
  const run = createRunner(features);
  const { ran } = await tryDue({ db, log: silentLog, run, waves: wavesOf(features), batch: given.atMost });
  return { ms: performance.now() - started, opened: ran };
}

/** Puts the rows aside that were written. */
async function keepRows(): Promise<Record<string, number>> {
  const { db } = theBench().opened.database;
  const rows: Record<string, number> = {};
  for (const table of TABLES) {
    const [row] = await db.$queryRawUnsafe<{ count: number }[]>(`select count(*)::int as count from ${table}`);
    rows[table] = row?.count ?? 0;
    await db.$executeRawUnsafe(`drop table if exists kept_${table}`);
    await db.$executeRawUnsafe(`create table kept_${table} as select * from ${table}`);
  }
  return rows;
}

/** The same rows into the same tables with the same indexes, in one statement a table. */
async function insertPlainly(): Promise<{ ms: number }> {
  const { db } = await emptied();
  const started = performance.now();
  for (const table of TABLES) await db.$executeRawUnsafe(`insert into ${table} select * from kept_${table}`);
  return { ms: performance.now() - started };
}

async function emptied() {
  const { opened, town } = theBench();
  await opened.database.db.$executeRawUnsafe('truncate check_in, answer, delivery, due_work');
  return { db: opened.database.db, town };
}

function theBench() {
  if (!bench) throw new Error('open comes first');
  return bench;
}

const desk = { open, planAll, openSome, keepRows, insertPlainly };
export type OpeningDesk = typeof desk;

answerQuestions(desk, () => bench?.opened.close());
