/** The published request limits of Teams: sliding windows per thread and kind of call, and one for the whole tenant. */
import { connectorError } from './connector-errors.ts';

type RateKind = 'send' | 'create' | 'read';

const PER_THREAD: Record<RateKind, readonly [limit: number, seconds: number][]> = {
  send: [
    [7, 1],
    [8, 2],
    [60, 30],
    [1800, 3600],
  ],
  create: [
    [7, 1],
    [8, 2],
    [60, 30],
    [1800, 3600],
  ],
  read: [
    [14, 1],
    [16, 2],
    [120, 30],
    [3600, 3600],
  ],
};
const PER_TENANT: readonly [limit: number, seconds: number][] = [[50, 1]];

export interface Rates {
  taken: Map<string, number[]>;
}

export function createRates(): Rates {
  return { taken: new Map() };
}

/** Counts one call or throws the 429 that Teams would answer. Runs on real seconds, since Retry-After is waited for in them. */
export function takeRate(rates: Rates, kind: RateKind, tenantId: string, thread: string): void {
  const seconds = performance.now() / 1000;
  const keys = [
    { key: `${kind} ${thread}`, limits: PER_THREAD[kind] },
    { key: `tenant ${tenantId}`, limits: PER_TENANT },
  ];
  for (const { key, limits } of keys) {
    const taken = rates.taken.get(key) ?? [];
    for (const [limit, window] of limits) {
      const recent = taken.filter((at) => at > seconds - window);
      if (recent.length < limit) continue;
      const wait = Math.max(1, Math.ceil((recent[recent.length - limit] ?? seconds) + window - seconds));
      throw connectorError(429, undefined, undefined, wait);
    }
  }
  for (const { key } of keys) {
    const kept = (rates.taken.get(key) ?? []).filter((at) => at > seconds - 3600);
    rates.taken.set(key, [...kept, seconds]);
  }
}
