// Some principals answer while it all goes wrong. What they were told has been taken must be there, whole and once.
import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from '../../src/playground/stage.ts';
import { answer, messageWithButton, type Scene, type Seat } from '../flows/acts.ts';

export interface Answering {
  /** By address: the number of classrooms of those whose form was taken. */
  taken: ReadonlyMap<string, number>;
  /** Who has not answered yet and has the prompt does so now; nobody comes again. */
  finish(): Promise<void>;
  stop(): Promise<void>;
}

const BETWEEN_MS = 250;

/** One after another, each as soon as the prompt is on their screen; who meets an error tries again later. */
export function letAnswer(stage: Stage, tenantId: string, seats: ReadonlyMap<string, Seat>, most: number): Answering {
  const nobodyElse = () => Promise.reject(new Error('an answer needs no look into the rows'));
  const scene: Scene = {
    ...{ stage, tenantId, seats },
    house: { db: { $transaction: nobodyElse } as never, clockwork: { drain: () => Promise.resolve() } },
  };
  const queue = [...seats.keys()].slice(0, most);
  const taken = new Map<string, number>();
  let turn = 0;
  let stopped = false;
  const goesOn = () => !stopped;

  async function tryOne(): Promise<void> {
    const email = queue.shift() ?? '';
    const rooms = turn++ % 60;
    if (!messageWithButton(scene, email, 'Start')) queue.push(email);
    else
      await answer(scene, email, { rooms: String(rooms) }).then(
        () => taken.set(email, rooms),
        () => queue.push(email),
      );
  }

  const working = (async () => {
    while (goesOn() && queue.length > 0) {
      await tryOne();
      await pause(BETWEEN_MS);
    }
  })();

  async function stop(): Promise<void> {
    stopped = true;
    await working;
  }

  return {
    taken,
    async finish() {
      await stop();
      for (let left = queue.length; left > 0; left -= 1) await tryOne();
    },
    stop,
  };
}
