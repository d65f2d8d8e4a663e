import { asSystem } from '../../src/db/scope.ts';
import { DeliveryError } from '../../src/errors.ts';
import { planWork } from '../../src/jobs/due.ts';
import { unpaced } from '../../src/jobs/pace.ts';
import { createPulse } from '../../src/jobs/pulse.ts';
import { findStuck, readQueue } from '../../src/jobs/queue.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { startClockwork } from '../../src/jobs/tick.ts';
import { silenceWorkspace } from '../../src/roster/workspaces.ts';
import { later, THURSDAY, to } from './ledger-world.ts';
import { world } from './standing-world.ts';

const LIMIT_MS = 300_000;
const stuck = () => findStuck(world.db, LIMIT_MS);

/** Both as old as the row: the test freezes the clock, and the row keeps the real time of its writing. */
async function sixMinutesLater(): Promise<void> {
  await world.db.$executeRaw`
    update delivery set created_at = created_at - interval '6 minutes', updated_at = updated_at - interval '6 minutes'`;
  await world.at(later(360_000));
}

describe('a queue', () => {
  it('is stuck when a message could have gone for minutes, and when work is due for minutes', async () => {
    await world.write('a');
    expect(await stuck()).toEqual({ messages: false, work: false });

    await sixMinutesLater();
    expect(await stuck()).toEqual({ messages: true, work: false });
    await sendDue(world.deps);
    expect(await stuck()).toEqual({ messages: false, work: false });

    await world.inside((tx) => planWork(tx, world.tenantId, { job: 'a.b', subject: 's', dueAt: THURSDAY }));
    expect(await stuck()).toEqual({ messages: false, work: true });
  });

  it.each([
    ['is for later', { notBefore: later(3_600_000) }],
    ['is over', { expiresAt: later(60_000) }],
    ['has nowhere to go', { to: undefined }],
  ])('is not stuck where the message %s', async (_, more) => {
    await world.write('a', more);
    await sixMinutesLater();

    expect(await stuck()).toMatchObject({ messages: false });
  });

  it('is not stuck where everything waits for a rate or for a workspace that took the app away', async () => {
    await world.write('a');
    await world.write('b', { to: to(world.teamId, 'U1', 'teams') });
    await sixMinutesLater();
    await asSystem(world.db, (tx) => silenceWorkspace(tx, 'slack', world.teamId, THURSDAY));
    expect(await stuck()).toMatchObject({ messages: true });

    await world.db.workspace.updateMany({ where: { platform: 'TEAMS' }, data: { blockedUntil: later(900_000) } });
    expect(await stuck()).toMatchObject({ messages: false });
  });

  it('is not stuck while a message is under way', async () => {
    await world.write('a');
    await world.write('b', { to: to(world.teamId, 'U2') });
    await sixMinutesLater();
    let seen: unknown;
    world.deps.atOnce = 1;
    world.slack.before = async () => {
      seen ??= await stuck();
    };

    await sendDue(world.deps);

    expect(seen).toMatchObject({ messages: false });
  });

  it('is told in numbers, without a name or an id', async () => {
    world.slack.before = () => Promise.reject(new DeliveryError('target-dead', 'user_disabled', 'It is closed.'));
    await world.write('dead');
    await sendDue(world.deps);
    await world.write('waits', { kind: 'digest.post', to: to(world.teamId, 'C1', 'teams') });
    await world.inside((tx) => planWork(tx, world.tenantId, { job: 'digest.post', subject: 's', dueAt: THURSDAY }));
    await world.at(later(60_000));

    const numbers = await readQueue(world.db, new Date());

    expect(numbers).toMatchObject({
      messages: [{ platform: 'teams', kind: 'digest.post', state: 'pending', count: 1 }],
      due: [{ platform: 'teams', count: 1 }],
      work: [{ job: 'digest.post', due: 1, parked: 0, oldestMs: 60_000 }],
      lost: [{ reason: 'user_disabled', count: 1 }],
    });
    expect(JSON.stringify(numbers)).not.toContain(world.teamId);
  });
});

it.each([
  ['waits for a rate', { ...unpaced, waitMs: () => 60_000 }, true],
  ['finds nothing to do', unpaced, false],
])('a clockwork that %s beats accordingly', async (_, pace, beats) => {
  const pulse = { beat: jest.fn(), quietForMs: () => 0 };
  const clockwork = startClockwork({ ...world.deps, run: async () => undefined, pace: { pace }, pulse, ticks: false });

  await clockwork.drain();

  expect(pulse.beat.mock.calls.length > 0).toBe(beats);
  await clockwork.stop();
});

it('a pulse is quiet from its last beat on', () => {
  let now = 0;
  const pulse = createPulse(() => now);
  now = 5_000;
  expect(pulse.quietForMs()).toBe(5_000);
  pulse.beat();
  now = 6_000;
  expect(pulse.quietForMs()).toBe(1_000);
});
