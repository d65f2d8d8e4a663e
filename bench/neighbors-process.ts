// A small tenant and a large one on one clockwork, with the product's own pace, and a platform that answers after a moment,
// so that only our own order is measured.
import { setTimeout as pause } from 'node:timers/promises';
import type { Platform } from '../src/chat/platform.ts';
import { systemClock } from '../src/clock.ts';
import type { Db } from '../src/db/client.ts';
import { asSystem, inTenant } from '../src/db/scope.ts';
import { enqueue } from '../src/jobs/ledger.ts';
import { startClockwork, type Clockwork } from '../src/jobs/tick.ts';
import { silentLog } from '../src/log.ts';
import { answerQuestions } from './child.ts';
import { openFreshDatabase, type BenchDatabase } from './databases.ts';
import { fillLedger, type FilledLedger } from './filled-ledger.ts';
import { median } from './rounds.ts';

const SMALL = 5;
const SMALL_TEAM = 'T-small';
const ANSWER_MS = 20;

let opened: BenchDatabase | undefined;
let ledger: FilledLedger | undefined;
let clockwork: Clockwork | undefined;
let round = 0;

async function open(given: { server?: string | undefined }): Promise<void> {
  opened = await openFreshDatabase(given.server);
  const { db } = opened.database;
  const { tenantId } = (ledger = await fillLedger(opened.database, 1));
  await inTenant(db, tenantId, (tx) =>
    tx.workspace.create({ data: { tenantId, platform: 'SLACK', teamId: SMALL_TEAM } }),
  );
  const post = () => pause(ANSWER_MS, { messageId: 'm' });
  clockwork = startClockwork({
    ...{ db, clock: systemClock, log: silentLog, guards: {}, processId: 'bench' },
    platforms: new Map([['slack', { name: 'slack', post } as unknown as Platform]]),
    run: () => Promise.resolve(),
  });
}

/** The large one has so many waiting from now on. */
async function crowd(count: number): Promise<void> {
  await ledger?.add('PENDING', count);
  clockwork?.poke();
}

/** The median of so many times until five messages, written as a request would, are recorded as sent. */
async function sendSmall(rounds: number): Promise<number> {
  if (!opened || !ledger) throw new Error('open comes first');
  const times: number[] = [];
  for (let turn = 0; turn <= rounds; turn += 1) times.push(await sendOnce(opened.database.db, ledger.tenantId));
  return median(times.slice(1));
}

async function sendOnce(db: Db, tenantId: string): Promise<number> {
  const key = `round ${String((round += 1))}:`;
  // Its bucket is full again, as it is for a tenant that sends now and then.
  await pause(1_500);
  const started = performance.now();
  await inTenant(db, tenantId, async (tx) => {
    for (let n = 0; n < SMALL; n += 1)
      await enqueue(tx, tenantId, {
        key: `${key}${String(n)}`,
        kind: 'check-in.prompt',
        card: { id: 'check-in:prompt', summary: 'How did the week go?', parts: [] },
        to: { platform: 'slack', address: { teamId: SMALL_TEAM, userId: `U${String(n)}` }, lane: `U${String(n)}` },
      });
  });
  clockwork?.poke();
  for (;;) {
    const left = await asSystem(db, (tx) =>
      tx.delivery.count({ where: { tenantId, key: { startsWith: key }, status: { not: 'SENT' } } }),
    );
    if (left === 0) return performance.now() - started;
    await pause(10);
  }
}

const desk = { open, crowd, sendSmall };
export type NeighborsDesk = typeof desk;

answerQuestions(desk, async () => {
  await clockwork?.stop();
  await opened?.close();
});
