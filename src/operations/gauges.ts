// What is looked up when somebody asks: the queue in the database, the pool, the event loop.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';
import type { Clock } from '../clock.ts';
import type { Connection } from '../db/client.ts';
import { readQueue, type QueueNumbers } from '../jobs/queue.ts';
import { boundedLabel } from './labels.ts';

/** However often it is asked, the database is read at most so often. */
const FRESH_MS = 5_000;

const LOOK_MS = 20;

/** What is measured is from one look to the next, in nanoseconds; late is what goes beyond. */
function lateOf(measured: number): number {
  return Math.max(measured / 1e9 - LOOK_MS / 1000, 0);
}

/** Adds them to a registry, which reads them anew before each answer; `stop` ends the watch over the event loop. */
export function addGauges(
  registry: Registry,
  { db, pool }: Pick<Connection, 'db' | 'pool'>,
  clock: Clock,
): { read(): Promise<void>; stop(): void } {
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name: `throughline_${name}`, help, labelNames, registers: [registry] });
  const queued = gauge('queue_messages', 'Messages that wait or are under way', ['platform', 'kind', 'state']);
  const due = gauge('due_messages', 'Messages that could go by now', ['platform']);
  const oldest = gauge('oldest_due_message_seconds', 'How long the oldest of them could have gone', ['platform']);
  const work = gauge('due_work', 'Pieces of work that are due', ['job']);
  const oldestWork = gauge('oldest_due_work_seconds', 'For how long the oldest of them is due', ['job']);
  const parked = gauge('parked_work', 'Pieces of work that failed for the last time', ['job']);
  const lost = gauge('lost_messages', 'Messages of the last seven days that did not arrive, or may not have', [
    'reason',
  ]);
  const up = gauge('queue_readable', '1 where the numbers of the queue could be read');
  const connections = gauge('database_connections', 'Connections to the database', ['state']);
  const lag = gauge('event_loop_lag_seconds', 'By how much the event loop came late since the last look', ['quantile']);
  const memory = gauge('memory_bytes', 'Memory of the process');
  const delays = monitorEventLoopDelay({ resolution: LOOK_MS });
  delays.enable();
  const [kindOf, jobOf, reasonOf] = [boundedLabel(), boundedLabel(), boundedLabel()];
  let readAt = -Infinity;

  async function readDatabase(): Promise<void> {
    const now = clock.now();
    if (now.getTime() - readAt < FRESH_MS) return;
    readAt = now.getTime();
    try {
      show(await readQueue(db, now));
      up.set(1);
    } catch {
      // Whoever watches must hear of it all the more, and still see the rest.
      up.set(0);
    }
  }

  function show(numbers: QueueNumbers): void {
    for (const one of [queued, due, oldest, work, oldestWork, parked, lost]) one.reset();
    for (const { platform, kind, state, count } of numbers.messages)
      queued.inc({ platform, kind: kindOf(kind), state }, count);
    for (const { platform, count, oldestMs } of numbers.due) {
      due.set({ platform }, count);
      oldest.set({ platform }, oldestMs / 1000);
    }
    for (const { job, due: now, parked: aside, oldestMs } of numbers.work) {
      work.inc({ job: jobOf(job) }, now);
      parked.inc({ job: jobOf(job) }, aside);
      oldestWork.set({ job: jobOf(job) }, oldestMs / 1000);
    }
    for (const { reason, count } of numbers.lost) lost.inc({ reason: reasonOf(reason) }, count);
  }

  return {
    async read() {
      await readDatabase();
      connections.set({ state: 'open' }, pool.totalCount);
      connections.set({ state: 'idle' }, pool.idleCount);
      connections.set({ state: 'waited-for' }, pool.waitingCount);
      for (const quantile of [50, 99])
        lag.set({ quantile: String(quantile / 100) }, lateOf(delays.percentile(quantile)));
      delays.reset();
      memory.set(process.memoryUsage.rss());
    },
    stop: () => void delays.disable(),
  };
}
