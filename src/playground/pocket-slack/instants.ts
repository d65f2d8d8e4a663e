/**
 * Two clocks: the played one, which a person may move, stamps what is shown; deadlines (a trigger's 3 s, a rate's
 * second) run out on whichever of the played and the real clock has gone further, so a still clock cannot hold them.
 */
export type Mark = { playedMs: number; realMs: number };

export function markInstant(now: () => Date): Mark {
  return { playedMs: now().getTime(), realMs: performance.now() };
}

export function elapsedMs(since: Mark, now: () => Date): number {
  return Math.max(now().getTime() - since.playedMs, performance.now() - since.realMs);
}

/** Bolt compares a signature's time with the real clock, so the played clock must not sign. */
export function realSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
