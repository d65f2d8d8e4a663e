// A tenant with a workspace on each platform, and platforms that write down what they are asked to send.
import type { Card } from '../../src/chat/card.ts';
import type { Address, Platform, PlatformName, Posted } from '../../src/chat/platform.ts';
import { MovableClock } from '../../src/clock.ts';
import type { Db, Tx } from '../../src/db/client.ts';
import type { Delivery } from '../../src/db/generated/client.ts';
import { asSystem, inTenant } from '../../src/db/scope.ts';
import { moveDatabaseClock } from '../../src/db/time.ts';
import { enqueue, type Outgoing, type Target } from '../../src/jobs/ledger.ts';
import { unpaced } from '../../src/jobs/pace.ts';
import type { SendingDeps } from '../../src/jobs/sender.ts';
import { silentLog } from '../../src/log.ts';

export interface Call {
  what: 'post' | 'update';
  address: Address;
  text: string;
  key?: string;
  messageId?: string;
}

export interface RecordingPlatform extends Platform {
  calls: Call[];
  /** Runs before a call is answered; may throw or wait. */
  before: (call: Call) => Promise<void> | void;
  find?(address: Address, key: string): Promise<Posted | undefined>;
}

export function recordingPlatform(name: PlatformName): RecordingPlatform {
  const platform: RecordingPlatform = {
    name,
    calls: [],
    before: () => undefined,
    async post(address, card, key) {
      const call: Call = { what: 'post', address, text: card.summary, key };
      platform.calls.push(call);
      const messageId = `m${platform.calls.length}`;
      await platform.before(call);
      return { messageId };
    },
    async update(address, messageId, card) {
      const call: Call = { what: 'update', address, text: card.summary, messageId };
      platform.calls.push(call);
      await platform.before(call);
    },
    inspectChannel: () => Promise.reject(new Error('nobody asks this here')),
    whoIs: () => Promise.resolve(undefined),
    findByEmail: () => Promise.resolve(undefined),
    check: () => Promise.resolve(undefined),
    stop: () => Promise.resolve(),
  };
  return platform;
}

export interface World {
  db: Db;
  tenantId: string;
  teamId: string;
  slack: RecordingPlatform;
  teams: RecordingPlatform;
  clock: MovableClock;
  deps: SendingDeps;
  inside<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  write(key: string, more?: Partial<Outgoing>): Promise<unknown>;
  row(key: string): Promise<Delivery>;
  /** Freezes both clocks at an instant. */
  at(instant: Date): Promise<void>;
}

let worlds = 0;

export const THURSDAY = new Date('2026-10-15T21:00:00Z');

/** Clears what earlier tests left waiting, because system work sees all tenants. */
export async function aWorld(db: Db): Promise<World> {
  await db.delivery.deleteMany();
  await db.dueWork.deleteMany();
  const { id: tenantId } = await asSystem(db, (tx) => tx.tenant.create({ data: { name: 'Harbor City' } }));
  const teamId = `T${++worlds}`;
  await inTenant(db, tenantId, (tx) =>
    tx.workspace.createMany({
      data: [
        { tenantId, platform: 'SLACK', teamId },
        { tenantId, platform: 'TEAMS', teamId },
      ],
    }),
  );
  const [slack, teams, clock] = [recordingPlatform('slack'), recordingPlatform('teams'), new MovableClock()];
  const inside = <T>(work: (tx: Tx) => Promise<T>) => inTenant(db, tenantId, work);
  const world: World = {
    ...{ db, tenantId, teamId, slack, teams, clock, inside },
    deps: {
      ...{ db, clock, log: silentLog, guards: {}, pace: unpaced, processId: `process-${worlds}` },
      platforms: new Map<PlatformName, Platform>([
        ['slack', slack],
        ['teams', teams],
      ]),
    },
    write: (key, more = {}) =>
      inside((tx) => enqueue(tx, tenantId, { key, kind: 'prompt', card: aCard(key), to: to(teamId), ...more })),
    row: (key) => inside((tx) => tx.delivery.findUniqueOrThrow({ where: { tenantId_key: { tenantId, key } } })),
    async at(instant) {
      clock.set({ shiftMs: 0, frozenAt: instant });
      await moveDatabaseClock(db, { shiftMs: 0, frozenAt: instant });
    },
  };
  await world.at(THURSDAY);
  return world;
}

export function to(teamId: string, userId = 'U1', platform: PlatformName = 'slack'): Target {
  return { platform, address: { teamId, userId }, lane: userId };
}

export function aCard(summary: string): Card {
  return { id: 'check-in:prompt', summary, parts: [{ kind: 'text', text: summary }] };
}

export function later(ms: number): Date {
  return new Date(THURSDAY.getTime() + ms);
}
