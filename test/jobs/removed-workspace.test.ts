import { asSystem } from '../../src/db/scope.ts';
import { redirect } from '../../src/jobs/ledger.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { silenceWorkspace, wakeWorkspace } from '../../src/roster/workspaces.ts';
import { later, THURSDAY, to } from './ledger-world.ts';
import { world } from './standing-world.ts';

const takeAway = () => asSystem(world.db, (tx) => silenceWorkspace(tx, 'slack', world.teamId, THURSDAY));
const bringBack = () => asSystem(world.db, (tx) => wakeWorkspace(tx, 'slack', world.teamId));
const texts = () => world.slack.calls.map((call) => call.text);

describe('a workspace that took the app away', () => {
  it('is sent nothing, while every other place is', async () => {
    await world.write('a');
    await world.write('b', { to: to(world.teamId, 'U1', 'teams') });
    await takeAway();

    const { sent } = await sendDue(world.deps);

    expect([sent, texts(), world.teams.calls.length]).toEqual([1, [], 1]);
  });

  it('keeps nobody awake: with nothing else to do there is no next time', async () => {
    await world.write('a');
    await world.write('later', { notBefore: later(60_000) });
    await takeAway();

    expect(await sendDue(world.deps)).toMatchObject({ handled: 0, waiting: false });
  });

  it('gets what waited once it has the app again', async () => {
    await world.write('a');
    await takeAway();
    await sendDue(world.deps);
    await bringBack();

    await sendDue(world.deps);

    expect(texts()).toEqual(['a']);
  });

  it('gets nothing whose time was over meanwhile, and the reason is kept', async () => {
    await world.write('a', { expiresAt: later(60_000) });
    await takeAway();
    await sendDue(world.deps);
    await world.at(later(60_000));
    await sendDue(world.deps);
    await bringBack();

    await sendDue(world.deps);

    expect(texts()).toEqual([]);
    expect(await world.row('a')).toMatchObject({ status: 'DEAD', reason: 'expired' });
  });

  it('is silent at once, also for what was already taken to be sent', async () => {
    await world.write('first', { to: to(world.teamId, 'U1') });
    await world.write('second', { to: to(world.teamId, 'U2') });
    // One call at a time: the second is claimed and not called when the removal comes.
    world.deps.atOnce = 1;
    world.slack.before = takeAway;

    await sendDue(world.deps);

    expect(texts()).toHaveLength(1);
    const waiting = ['first', 'second'].find((key) => !texts().includes(key)) ?? '';
    expect(await world.row(waiting)).toMatchObject({ status: 'PENDING', attempts: 0 });
  });
});

describe('what waits for an account that is closed', () => {
  const ADA = '0199a000-0000-7000-8000-000000000001';
  const closed = () => ({ platform: 'slack' as const, teamId: world.teamId, userId: 'U1' });
  const close = (place?: ReturnType<typeof to>) =>
    world.inside((tx) => redirect(tx, world.tenantId, ADA, closed(), place));

  it('goes to where the person can be reached now', async () => {
    await world.write('a', { personId: ADA });
    await world.write('of another', { personId: ADA.replace(/1$/, '2') });
    await close(to(world.teamId, 'U1', 'teams'));

    await sendDue(world.deps);

    expect(world.teams.calls.map((call) => call.text)).toEqual(['a']);
    expect(texts()).toEqual(['of another']);
  });

  it('is not delivered where there is no such place, and says why', async () => {
    await world.write('a', { personId: ADA });
    await close();

    await sendDue(world.deps);

    expect(texts()).toEqual([]);
    expect(await world.row('a')).toMatchObject({ status: 'DEAD', reason: 'no-account' });
  });
});
