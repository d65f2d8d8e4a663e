// How fast messages may go, counted in the memory of one process. That is exact for several, because a workspace is sent to
// by one of them at a time (`turns.ts`).
import type { PlatformName } from '../chat/platform.ts';
import type { Clock } from '../clock.ts';
import { createWindows, type Window } from './windows.ts';

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
  /** How long a workspace must rest before another process, which counts from nothing, may send there. */
  restMs: number;
  allow(): Promise<Allowance>;
  /** Counts a message that was taken to be sent. */
  take(message: Lane): void;
  /** The message is on its way no more, whatever came of it. */
  end(message: Lane): void;
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
  /** Of a lane in Slack. */
  laneRestMs?: number;
  /** What a Slack workspace that was quiet may take at once; a second's worth if it is not said. */
  burst?: number;
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
  restMs: 0,
  allow: () => Promise.resolve({ usual: { slack: ANY, teams: ANY }, workspaces: {}, restingLanes: [] }),
  take: () => undefined,
  end: () => undefined,
  waitMs: () => undefined,
  together: () => MOST_TOGETHER,
};

/** What Teams publishes for one conversation: messages in seconds. */
const TEAMS_LANE: readonly Window[] = [
  [7, 1],
  [8, 2],
  [60, 30],
  [1_800, 3_600],
];
/** A tenant takes fifty requests a second. A fifth is left for answers to people who wait, and for the lists of members. */
const TEAMS_TENANT_PER_SECOND = 40;
/** Slack allows several hundred messages a minute in a workspace, and one a second in a channel. */
const SLACK_PER_SECOND = 4;
const SLACK_LANE_REST_MS = 1000;
/** After it a full second of Slack and of a tenant of Teams may go, and so may the eight of two seconds in one conversation. */
const REST_MS = 2_000;

/** Slack pours tokens into a bucket, Teams counts in windows; each is held back in the way in which it counts. */
export function createPace(clock: Clock, limits: PaceLimits = {}): Pace {
  const usual = { slack: SLACK_PER_SECOND, teams: TEAMS_TENANT_PER_SECOND, ...limits.perWorkspacePerSecond };
  const parts: Record<PlatformName, PlatformPace> = {
    slack: bucketPace(usual.slack, limits.burst ?? usual.slack, limits.laneRestMs ?? SLACK_LANE_REST_MS),
    teams: windowPace(usual.teams),
  };
  const both = [parts.slack, parts.teams];
  const now = () => clock.now().getTime();
  return {
    restMs: REST_MS,
    allow() {
      const at = now();
      const workspaces = Object.fromEntries(both.flatMap((part) => part.workspaces(at)));
      return Promise.resolve({
        usual: { ...usual, slack: limits.burst ?? usual.slack },
        workspaces,
        restingLanes: both.flatMap((part) => part.restingLanes(at)),
      });
    },
    take: (message) => parts[message.platform].take(workspaceName(message), laneName(message), now()),
    end: (message) => parts[message.platform].end(workspaceName(message), laneName(message), now()),
    waitMs() {
      const at = now();
      const waits = both.flatMap((part) => part.waits(at));
      return waits.length === 0 ? undefined : Math.max(Math.ceil(Math.min(...waits)), 1);
    },
    together: (ready) => Math.min(Math.ceil(ready / ONE_BY_ONE_UP_TO), MOST_TOGETHER),
  };
}

interface PlatformPace {
  /** What workspaces may take of which something was taken of late. */
  workspaces(now: number): (readonly [name: string, free: number])[];
  restingLanes(now: number): string[];
  take(workspace: string, lane: string, now: number): void;
  end(workspace: string, lane: string, now: number): void;
  /** For each that is held back, how long. */
  waits(now: number): number[];
}

function bucketPace(perSecond: number, burst: number, laneRestMs: number): PlatformPace {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const lanes = new Map<string, number>();

  function refill(now: number): void {
    for (const [name, bucket] of buckets) {
      const gained = (Math.max(now - bucket.at, 0) / 1000) * perSecond;
      bucket.tokens = Math.min(bucket.tokens + gained, burst);
      bucket.at = now;
      if (bucket.tokens >= burst) buckets.delete(name);
    }
    // A clock that was moved back must not make a lane rest for days.
    for (const [name, until] of lanes) if (until <= now || until > now + laneRestMs) lanes.delete(name);
  }

  return {
    workspaces(now) {
      refill(now);
      return [...buckets].map(([name, bucket]) => [name, Math.floor(bucket.tokens)]);
    },
    restingLanes(now) {
      refill(now);
      return [...lanes.keys()];
    },
    take(workspace, lane, now) {
      const bucket = buckets.get(workspace) ?? { tokens: burst, at: now };
      bucket.tokens -= 1;
      buckets.set(workspace, bucket);
      if (laneRestMs > 0) lanes.set(lane, now + laneRestMs);
    },
    end: () => undefined,
    waits(now) {
      refill(now);
      const waits = [...lanes.values()].map((until) => until - now);
      for (const { tokens } of buckets.values()) if (tokens < 1) waits.push(((1 - tokens) * 1000) / perSecond);
      return waits;
    },
  };
}

function windowPace(perSecond: number): PlatformPace {
  const tenants = createWindows([[perSecond, 1]]);
  const conversations = createWindows(TEAMS_LANE);
  return {
    workspaces: (now) => tenants.names(now).map((name) => [name, tenants.free(name, now)]),
    restingLanes: (now) => conversations.full(now),
    take(workspace, lane, now) {
      tenants.take(workspace, now);
      conversations.take(lane, now);
    },
    end(workspace, lane, now) {
      tenants.end(workspace, now);
      conversations.end(lane, now);
    },
    waits: (now) =>
      [tenants, conversations].flatMap((windows) => windows.full(now).map((name) => windows.waitMs(name, now))),
  };
}
