// A ledger in which much waits and much has ended, and how long a look into it takes.
import { systemClock } from '../src/clock.ts';
import { claim } from '../src/jobs/claim.ts';
import { createPace } from '../src/jobs/pace.ts';
import { sendDue } from '../src/jobs/sender.ts';
import { silentLog } from '../src/log.ts';
import { answerQuestions } from './child.ts';
import { openFreshDatabase, type BenchDatabase } from './databases.ts';
import { fillLedger, type FilledLedger } from './filled-ledger.ts';
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

/** In milliseconds: a claim, and a whole pass of a sender that may not send. */
async function look(): Promise<{ claim: number; pass: number }> {
  if (!opened) throw new Error('open comes first');
  const { db, pool } = opened.database;
  await pool.query('vacuum analyze delivery');
  const pace = createPace(systemClock);
  const allowed = await pace.allow();
  const idle = {
    ...{ db, clock: systemClock, log: silentLog, platforms: new Map(), guards: {}, pace },
    ...{ processId: 'bench', signal: AbortSignal.abort() },
  };
  return {
    claim: await timed(() => claim(db, { processId: 'bench', atMost: 400, allowed })),
    pass: await timed(() => sendDue(idle)),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let warm = 0; warm < 3; warm += 1) await work();
  for (let turn = 0; turn < LOOKS; turn += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return median(times);
}

const desk = { open, addEnded, look };
export type QueueDesk = typeof desk;

answerQuestions(desk, () => opened?.close());
