import { amend, revive, withdraw } from '../../src/jobs/ledger.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { DeliveryError } from '../../src/errors.ts';
import { aCard, aWorld, later, to } from './ledger-world.ts';
import { database, world } from './standing-world.ts';

const ADA = '0199a000-0000-7000-8000-000000000001';

async function change(key: string, words: string): Promise<void> {
  await world.inside((tx) => amend(tx, world.tenantId, key, aCard(words)));
}

function texts(): string[] {
  return world.slack.calls.map((call) => `${call.what} ${call.text}`);
}

describe('a reply in the ledger', () => {
  it('goes where its top went, into its thread, after it and in the order in which it was written', async () => {
    await world.write('top');
    await world.write('first', { under: 'top' });
    await world.write('second', { under: 'top', to: to('T-elsewhere', 'U9', 'teams') });

    await sendDue(world.deps);

    expect(texts()).toEqual(['post top', 'post first', 'post second']);
    const [top, ...replies] = world.slack.calls.map((call) => call.address);
    expect(top).toEqual({ teamId: world.teamId, userId: 'U1' });
    for (const reply of replies) expect(reply).toEqual({ ...top, threadId: 'm1' });
    expect(world.teams.calls).toEqual([]);
  });

  it('uses what was learnt of the place while the top was sent', async () => {
    world.slack.post = (address, card, key) => {
      world.slack.calls.push({ what: 'post', address, text: card.summary, key });
      return Promise.resolve({ messageId: 'm7', address: { ...address, channelId: 'D7' } });
    };
    await world.write('top');
    await world.write('reply', { under: 'top' });

    await sendDue(world.deps);

    expect(world.slack.calls[1]?.address).toMatchObject({ channelId: 'D7', threadId: 'm7' });
  });

  it('waits for a top that is tried again, and does not hold back what else goes there', async () => {
    let tries = 0;
    world.slack.before = ({ text }) => {
      if (text === 'top' && ++tries === 1)
        throw new DeliveryError('try-later', 'ratelimited', 'Slack asks us to wait.', { retryAfterMs: 5_000 });
    };
    await world.write('top', { notBefore: later(-2) });
    await world.write('reply', { under: 'top' });
    await world.write('urgent', { to: to(world.teamId, 'U2') });

    const result = await sendDue(world.deps);
    expect(texts()).toEqual(['post top', 'post urgent']);
    expect(result.waiting).toBe(true);
    await world.at(later(5_001));
    await sendDue(world.deps);

    expect(texts()).toEqual(['post top', 'post urgent', 'post top', 'post reply']);
  });

  it('is not waited for while its top has a time of its own', async () => {
    await world.write('top', { notBefore: later(60_000) });
    await world.write('reply', { under: 'top', notBefore: later(1_000) });
    await world.at(later(2_000));

    const { nextAt } = await sendDue(world.deps);

    expect(texts()).toEqual([]);
    expect(nextAt).toEqual(later(60_000));
    expect(await world.row('reply')).toMatchObject({ status: 'PENDING', attempts: 0 });
  });

  it('stands in the thread of the first top when it answers a reply', async () => {
    await world.write('top');
    await world.write('reply', { under: 'top' });
    await world.write('answer', { under: 'reply' });

    await sendDue(world.deps);

    expect(world.slack.calls.map((call) => call.address.threadId)).toEqual([undefined, 'm1', 'm1']);
  });

  it('can be changed before it goes out and after, and a change of its top leaves it alone', async () => {
    await world.write('top');
    await world.write('reply', { under: 'top' });
    await change('reply', 'better reply');
    await sendDue(world.deps);
    await change('reply', 'newer reply');
    await change('top', 'newer top');

    await sendDue(world.deps);

    expect(texts()).toEqual(['post top', 'post better reply', 'update newer reply', 'update newer top']);
    expect(world.slack.calls.slice(2).map((call) => call.messageId)).toEqual(['m2', 'm1']);
  });

  it('is written once a key, however often', async () => {
    await world.write('top');
    for (const _again of [1, 2]) await world.write('reply', { under: 'top' });
    await sendDue(world.deps);
    await world.write('reply', { under: 'top' });

    await sendDue(world.deps);

    expect(texts()).toEqual(['post top', 'post reply']);
  });

  it('joins a thread that stands already', async () => {
    await world.write('top');
    await sendDue(world.deps);
    await world.write('late', { under: 'top' });

    await sendDue(world.deps);

    expect(world.slack.calls[1]).toMatchObject({ text: 'late', address: { threadId: 'm1' } });
  });

  it('is not sent where its top was refused, and says so', async () => {
    world.slack.before = () => {
      throw new DeliveryError('target-dead', 'is_archived', 'The channel is archived.');
    };
    await world.write('top');
    await world.write('reply', { under: 'top' });

    await sendDue(world.deps);
    await sendDue(world.deps);

    expect(texts()).toEqual(['post top']);
    expect(await world.row('reply')).toMatchObject({
      status: 'SUPERSEDED',
      reason: 'original-not-sent',
      reasonText: 'The message in whose thread it stands did not arrive.',
    });
  });

  it('is not sent alone where nobody can tell whether its top arrived', async () => {
    world.slack.before = () => {
      throw new DeliveryError('unknown', 'no-answer', 'No answer came.');
    };
    await world.write('top');
    await world.write('reply', { under: 'top' });
    await sendDue(world.deps);
    await world.at(later(200_000));

    for (const _look of ['asks', 'drops']) await sendDue(world.deps);

    expect(texts()).toEqual(['post top']);
    expect(await world.row('reply')).toMatchObject({
      status: 'SUPERSEDED',
      reasonText: 'We cannot tell whether the message arrived in whose thread it stands.',
    });
  });

  it('goes away with a top that is taken back before it goes out', async () => {
    await world.write('top');
    await world.write('reply', { under: 'top' });
    await world.inside((tx) => withdraw(tx, world.tenantId, 'top'));

    await sendDue(world.deps);

    expect(texts()).toEqual([]);
    expect(await world.row('reply')).toMatchObject({ status: 'SUPERSEDED', reason: 'original-not-sent' });
  });

  it('waits with its top for somebody who cannot be reached yet', async () => {
    await world.write('top', { to: undefined, personId: ADA });
    await world.write('reply', { under: 'top', to: undefined, personId: ADA });
    expect(await world.row('reply')).toMatchObject({ status: 'DEAD', reason: 'no-account' });

    await world.inside((tx) => revive(tx, world.tenantId, ADA, to('T9', 'U9', 'teams')));
    await sendDue(world.deps);

    expect(world.teams.calls.map((call) => [call.text, call.address.threadId])).toEqual([
      ['top', undefined],
      ['reply', 'm1'],
    ]);
  });

  it('cannot be written under nothing, or under another customer’s message', async () => {
    await expect(world.write('reply', { under: 'nothing' })).rejects.toThrow(/does not exist/);
    await world.write('top');
    const other = await aWorld(database.db);

    await expect(other.write('reply', { under: 'top' })).rejects.toThrow(/does not exist/);
  });
});
