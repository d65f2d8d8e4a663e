import type { MovableClock } from '../clock.ts';
import { asSystem } from '../db/scope.ts';
import { moveDatabaseClock } from '../db/time.ts';
import type { Throughline } from '../main.ts';

export interface TimeTravel {
  /** Moves the present there at once, without living through what lies between. */
  set(to: Date): Promise<void>;
  /** Lives through everything that falls due on the way, hour by hour, as it would have happened. */
  to(to: Date, progress: (label: string) => void): Promise<Date>;
}

export function createTimeTravel(house: Pick<Throughline, 'db' | 'clockwork'>, clock: MovableClock): TimeTravel {
  async function set(to: Date): Promise<void> {
    const shiftMs = clock.shiftFor(to);
    await moveDatabaseClock(house.db, { shiftMs });
    clock.set({ shiftMs });
  }

  /** The next instant at which something happens by itself. */
  async function nextStop(): Promise<Date | undefined> {
    return asSystem(house.db, async (tx) => {
      const work = await tx.dueWork.aggregate({ _min: { dueAt: true } });
      // What waits for a workspace that took the app away waits for a person, and not for an instant.
      const silent = await tx.workspace.findMany({ where: { removedAt: { not: null } }, select: { teamId: true } });
      const waiting = await tx.delivery.aggregate({
        _min: { notBefore: true },
        where: { status: { in: ['PENDING', 'FAILED'] }, teamId: { notIn: silent.map((one) => one.teamId) } },
      });
      const stops = [work._min.dueAt, waiting._min.notBefore].filter((stop) => stop !== null);
      return stops.sort((a, b) => a.getTime() - b.getTime())[0];
    });
  }

  async function travel(to: Date, progress: (label: string) => void): Promise<Date> {
    await house.clockwork.drain();
    for (let stops = 0; stops < 5_000; stops += 1) {
      const stop = await nextStop();
      if (!stop || stop > to) break;
      if (stop > clock.now()) {
        progress(stop.toISOString());
        await set(stop);
      } else await set(new Date(clock.now().getTime() + 1_000));
      await house.clockwork.drain();
    }
    if (to > clock.now()) await set(to);
    await house.clockwork.drain();
    return clock.now();
  }

  return { set, to: travel };
}
