import { createRequire } from 'node:module';
import { z } from 'zod';
import { SetUpError } from '../../../src/errors.ts';
import { silentLog } from '../../../src/log.ts';
import { cloudOf, isServiceUrl } from '../../../src/platforms/teams/clouds.ts';
import { startTeams } from '../../../src/platforms/teams/index.ts';
import type { SignOverrides } from '../../../src/playground/pocket-teams/index.ts';
import { APP_ID, openWorld, type World } from './world.ts';

// The SDK's own list of issuers, to see that nobody outside can make it grow.
const sdk = createRequire(import.meta.url);
const sdkIssuers = (): number =>
  Issuers.parse(sdk('botframework-connector/lib/auth/tokenValidationParameters'))
    .ToBotFromBotOrEmulatorTokenValidationParameters.issuer.length;
const Issuers = z.object({
  ToBotFromBotOrEmulatorTokenValidationParameters: z.object({ issuer: z.array(z.string()) }),
});

describe('who may speak to the app at /api/messages', () => {
  let world: World;
  beforeAll(async () => {
    // The SDK prints the key for every forged token.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    world = await openWorld();
    await world.pocket.install(world.ana);
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.heard.length = 0;
  });

  async function send(bent: SignOverrides, more: Record<string, unknown> = {}) {
    const activity = world.pocket.buildActivity(world.ana, { type: 'message', text: 'checkin', ...more });
    return world.pocket.post(activity, `Bearer ${await world.pocket.sign(activity, bent)}`);
  }

  test('the Bot Connector with a good token is heard', async () => {
    expect((await send({})).status).toBe(200);
    expect(world.heard).toHaveLength(1);
  });

  const entra = 'https://sts.windows.net/11111111-2222-4333-8444-555555555555/';
  const attacks: [string, SignOverrides][] = [
    ['another app’s audience', { audience: 'another-app' }],
    ['a foreign issuer', { issuer: 'https://evil.example' }],
    ['the government cloud’s issuer', { issuer: 'https://api.botframework.us' }],
    [
      'a token of any Entra tenant',
      { issuer: entra, claims: { tid: '11111111-2222-4333-8444-555555555555', appid: APP_ID, ver: '1.0' } },
    ],
    ['a token between bots', { claims: { appid: 'another-bot', ver: '1.0' } }],
    ['a token for another service address', { serviceUrl: 'https://smba.trafficmanager.net/amer/' }],
    ['a token that names no service address', { serviceUrl: null }],
    ['a key that is not endorsed for Teams', { key: 'unendorsed' }],
    ['a key that nobody published', { key: 'foreign' }],
    ['a published key’s name over another key', { key: 'foreign', kid: 'pocket-endorsed' }],
    ['an expired token', { expiresInSeconds: -3600 }],
    ['a broken signature', { brokenSignature: true }],
    ['no signature', { algorithm: 'none' }],
    ['a signature made with the public key', { algorithm: 'HS256' }],
  ];
  test.each(attacks)('%s is refused with 401, and nothing happens', async (_what, bent) => {
    const before = world.pocket.calls.length;
    const { status, body } = await send(bent);
    expect(status).toBe(401);
    expect(JSON.stringify(body)).toMatch(/^\{"error":"(This request does not carry|The token)[^"]*"\}$/);
    expect(world.heard).toEqual([]);
    expect(world.pocket.calls).toHaveLength(before);
  });

  test.each(['', 'Bearer', 'Bearer x', 'Basic YTpi', 'Bearer a.b.c', 'bearer a.b.c'])(
    'the authorization "%s" is refused',
    async (authorization) => {
      const activity = world.pocket.buildActivity(world.ana, { type: 'message', text: 'checkin' });
      expect((await world.pocket.post(activity, authorization)).status).toBe(401);
    },
  );

  test('a good token for an address of an attacker reaches nobody', async () => {
    const { status } = await send({}, { serviceUrl: 'https://smba.trafficmanager.net.evil.example/amer/' });
    expect(status).toBe(403);
    expect(world.heard).toEqual([]);
  });

  test('only Teams is listened to', async () => {
    expect((await send({}, { channelId: 'webchat' })).status).toBe(403);
    expect((await send({}, { channelId: 'emulator' })).status).toBe(403);
  });

  test('an activity without a tenant, or with two, is refused', async () => {
    const conversation = { id: world.ana.chatId, conversationType: 'personal' };
    expect((await send({}, { conversation, channelData: {} })).status).toBe(400);
    expect(
      (await send({}, { conversation: { ...conversation, tenantId: 'one' }, channelData: { tenant: { id: 'two' } } }))
        .status,
    ).toBe(400);
    expect(world.heard).toEqual([]);
  });

  test('a body that is no JSON, no activity or too big is refused with a sentence', async () => {
    const activity = world.pocket.buildActivity(world.ana, { type: 'message', text: 'checkin' });
    const authorization = `Bearer ${await world.pocket.sign(activity)}`;
    const post = async (body: string) => {
      const response = await fetch(world.messagesUrl, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body,
      });
      return [response.status, await response.json()];
    };
    expect(await post('{"type":')).toEqual([400, { error: 'The body is not JSON.' }]);
    expect(await post('[]')).toEqual([400, { error: 'The body is not an activity that Teams sends.' }]);
    expect(await post(JSON.stringify({ ...activity, from: undefined }))).toEqual([
      400,
      { error: 'The body is not an activity that Teams sends.' },
    ]);
    expect(await post(JSON.stringify({ ...activity, text: 'x'.repeat(600_000) }))).toEqual([
      413,
      { error: 'The activity is too big.' },
    ]);
  });

  test('tokens of two hundred invented tenants leave nothing behind', async () => {
    const before = sdkIssuers();
    for (let tenant = 0; tenant < 200; tenant += 1)
      await send({ issuer: `https://sts.windows.net/${tenant}/`, claims: { tid: `${tenant}`, appid: APP_ID } });
    for (let tenant = 0; tenant < 200; tenant += 1) await send({ claims: { tid: `tenant-${tenant}` } });
    expect(sdkIssuers()).toBe(before);
  });
});

describe('when the keys of the Bot Connector cannot be read', () => {
  test('it is asked to come again, and told nothing more', async () => {
    const world = await openWorld({ openIdMetadataUrl: 'http://127.0.0.1:9/keys' });
    await world.pocket.install(world.ana);
    const activity = world.pocket.buildActivity(world.ana, { type: 'message', text: 'x' });
    const { status, body } = await world.pocket.post(activity);
    expect(status).toBe(503);
    expect(JSON.stringify(body)).not.toContain('127.0.0.1');
    await world.close();
  });
});

describe('what Teams needs before it starts', () => {
  const settings = {
    appId: 'app',
    appPassword: 'secret',
    appTenantId: 'tenant',
    cloud: 'public' as const,
    log: silentLog,
    now: () => new Date(),
  };
  const receive = () => Promise.resolve({ kind: 'nothing' as const });

  test('an empty app id would switch authentication off, so it is refused', async () => {
    await expect(startTeams({ ...settings, appId: '  ' }, receive)).rejects.toThrow(SetUpError);
    await expect(startTeams({ ...settings, appId: '' }, receive)).rejects.toThrow('TEAMS_APP_ID');
  });

  test('a custom cloud says which of its addresses are missing', async () => {
    await expect(startTeams({ ...settings, cloud: 'custom' }, receive)).rejects.toThrow('TEAMS_SERVICE_HOSTS');
    const custom = {
      openIdMetadataUrl: 'https://x.example/o',
      tokenIssuer: '',
      loginUrl: 'https://x.example/l',
      serviceHosts: [],
    };
    await expect(startTeams({ ...settings, cloud: 'custom', custom }, receive)).rejects.toThrow(
      'TEAMS_TOKEN_ISSUER, TEAMS_SERVICE_HOSTS',
    );
  });

  test('the real clouds start without a word to Microsoft', async () => {
    for (const cloud of ['public', 'gcc', 'gcch', 'dod'] as const) {
      const { platform } = await startTeams({ ...settings, cloud }, receive);
      expect(platform.name).toBe('teams');
    }
  });

  test.each([
    ['public', 'https://smba.trafficmanager.net/amer/', true],
    ['public', 'https://europe.botframework.com/x', true],
    ['public', 'http://smba.trafficmanager.net/amer/', false],
    ['public', 'https://smba.trafficmanager.net@evil.example/', false],
    ['public', 'https://user:pw@smba.trafficmanager.net/', false],
    ['public', 'https://evilbotframework.com/', false],
    ['public', 'https://botframework.com.evil.example/', false],
    ['public', 'https://smba.infra.gov.teams.microsoft.us/', false],
    ['public', 'http://127.0.0.1:3978/', false],
    ['public', 'not an address', false],
    ['gcc', 'https://smba.infra.gcc.teams.microsoft.com/teams', true],
    ['gcch', 'https://smba.infra.gov.teams.microsoft.us/gcch/', true],
    ['gcch', 'https://smba.trafficmanager.net/amer/', false],
    ['dod', 'https://smba.infra.dod.teams.microsoft.us/dod/', true],
  ] as const)('in the cloud %s the address %s may be written to: %s', (cloud, address, allowed) => {
    expect(isServiceUrl(cloudOf(cloud, undefined), address)).toBe(allowed);
  });

  test.each([
    ['127.0.0.1:3978', 'http://127.0.0.1:3978/amer/', true],
    ['127.0.0.1:3978', 'http://127.0.0.1:3979/amer/', false],
    ['127.0.0.1', 'http://127.0.0.1:3979/amer/', true],
    ['http://127.0.0.1:3978', 'http://127.0.0.1:3978/amer/', true],
    ['*.inside.example', 'https://smba.inside.example/', true],
    ['*.inside.example', 'https://inside.example.evil.example/', false],
    ['', 'http://127.0.0.1/', false],
  ])('a custom cloud that lists %s may write to %s: %s', (entry, address, allowed) => {
    const custom = { openIdMetadataUrl: 'x', tokenIssuer: 'x', loginUrl: 'x', serviceHosts: ['other.example', entry] };
    expect(isServiceUrl(cloudOf('custom', custom), address)).toBe(allowed);
  });
});
