import { MovableClock } from '../../src/clock.ts';
import { createPace } from '../../src/jobs/pace.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { aWorld, later, to, type World } from './ledger-world.ts';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await openDatabase();
});
beforeEach(async () => {
  world = await aWorld(database.db);
});
afterAll(() => database.drop());

describe('the pace', () => {
  it('is a few messages a second in a Slack workspace', async () => {
    const deps = { ...world.deps, pace: createPace(world.clock) };
    for (let n = 0; n < 10; n++) await world.write(`a${n}`, { to: to(world.teamId, `U${n}`) });

    const first = await sendDue(deps);
    expect(first).toMatchObject({ sent: 4, waiting: true, nextAt: later(250) });
    await world.at(later(250));
    expect(await sendDue(deps)).toMatchObject({ sent: 1 });
    await world.at(later(5_000));
    expect(await sendDue(deps)).toMatchObject({ sent: 4 });
    await world.at(later(6_000));
    expect(await sendDue(deps)).toMatchObject({ sent: 1, waiting: false });
  });

  it('is one message a second in a lane, whatever the workspace allows', async () => {
    const deps = { ...world.deps, pace: createPace(world.clock) };
    for (let n = 0; n < 3; n++) await world.write(`a${n}`, { to: to(world.teamId, 'U1', 'teams') });

    expect(await sendDue(deps)).toMatchObject({ sent: 1, nextAt: later(1000) });
    expect(await sendDue(deps)).toMatchObject({ sent: 0 });
    await world.at(later(1000));
    expect(await sendDue(deps)).toMatchObject({ sent: 1 });
  });

  it('of one workspace does not hold another back', async () => {
    const deps = { ...world.deps, pace: createPace(world.clock) };
    for (let n = 0; n < 10; n++) await world.write(`a${n}`, { to: to('T-a', `U${n}`) });
    for (let n = 0; n < 3; n++) await world.write(`b${n}`, { to: to('T-b', `U${n}`) });

    expect(await sendDue(deps)).toMatchObject({ sent: 7 });
  });

  it('survives a clock that is moved, forward and back', async () => {
    const clock = new MovableClock();
    clock.set({ shiftMs: 0, frozenAt: later(0) });
    const pace = createPace(clock);
    for (let n = 0; n < 4; n++) pace.take({ platform: 'slack', teamId: 'T', lane: `U${n}` });
    expect((await pace.allow()).workspaces).toEqual({ 'slack T': 0 });

    clock.set({ shiftMs: 0, frozenAt: later(-86_400_000) });
    expect((await pace.allow()).restingLanes).toEqual([]);
    clock.set({ shiftMs: 0, frozenAt: later(-86_400_000 + 1000) });

    expect((await pace.allow()).workspaces).toEqual({});
    expect(pace.waitMs()).toBeUndefined();
  });
});
