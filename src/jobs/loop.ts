/** Something done again and again: one round at a time, when asked, and when a wait that a round named is over. */
export interface Loop {
  /** A round soon; many asks before it begins are one. */
  ask(): void;
  /** Runs `work` when the round under way has ended, and keeps rounds away meanwhile. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when the round under way has ended. */
  stop(): Promise<void>;
}

const LONGEST_SLEEP_MS = 60_000;
const SHORTEST_SLEEP_MS = 20;

/**
 * `round` answers how long to sleep; undefined leaves it to the next ask. What it throws goes to `onError`, and where
 * `tryAgainMs` is given the next round comes after so long.
 */
export function createLoop(
  round: () => Promise<number | undefined>,
  onError: (error: unknown) => void,
  tryAgainMs?: number,
): Loop {
  let current: Promise<unknown> = Promise.resolve();
  let asked = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = current.then(work);
    current = next.catch(() => undefined);
    return next;
  }

  function ask(): void {
    if (asked || stopped) return;
    asked = true;
    inTurn(async () => {
      asked = false;
      if (!stopped) sleep(await round());
    }).catch((error: unknown) => {
      onError(error);
      sleep(tryAgainMs);
    });
  }

  function sleep(sleepMs: number | undefined): void {
    clearTimeout(timer);
    if (stopped || sleepMs === undefined) return;
    timer = setTimeout(ask, Math.min(Math.max(sleepMs, SHORTEST_SLEEP_MS), LONGEST_SLEEP_MS));
    timer.unref();
  }

  return {
    ask,
    inTurn,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
