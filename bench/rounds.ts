/** A B A B: each round runs every contender once, so that a machine that becomes slower does so for all of them. */
export async function interleave<T>(
  rounds: number,
  contenders: Record<string, () => Promise<T>>,
): Promise<Record<string, T[]>> {
  const results: Record<string, T[]> = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (const run of Object.values(contenders)) await run();
  for (let round = 0; round < rounds; round += 1) {
    const entries = Object.entries(contenders);
    // Every other round runs backwards, so that nobody always comes after the same other one.
    for (const [name, run] of round % 2 === 0 ? entries : entries.reverse()) results[name]?.push(await run());
  }
  return results;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The smallest value that is at least as large as `percent` of all. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}
