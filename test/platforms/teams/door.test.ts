import { request } from 'node:http';
import { deflateSync, gzipSync } from 'node:zlib';
import { SetUpError } from '../../../src/errors.ts';
import { silentLog } from '../../../src/log.ts';
import { cloudOf, isServiceUrl } from '../../../src/platforms/teams/clouds.ts';
import { startTeams } from '../../../src/platforms/teams/index.ts';
import type { SignOverrides } from '../../../src/playground/pocket-teams/index.ts';
import { APP_ID, openWorld, TENANT, type World } from './world.ts';

const present = Math.floor(Date.now() / 1000);

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
    ['a token that never ends', { claims: { exp: undefined } }],
    ['a token whose end is no number', { claims: { exp: 'NaN' } }],
    ['a token whose end is no time at all', { claims: { exp: 1e308 } }],
    ['a token whose end is before all time', { claims: { exp: -1 } }],
    ['a token of the future', { claims: { nbf: present + 3600 } }],
    ['a token whose beginning is no number', { claims: { nbf: 'now' } }],
    ['a token for several', { claims: { aud: [APP_ID, 'another-app'] } }],
    ['a key’s name that is a path', { kid: '../../../etc/passwd' }],
    ['a key’s name that is an address', { kid: 'http://127.0.0.1:9/key' }],
    ['a key’s name that every object has', { kid: '__proto__' }],
    ['a key’s name without end', { kid: 'k'.repeat(8_000) }],
    ['no key’s name', { header: { kid: undefined } }],
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

  test('two authorizations in one request are refused, whichever of them is good', async () => {
    const activity = world.pocket.buildActivity(world.ana, { type: 'message', text: 'checkin' });
    const good = `Bearer ${await world.pocket.sign(activity)}`;
    const bad = `Bearer ${await world.pocket.sign(activity, { key: 'foreign' })}`;
    const post = (authorizations: string[]) =>
      new Promise<number | undefined>((resolve, reject) => {
        const raw = ['host', new URL(world.messagesUrl).host, 'content-type', 'application/json'];
        const headers = [...raw, ...authorizations.flatMap((one) => ['authorization', one])];
        const sent = request(world.messagesUrl, { method: 'POST', headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.once('error', reject);
        sent.end(JSON.stringify(activity));
      });

    expect(await post([good, bad])).toBe(401);
    expect(await post([bad, good])).toBe(401);
    expect(world.heard).toEqual([]);
    expect(await post([good])).toBe(200);
  });

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
    const post = async (body: BodyInit, more: Record<string, string> = {}) => {
      const response = await fetch(world.messagesUrl, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', ...more },
        body,
      });
      return [response.status, await response.json()];
    };
    const whole = JSON.stringify(activity);
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
    expect(await post('"a string"')).toEqual([400, { error: 'The body is not JSON.' }]);
    expect(await post('')).toEqual([400, { error: 'The body is not an activity that Teams sends.' }]);
    const unreadable = [415, { error: 'The body must be JSON in UTF-8, and not compressed.' }];
    expect(await post(new Uint8Array(gzipSync(whole)), { 'content-encoding': 'gzip' })).toEqual(unreadable);
    expect(await post(new Uint8Array(deflateSync('0'.repeat(50_000_000))), { 'content-encoding': 'deflate' })).toEqual(
      unreadable,
    );
    expect(await post(whole, { 'content-type': 'application/json; charset=iso-8859-1' })).toEqual(unreadable);
    expect(world.heard).toEqual([]);
  });

  test('a body that was made to break its reader is refused, and one that is merely deep in its place is not', async () => {
    const activity = world.pocket.buildActivity(world.ana, { type: 'message', text: 'checkin' });
    const authorization = `Bearer ${await world.pocket.sign(activity)}`;
    const post = async (value: string) => {
      const body = `${JSON.stringify(activity).slice(0, -1)},"value":${value}}`;
      const headers = { authorization, 'content-type': 'application/json' };
      const response = await fetch(world.messagesUrl, { method: 'POST', headers, body });
      await response.text();
      return response.status;
    };
    const nested = (open: string, close: string, times: number) => `${open.repeat(times)}1${close.repeat(times)}`;

    expect(await post(nested('[', ']', 200_000))).toBe(400);
    expect(await post(nested('{"a":', '}', 70_000))).toBe(400);
    expect(await post('{"__proto__":{"isAdmin":true}}')).toBe(400);
    expect(await post('{"a":[{"b":{"__proto__":{"isAdmin":true}}}]}')).toBe(400);
    expect(world.heard).toEqual([]);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(await post(nested('[', ']', 30))).toBe(200);
    expect(await post('{"constructor":{"prototype":1}}')).toBe(200);
  });
});

describe('where TEAMS_TENANTS names the organizations that are served', () => {
  test('another one is refused by its id before anything of it is read, and the named one is heard', async () => {
    const world = await openWorld({ tenants: [TENANT] });
    const elsewhere = 'dddddddd-0000-4000-8000-00000000000d';
    world.pocket.addTenant({ id: elsewhere, name: 'Lakeside Schools' });
    const dana = world.pocket.addUser({ tenantId: elsewhere, name: 'Dana Reyes', email: 'dana@lakeside.example' });

    expect(await world.pocket.install(dana)).toMatchObject({
      status: 403,
      body: { error: 'This app does not serve this organization.' },
    });
    expect(world.heard).toEqual([]);
    expect(world.logged.join('')).toContain(`"tenant":"${elsewhere}"`);
    expect(world.logged.join('')).not.toContain('Dana');

    expect(await world.pocket.install(world.ana)).toMatchObject({ status: 200 });
    await world.close();
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

  test.each([
    ['public', 'com', 'urn:botframework:azure', 'https://api.botframework.com'],
    ['gcc', 'com', 'urn:botframework:azure', 'https://api.botframework.com'],
    ['gcch', 'us', 'urn:botframework:azureusgov', 'https://api.botframework.us'],
    ['dod', 'us', 'urn:botframework:azureusgov', 'https://api.botframework.us'],
  ] as const)(
    'the cloud %s signs in at microsoftonline.%s, the bot in its own tenant',
    (name, end, callerId, scope) => {
      expect(cloudOf(name, undefined, 'a-tenant')).toMatchObject({
        ...{ callerId, scope, issuer: scope },
        signInUrl: `https://login.microsoftonline.${end}`,
        loginUrl: `https://login.microsoftonline.${end}/a-tenant`,
      });
    },
  );

  test.each([
    ['https://in.example/a-tenant', undefined, 'https://in.example'],
    ['https://in.example/a-tenant/', undefined, 'https://in.example'],
    ['https://in.example/a-tenant/oauth2/v2.0/token', undefined, 'https://in.example'],
    ['https://in.example/base', undefined, 'https://in.example/base'],
    ['https://in.example/a-tenant', 'https://people.example/in/', 'https://people.example/in'],
  ])(
    'where the bot signs in at %s and people at %s, tokens of people are those of %s',
    (loginUrl, given, signInUrl) => {
      const custom = { openIdMetadataUrl: 'x', tokenIssuer: 'x', loginUrl, serviceHosts: ['x'] };
      const cloud = cloudOf('custom', given === undefined ? custom : { ...custom, signInUrl: given }, 'a-tenant');
      expect(cloud.signInUrl).toBe(signInUrl);
    },
  );

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
    ['public', 'https://smba.trafficmanager.net:8443/amer/', false],
    ['public', 'https://smba.trafficmanager.net:443/amer/', true],
    ['public', 'https://SMBA.trafficmanager.net/amer/', true],
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
    expect(isServiceUrl(cloudOf(cloud, undefined, 'a-tenant'), address)).toBe(allowed);
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
    expect(isServiceUrl(cloudOf('custom', custom, 'a-tenant'), address)).toBe(allowed);
  });
});
