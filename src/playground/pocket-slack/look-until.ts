/** Waits for something in the pocket Slack, looking again at every change. */
import type { World } from './world.ts';

export function lookUntil<Found>(world: World, look: () => Found, withinMs: number): Promise<NonNullable<Found>> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      clearInterval(ticker);
      world.listeners.delete(check);
    };
    const check = () => {
      try {
        const found = look();
        if (found === false || found === undefined || found === null) return;
        stop();
        resolve(found);
      } catch (error) {
        stop();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`It did not happen in the pocket Slack within ${String(withinMs)} ms.`));
    }, withinMs);
    // What is waited for may lie outside the pocket Slack, in the app, which announces nothing.
    const ticker = setInterval(check, 20);
    world.listeners.add(check);
    check();
  });
}
