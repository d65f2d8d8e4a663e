// One account cannot keep everybody else waiting: who asks for too much is told so before the database hears of it.
import type { Sender } from '../chat/interaction.ts';
import { createRates } from '../rates.ts';

export interface Turnstile {
  /** What to call when the request has been answered; undefined for one too many. */
  enter(sender: Sender): (() => void) | undefined;
}

/** Far more than a person presses and types, and a fifth of what is served at once. */
export const FOR_ONE_ACCOUNT = { atOnce: 30, aMinute: 300 };

export function createTurnstile({ atOnce, aMinute } = FOR_ONE_ACCOUNT): Turnstile {
  const rates = createRates({ most: aMinute, withinMs: 60_000 });
  const inside = new Map<string, number>();
  return {
    enter({ platform, teamId, userId }) {
      const account = `${platform}:${teamId}:${userId}`;
      const here = inside.get(account) ?? 0;
      if (here >= atOnce || rates.isTooMuch(account)) return undefined;
      inside.set(account, here + 1);
      return () => {
        const left = (inside.get(account) ?? 1) - 1;
        if (left > 0) inside.set(account, left);
        else inside.delete(account);
      };
    },
  };
}
