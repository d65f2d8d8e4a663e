// A message whose call had no answer is settled by what shows that it is there, and by nothing else.
import type { Arrival } from '../../src/chat/platform.ts';
import { connect } from '../../src/db/client.ts';
import { DeliveryError } from '../../src/errors.ts';
import { createArrivals } from '../../src/jobs/arrivals.ts';
import { claim, markCalling } from '../../src/jobs/claim.ts';
import { amend } from '../../src/jobs/ledger.ts';
import { unpaced } from '../../src/jobs/pace.ts';
import type { Refused } from '../../src/jobs/record.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { silentLog } from '../../src/log.ts';
import { aCard, later, to } from './ledger-world.ts';
import { world } from './standing-world.ts';

/** Sends a message whose answer is lost. */
async function lose(key: string): Promise<void> {
  world.slack.before = () => {
    throw new DeliveryError('unknown', 'no-answer', 'No answer came.');
  };
  await world.write(key);
  await sendDue(world.deps);
  world.slack.before = () => undefined;
}

async function arrive(key: string, more: Partial<Arrival> = {}): Promise<number> {
  let pokes = 0;
  const arrivals = createArrivals({ db: world.db, log: silentLog, poke: () => (pokes += 1) });
  const { id: mark } = await world.row(key);
  const place = { channelId: 'D1' };
  arrivals.note({ platform: 'slack', teamId: world.teamId, mark, messageId: '17.1', place, ...more });
  await arrivals.stop();
  return pokes;
}

const SENT = { status: 'SENT', messageId: '17.1', reason: null, reasonText: null, sentAt: expect.any(Date) };

describe('a message of which nobody can tell', () => {
  it('is delivered once the platform speaks of it, however late', async () => {
    await lose('a');
    await world.at(later(120_000));
    await sendDue(world.deps);
    expect(await world.row('a')).toMatchObject({ status: 'UNKNOWN', reason: 'cannot-tell' });

    expect(await arrive('a')).toBe(1);

    expect(await world.row('a')).toMatchObject({ ...SENT, address: { userId: 'U1', channelId: 'D1' } });
    expect(world.slack.calls).toHaveLength(1);
  });

  it('is delivered once its reader uses it, and not by what somebody else claims', async () => {
    await lose('a');

    expect(await arrive('a', { by: { userId: 'U2', channelId: 'C9' } })).toBe(0);
    expect(await arrive('a', { teamId: 'T-other' })).toBe(0);
    expect(await arrive('a', { platform: 'teams' })).toBe(0);
    expect(await world.row('a')).toMatchObject({ status: 'UNKNOWN', messageId: null });
    expect(await arrive('a', { by: { userId: 'U1' } })).toBe(1);

    expect(await world.row('a')).toMatchObject(SENT);
  });

  it('is delivered once anybody in its channel uses it', async () => {
    world.slack.before = () => Promise.reject(new DeliveryError('unknown', 'no-answer', 'No answer came.'));
    const target = { platform: 'slack' as const, address: { teamId: world.teamId, channelId: 'C1' }, lane: 'C1' };
    await world.write('post', { to: target });
    await sendDue(world.deps);

    expect(await arrive('post', { by: { userId: 'U7', channelId: 'C1' }, place: { channelId: 'C1' } })).toBe(1);

    expect(await world.row('post')).toMatchObject(SENT);
  });

  it('is told once to whoever must know, and stands so even if the telling fails', async () => {
    const told: string[] = [];
    const refusing = { ...world.deps, onRefused: () => Promise.reject(new Error('nobody to tell')) };
    const telling = {
      ...world.deps,
      onRefused: async (_: unknown, { key, reason }: Refused) => void told.push(key, reason),
    };
    await lose('untold');
    await world.at(later(120_000));
    await sendDue(refusing);
    await lose('told');
    await world.at(later(240_000));
    await sendDue(telling);
    await sendDue(telling);

    expect(told).toEqual(['told', 'cannot-tell']);
    for (const key of ['told', 'untold'])
      expect(await world.row(key)).toMatchObject({ status: 'UNKNOWN', reason: 'cannot-tell' });
  });

  it('gets what was given up for its sake: its newest change and its replies', async () => {
    await lose('a');
    await world.inside((tx) => amend(tx, world.tenantId, 'a', aCard('first change')));
    await world.inside((tx) => amend(tx, world.tenantId, 'a', aCard('second change')));
    await world.write('reply', { under: 'a' });
    await world.write('late reply', { under: 'a', expiresAt: later(60_000) });
    for (const minutes of [3, 4]) {
      await world.at(later(minutes * 60_000));
      await sendDue(world.deps);
    }
    expect(await world.row('a#2')).toMatchObject({ status: 'SUPERSEDED', reason: 'original-not-sent' });
    expect(await world.row('reply')).toMatchObject({ status: 'SUPERSEDED', reason: 'original-not-sent' });

    await arrive('a');
    await sendDue(world.deps);

    const after = world.slack.calls.slice(1);
    expect(after.map(({ text, messageId, address }) => [text, messageId ?? address.threadId])).toEqual([
      ['second change', '17.1'],
      ['reply', '17.1'],
    ]);
    expect((await world.row('late reply')).status).not.toBe('SENT');
  });
});

describe('a message that is spoken of while its call is under way', () => {
  async function begin(): Promise<void> {
    await world.write('a');
    const claimed = await claim(world.db, { processId: 'the dead', atMost: 10, allowed: await unpaced.allow() });
    await markCalling(world.db, 'the dead', claimed);
  }

  it('is delivered when its process dies before it can write the answer', async () => {
    await begin();
    expect(await arrive('a')).toBe(0);
    expect(await world.row('a')).toMatchObject({ status: 'SENDING', messageId: '17.1' });

    await world.at(later(60_000));
    await sendDue(world.deps);

    expect(await world.row('a')).toMatchObject(SENT);
    expect(world.slack.calls).toEqual([]);
  });

  it('is delivered when its answer is lost', async () => {
    world.slack.before = async () => {
      await arrive('a');
      throw new DeliveryError('unknown', 'no-answer', 'No answer came.');
    };
    await world.write('a');

    await sendDue(world.deps);
    await sendDue(world.deps);

    expect(await world.row('a')).toMatchObject(SENT);
  });

  it('is not sent again when its platform answers with a failure', async () => {
    world.slack.before = () => {
      throw new DeliveryError('try-later', 'internal_error', 'Slack had trouble.');
    };
    await world.write('a');
    await sendDue(world.deps);
    expect((await world.row('a')).status).toBe('FAILED');

    await arrive('a');
    await world.at(later(3_600_000));
    await sendDue(world.deps);

    expect(await world.row('a')).toMatchObject(SENT);
    expect(world.slack.calls).toHaveLength(1);
  });
});

it('a message that is known to be there keeps its own id', async () => {
  await world.write('a', { to: to(world.teamId) });
  await sendDue(world.deps);
  const before = await world.row('a');

  expect(await arrive('a')).toBe(0);

  expect(await world.row('a')).toEqual(before);
});

it('what is no id of ours is not even looked for', async () => {
  await lose('a');

  expect(await arrive('a', { mark: "x' or true" })).toBe(0);

  expect((await world.row('a')).status).toBe('UNKNOWN');
});

it('an arrival outlives a database that is away for a moment', async () => {
  await lose('a');
  let isAway = true;
  const away = connect({ url: 'postgres://postgres@127.0.0.1:1/nowhere' });
  const db = new Proxy(world.db, {
    get: (target, name) => Reflect.get(isAway ? away.db : target, name) as unknown,
  });
  const arrivals = createArrivals({ db, log: silentLog, poke: () => undefined, waitMs: 60_000 });
  const { id: mark } = await world.row('a');
  arrivals.note({ platform: 'slack', teamId: world.teamId, mark, messageId: '17.1', place: {} });
  await arrivals.flush();
  expect((await world.row('a')).status).toBe('UNKNOWN');

  isAway = false;
  await arrivals.stop();
  await away.close();

  expect(await world.row('a')).toMatchObject(SENT);
});
