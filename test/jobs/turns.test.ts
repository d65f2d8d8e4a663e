// Several processes on one database, each with a pace of its own: together they go no faster than one.
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import type { PlatformName } from '../../src/chat/platform.ts';
import { claim } from '../../src/jobs/claim.ts';
import { createPace, unpaced } from '../../src/jobs/pace.ts';
import { sendDue, type SendingDeps } from '../../src/jobs/sender.ts';
import { startClockwork } from '../../src/jobs/tick.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { aWorld, later, to, type World } from './ledger-world.ts';

jest.setTimeout(120_000);

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await openDatabase();
});
beforeEach(async () => {
  world = await aWorld(database.db);
});
afterAll(() => database.drop());

function aProcess(processId: string): SendingDeps {
  return { ...world.deps, processId, pace: createPace(world.clock) };
}

describe('a workspace is sent to by one process at a time', () => {
  it.each([
    ['a Slack workspace', 'slack', 'many people', (seconds: number) => 4 + 4 * seconds],
    ['a person on Slack', 'slack', 'one person', (seconds: number) => 1 + seconds],
    ['a Teams tenant', 'teams', 'many people', (seconds: number) => 40 * Math.max(Math.ceil(seconds), 1)],
    ['a conversation in Teams', 'teams', 'one person', (seconds: number) => 8 * Math.max(Math.ceil(seconds / 2), 1)],
  ] as const)('whoever works when, %s gets no more than its rate', async (_, platform, lanes, most) => {
    const round = fc.record({ who: fc.integer({ min: 0, max: 7 }), afterMs: fc.integer({ min: 50, max: 3_500 }) });
    const plan = fc.array(round, { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(plan, async (rounds) => {
        world = await aWorld(database.db);
        await writeMany(platform, lanes);
        const sentAt = await playRounds(rounds, platform);
        for (const last of sentAt)
          for (const seconds of [0.5, 1, 2, 5]) {
            const inWindow = sentAt.filter((at) => at <= last && at > last - seconds * 1000);
            expect(inWindow.length).toBeLessThanOrEqual(most(seconds));
          }
        expect(sentAt.length).toBeGreaterThan(0);
      }),
      { numRuns: 5 },
    );
  });

  it('lets another process send when the workspace has rested', async () => {
    await world.write('a');
    await sendDue(aProcess('one'));
    await world.write('b', { to: to(world.teamId, 'U2') });

    expect(await sendDue(aProcess('two'))).toMatchObject({ sent: 0, nextAt: later(2_000) });
    await world.at(later(2_000));

    expect(await sendDue(aProcess('two'))).toMatchObject({ sent: 1, waiting: false });
  });

  it('does not keep one process from sending where another is busy elsewhere', async () => {
    await world.write('a');
    await sendDue(aProcess('one'));
    await world.write('b', { to: to('T-other') });

    expect(await sendDue(aProcess('two'))).toMatchObject({ sent: 1 });
  });

  it('leaves workspaces for others to take, and takes more where nobody does', async () => {
    for (let n = 0; n < 20; n++) await world.write(`m${n}`, { to: to(`T-${n}`) });
    const take = async (processId: string, busyLanes: string[] = []) =>
      (await claim(world.db, { processId, atMost: 400, allowed: await unpaced.allow(), busyLanes, newTurns: 8 })).map(
        (message) => message.key,
      );

    const one = await take('one');
    const two = await take('two');
    const busy = one.map((key) => `slack T-${key.slice(1)} U1`);
    const more = await take('one', busy);

    expect([one.length, two.length, more.length]).toEqual([8, 8, 4]);
    expect(new Set([...one, ...two, ...more]).size).toBe(20);
  });

  it('is given back when a process stops', async () => {
    const clockwork = startClockwork({
      ...{ ...world.deps, processId: 'one', pace: { pace: createPace(world.clock) } },
      run: async () => undefined,
      ticks: false,
    });
    await world.write('a');
    await clockwork.drain();
    await clockwork.stop();
    await world.write('b', { to: to(world.teamId, 'U2') });
    await world.at(later(2_000));

    expect(await sendDue(aProcess('two'))).toMatchObject({ sent: 1 });
  });
});

describe('a process that lives', () => {
  it('keeps what it has in hand and under way, however long a platform takes', async () => {
    for (const key of ['a', 'b']) await world.write(key, { to: to(world.teamId, key) });
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    world.slack.before = (call) => (call.text === 'a' ? answered : undefined);
    const slow = sendDue({ ...world.deps, processId: 'slow', atOnce: 1, beatMs: 20 });
    await until(async () => world.slack.calls.length === 1);

    for (let ms = 8_000; ms <= 120_000; ms += 8_000) {
      await world.at(later(ms));
      await until(async () => (await turnUntil()) >= ms + 10_000);
      if (ms % 40_000 === 0) expect(await sendDue({ ...world.deps, processId: 'other' })).toMatchObject({ sent: 0 });
    }
    expect(await world.row('a')).toMatchObject({ status: 'SENDING' });

    answer();
    await slow;
    expect(world.slack.calls.map((call) => call.text)).toEqual(['a', 'b']);
    expect(await world.row('a')).toMatchObject({ status: 'SENT', attempts: 1 });
  });

  it('and then hangs loses its turn, and calls nothing when it comes back', async () => {
    for (const key of ['a', 'b', 'c']) await world.write(key, { to: to(world.teamId, key) });
    let goOn: () => void = () => undefined;
    const hanging = new Promise<void>((resolve) => (goOn = resolve));
    world.slack.before = (call) => (call.text === 'a' ? hanging : undefined);
    // Its heart does not beat: its event loop stands still.
    const hung = sendDue({ ...world.deps, processId: 'hung', atOnce: 1, beatMs: 1_000_000 });
    await until(async () => world.slack.calls.length === 1);
    await world.at(later(10_000));

    expect(await sendDue({ ...world.deps, processId: 'other' })).toMatchObject({ sent: 2 });
    goOn();
    await hung;

    expect(world.slack.calls.map((call) => call.text)).toEqual(['a', 'b', 'c']);
    expect((await world.row('b')).attempts).toBe(1);
  });
});

async function writeMany(platform: PlatformName, lanes: 'one person' | 'many people'): Promise<void> {
  const count = platform === 'teams' && lanes === 'many people' ? 130 : 30;
  for (let n = 0; n < count; n++)
    await world.write(`m${n}`, { to: to(world.teamId, lanes === 'one person' ? 'U' : `U${n}`, platform) });
}

/** In each round one, two or all of three processes look for what they may send. Returns when each message went out. */
async function playRounds(rounds: { who: number; afterMs: number }[], platform: PlatformName): Promise<number[]> {
  const processes = ['one', 'two', 'three'].map(aProcess);
  const sentAt: number[] = [];
  world[platform].before = () => void sentAt.push(world.clock.now().getTime());
  let now = 0;
  for (const { who, afterMs } of rounds) {
    now += afterMs;
    await world.at(later(now));
    await Promise.all(processes.filter((_, index) => (who >> index) % 2 === 1).map((process) => sendDue(process)));
  }
  now += 20_000;
  await world.at(later(now));
  await sendDue(aProcess('the last'));
  return sentAt;
}

async function turnUntil(): Promise<number> {
  const turn = await world.db.workspaceTurn.findFirst({ where: { teamId: world.teamId } });
  return (turn?.until.getTime() ?? 0) - later(0).getTime();
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    if (await isSo()) return;
    await pause(10);
  }
  throw new Error('it did not come to be so');
}
