// How fast messages may go. This one counts in the memory of one process; several processes share a rate either by
// each taking its part of it, or by another Pace that asks the database.
import type { PlatformName } from '../chat/platform.ts';
import type { Clock } from '../clock.ts';

export interface Allowance {
  /** Messages that a workspace which is not named below may take now. */
  usual: Record<PlatformName, number>;
  /** By `workspaceName`. */
  workspaces: Record<string, number>;
  /** By `laneName`: nothing goes there just now. */
  restingLanes: string[];
}

interface Lane {
  platform: PlatformName;
  teamId: string;
  lane: string;
}

export interface Pace {
  allow(): Promise<Allowance>;
  /** Counts a message that was taken to be sent. */
  take(message: Lane): void;
  /** How long until more may go than now; undefined where nothing is held back. */
  waitMs(): number | undefined;
  /**
   * How many calls may begin together, of so many that are ready. Of a call that has begun nobody can tell after a kill,
   * even where it never left the process: one by one, that is one message. More at once are faster.
   */
  together(ready: number): number;
}

export interface PaceLimits {
  perWorkspacePerSecond?: Partial<Record<PlatformName, number>>;
  laneRestMs?: number;
}

export function workspaceName(of: { platform: PlatformName; teamId: string }): string {
  return `${of.platform} ${of.teamId}`;
}

export function laneName(of: Lane): string {
  return `${workspaceName(of)} ${of.lane}`;
}

const ANY = 1_000_000;
const MOST_TOGETHER = 50;
const ONE_BY_ONE_UP_TO = 20;

/** For a test, a playground or a benchmark. */
export const unpaced: Pace = {
  allow: () => Promise.resolve({ usual: { slack: ANY, teams: ANY }, workspaces: {}, restingLanes: [] }),
  take: () => undefined,
  waitMs: () => undefined,
  together: () => MOST_TOGETHER,
};

/**
 * One message a second in a lane, and a few a second in a workspace: Slack allows several hundred a minute, Teams fifty
 * requests a second in a tenant.
 */
export function createPace(clock: Clock, limits: PaceLimits = {}): Pace {
  const usual = { slack: 4, teams: 40, ...limits.perWorkspacePerSecond };
  const laneRestMs = limits.laneRestMs ?? 1000;
  const buckets = new Map<string, { tokens: number; at: number; perSecond: number }>();
  const lanes = new Map<string, number>();

  function refill(now: number): void {
    for (const [name, bucket] of buckets) {
      const gained = (Math.max(now - bucket.at, 0) / 1000) * bucket.perSecond;
      bucket.tokens = Math.min(bucket.tokens + gained, bucket.perSecond);
      bucket.at = now;
      if (bucket.tokens >= bucket.perSecond) buckets.delete(name);
    }
    // A clock that was moved back must not make a lane rest for days.
    for (const [name, until] of lanes) if (until <= now || until > now + laneRestMs) lanes.delete(name);
  }

  return {
    allow() {
      refill(clock.now().getTime());
      const workspaces = Object.fromEntries([...buckets].map(([name, bucket]) => [name, Math.floor(bucket.tokens)]));
      return Promise.resolve({ usual, workspaces, restingLanes: [...lanes.keys()] });
    },
    take(message) {
      const now = clock.now().getTime();
      const perSecond = usual[message.platform];
      const name = workspaceName(message);
      const bucket = buckets.get(name) ?? { tokens: perSecond, at: now, perSecond };
      bucket.tokens -= 1;
      buckets.set(name, bucket);
      if (laneRestMs > 0) lanes.set(laneName(message), now + laneRestMs);
    },
    waitMs() {
      const now = clock.now().getTime();
      refill(now);
      const waits = [...lanes.values()].map((until) => until - now);
      for (const { tokens, perSecond } of buckets.values())
        if (tokens < 1) waits.push(((1 - tokens) * 1000) / perSecond);
      return waits.length === 0 ? undefined : Math.max(Math.ceil(Math.min(...waits)), 1);
    },
    together: (ready) => Math.min(Math.ceil(ready / ONE_BY_ONE_UP_TO), MOST_TOGETHER),
  };
}
