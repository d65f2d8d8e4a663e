import { deliveryState, listDeliveries } from '../../src/jobs/deliveries.ts';
import { amend, revive, withdraw } from '../../src/jobs/ledger.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { DeliveryError } from '../../src/errors.ts';
import { aCard, later, to } from './ledger-world.ts';
import { world } from './standing-world.ts';

const ADA = '0199a000-0000-7000-8000-000000000001';

async function change(key: string, words: string): Promise<void> {
  await world.inside((tx) => amend(tx, world.tenantId, key, aCard(words)));
}

function texts(): string[] {
  return world.slack.calls.map((call) => `${call.what} ${call.text}`);
}

describe('the ledger', () => {
  it('takes a key once', async () => {
    await world.write('a', { card: aCard('first') });
    await world.write('a', { card: aCard('second') });

    await sendDue(world.deps);

    expect(texts()).toEqual(['post first']);
  });

  it('takes a key once when two transactions write it at the same time', async () => {
    await Promise.all([1, 2, 3].map((n) => world.write('a', { card: aCard(`number ${n}`) })));

    await sendDue(world.deps);

    expect(world.slack.calls).toHaveLength(1);
  });

  it('replaces the card of a message that has not gone out', async () => {
    await world.write('a');
    await change('a', 'better');

    await sendDue(world.deps);

    expect(texts()).toEqual(['post better']);
  });

  it('changes a message in place once it has gone out, and of several changes the newest wins', async () => {
    await world.write('a');
    await sendDue(world.deps);
    for (const words of ['one', 'two', 'three']) await change('a', words);

    await sendDue(world.deps);
    await change('a', 'four');
    await sendDue(world.deps);

    expect(texts()).toEqual(['post a', 'update three', 'update four']);
    expect(world.slack.calls.slice(1).map((call) => call.messageId)).toEqual(['m1', 'm1']);
    expect(await world.row('a#2')).toMatchObject({ status: 'SUPERSEDED', reason: 'newer' });
  });

  it('does not change a message to what it says already', async () => {
    await world.write('a');
    await sendDue(world.deps);
    await change('a', 'a');
    await change('a', 'new');
    await sendDue(world.deps);
    await change('a', 'new');

    await sendDue(world.deps);

    expect(texts()).toEqual(['post a', 'update new']);
  });

  it('keeps a change back until its message has gone out', async () => {
    await world.write('a');
    world.slack.before = () => change('a', 'while it was under way');

    await sendDue(world.deps);

    expect(texts()).toEqual(['post a', 'update while it was under way']);
  });

  it('keeps both of two changes that come at the same time in some order', async () => {
    await world.write('a');
    await sendDue(world.deps);

    await Promise.all([change('a', 'one'), change('a', 'two')]);
    await sendDue(world.deps);

    const updates = await world.inside((tx) =>
      tx.delivery.findMany({ where: { kind: 'update' }, orderBy: { key: 'asc' } }),
    );
    expect(updates.map((row) => row.status)).toEqual(['SUPERSEDED', 'SENT']);
  });

  it('leaves a change out whose message could not be delivered', async () => {
    await world.write('a');
    world.slack.before = async (call) => {
      if (call.what !== 'post') return;
      await change('a', 'too late');
      throw new DeliveryError('target-dead', 'is_archived', 'The channel is archived.');
    };

    await sendDue(world.deps);
    await sendDue(world.deps);

    expect(texts()).toEqual(['post a']);
    expect(await world.row('a#1')).toMatchObject({ status: 'SUPERSEDED', reason: 'original-not-sent' });
  });

  it('takes a message back that has not gone out, and leaves one that has', async () => {
    await world.write('a', { to: to('T', 'U1') });
    await world.inside((tx) => withdraw(tx, world.tenantId, 'a'));
    await world.write('b');
    await sendDue(world.deps);
    await world.inside((tx) => withdraw(tx, world.tenantId, 'b'));

    expect(texts()).toEqual(['post b']);
    expect(await world.row('a')).toMatchObject({ status: 'SUPERSEDED', reason: 'withdrawn' });
    expect(await world.row('b')).toMatchObject({ status: 'SENT' });
  });

  it('ignores what nobody wrote', async () => {
    await change('nothing', 'new');
    await world.inside((tx) => withdraw(tx, world.tenantId, 'nothing'));

    expect(await world.inside((tx) => tx.delivery.count())).toBe(0);
  });

  it('writes down at once that nobody can be reached, and sends it when somebody can', async () => {
    await world.write('a', { to: undefined, personId: ADA });
    await world.write('over', { to: undefined, personId: ADA, expiresAt: later(-1) });
    expect(await world.row('a')).toMatchObject({ status: 'DEAD', reason: 'no-account' });
    await change('a', 'newer words');

    await world.inside((tx) => revive(tx, world.tenantId, ADA, to('T9', 'U9', 'teams')));
    await sendDue(world.deps);

    expect(world.slack.calls).toEqual([]);
    expect(world.teams.calls).toEqual([
      expect.objectContaining({ text: 'newer words', address: { teamId: 'T9', userId: 'U9' } }),
    ]);
    expect(await world.row('over')).toMatchObject({ status: 'DEAD' });
  });
});

describe('what reports read', () => {
  it('lists messages about one thing with what became of each, without the changes', async () => {
    await world.write('sent', { about: 'week', personId: ADA });
    await sendDue(world.deps);
    await change('sent', 'new');
    await world.write('later', { about: 'week', notBefore: later(1000) });
    await world.write('nobody', { about: 'week', to: undefined });
    await world.write('other', { about: 'another week' });

    const found = await world.inside((tx) => listDeliveries(tx, world.tenantId, { about: 'week' }));

    expect(found.map((one) => [one.key, one.outcome.state])).toEqual([
      ['sent', 'delivered'],
      ['later', 'waiting'],
      ['nobody', 'not-delivered'],
    ]);
    expect(await world.inside((tx) => listDeliveries(tx, world.tenantId, { personId: ADA }))).toHaveLength(1);
  });

  it('says in words why something did not arrive', async () => {
    await world.write('nobody', { to: undefined });

    expect(deliveryState(await world.row('nobody'))).toEqual({
      state: 'not-delivered',
      reason: 'no-account',
      text: 'We know no Slack or Teams account of this person yet.',
    });
  });
});
