// A process may die anywhere between taking a message and recording it.
import { DeliveryError } from '../../src/errors.ts';
import { claim, markCalling, type Claimed } from '../../src/jobs/claim.ts';
import { deliveryState } from '../../src/jobs/deliveries.ts';
import { amend } from '../../src/jobs/ledger.ts';
import { unpaced } from '../../src/jobs/pace.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { takeOverTurns } from '../../src/jobs/turns.ts';
import { aCard, later, to } from './ledger-world.ts';
import { world } from './standing-world.ts';

async function claimAs(processId: string): Promise<Claimed[]> {
  return claim(world.db, { processId, atMost: 10, allowed: await unpaced.allow() });
}

/** What a process does that is killed after it found a message, or after it began the call. */
async function die(when: 'claimed' | 'calling', processId = 'the dead'): Promise<void> {
  const claimed = await claimAs(processId);
  expect(claimed).toHaveLength(1);
  if (when === 'calling') await markCalling(world.db, processId, claimed);
}

describe('a process that dies', () => {
  it('before the call: the message goes out when its turn has run out, once', async () => {
    await world.write('a');
    await die('claimed');

    expect(await sendDue(world.deps)).toMatchObject({ sent: 0, waiting: true, nextAt: later(10_000) });
    await world.at(later(10_000));

    expect(await sendDue(world.deps)).toMatchObject({ sent: 1, waiting: false });
    expect(world.slack.calls).toHaveLength(1);
  });

  it('before the call, and nobody else lives: the message goes out at once', async () => {
    await world.write('a');
    await die('claimed');

    await takeOverTurns(world.db, world.deps.processId);

    expect(await sendDue(world.deps)).toMatchObject({ sent: 1 });
  });

  it('before the call, in an earlier version: the message goes out when the lease has run out', async () => {
    await world.write('a');
    await world.inside((tx) =>
      tx.delivery.updateMany({ data: { status: 'SENDING', leaseBy: 'the dead', leaseUntil: later(60_000) } }),
    );

    expect(await sendDue(world.deps)).toMatchObject({ sent: 0, waiting: true, nextAt: later(60_000) });
    await world.at(later(60_000));

    expect(await sendDue(world.deps)).toMatchObject({ sent: 1, waiting: false });
  });

  it('in the call: the message stands as unknown and is never sent twice', async () => {
    await world.write('a');
    await die('calling');
    await world.at(later(60_000));

    await sendDue(world.deps);
    expect(await world.row('a')).toMatchObject({ status: 'UNKNOWN', reason: 'lost-answer' });
    for (const minutes of [3, 60, 6000]) {
      await world.at(later(minutes * 60_000));
      await sendDue(world.deps);
    }

    expect(world.slack.calls).toEqual([]);
    expect(deliveryState(await world.row('a'))).toEqual({
      state: 'unknown',
      reason: 'cannot-tell',
      text: 'We cannot tell whether this arrived.',
    });
    expect(await sendDue(world.deps)).toEqual({ sent: 0, handled: 0, waiting: false });
  });

  it('in the call: a message that stands as unknown does not hold its lane back', async () => {
    await world.write('a');
    await die('calling');
    await world.write('b');
    await world.at(later(60_000));

    await sendDue(world.deps);

    expect(world.slack.calls.map((call) => call.text)).toEqual(['b']);
  });

  it('while it changes a message: the change is made again, because twice is once', async () => {
    await world.write('a');
    await sendDue(world.deps);
    await world.inside((tx) => amend(tx, world.tenantId, 'a', aCard('new')));
    await die('calling');
    await world.at(later(60_000));

    await sendDue(world.deps);

    expect(world.slack.calls.map((call) => call.what)).toEqual(['post', 'update']);
    expect(await world.row('a#1')).toMatchObject({ status: 'SENT' });
  });

  it('may yet have its answer recorded, if it was only slow', async () => {
    await world.write('a');
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const reached = new Promise<void>((resolve) => {
      world.slack.before = () => {
        resolve();
        return answered;
      };
    });
    const slow = sendDue({ ...world.deps, processId: 'slow' });
    await reached;
    await world.at(later(60_000));
    await sendDue(world.deps);
    expect(await world.row('a')).toMatchObject({ status: 'UNKNOWN' });

    answer();
    await slow;

    expect(await world.row('a')).toMatchObject({ status: 'SENT', messageId: 'm1', reason: null });
    expect(world.slack.calls).toHaveLength(1);
  });

  it('does not call any more after its turn was taken over, whether or not the message went out', async () => {
    for (const key of ['a', 'b']) await world.write(key, { to: to(world.teamId, key) });
    const claimed = await claimAs('slow');
    expect(claimed).toHaveLength(2);
    await world.at(later(10_000));
    await claimAs('quick');
    expect(await markCalling(world.db, 'slow', claimed)).toEqual([false, false]);

    await sendDue({ ...world.deps, processId: 'quick' });
    await world.at(later(60_000));

    expect(await markCalling(world.db, 'slow', claimed)).toEqual([false, false]);
    expect(world.slack.calls).toHaveLength(2);
  });

  it('does not call with words that were changed after it read them', async () => {
    for (const key of ['a', 'b']) await world.write(key, { to: to(world.teamId, key) });
    const claimed = await claimAs('quick');

    await world.inside((tx) => amend(tx, world.tenantId, 'a', aCard('new')));

    expect(await markCalling(world.db, 'quick', claimed)).toEqual([false, true]);
    expect(await world.row('a')).toMatchObject({ status: 'PENDING' });
  });
});

describe('an answer that was lost', () => {
  beforeEach(async () => {
    world.slack.before = () => {
      throw new DeliveryError('unknown', 'ECONNRESET', 'The connection broke.');
    };
    await world.write('a');
    await sendDue(world.deps);
    world.slack.before = () => undefined;
  });

  it('leaves the message unknown, and it is not sent again', async () => {
    await world.at(later(600_000));
    await sendDue(world.deps);

    expect(await world.row('a')).toMatchObject({ status: 'UNKNOWN', reason: 'cannot-tell', attempts: 1 });
    expect(world.slack.calls).toHaveLength(1);
  });

  it('is found where the platform can be asked', async () => {
    world.slack.find = (_address, key) => Promise.resolve({ messageId: `found ${key}` });
    await sendDue(world.deps);
    expect(await world.row('a')).toMatchObject({ status: 'UNKNOWN' });
    await world.at(later(120_000));

    await sendDue(world.deps);

    expect(await world.row('a')).toMatchObject({ status: 'SENT', messageId: 'found a' });
    expect(world.slack.calls).toHaveLength(1);
  });

  it('is sent again where the platform knows that the message is not there', async () => {
    world.slack.find = () => Promise.resolve(undefined);
    await world.at(later(120_000));

    await sendDue(world.deps);
    await sendDue(world.deps);

    expect(await world.row('a')).toMatchObject({ status: 'SENT' });
    expect(world.slack.calls).toHaveLength(2);
  });

  it('is asked for again where the platform cannot be asked just now', async () => {
    world.slack.find = () => Promise.reject(new DeliveryError('try-later', 'ratelimited', 'Wait.'));
    await world.at(later(120_000));
    await sendDue(world.deps);
    expect(await world.row('a')).toMatchObject({ status: 'UNKNOWN', reason: 'ECONNRESET', notBefore: later(240_000) });

    world.slack.find = () => Promise.resolve({ messageId: 'm9' });
    await world.at(later(240_000));
    await sendDue(world.deps);

    expect(await world.row('a')).toMatchObject({ status: 'SENT', messageId: 'm9' });
  });

  it('of a change makes the change again', async () => {
    await world.write('b');
    await sendDue(world.deps);
    await world.inside((tx) => amend(tx, world.tenantId, 'b', aCard('new')));
    world.slack.before = () => {
      throw new DeliveryError('unknown', 'ECONNRESET', 'The connection broke.');
    };
    await sendDue(world.deps);
    world.slack.before = () => undefined;
    await world.at((await world.row('b#1')).notBefore);

    await sendDue(world.deps);

    expect(await world.row('b#1')).toMatchObject({ status: 'SENT', attempts: 2 });
  });
});
