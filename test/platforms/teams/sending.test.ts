import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defineCard } from '../../../src/chat/card.ts';
import type { Address } from '../../../src/chat/platform.ts';
import { DeliveryError, SetUpError } from '../../../src/errors.ts';
import { tokenUrl } from '../../../src/platforms/teams/token-request.ts';
import type { FaultMode, PocketTeam } from '../../../src/playground/pocket-teams/index.ts';
import { chatOf, lastTo, openWorld, TENANT, threadsOf, type World } from './world.ts';

const card = (words: string) =>
  defineCard({ id: 'digest:week', summary: words, parts: [{ kind: 'heading', text: words }] });

describe('what the app sends to Teams by itself', () => {
  let world: World;
  let team: PocketTeam;
  beforeAll(async () => {
    world = await openWorld();
    team = world.pocket.addTeam({
      tenantId: TENANT,
      name: 'Principals',
      memberIds: [world.ana.id, world.ben.id],
      channels: ['Digest', { name: 'Private', kind: 'private' }],
    });
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.pocket.reset();
    await world.pocket.install(world.ana);
    await world.pocket.addToTeam(team, world.ana);
  });

  const toAna = (): Address => ({
    teamId: TENANT,
    userId: world.ana.id,
    conversationId: world.ana.chatId,
    serviceUrl: world.pocket.serviceUrl,
  });
  const toChannel = (name: string): Address => {
    const channelId = team.channels.find((channel) => channel.name === name)?.id ?? '';
    return { teamId: TENANT, channelId, serviceUrl: world.pocket.serviceUrl };
  };

  test('a message arrives once, with an alert and words for the notification, and can be changed in place', async () => {
    const { messageId, address } = await world.platform.post(toAna(), card('Your check-in is open'), 'key-1');
    expect(address).toEqual(toAna());
    expect(lastTo(world, world.ana)).toMatchObject({ summary: 'Your check-in is open', alert: true, edited: false });
    await world.platform.update(toAna(), messageId, card('Your check-in is in'));
    expect(chatOf(world, world.ana)).toHaveLength(1);
    expect(lastTo(world, world.ana)).toMatchObject({ summary: 'Your check-in is in', edited: true });
    expect(world.pocket.problems).toEqual([]);
  });

  test('the chat is made when it is not known, and remembered in the address', async () => {
    const { address } = await world.platform.post(
      { teamId: TENANT, userId: world.ana.id, serviceUrl: world.pocket.serviceUrl },
      card('Hello'),
      'key',
    );
    expect(address).toEqual(toAna());
    expect(lastTo(world, world.ana).summary).toBe('Hello');
  });

  test('a channel gets a thread of its own each time, and it is updated in place', async () => {
    const { messageId, address } = await world.platform.post(toChannel('Digest'), card('Week 12'), 'key');
    expect(address).toEqual(toChannel('Digest'));
    await world.platform.post(toChannel('Digest'), card('Week 13'), 'key');
    await world.platform.update(toChannel('Digest'), messageId, card('Week 12, with a late answer'));
    expect(threadsOf(world, world.ben).map((thread) => thread.root.summary)).toEqual([
      'Week 12, with a late answer',
      'Week 13',
    ]);
  });

  test('a reply stands in the thread of its top, and is updated there', async () => {
    const top = await world.platform.post(toChannel('Digest'), card('Week 12'), 'top');
    const under = { ...toChannel('Digest'), threadId: top.messageId };

    const { messageId } = await world.platform.post(under, card('Delivery'), 'reply');
    await world.platform.post(toChannel('Digest'), card('Week 13'), 'next');
    await world.platform.update(under, messageId, card('Delivery, with a late answer'));

    const threads = threadsOf(world, world.ben);
    expect(threads.map(({ root, replies }) => [root.summary, replies.map((reply) => reply.summary)])).toEqual([
      ['Week 12', ['Delivery, with a late answer']],
      ['Week 13', []],
    ]);
    expect(threads[0]?.root.edited).toBe(false);
    expect(world.pocket.problems).toEqual([]);
  });

  test('a reply in a chat, which has no threads, is the next message', async () => {
    const top = await world.platform.post(toAna(), card('Your pairs'), 'top');

    await world.platform.post({ ...toAna(), threadId: top.messageId }, card('More of them'), 'reply');

    expect(chatOf(world, world.ana).map((message) => message.summary)).toEqual(['Your pairs', 'More of them']);
  });

  test('a private channel is refused for good', async () => {
    await expect(world.platform.post(toChannel('Private'), card('Week 12'), 'key')).rejects.toMatchObject({
      kind: 'target-dead',
      reason: 'NotEnoughPermissions',
    });
  });

  test.each<[string, FaultMode, Partial<DeliveryError>, Partial<DeliveryError>]>([
    [
      'not installed',
      { status: 403, code: 'BotNotInConversationRoster' },
      { kind: 'target-dead' },
      { kind: 'target-dead' },
    ],
    ['blocked', { status: 403, code: 'ConversationBlockedByUser' }, { kind: 'target-dead' }, { kind: 'target-dead' }],
    [
      'switched off',
      { status: 403, code: 'BotDisabledByAdmin' },
      { kind: 'install-dead', isSwitchedOff: true },
      { kind: 'install-dead', isSwitchedOff: true },
    ],
    ['writes blocked', { status: 403, code: 'MessageWritesBlocked' }, { kind: 'target-dead' }, { kind: 'target-dead' }],
    ['forbidden', { status: 403, code: 'ForbiddenOperation' }, { kind: 'target-dead' }, { kind: 'target-dead' }],
    ['no permission', { status: 403, code: 'NotEnoughPermissions' }, { kind: 'target-dead' }, { kind: 'target-dead' }],
    [
      'not found',
      { status: 404, code: 'ConversationNotFound' },
      { kind: 'try-later', believedAfterMs: 24 * 3_600_000 },
      { kind: 'try-later', believedAfterMs: 24 * 3_600_000 },
    ],
    [
      'message gone',
      { status: 404, code: 'ActivityNotFoundInConversation' },
      { kind: 'target-dead' },
      { kind: 'target-dead' },
    ],
    [
      'too fast',
      { status: 429, retryAfterSeconds: 7 },
      { kind: 'try-later', retryAfterMs: 7000, limits: 'lane' },
      { kind: 'try-later', retryAfterMs: 7000 },
    ],
    [
      'too fast, and for how long is not said',
      { status: 429 },
      { kind: 'try-later', retryAfterMs: undefined, limits: 'lane' },
      { kind: 'try-later', limits: 'lane' },
    ],
    ['precondition', { status: 412 }, { kind: 'try-later' }, { kind: 'try-later' }],
    ['bad gateway', { status: 502 }, { kind: 'try-later' }, { kind: 'try-later' }],
    ['unavailable', { status: 503 }, { kind: 'try-later' }, { kind: 'try-later' }],
    ['gateway timeout', { status: 504 }, { kind: 'try-later' }, { kind: 'try-later' }],
    ['server error', { status: 500 }, { kind: 'unknown' }, { kind: 'try-later' }],
    ['lost answer', 'lost-response', { kind: 'unknown' }, { kind: 'try-later' }],
    ['too big', { status: 413 }, { kind: 'our-bug' }, { kind: 'our-bug' }],
    ['bad argument', { status: 400 }, { kind: 'our-bug' }, { kind: 'our-bug' }],
    ['wrong cloud', { status: 403, code: 'InvalidBotApiHost' }, { kind: 'target-dead' }, { kind: 'target-dead' }],
  ])('%s: the ledger is told what it means', async (_what, mode, onPost, onUpdate) => {
    const { messageId } = await world.platform.post(toAna(), card('One'), 'key');
    const before = world.pocket.calls.length;
    world.pocket.fail({ match: ['send', 'update'], mode });
    const failed = await world.platform.post(toAna(), card('Two'), 'key').catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(DeliveryError);
    expect(failed).toMatchObject(onPost);
    expect((failed as DeliveryError).message).toMatch(/^[A-Z].*\.$/);
    expect(world.pocket.calls).toHaveLength(before + 1);
    world.pocket.fail({ match: ['send', 'update'], mode });
    await expect(world.platform.update(toAna(), messageId, card('Three'))).rejects.toMatchObject(onUpdate);
  });

  test('a token that Teams refuses is replaced once, and then everything waits until somebody mends the registration', async () => {
    await world.platform.post(toAna(), card('One'), 'key');
    world.pocket.fail({ match: 'send', mode: { status: 401 } });
    await world.platform.post(toAna(), card('Two'), 'key');
    expect(chatOf(world, world.ana)).toHaveLength(2);
    world.pocket.fail({ match: 'send', times: 2, mode: { status: 401 } });
    await expect(world.platform.post(toAna(), card('Three'), 'key')).rejects.toMatchObject({
      kind: 'try-later',
      reason: 'app-credential',
      limits: 'workspace',
      retryAfterMs: 300_000,
    });
  });

  test('a card that no drawing makes small enough is a mistake of ours, before anything is sent', async () => {
    const before = world.pocket.calls.length;
    const buttons = Array.from({ length: 5 }, (_, n) => ({
      action: 'x:y',
      label: `No. ${n}`,
      state: { long: '"'.repeat(1_900) },
    }));
    const huge = {
      id: 'x:huge',
      summary: 'Huge',
      parts: [
        { kind: 'buttons' as const, buttons },
        { kind: 'buttons' as const, buttons },
      ],
    };
    await expect(world.platform.post(toAna(), huge, 'key')).rejects.toMatchObject({ kind: 'our-bug', reason: 'card' });
    expect(world.pocket.calls).toHaveLength(before);
  });

  test('what surely never left may be tried again', async () => {
    const closed = await freePort();
    const other = await openWorld({ serviceHosts: [`127.0.0.1:${closed}`] });
    await expect(
      other.platform.post({ ...toAna(), serviceUrl: `http://127.0.0.1:${closed}/` }, card('x'), 'key'),
    ).rejects.toMatchObject({ kind: 'try-later' });
    await other.close();
  });

  test('a stored address of a host that is not ours gets neither message nor token', async () => {
    const { server, port, asked } = await listener();
    const address = { ...toAna(), serviceUrl: `http://127.0.0.1:${port}/amer/` };
    await expect(world.platform.post(address, card('x'), 'key')).rejects.toMatchObject({
      kind: 'target-dead',
      reason: 'service-url',
    });
    await expect(world.platform.update(address, `${world.ana.chatId}|1`, card('x'))).rejects.toMatchObject({
      reason: 'service-url',
    });
    expect(asked()).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });

  test('one sign-in serves many messages', async () => {
    const other = await openWorld();
    await other.pocket.install(other.ana);
    const asked = other.pocket.fail({ match: 'token', times: Number.POSITIVE_INFINITY, mode: { slowMs: 0 } });
    const address = { ...toAna(), serviceUrl: other.pocket.serviceUrl };
    await Promise.all([1, 2, 3].map((n) => other.platform.post(address, card(`No. ${n}`), 'key')));
    expect(chatOf(other, other.ana)).toHaveLength(3);
    expect(asked.used).toBe(1);
    await other.close();
  });

  test('check says whether the sign-in works and what to mend', async () => {
    const other = await openWorld();
    other.pocket.fail({ match: 'token', mode: { status: 401 } });
    await expect(other.platform.check()).rejects.toThrow(SetUpError);
    await expect(other.platform.check()).resolves.toBeUndefined();
    await other.close();
  });

  test('TEAMS_LOGIN_URL may be a token address or an authority, with or without the tenant', () => {
    expect(tokenUrl('https://x.example/custom/token', 't1')).toBe('https://x.example/custom/token');
    expect(tokenUrl('https://x.example/t1/', 't1')).toBe('https://x.example/t1/oauth2/v2.0/token');
    expect(tokenUrl('https://x.example', 't1')).toBe('https://x.example/t1/oauth2/v2.0/token');
  });

  describe('people and channels', () => {
    test('an account is known by its verified address, with the time zone its app told', async () => {
      await world.pocket.say(world.ana, undefined, 'help');
      await expect(world.platform.whoIs(TENANT, world.ana.id)).resolves.toEqual({
        userId: world.ana.id,
        name: 'Ana Ruiz',
        email: 'ana@harbor.example',
        timeZone: 'America/Los_Angeles',
        address: { ...toAna(), objectId: world.ana.aadObjectId },
      });
    });

    test('a person of a channel is known there, and a stranger is not', async () => {
      const address = { ...toChannel('Digest'), conversationId: toChannel('Digest').channelId ?? '' };
      await expect(world.platform.whoIs(TENANT, world.ben.id, address)).resolves.toMatchObject({
        email: 'ben@harbor.example',
      });
      await expect(world.platform.whoIs(TENANT, '29:nobody', address)).resolves.toBeUndefined();
      await expect(world.platform.whoIs(TENANT, '29:nobody')).resolves.toBeUndefined();
      await expect(world.platform.findByEmail(TENANT, 'ana@harbor.example')).resolves.toBeUndefined();
    });

    test('a channel tells who would read it, guests among them', async () => {
      const { members, ...channel } = await world.platform.inspectChannel(toChannel('General'));
      expect(channel).toEqual({ name: 'Principals > General', isPublic: false, isShared: false });
      expect(members).toEqual([
        { userId: world.ana.id, isGuest: false, email: 'ana@harbor.example' },
        { userId: world.ben.id, isGuest: true, email: 'ben@harbor.example' },
      ]);
    });

    test('large teams are read page by page', async () => {
      const crowd = Array.from({ length: 620 }, (_, n) =>
        world.pocket.addUser({ tenantId: TENANT, name: `Person ${n}`, email: `p${n}@harbor.example` }),
      );
      const large = world.pocket.addTeam({
        tenantId: TENANT,
        name: 'Everybody',
        memberIds: crowd.map((one) => one.id),
      });
      await world.pocket.addToTeam(large, crowd[0]?.id);
      const { members } = await world.platform.inspectChannel({
        teamId: TENANT,
        channelId: large.id,
        serviceUrl: world.pocket.serviceUrl,
      });
      expect(members).toHaveLength(620);
    });
  });
});

async function listener(): Promise<{ server: Server; port: number; asked: () => number }> {
  let count = 0;
  const server = createServer((_request, response) => {
    count += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port, asked: () => count };
}

async function freePort(): Promise<number> {
  const { server, port } = await listener();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
