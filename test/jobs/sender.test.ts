import { DeliveryError, ScreenError } from '../../src/errors.ts';
import { amend } from '../../src/jobs/ledger.ts';
import { MAX_ATTEMPTS } from '../../src/jobs/outcome.ts';
import type { Refused } from '../../src/jobs/record.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { THURSDAY, aCard, later, to } from './ledger-world.ts';
import { world } from './standing-world.ts';

function texts(): string[] {
  return world.slack.calls.map((call) => call.text);
}

/** Every call fails so, until it is set to undefined. */
function failWith(error: Error | undefined): void {
  world.slack.before = () => {
    if (error) throw error;
  };
}

describe('sending', () => {
  it('sends what waits and records where it is', async () => {
    await world.write('a');

    const result = await sendDue(world.deps);

    expect(result).toEqual({ sent: 1, handled: 1, waiting: false });
    expect(world.slack.calls).toEqual([expect.objectContaining({ what: 'post', text: 'a', key: 'a' })]);
    expect(await world.row('a')).toMatchObject({
      status: 'SENT',
      messageId: 'm1',
      attempts: 1,
      leaseBy: null,
      sentAt: THURSDAY,
    });
  });

  it('keeps the order within a lane and lets other lanes pass', async () => {
    for (const key of ['a1', 'a2', 'a3']) await world.write(key);
    await world.write('b1', { to: to(world.teamId, 'U2') });

    await sendDue(world.deps);

    const first = world.slack.calls.filter((call) => call.address.userId === 'U1').map((call) => call.text);
    expect(first).toEqual(['a1', 'a2', 'a3']);
    expect(texts().slice(0, 2).sort()).toEqual(['a1', 'b1']);
  });

  it('sends what is urgent first', async () => {
    await world.write('later');
    await world.write('urgent', { priority: 1 });

    await sendDue(world.deps);

    expect(texts()).toEqual(['urgent', 'later']);
  });

  it('waits for the time of a message, says when that is, and does not let it hold its lane back', async () => {
    await world.write('later', { notBefore: later(90_000) });
    await world.write('now');

    const result = await sendDue(world.deps);

    expect(result).toMatchObject({ sent: 1, waiting: true, nextAt: later(90_000) });
    expect(texts()).toEqual(['now']);
    await world.at(later(90_000));
    await sendDue(world.deps);
    expect(texts()).toEqual(['now', 'later']);
  });

  it('does not send what has expired, and tells', async () => {
    const told: Refused[] = [];
    await world.write('old', { expiresAt: later(1000), notBefore: later(500) });
    await world.at(later(1000));

    await sendDue({ ...world.deps, onRefused: async (_tx, refused) => void told.push(refused) });

    expect(texts()).toEqual([]);
    expect(await world.row('old')).toMatchObject({ status: 'DEAD', reason: 'expired' });
    expect(told).toEqual([expect.objectContaining({ tenantId: world.tenantId, key: 'old', reason: 'expired' })]);
  });

  it('is done once by two processes at the same time', async () => {
    for (let n = 0; n < 30; n++) await world.write(`m${n}`, { to: to(world.teamId, `U${n}`) });

    const results = await Promise.all(
      ['one', 'two', 'three'].map((processId) => sendDue({ ...world.deps, processId })),
    );

    expect(results.reduce((sum, result) => sum + result.sent, 0)).toBe(30);
    expect(new Set(texts()).size).toBe(30);
    expect(texts()).toHaveLength(30);
  });

  it('keeps the order of a lane over two processes', async () => {
    for (let n = 0; n < 8; n++) await world.write(`m${n}`);
    let underWay = 0;
    world.slack.before = async () => {
      expect(++underWay).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      underWay--;
    };

    for (let n = 0; n < 8; n++)
      await Promise.all(['one', 'two'].map((processId) => sendDue({ ...world.deps, processId })));

    expect(texts()).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7']);
  });

  it("gives a district's five messages their turn beside another's hundreds", async () => {
    for (let n = 0; n < 120; n++) await world.write(`big${n}`, { to: to('T-big', `U${n}`) });
    for (let n = 0; n < 5; n++) await world.write(`small${n}`, { to: to('T-small', `U${n}`) });

    await sendDue(world.deps);

    const places = texts().flatMap((text, place) => (text.startsWith('small') ? [place] : []));
    expect(places).toHaveLength(5);
    expect(Math.max(...places)).toBeLessThan(20);
  });

  it('learns the address that a platform tells, and changes the message there', async () => {
    await world.write('a');
    world.slack.post = () => Promise.resolve({ messageId: 'm1', address: { teamId: 'T', channelId: 'D7' } });
    await sendDue(world.deps);
    await world.inside((tx) => amend(tx, world.tenantId, 'a', aCard('new')));

    await sendDue(world.deps);

    expect(world.slack.calls).toEqual([
      expect.objectContaining({ what: 'update', address: { teamId: 'T', channelId: 'D7' } }),
    ]);
  });
});

describe('what a platform refuses', () => {
  it.each(['install-dead', 'target-dead', 'our-bug'] as const)(
    '%s: is dead with its reason, and told',
    async (kind) => {
      const told: Refused[] = [];
      await world.write('a');
      failWith(new DeliveryError(kind, 'channel_not_found', 'The channel is gone.'));

      await sendDue({ ...world.deps, onRefused: async (_tx, refused) => void told.push(refused) });

      expect(await world.row('a')).toMatchObject({
        status: 'DEAD',
        reason: 'channel_not_found',
        reasonText: 'The channel is gone.',
      });
      expect(told).toEqual([expect.objectContaining({ key: 'a', kind: 'prompt', text: 'The channel is gone.' })]);
    },
  );

  it('a mistake of ours is dead, too', async () => {
    await world.write('a');
    failWith(new ScreenError('card has no summary'));

    await sendDue(world.deps);

    expect(await world.row('a')).toMatchObject({ status: 'DEAD', reason: 'screen' });
  });

  it('what may go later is tried again after a while, before the rest of its lane', async () => {
    await world.write('a');
    await world.write('b');
    failWith(new DeliveryError('try-later', 'service_unavailable', 'Slack is not well.'));

    const result = await sendDue(world.deps);

    expect(texts()).toEqual(['a']);
    const row = await world.row('a');
    expect(row).toMatchObject({ status: 'FAILED', attempts: 1, reason: 'service_unavailable' });
    expect(result.nextAt).toEqual(row.notBefore);
    await sendDue(world.deps);
    expect(texts()).toEqual(['a']);

    failWith(undefined);
    await world.at(row.notBefore);
    await sendDue(world.deps);
    expect(texts()).toEqual(['a', 'a', 'b']);
  });

  it('is given up in the end', async () => {
    await world.write('a');
    failWith(new DeliveryError('try-later', 'service_unavailable', 'Slack is not well.'));
    for (let n = 0; n < MAX_ATTEMPTS; n++) {
      await sendDue(world.deps);
      await world.at((await world.row('a')).notBefore);
    }

    expect(await world.row('a')).toMatchObject({ status: 'DEAD', reason: 'gave-up', attempts: MAX_ATTEMPTS });
    expect(texts()).toHaveLength(MAX_ATTEMPTS);
  });

  it('a rate limit of the workspace silences it for every process, and no other workspace', async () => {
    for (let n = 0; n < 5; n++) await world.write(`a${n}`, { to: to(world.teamId, `U${n}`) });
    failWith(
      new DeliveryError('try-later', 'ratelimited', 'Slack asks us to wait.', {
        retryAfterMs: 30_000,
        limits: 'workspace',
      }),
    );
    await sendDue({ ...world.deps, atOnce: 1 });
    const before = world.slack.calls.length;
    failWith(undefined);
    await world.write('b', { to: to('T-other') });

    const result = await sendDue({ ...world.deps, processId: 'another' });

    expect(before).toBeLessThan(5);
    expect(texts().slice(before)).toEqual(['b']);
    expect(result.nextAt).toEqual(later(30_000));
    await world.at(later(30_000));
    expect(await sendDue(world.deps)).toMatchObject({ sent: 5 });
    expect((await world.row('a0')).attempts).toBe(1);
  });

  it('a rate limit of a lane holds that lane back', async () => {
    await world.write('a');
    await world.write('b', { to: to(world.teamId, 'U2') });
    world.slack.before = (call) => {
      if (call.text === 'a')
        throw new DeliveryError('try-later', '429', 'Wait.', { retryAfterMs: 2000, limits: 'lane' });
    };

    await sendDue(world.deps);

    expect(await world.row('b')).toMatchObject({ status: 'SENT' });
    expect(await world.row('a')).toMatchObject({ status: 'FAILED', notBefore: later(2000), attempts: 0 });
  });

  it('tells once more when the telling failed, and then buries without', async () => {
    await world.write('a');
    failWith(new DeliveryError('target-dead', 'is_archived', 'The channel is archived.'));
    const onRefused = jest.fn(() => Promise.reject(new Error('nobody to tell')));

    await sendDue({ ...world.deps, onRefused });

    expect(onRefused).toHaveBeenCalledTimes(2);
    expect(await world.row('a')).toMatchObject({ status: 'DEAD' });
  });

  it('waits where a platform is not switched on', async () => {
    await world.write('a');

    await sendDue({ ...world.deps, platforms: new Map() });

    expect(await world.row('a')).toMatchObject({ status: 'FAILED', reason: 'platform-off' });
  });
});

describe('a guard', () => {
  it('lets a message go right before it is sent, or keeps it and tells why', async () => {
    const told: Refused[] = [];
    const asked: unknown[] = [];
    await world.write('good', { guard: 'digest-audience', to: to(world.teamId, 'C-good') });
    await world.write('bad', { guard: 'digest-audience', to: to(world.teamId, 'C-bad') });

    await sendDue({
      ...world.deps,
      guards: {
        'digest-audience': (delivery) => {
          asked.push(delivery.tenantId);
          const ok = delivery.address.userId === 'C-good';
          return Promise.resolve(ok ? { ok } : { ok, reason: 'guest-in-channel', text: 'A guest would read it.' });
        },
      },
      async onRefused(tx, refused) {
        told.push(refused);
        expect(await tx.tenant.count()).toBe(1);
      },
    });

    expect(texts()).toEqual(['good']);
    expect(asked).toEqual([world.tenantId, world.tenantId]);
    expect(await world.row('bad')).toMatchObject({
      status: 'DEAD',
      reason: 'guest-in-channel',
      reasonText: 'A guest would read it.',
    });
    expect(told.map((one) => one.key)).toEqual(['bad']);
  });

  it('that cannot say keeps the message back', async () => {
    await world.write('a', { guard: 'digest-audience' });

    await sendDue({ ...world.deps, guards: { 'digest-audience': () => Promise.reject(new Error('no answer')) } });

    expect(texts()).toEqual([]);
    expect(await world.row('a')).toMatchObject({ status: 'FAILED', reason: 'guard-failed' });
  });

  it('that does not exist lets nothing go', async () => {
    await world.write('a', { guard: 'digest-audience' });

    await sendDue(world.deps);

    expect(texts()).toEqual([]);
    expect(await world.row('a')).toMatchObject({ status: 'DEAD', reason: 'guard-missing' });
  });
});

describe('what is stored', () => {
  it('is checked before it is sent', async () => {
    await world.write('a');
    await world.inside((tx) =>
      tx.delivery.updateMany({ where: { key: 'a', tenantId: world.tenantId }, data: { card: { id: 1 } } }),
    );

    await sendDue(world.deps);

    expect(texts()).toEqual([]);
    expect(await world.row('a')).toMatchObject({ status: 'DEAD', reason: 'unreadable' });
  });
});
