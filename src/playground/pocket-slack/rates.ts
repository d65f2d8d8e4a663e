/** Slack's published rates: tiers by the minute for each method and workspace, and one message a second a channel. */
import { elapsedMs, markInstant } from './instants.ts';
import type { Mark } from './instants.ts';
import type { Method } from './methods/method.ts';

type Bucket = { tokens: number; at: Mark };

/** A short burst in one channel is tolerated; a workspace takes "several hundred" messages a minute. */
const channelBurst = 3;
const messagesPerMinute = 300;

export type Rates = { waitSeconds: (call: RatedCall) => number; clear: () => void };
type RatedCall = { workspaceId: string; method: string; perMinute: Method['perMinute']; channel: string };

export function createRates(now: () => Date): Rates {
  const buckets = new Map<string, Bucket>();
  function take(key: string, capacity: number, perSecond: number): number {
    const bucket = buckets.get(key) ?? { tokens: capacity, at: markInstant(now) };
    const refilled = Math.min(capacity, bucket.tokens + (elapsedMs(bucket.at, now) / 1000) * perSecond);
    const enough = refilled >= 1;
    buckets.set(key, { tokens: enough ? refilled - 1 : refilled, at: markInstant(now) });
    return enough ? 0 : Math.max(1, Math.ceil((1 - refilled) / perSecond));
  }
  return {
    waitSeconds: ({ workspaceId, method, perMinute, channel }) => {
      if (perMinute !== 'messages') return take(`${workspaceId}/${method}`, perMinute, perMinute / 60);
      const wait = take(`${workspaceId}/${method}`, messagesPerMinute, messagesPerMinute / 60);
      return wait > 0 ? wait : take(`${workspaceId}/${method}/${channel}`, channelBurst, 1);
    },
    clear: () => {
      buckets.clear();
    },
  };
}
