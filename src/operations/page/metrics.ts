/** The numbers as the server gives them, and how to look things up in them. */
export interface Value {
  value: number;
  labels: Record<string, string | number | undefined>;
  metricName?: string;
}

export interface Numbers {
  at: string;
  metrics: readonly { name: string; values: readonly Value[] }[];
  reasons: Record<string, string>;
  signedIn: boolean;
}

export function valuesOf({ metrics }: Numbers, name: string): readonly Value[] {
  return metrics.find((metric) => metric.name === `throughline_${name}`)?.values ?? [];
}

export function total(numbers: Numbers, name: string, only: Record<string, string> = {}): number {
  return valuesOf(numbers, name)
    .filter((one) => Object.entries(only).every(([label, value]) => one.labels[label] === value))
    .reduce((sum, one) => sum + one.value, 0);
}

export function largest(numbers: Numbers, name: string): number {
  return Math.max(0, ...valuesOf(numbers, name).map((one) => one.value));
}

/** How many fell into each bucket of a histogram, of all its labels together; the buckets come with their upper edge. */
export function buckets(numbers: Numbers, name: string): { upTo: number; count: number }[] {
  const sums = new Map<number, number>();
  for (const { metricName, labels, value } of valuesOf(numbers, name)) {
    if (metricName?.endsWith('_bucket') !== true) continue;
    const upTo = labels['le'] === '+Inf' ? Infinity : Number(labels['le']);
    sums.set(upTo, (sums.get(upTo) ?? 0) + value);
  }
  const edges = [...sums].sort(([a], [b]) => a - b);
  return edges.map(([upTo, sum], index) => ({ upTo, count: sum - (edges[index - 1]?.[1] ?? 0) }));
}

/** The edge of the bucket below which so large a part lies; undefined where nothing was counted. */
export function quantile(counted: readonly { upTo: number; count: number }[], part: number): number | undefined {
  const all = counted.reduce((sum, one) => sum + one.count, 0);
  let below = 0;
  for (const { upTo, count } of counted) {
    below += count;
    if (all > 0 && below >= all * part) return upTo;
  }
  return undefined;
}

export function durationInWords(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 120) return `${Math.round(seconds * 10) / 10} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
