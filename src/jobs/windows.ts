// Sliding windows: at most so many calls in so many seconds, whichever second one looks at.
export type Window = readonly [most: number, seconds: number];

export interface Windows {
  /** How many calls of this name may begin now. */
  free(name: string, now: number): number;
  take(name: string, now: number): void;
  /** The call that was taken first among those under way has ended. */
  end(name: string, now: number): void;
  /** The names of which calls are counted just now. */
  names(now: number): string[];
  /** The names of which no call may begin now. */
  full(now: number): string[];
  /** How long until one more may begin; zero where one may. */
  waitMs(name: string, now: number): number;
}

interface Counted {
  takenAt: number;
  endedAt?: number;
}

/** Of a call that takes longer nobody will hear. */
const LONGEST_CALL_MS = 60_000;
const SWEEP_MS = 60_000;

/**
 * A call counts from its beginning until a window after its end. The other side counts it at some moment in between, so no
 * window of theirs ever holds more calls than ours do, however long each was on its way.
 */
export function createWindows(windows: readonly Window[]): Windows {
  const calls = new Map<string, Counted[]>();
  /** Those that may be full: among a hundred thousand conversations with one call each there is none to look at. */
  const crowded = new Set<string>();
  const longestMs = Math.max(...windows.map(([, seconds]) => seconds)) * 1000;
  const fewest = Math.min(...windows.map(([most]) => most));
  let sweptAt = 0;

  function recent(name: string, now: number): Counted[] {
    const all = calls.get(name) ?? [];
    // A clock that was moved back must not hold anything back for days.
    const kept = all.filter((call) => call.takenAt <= now && endOf(call, now) > now - longestMs);
    if (kept.length === 0) calls.delete(name);
    else if (kept.length < all.length) calls.set(name, kept);
    if (kept.length < fewest) crowded.delete(name);
    return kept;
  }

  function free(name: string, now: number): number {
    const ends = recent(name, now).map((call) => endOf(call, now));
    const left = windows.map(([most, seconds]) => most - ends.filter((end) => end > now - seconds * 1000).length);
    return Math.max(Math.min(...left), 0);
  }

  function sweep(now: number): void {
    if (Math.abs(now - sweptAt) < SWEEP_MS) return;
    sweptAt = now;
    for (const name of [...calls.keys()]) recent(name, now);
  }

  return {
    free,
    full: (now) => [...crowded].filter((name) => free(name, now) === 0),
    take: (name, now) => {
      sweep(now);
      const counted = [...recent(name, now), { takenAt: now }];
      calls.set(name, counted);
      if (counted.length >= fewest) crowded.add(name);
    },
    end: (name, now) => {
      const underWay = calls.get(name)?.find((call) => call.endedAt === undefined);
      if (underWay) underWay.endedAt = Math.max(now, underWay.takenAt);
    },
    names: (now) => [...calls.keys()].filter((name) => recent(name, now).length > 0),
    waitMs: (name, now) => {
      const ends = recent(name, now)
        .map((call) => endOf(call, now))
        .sort((a, b) => b - a);
      const waits = windows.map(
        ([most, seconds]) => (ends[most - 1] ?? Number.NEGATIVE_INFINITY) + seconds * 1000 - now,
      );
      return Math.max(...waits, 0);
    },
  };
}

function endOf({ takenAt, endedAt }: Counted, now: number): number {
  return endedAt ?? Math.min(now, takenAt + LONGEST_CALL_MS);
}
