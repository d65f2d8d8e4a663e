import type { Clock } from '../clock.ts';

/**
 * Counts wrong codes by account. In memory: a code has sixty bits and is never found by trying, so this only keeps a tired
 * thumb or a script from asking the database all day; several processes each count for themselves.
 */
export interface Tries {
  areOver(account: string): boolean;
  count(account: string): void;
}

const ALLOWED = 5;
const WITHIN_MS = 3_600_000;
const KEPT_AT_MOST = 5_000;

export function createTries(clock: Clock): Tries {
  const wrong = new Map<string, { times: number; since: number }>();

  function lately(account: string) {
    const found = wrong.get(account);
    return found && clock.now().getTime() - found.since < WITHIN_MS ? found : undefined;
  }

  return {
    areOver: (account) => (lately(account)?.times ?? 0) >= ALLOWED,
    count(account) {
      const { times, since } = lately(account) ?? { times: 0, since: clock.now().getTime() };
      wrong.delete(account);
      wrong.set(account, { times: times + 1, since });
      const [oldest] = wrong.keys();
      if (wrong.size > KEPT_AT_MOST && oldest !== undefined) wrong.delete(oldest);
    },
  };
}
