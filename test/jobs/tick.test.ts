import { randomUUID } from 'node:crypto';
import { asSystem } from '../../src/db/scope.ts';
import { planWork } from '../../src/jobs/due.ts';
import { enqueue } from '../../src/jobs/ledger.ts';
import { startClockwork, type Clockwork, type ClockworkDeps } from '../../src/jobs/tick.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { THURSDAY, aCard, aWorld, later, to, type World } from './ledger-world.ts';

let database: TestDatabase;
let world: World;
let clockwork: Clockwork;
beforeAll(async () => {
  database = await openDatabase();
});
beforeEach(async () => {
  world = await aWorld(database.db);
});
afterEach(() => clockwork.stop(500));
afterAll(() => database.drop());

/** Each piece of work writes a message and plans the next piece, three in a row. */
function start(more: Partial<ClockworkDeps> = {}): Clockwork {
  return startClockwork({
    ...world.deps,
    processId: randomUUID(),
    pace: 'none',
    ticks: false,
    async run(tx, tenantId, [work]) {
      if (!work) return;
      const number = Number(work.subject);
      await enqueue(tx, tenantId, {
        key: `m${number}`,
        kind: 'prompt',
        card: aCard(`m${number}`),
        to: to(world.teamId),
      });
      if (number < 3) await planWork(tx, tenantId, { job: work.job, subject: String(number + 1), dueAt: work.dueAt });
    },
    ...more,
  });
}

function plan(dueAt = THURSDAY): Promise<unknown> {
  return world.inside((tx) => planWork(tx, world.tenantId, { job: 'check-in.open', subject: '1', dueAt }));
}

function texts(): string[] {
  return world.slack.calls.map((call) => call.text);
}

/** Resolves when the platform has been called so often. */
function called(times: number): Promise<void> {
  return new Promise((resolve) => {
    world.slack.before = () => {
      if (world.slack.calls.length >= times) resolve();
    };
  });
}

describe('the clockwork', () => {
  it('drains: runs what is due, sends what came of it, until nothing is left', async () => {
    clockwork = start();
    await plan();

    await clockwork.drain();

    expect(texts()).toEqual(['m1', 'm2', 'm3']);
  });

  it('does not do what is due later', async () => {
    clockwork = start();
    await plan(later(1000));

    await clockwork.drain();

    expect(texts()).toEqual([]);
  });

  it('goes to work when it is poked, however often', async () => {
    clockwork = start();
    const done = called(3);
    await plan();

    for (let n = 0; n < 100; n++) clockwork.poke();
    await done;

    expect(texts()).toEqual(['m1', 'm2', 'm3']);
  });

  it('starts by itself, and wakes for what is due before the next minute', async () => {
    await world.db.clockShift.update({ where: { id: 1 }, data: { frozenAt: null } });
    world.clock.set({ shiftMs: 0 });
    const [row] = await world.db.$queryRaw<{ soon: Date }[]>`select now() + interval '300 milliseconds' as soon`;
    await plan(row?.soon);
    const done = called(1);

    clockwork = start({ ticks: true });
    await done;

    expect(texts()[0]).toBe('m1');
  });

  it('opens a week although a platform hangs', async () => {
    clockwork = start();
    await world.write('hangs', { to: to(world.teamId, 'U-other') });
    let release: () => void = () => undefined;
    const seen = new Promise<void>((resolve) => {
      world.slack.before = (call) => {
        if (call.text === 'm1') resolve();
        return call.text === 'hangs' ? new Promise<void>((answer) => (release = answer)) : undefined;
      };
    });
    await plan();

    clockwork.poke();
    await seen;
    release();
    await clockwork.drain();

    expect(texts().sort()).toEqual(['hangs', 'm1', 'm2', 'm3']);
  });

  it('stops within its bound: what was not called is free for others, what was called stays taken', async () => {
    clockwork = start({ atOnce: 2 });
    for (let n = 0; n < 4; n++) await world.write(`a${n}`, { to: to(world.teamId, `U${n}`) });
    const reached = new Promise<void>((resolve) => {
      world.slack.before = () => {
        resolve();
        return new Promise<void>(() => undefined);
      };
    });
    clockwork.poke();
    await reached;

    await clockwork.stop(50);

    const statuses = await world.inside((tx) =>
      tx.delivery.groupBy({ by: ['status'], _count: true, orderBy: { status: 'asc' } }),
    );
    expect(statuses.map((one) => [one.status, one._count])).toEqual([
      ['PENDING', 3],
      ['SENDING', 1],
    ]);
    clockwork.poke();
  });

  it('takes over at once what a dead process had taken, where it is alone', async () => {
    await world.write('a');
    await asSystem(world.db, (tx) =>
      tx.delivery.updateMany({
        where: { tenantId: world.tenantId },
        data: { status: 'SENDING', leaseBy: 'the dead', leaseUntil: later(60_000) },
      }),
    );
    clockwork = start({ alone: true });

    await clockwork.drain();

    expect(texts()).toEqual(['a']);
  });
});
