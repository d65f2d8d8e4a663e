// People are answered in time also when the database is not: who cannot be served soon is turned away with a word, and no
// more wait at once than can be served.
import type { Interaction, Reply } from '../chat/interaction.ts';
import type { PlatformName } from '../chat/platform.ts';
import { isAway } from '../db/away.ts';
import { BusyError } from '../errors.ts';

export interface PatienceLimits {
  /** Requests under way at once; more are turned away as they come. */
  most: number;
  /** How long one may wait for the database to begin with it. */
  waitMs: Readonly<Record<PlatformName, number>>;
}

/** Slack gives a form three seconds and Teams five, of which the way there and back takes its part. */
export const PATIENCE: PatienceLimits = { most: 150, waitMs: { slack: 2_000, teams: 3_000 } };

/**
 * `full`: too many at once. `late`: the database did not begin in time. `away`: it could not be reached, or cut us off.
 * `often`: one account asked for more than its part.
 */
export type WhyShed = 'full' | 'late' | 'away' | 'often';

export interface Turn {
  /** Throws where the person has been answered already: whatever follows must not be done. */
  assertAwaited(): void;
  /** From here on the request is served, however long it takes. */
  begin(): void;
}

export interface Patience {
  serve<T>(platform: PlatformName, work: (turn: Turn) => Promise<T>): Promise<T>;
}

export function createPatience({ most, waitMs }: PatienceLimits): Patience {
  let underWay = 0;
  return {
    async serve(platform, work) {
      if (underWay >= most) throw new BusyError('full');
      let timer: NodeJS.Timeout | undefined;
      let isOver = false;
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
          isOver = true;
          reject(new BusyError('late'));
        }, waitMs[platform]);
      });
      const assertAwaited = () => {
        if (isOver) throw new BusyError('late');
      };
      const begin = () => {
        assertAwaited();
        clearTimeout(timer);
      };
      underWay++;
      // Who was turned away counts until the database has let go of the request: those are what it suffers from.
      const working = work({ assertAwaited, begin }).finally(() => underWay--);
      try {
        return await Promise.race([working, late]);
      } finally {
        clearTimeout(timer);
        working.catch(() => undefined);
      }
    },
  };
}

/** Undefined for a failure of another kind. */
export function whyShed(error: unknown): WhyShed | undefined {
  if (error instanceof BusyError) return error.why;
  return isAway(error) ? 'away' : undefined;
}

export function busyReply({ kind }: Interaction, why: WhyShed): Reply {
  const opening = why === 'often' ? 'That was a lot at once.' : 'We are very busy just now.';
  return { kind: 'busy', message: `${opening} ${kind === 'submit' ? KEPT : LATER}` };
}

const KEPT = 'Nothing you typed is lost: please send it again in a minute.';
const LATER = 'Please try again in a minute.';

/** Somebody waits for the answer to it; the rest is news that must not be missed, however long it waits. */
export function isAsked({ kind }: Interaction): boolean {
  return kind !== 'account' && kind !== 'presence' && kind !== 'place';
}
