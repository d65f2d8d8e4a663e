// The clockwork: every minute, and whenever something was just written or a wait is over, it runs what is due and sends
// what may go. It remembers nothing, so a restart loses nothing.
import { schedule, type ScheduledTask } from 'node-cron';
import { asSystem } from '../db/scope.ts';
import { firstTurn, nextDueAt, tryDue, type RunningDeps } from './due.ts';
import { codeOf, placeOf } from './failure.ts';
import { forgetInbound } from './inbound.ts';
import { takeOverLeases } from './lease.ts';
import { createLoop } from './loop.ts';
import { createPace, unpaced, type Pace, type PaceLimits } from './pace.ts';
import { forgetDeliveries } from './retention.ts';
import { sendDue, type SendingDeps } from './sender.ts';
import { giveBackTurns, takeOverTurns } from './turns.ts';

export interface ClockworkDeps extends Omit<SendingDeps, 'pace' | 'signal'>, Pick<RunningDeps, 'run' | 'waves'> {
  pace?: 'none' | PaceLimits | { pace: Pace };
  /** No other process works on this database, so what one that died had taken is free at once. */
  alone?: boolean;
  /** Days after which a message that came to its end is forgotten; 400 if it is not said. */
  keepDays?: number;
  /** False in a test that calls `drain` itself. */
  ticks?: boolean;
}

export interface Clockwork {
  /** Something was written that may be due or sendable now; many calls are one. */
  poke(): void;
  /** Works until nothing is due and nothing can be sent now. */
  drain(): Promise<void>;
  /** Lets calls under way end, for at most `limitMs`, and lets others send where this process did. */
  stop(limitMs?: number): Promise<void>;
}

/** After so many pieces of work there is a look at whether we are to stop or messages wait. */
const WORK_AT_ONCE = 20;
/** What is due and not ours is in the hands of another process, which may yet fail. */
const TAKEN_MS = 1000;
/** After a failure, such as a database that is away. */
const TRY_AGAIN_MS = 5_000;
const FORGET_AFTER_MS = 24 * 3_600_000;
const KEEP_DAYS = 400;
/** Of what is under way when a process is killed nobody can tell; where no rate keeps that small, this does. */
const UNPACED_AT_ONCE = 40;

/** Due work and sending go on side by side: a platform that hangs does not keep a week from opening. */
export function startClockwork(deps: ClockworkDeps): Clockwork {
  const stopping = new AbortController();
  const work = {
    ...(deps.pace === 'none' ? { atOnce: UNPACED_AT_ONCE } : {}),
    ...{ ...deps, pace: paceOf(deps), signal: stopping.signal, turn: firstTurn() },
  };
  let ready: Promise<unknown> | undefined;
  const ticks = deps.ticks !== false;
  const tryAgainMs = ticks ? TRY_AGAIN_MS : undefined;

  const sending = createLoop(
    async () => {
      const { nextAt } = await send();
      return nextAt && ticks ? nextAt.getTime() - deps.clock.now().getTime() : undefined;
    },
    stumble,
    tryAgainMs,
  );

  const running = createLoop(
    async () => {
      const { ran, failed } = await tryDue({ ...work, batch: WORK_AT_ONCE });
      if (ran > 0) sending.ask();
      if (ran + failed > 0) deps.pulse?.beat();
      if (ran + failed >= WORK_AT_ONCE) return 0;
      const { now, dueAt } = await nextDueAt(deps.db);
      return dueAt && ticks ? Math.max(dueAt.getTime() - now.getTime(), dueAt > now ? 0 : TAKEN_MS) : undefined;
    },
    stumble,
    tryAgainMs,
  );

  async function send() {
    // Once, before the first message of this process, and again if the database was away.
    if (deps.alone === true) ready ??= takeOver(deps);
    await ready?.catch(() => (ready = undefined));
    const result = await sendDue(work);
    // Whoever waits for a rate is at it, and not stuck.
    if (work.pace.waitMs() !== undefined) deps.pulse?.beat();
    return result;
  }

  function stumble(error: unknown): void {
    if (stopping.signal.aborted) return;
    deps.log.error({ code: codeOf(error), at: placeOf(error) }, 'the clockwork stumbled and goes on soon');
  }

  const isStopping = () => stopping.signal.aborted;

  function poke(): void {
    running.ask();
    sending.ask();
  }

  const tasks = ticks ? [everyMinute(poke), everyHour(() => forgetOld(work).catch(stumble))] : [];
  if (ticks) poke();

  return {
    poke,
    async drain() {
      for (;;) {
        const { ran, failed } = await running.inTurn(() => tryDue(work));
        if (isStopping()) return;
        const { handled } = await sending.inTurn(send);
        if (ran + failed + handled === 0 || isStopping()) return;
      }
    },
    async stop(limitMs = 10_000) {
      stopping.abort();
      for (const task of tasks) await task.destroy();
      await atMost(limitMs, Promise.all([running.stop(), sending.stop()]));
      // Where the database is away they run out by themselves.
      await asSystem(deps.db, (tx) => giveBackTurns(tx, deps.processId, work.pace.restMs)).catch(() => undefined);
    },
  };
}

async function takeOver({ db, processId }: ClockworkDeps): Promise<void> {
  await takeOverLeases(db, processId);
  await takeOverTurns(db, processId);
}

function paceOf({ clock, pace }: ClockworkDeps): Pace {
  if (pace === 'none') return unpaced;
  return pace !== undefined && 'pace' in pace ? pace.pace : createPace(clock, pace);
}

/** In UTC, because a tick in a zone falls silent in the hour that autumn repeats. A missed tick needs no catching up. */
const TICKING = { timezone: 'UTC', noOverlap: true, suppressMissedWarning: true };

function everyMinute(work: () => void): ScheduledTask {
  return schedule('* * * * *', work, TICKING);
}

function everyHour(work: () => Promise<void>): ScheduledTask {
  return schedule('7 * * * *', work, TICKING);
}

type Forgetting = Pick<ClockworkDeps, 'db' | 'log' | 'keepDays'> & { signal: AbortSignal };

/** By the real time, also where a playground has moved ours. */
export async function forgetOld({ db, log, keepDays, signal }: Forgetting): Promise<void> {
  const now = await asSystem(db, async (tx) => {
    const [row] = await tx.$queryRaw<{ now: Date }[]>`select now() as now`;
    if (row) await forgetInbound(tx, new Date(row.now.getTime() - FORGET_AFTER_MS));
    return row?.now;
  });
  const forgotten = now ? await forgetDeliveries(db, now, keepDays ?? KEEP_DAYS, { signal }) : 0;
  if (forgotten > 0) log.info({ forgotten }, 'messages that came to their end long ago are forgotten');
}

async function atMost(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
