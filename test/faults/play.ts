// A run: a town's prompts fall due, trouble comes, and when it is over each prompt is held against what is there.
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../../src/db/client.ts';
import { asSystem } from '../../src/db/scope.ts';
import { moveDatabaseClock } from '../../src/db/time.ts';
import { furnish, openPockets, startProduct, type StandingPockets } from '../flows/standing-pockets.ts';
import { letAnswer, type Answering } from './answers.ts';
import { createChance } from './chance.ts';
import { hire, type Crew } from './crew.ts';
import type { Ground } from './ground.ts';
import { fillTown, OPENS_AT } from './town.ts';
import { makeTrouble } from './trouble.ts';
import { judge, type Verdict } from './verdict.ts';

export interface Run {
  seed: number;
  prompts: number;
  processes: number;
  /** How many principals answer meanwhile. */
  answers: number;
  /** Trouble ends when so many of the prompts have an end, or after so long. */
  troubleUntil?: number;
  troubleMs?: number;
  tell(what: string): void;
  progress?(ended: number, of: number): void;
}

/** A school in another zone opens later the same day. */
const WHOLE_DAY = new Date(OPENS_AT.getTime() + 12 * 3_600_000);
/** So many troubles in a run, if each can be had in this time. */
const TROUBLES = 100;
const LONGEST_BETWEEN_MS = 15_000;
/** What the last answers set off goes out in this time. */
const SETTLING_MS = 3_000;
/** So much of the played time goes by without any progress, before what is left is judged as it stands; the nudges come later. */
const QUIET_STEPS = 20;
const QUIET_STEP_MS = 30 * 60_000;

export async function play(run: Run, ground: Ground): Promise<Verdict & { troubles: number }> {
  const pockets = await openPockets(ground.database);
  let crew: Crew | undefined;
  let answering: Answering | undefined;
  try {
    const town = await prepare(pockets, ground, run);
    run.tell(`${String(town.expected)} prompts are due`);
    crew = await hire(pockets, ground.given, run.processes);
    answering = letAnswer(pockets.stage, town.tenantId, town.seats, run.answers);
    const seen = watch(ground, run, town.expected);
    const passTime = (ms: number) => moveTo(pockets, ground, new Date(pockets.clock.now().getTime() + ms), crew);
    const troubles = await makeTrouble(
      {
        ...ground,
        ...seen,
        chance: createChance(run.seed),
        crew,
        stage: pockets.stage,
        pause,
        passTime,
        tell: run.tell,
      },
      () => !seen.isOver(),
    ).finally(() => seen.stop());
    run.tell('the trouble is over');
    await calmDown(crew, passTime, () => countEnded(ground), town.expected, run);
    await answering.finish();
    await passTime(60_000);
    await pause(SETTLING_MS);
    await crew.end();
    crew = await hire(pockets, ground.given, ground.cable ? 0 : 1);
    const expected = { prompts: town.expected, taken: answering.taken };
    return { ...(await ground.ask((db) => judge(db, town.tenantId, pockets.stage, expected))), troubles };
  } finally {
    // Also where the run broke off: no process outlives it.
    await answering?.stop();
    await crew?.end();
    await pockets.close();
    await ground.close();
  }
}

/** A Monday's town, and then the Thursday on which its check-ins open. */
async function prepare(pockets: StandingPockets, ground: Ground, run: Run) {
  const furnisher = await startProduct(pockets);
  const { db } = furnisher.house;
  try {
    const tenantId = await furnish(pockets, furnisher, '2026-10-19T12:30:00Z');
    const seats = await fillTown(db, tenantId, pockets.stage, run.prompts);
    await furnisher.travel.set(new Date(OPENS_AT.getTime() + 5_000));
    return { tenantId, seats, expected: await countDue(db, tenantId) };
  } finally {
    await furnisher.house.stop();
    await ground.handOver();
  }
}

async function countDue(db: Db, tenantId: string): Promise<number> {
  return asSystem(db, (tx) =>
    tx.dueWork.count({ where: { tenantId, job: 'check-in.open', dueAt: { lte: WHOLE_DAY } } }),
  );
}

async function moveTo(pockets: StandingPockets, ground: Ground, instant: Date, crew: Crew | undefined): Promise<void> {
  const shiftMs = pockets.clock.shiftFor(instant);
  await ground.ask((db) => moveDatabaseClock(db, { shiftMs }));
  pockets.clock.set({ shiftMs });
  crew?.poke();
}

function countEnded(ground: Ground): Promise<number> {
  return ground.ask(async (db) => {
    const [row] = await asSystem(
      db,
      (tx) => tx.$queryRaw<{ count: number }[]>`
        select count(*)::int as count from delivery where kind = 'check-in.prompt' and updates is null
          and (status in ('SENT', 'DEAD') or (status = 'UNKNOWN' and reason = 'cannot-tell'))`,
    );
    return row?.count ?? 0;
  });
}

/** Looks twice a second how far it is, which says when trouble is over and when there may be more of it. */
function watch(ground: Ground, run: Run, expected: number) {
  const began = Date.now();
  let ended = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      ended = await countEnded(ground);
      run.progress?.(ended, expected);
      isOver ||= ended >= expected * (run.troubleUntil ?? 0.95) || Date.now() - began > (run.troubleMs ?? 600_000);
      if (!isOver) await pause(500);
    }
  })();
  return {
    isOver: () => isOver,
    async stop() {
      isOver = true;
      await watching;
    },
    async letSomeEnd() {
      const enough = ended + expected / TROUBLES;
      for (const until = Date.now() + LONGEST_BETWEEN_MS; ended < enough && !isOver && Date.now() < until;)
        await pause(100);
    },
  };
}

/** Everybody is at work again and has the right time; the played time passes only when nothing more happens by itself. */
async function calmDown(
  crew: Crew,
  passTime: (ms: number) => Promise<void>,
  count: () => Promise<number>,
  expected: number,
  run: Run,
): Promise<void> {
  for (let index = 0; index < crew.size; index += 1) {
    crew.goOn(index);
    await crew.start(index);
    crew.setWrong(index, 0);
  }
  let before = -1;
  for (let quiet = 0; quiet < QUIET_STEPS;) {
    const ended = await count();
    run.progress?.(ended, expected);
    if (ended >= expected) return;
    if (ended === before) {
      quiet += 1;
      await passTime(QUIET_STEP_MS);
    }
    before = ended;
    await pause(1_000);
  }
}
