// Posts the digest of one district, as the clockwork does on Monday morning, and watches how the process grows.
import { moveDatabaseClock } from '../src/db/time.ts';
import { createRunner } from '../src/desk/dispatch.ts';
import { features } from '../src/desk/index.ts';
import { planWork, tryDue } from '../src/jobs/due.ts';
import { inTenant } from '../src/db/scope.ts';
import { silentLog } from '../src/log.ts';
import { instantAt } from '../src/zone.ts';
import { answerQuestions } from './child.ts';
import { openFreshDatabase, type BenchDatabase } from './databases.ts';
import { buildTown, playWeek, WEEK, ZONE, type Town } from './town.ts';

const MB = 2 ** 20;
const MONDAY = instantAt(ZONE, '2026-10-19', '07:00');

let bench: { opened: BenchDatabase; town: Town } | undefined;

async function open(given: { schools: number; server?: string | undefined }): Promise<void> {
  const opened = await openFreshDatabase(given.server);
  const { db } = opened.database;
  const town = await buildTown(db, { districts: 1, schools: given.schools });
  await playWeek(db, town);
  await moveDatabaseClock(db, { shiftMs: 0, frozenAt: new Date(MONDAY.getTime() + 60_000) });
  bench = { opened, town };
}

/** From the piece of work to the last commit: a week gathered, drawn, and written into the ledger with its thread. */
async function post(): Promise<{ ms: number; grownMb: number }> {
  if (!bench) throw new Error('open comes first');
  const { db } = bench.opened.database;
  const { tenantId, districtId } = bench.town;
  const district = districtId(1);
  await db.$executeRawUnsafe(`truncate digest, digest_item, due_work`);
  await db.$executeRawUnsafe(`delete from delivery where kind like 'digest.%'`);
  const work = { job: 'digest.post', subject: district, dueAt: MONDAY, data: { district, week: WEEK } };
  await inTenant(db, tenantId, (tx) => planWork(tx, tenantId, work));
  const before = process.memoryUsage.rss();
  let largest = before;
  const watch = setInterval(() => (largest = Math.max(largest, process.memoryUsage.rss())), 2);
  const started = performance.now();
  const { ran } = await tryDue({ db, log: silentLog, run: createRunner(features), batch: 1 });
  const ms = performance.now() - started;
  largest = Math.max(largest, process.memoryUsage.rss());
  clearInterval(watch);
  const posted = await db.delivery.count({ where: { kind: 'digest.post' } });
  if (ran !== 1 || posted !== 1) throw new Error('no digest was posted');
  return { ms, grownMb: (largest - before) / MB };
}

const desk = { open, post };
export type DigestDesk = typeof desk;

answerQuestions(desk, () => bench?.opened.close());
