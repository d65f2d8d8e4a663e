// How often somebody has done something lately. In memory: each process counts for itself, and a restart begins again.

export interface Rates {
  /** Counts one more, and says whether it is one too many. */
  isTooMuch(who: string): boolean;
  /** Whether the next one would be too many. */
  isSpent(who: string): boolean;
}

/** As many are known at once; whoever was quiet longest is forgotten first. */
const KEPT = 10_000;

/** By the machine's own time, which no playground moves. */
export function createRates({ most, withinMs }: { most: number; withinMs: number }): Rates {
  const spans = new Map<string, { from: number; count: number }>();

  function spanOf(who: string) {
    const found = spans.get(who);
    if (found && performance.now() - found.from < withinMs) return found;
    const begun = { from: performance.now(), count: 0 };
    spans.delete(who);
    spans.set(who, begun);
    const [oldest] = spans.keys();
    if (spans.size > KEPT && oldest !== undefined) spans.delete(oldest);
    return begun;
  }

  return {
    isTooMuch(who) {
      const span = spanOf(who);
      span.count += 1;
      return span.count > most;
    },
    isSpent: (who) => spanOf(who).count >= most,
  };
}
