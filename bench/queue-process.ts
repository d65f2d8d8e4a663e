// A ledger in which much waits and much has ended, and how long a look into it takes.
import { systemClock } from '../src/clock.ts';
import type { Db } from '../src/db/client.ts';
import { claim } from '../src/jobs/claim.ts';
import { createPace } from '../src/jobs/pace.ts';
import { sendDue } from '../src/jobs/sender.ts';
import { silentLog } from '../src/log.ts';
import { answerQuestions } from './child.ts';
import { openFreshDatabase, type BenchDatabase } from './databases.ts';
import { fillLedger, type FilledLedger } from './filled-ledger.ts';
import { countPages } from './pages.ts';
import { median } from './rounds.ts';

const WORKSPACES = 20;
const LOOKS = 15;

let opened: BenchDatabase | undefined;
let ledger: FilledLedger | undefined;

async function open(given: { server?: string | undefined; waiting: number }): Promise<void> {
  opened = await openFreshDatabase(given.server);
  ledger = await fillLedger(opened.database, WORKSPACES);
  await ledger.add('PENDING', given.waiting);
}

async function addEnded(count: number): Promise<void> {
  await ledger?.add('SENT', count);
}

export interface Cost {
  ms: number;
  /** Of the ledger and its indexes. They say whether it is the history that costs, or the machine. */
  pages: number;
}

/** Of a claim, and of a whole pass of a sender that may not send. */
async function look(): Promise<{ claim: Cost; pass: Cost }> {
  if (!opened) throw new Error('open comes first');
  const { db, pool } = opened.database;
  await pool.query('vacuum analyze delivery');
  const pace = createPace(systemClock);
  const allowed = await pace.allow();
  const idle = {
    ...{ clock: systemClock, log: silentLog, platforms: new Map(), guards: {}, pace },
    ...{ processId: 'bench', signal: AbortSignal.abort() },
  };
  const claiming = { processId: 'bench', atMost: 400, allowed };
  return {
    claim: await measure(db, (on) => claim(on, claiming)),
    pass: await measure(db, (on) => sendDue({ ...idle, db: on })),
  };
}

async function measure(db: Db, work: (db: Db) => Promise<unknown>): Promise<Cost> {
  const times: number[] = [];
  for (let warm = 0; warm < 3; warm += 1) await work(db);
  for (let turn = 0; turn < LOOKS; turn += 1) {
    const started = performance.now();
    await work(db);
    times.push(performance.now() - started);
  }
  const counting = countPages(db);
  await work(counting.db);
  return { ms: median(times), pages: counting.spent() };
}

const desk = { open, addEnded, look };
export type QueueDesk = typeof desk;

answerQuestions(desk, () => opened?.close());
