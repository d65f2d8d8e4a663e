import fc from 'fast-check';
import { MovableClock } from '../../src/clock.ts';
import { createPace } from '../../src/jobs/pace.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { later, THURSDAY, to } from './ledger-world.ts';
import { world } from './standing-world.ts';

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

  it('is one message a second in a lane of Slack, whatever the workspace allows', async () => {
    const deps = { ...world.deps, pace: createPace(world.clock) };
    for (let n = 0; n < 3; n++) await world.write(`a${n}`, { to: to(world.teamId, 'U1') });

    expect(await sendDue(deps)).toMatchObject({ sent: 1, nextAt: later(1000) });
    expect(await sendDue(deps)).toMatchObject({ sent: 0 });
    await world.at(later(1000));
    expect(await sendDue(deps)).toMatchObject({ sent: 1 });
  });

  it('is what Teams publishes in one conversation: seven in a second, and eight in two', async () => {
    const deps = { ...world.deps, pace: createPace(world.clock) };
    for (let n = 0; n < 10; n++) await world.write(`a${n}`, { to: to(world.teamId, 'U1', 'teams') });

    expect(await sendDue(deps)).toMatchObject({ sent: 7, nextAt: later(1_000) });
    await world.at(later(1_000));
    expect(await sendDue(deps)).toMatchObject({ sent: 1, nextAt: later(2_000) });
    await world.at(later(2_000));
    expect(await sendDue(deps)).toMatchObject({ sent: 2, waiting: false });
  });

  it('leaves a part of what a tenant of Teams may do to the answers that people wait for', async () => {
    const deps = { ...world.deps, pace: createPace(world.clock) };
    for (let n = 0; n < 50; n++) await world.write(`a${n}`, { to: to(world.teamId, `U${n}`, 'teams') });

    expect(await sendDue(deps)).toMatchObject({ sent: 40, nextAt: later(1_000) });
    await world.at(later(1_000));
    expect(await sendDue(deps)).toMatchObject({ sent: 10, waiting: false });
  });

  it.each([
    ['a tenant', 'many people', [[50, 1]], 150],
    [
      'a conversation',
      'one person',
      [
        [7, 1],
        [8, 2],
        [60, 30],
      ],
      80,
    ],
  ] as const)(
    'never lets more arrive at %s of Teams than it publishes, however long each call is on its way to %s',
    async (_, lanes, published, count) => {
      const call = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 2_500 }));
      const plans = fc.array(call, { minLength: count, maxLength: count });
      await fc.assert(
        fc.asyncProperty(plans, async (plan) => {
          const arrivals = await arrivalsOf(plan, lanes);
          for (const [most, seconds] of published)
            for (const last of arrivals) {
              const inWindow = arrivals.filter((at) => at <= last && at > last - seconds * 1000);
              expect(inWindow.length).toBeLessThanOrEqual(most);
            }
        }),
        { numRuns: 15 },
      );
    },
  );

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

/** Begins calls as fast as it may; each is at Teams after some quarters of the time it takes. Returns when each was there. */
async function arrivalsOf(
  plan: readonly (readonly [quarters: number, tookMs: number])[],
  lanes: 'one person' | 'many people',
): Promise<number[]> {
  const clock = new MovableClock();
  const pace = createPace(clock);
  const waiting = plan.map(([quarters, tookMs], n) => ({
    ...{ platform: 'teams' as const, teamId: 'T', lane: lanes === 'one person' ? 'U' : `U${n}` },
    ...{ quarters, tookMs },
  }));
  let underWay: { call: (typeof waiting)[number]; endsAt: number }[] = [];
  const arrivals: number[] = [];
  for (let now = THURSDAY.getTime(); waiting.length > 0; now += 50) {
    clock.set({ shiftMs: 0, frozenAt: new Date(now) });
    for (const { call, endsAt } of underWay) if (endsAt <= now) pace.end(call);
    underWay = underWay.filter(({ endsAt }) => endsAt > now);
    for (;;) {
      const { usual, workspaces, restingLanes } = await pace.allow();
      const [call] = waiting;
      // The ledger has one message of a lane under way, and no more.
      const isBusy = lanes === 'one person' && underWay.length > 0;
      if (!call || isBusy || (workspaces['teams T'] ?? usual.teams) < 1 || restingLanes.length > 0) break;
      waiting.shift();
      pace.take(call);
      arrivals.push(now + (call.tookMs * call.quarters) / 4);
      if (call.tookMs === 0) pace.end(call);
      else underWay.push({ call, endsAt: now + call.tookMs });
    }
  }
  return arrivals;
}
