// A run: a town's prompts fall due, trouble comes, and when it is over each prompt is held against what is there.
import { setTimeout as pause } from 'node:timers/promises';
import { asSystem } from '../../src/db/scope.ts';
import { furnish, openPockets, startProduct } from '../flows/standing-pockets.ts';
import { layCable } from './cable.ts';
import { createChance } from './chance.ts';
import { hire, type Crew } from './crew.ts';
import { fillTown, OPENS_AT } from './town.ts';
import { makeTrouble } from './trouble.ts';
import { judge, type Verdict } from './verdict.ts';

export interface Run {
  seed: number;
  prompts: number;
  processes: number;
  /** Trouble ends when so many of the prompts have an end, or after so long. */
  troubleUntil?: number;
  troubleMs?: number;
  tell(what: string): void;
  progress?(ended: number, of: number): void;
}

/** A school in another zone opens later the same day. */
const WHOLE_DAY = new Date(OPENS_AT.getTime() + 12 * 3_600_000);
const QUIET_ROUNDS = 80;

export async function play(run: Run): Promise<Verdict & { troubles: number }> {
  const pockets = await openPockets();
  const furnisher = await startProduct(pockets);
  const { db } = furnisher.house;
  const { address } = pockets.database;
  const cable = 'url' in address ? await layCable(address.url) : undefined;
  let hired: Crew | undefined;
  try {
    const tenantId = await furnish(pockets, furnisher, '2026-10-19T12:30:00Z');
    await fillTown(db, tenantId, pockets.stage, run.prompts);
    await furnisher.travel.set(new Date(OPENS_AT.getTime() + 5_000));
    const crew = await hire(pockets, cable ? { url: cable.url } : address, run.processes);
    hired = crew;
    const expected = run.prompts + (await countSample(tenantId));
    const passTime = async (ms: number) => {
      await furnisher.travel.set(new Date(pockets.clock.now().getTime() + ms));
      crew.poke();
    };
    const left = async () => expected - (await countEnded());
    const began = Date.now();
    let isOver = false;
    const watching = (async () => {
      while (!isOver) {
        const ended = await countEnded();
        run.progress?.(ended, expected);
        isOver = ended >= expected * (run.troubleUntil ?? 0.95) || Date.now() - began > (run.troubleMs ?? 600_000);
        if (!isOver) await pause(500);
      }
    })();
    const scene = { chance: createChance(run.seed), crew, stage: pockets.stage, passTime, tell: run.tell };
    const troubles = await makeTrouble(cable ? { ...scene, cable } : scene, () => !isOver).finally(() => {
      isOver = true;
    });
    await watching;
    run.tell('the trouble is over');
    for (let index = 0; index < crew.size; index += 1) {
      crew.goOn(index);
      await crew.start(index);
      crew.setWrong(index, 0);
    }
    for (let round = 0; round < QUIET_ROUNDS && (await left()) > 0; round += 1) {
      await passTime(10 * 60_000);
      await pause(1_000);
      run.progress?.(expected - (await left()), expected);
    }
    await crew.end();
    return { ...(await judge(db, tenantId, pockets.stage, expected)), troubles };

    async function countEnded(): Promise<number> {
      const [row] = await asSystem(
        db,
        (tx) => tx.$queryRaw<{ count: number }[]>`
          select count(*)::int as count from delivery where kind = 'check-in.prompt'
            and (status in ('SENT', 'DEAD') or (status = 'UNKNOWN' and reason = 'cannot-tell'))`,
      );
      return row?.count ?? 0;
    }
    async function countSample(tenant: string): Promise<number> {
      const rows = await asSystem(db, (tx) =>
        tx.dueWork.findMany({ where: { tenantId: tenant, job: 'check-in.open', dueAt: { lte: WHOLE_DAY } } }),
      );
      return rows.length - run.prompts;
    }
  } finally {
    // Also where the run broke off: no process outlives it.
    await hired?.end();
    await furnisher.house.stop();
    await cable?.close();
    await pockets.close();
  }
}
