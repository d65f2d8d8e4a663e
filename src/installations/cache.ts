/** What was read lately, so that not every request asks the database. Forgets by itself after a while, and what was longest unused. */
export interface Cache<V> {
  get(key: string): V | undefined;
  /** Reads a value and keeps it, unless it was forgotten while it was being read: what was read may then be old. */
  through(key: string, read: () => Promise<V | undefined>): Promise<V | undefined>;
  forget(key: string): void;
  clear(): void;
}

export function createCache<V>(options: { now: () => Date; lifeMs: number; atMost: number }): Cache<V> {
  const kept = new Map<string, { value: V; until: number }>();
  /** Counts what was forgotten, for reads that were under way. */
  let forgotten = 0;

  function get(key: string): V | undefined {
    const found = kept.get(key);
    if (!found) return undefined;
    kept.delete(key);
    if (found.until <= options.now().getTime()) return undefined;
    // A Map keeps the order of insertion, so the first is the one that was longest unused.
    kept.set(key, found);
    return found.value;
  }

  return {
    get,
    async through(key, read) {
      const known = get(key);
      if (known !== undefined) return known;
      const before = forgotten;
      const value = await read();
      if (value === undefined || forgotten !== before) return value;
      kept.set(key, { value, until: options.now().getTime() + options.lifeMs });
      const [oldest] = kept.keys();
      if (kept.size > options.atMost && oldest !== undefined) kept.delete(oldest);
      return value;
    },
    forget(key) {
      forgotten++;
      kept.delete(key);
    },
    clear() {
      forgotten++;
      kept.clear();
    },
  };
}
