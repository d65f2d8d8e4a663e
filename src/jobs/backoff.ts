/** Doubling waits with jitter, so that what failed together does not come back together. `attempt` counts from 1. */
export function backoffMs(attempt: number, limits: { firstMs: number; longestMs: number }): number {
  const whole = Math.min(limits.firstMs * 2 ** (attempt - 1), limits.longestMs);
  return Math.round(whole * (0.75 + Math.random() * 0.5));
}
