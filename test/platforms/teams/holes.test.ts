// The four holes of the SDK behind the door, each attacked as it would be, over the wire.
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { defineCard } from '../../../src/chat/card.ts';
import { SetUpError } from '../../../src/errors.ts';
import { silentLog } from '../../../src/log.ts';
import { startTeams } from '../../../src/platforms/teams/index.ts';
import type { SignOverrides } from '../../../src/playground/pocket-teams/index.ts';
import { APP_ID, openWorld, TENANT, type World } from './world.ts';

/** A server that answers every request alike, and remembers what it heard. */
interface Stranger {
  url: string;
  heard: string[];
}

const servers: Server[] = [];
async function listen(answer: { status: number; location?: string }): Promise<Stranger> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method ?? ''} ${request.url ?? ''} ${request.headers.authorization ?? ''}`);
    response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
    response.end('{"id":"1"}');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/amer/`, heard };
}

let world: World;
let stranger: Stranger;
beforeAll(async () => {
  // The SDK prints the key for every forged token.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  stranger = await listen({ status: 200 });
  world = await openWorld();
  await world.pocket.install(world.ana);
});
afterAll(async () => {
  await world.close();
  for (const server of servers) server.close();
});
beforeEach(() => {
  world.heard.length = 0;
  stranger.heard.length = 0;
});

const ENTRA = 'https://sts.windows.net/11111111-2222-4333-8444-555555555555/';
const OTHER_TENANT = { tid: '11111111-2222-4333-8444-555555555555', appid: APP_ID, ver: '1.0' };
const hello = defineCard({ id: 'a:hello', summary: 'Hello', parts: [{ kind: 'text', text: 'Hello' }] });

async function attack(bent: SignOverrides, more: Record<string, unknown>): Promise<number> {
  const activity = world.pocket.buildActivity(world.ana, { type: 'message', text: 'checkin', ...more });
  return (await world.pocket.post(activity, `Bearer ${await world.pocket.sign(activity, bent)}`)).status;
}

describe('the first hole: an empty app id switches authentication off', () => {
  test.each(['', ' ', '\t\n'])('the app id "%s" is refused before anything listens', async (appId) => {
    const settings = { appId, appPassword: 'secret', appTenantId: 'tenant', cloud: 'public' as const };
    const starting = startTeams({ ...settings, log: silentLog, now: () => new Date() }, () =>
      Promise.resolve({ kind: 'nothing' }),
    );
    await expect(starting).rejects.toThrow(SetUpError);
    await expect(starting).rejects.toThrow('TEAMS_APP_ID');
  });
});

describe('the second hole: strangers make the process remember', () => {
  // The SDK's own list of issuers, to which it adds one for each tenant that a token claims to be of.
  const sdk = createRequire(import.meta.url);
  const sdkIssuers = (): number =>
    Issuers.parse(sdk('botframework-connector/lib/auth/tokenValidationParameters'))
      .ToBotFromBotOrEmulatorTokenValidationParameters.issuer.length;
  const Issuers = z.object({
    ToBotFromBotOrEmulatorTokenValidationParameters: z.object({ issuer: z.array(z.string()) }),
  });

  /** Nobody has signed these, as nobody would have to. */
  function forge(tenant: number): string {
    const claims = {
      iss: tenant % 2 === 0 ? `https://sts.windows.net/tenant-${tenant}/` : 'https://api.botframework.com',
      ...{ aud: APP_ID, appid: APP_ID, tid: `tenant-${tenant}`, ver: '1.0', exp: Math.floor(Date.now() / 1000) + 3600 },
      filler: 'x'.repeat(2_000),
    };
    const parts = [{ alg: 'RS256', typ: 'JWT', kid: `key-${tenant}` }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    return [...parts, 'c2lnbmVk'].join('.');
  }
  async function knock(tenant: number): Promise<number> {
    const activity = world.pocket.buildActivity(world.ana, { type: 'message', text: 'let me in' });
    const response = await fetch(world.messagesUrl, {
      method: 'POST',
      headers: { authorization: `Bearer ${forge(tenant)}`, 'content-type': 'application/json' },
      body: JSON.stringify(activity),
    });
    await response.text();
    return response.status;
  }
  function heapInUse(): number {
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    return process.memoryUsage().heapUsed;
  }

  test('800 requests of 800 tenants leave no issuer and no memory behind', async () => {
    for (let tenant = 0; tenant < 100; tenant += 1) await knock(tenant);
    const [issuers, heap] = [sdkIssuers(), heapInUse()];
    for (let tenant = 100; tenant < 900; tenant += 1) expect(await knock(tenant)).toBe(401);

    expect(sdkIssuers()).toBe(issuers);
    // Kept, the tokens alone would be over 2 MB.
    expect(heapInUse() - heap).toBeLessThan(1_500_000);
  }, 60_000);
});

describe('the third hole: the bot’s own token goes to a stranger', () => {
  test('a token of another Entra tenant, for our app, with an address of the stranger', async () => {
    const calls = world.pocket.calls.length;
    expect(await attack({ issuer: ENTRA, claims: OTHER_TENANT }, { serviceUrl: stranger.url })).toBe(401);
    expect(await attack({ claims: OTHER_TENANT }, { serviceUrl: stranger.url })).toBe(401);
    expect(await attack({ issuer: ENTRA }, { serviceUrl: stranger.url })).toBe(401);

    expect([stranger.heard, world.heard, world.pocket.calls.length]).toEqual([[], [], calls]);
  });

  test('a token that the Bot Connector itself has signed for an address off the list', async () => {
    expect(await attack({}, { serviceUrl: stranger.url })).toBe(403);
    expect(await attack({ serviceUrl: world.pocket.serviceUrl }, { serviceUrl: stranger.url })).toBe(403);
    expect(await attack({ serviceUrl: stranger.url }, {})).toBe(401);

    expect([stranger.heard, world.heard]).toEqual([[], []]);
  });

  test.each(['userinfo', 'subdomain', 'backslash', 'another port'])(
    'an address that only looks like one of the list, by its %s',
    async (by) => {
      const { host, hostname } = new URL(world.pocket.serviceUrl);
      const strange = new URL(stranger.url).host;
      const looks: Record<string, string> = {
        userinfo: `http://${host}@${strange}/amer/`,
        subdomain: `http://${hostname}.${strange}/amer/`,
        backslash: `http:\\\\${strange}\\@${host}/amer/`,
        'another port': `http://${hostname}:${new URL(stranger.url).port}/amer/`,
      };
      expect(await attack({}, { serviceUrl: looks[by] })).toBe(403);
      expect([stranger.heard, world.heard]).toEqual([[], []]);
    },
  );

  test('an address off the list that stands in the database is not written to', async () => {
    const address = { teamId: TENANT, userId: world.ana.id, serviceUrl: stranger.url };
    const refused = { kind: 'target-dead', reason: 'service-url' };
    const known = { ...address, conversationId: world.ana.chatId };
    await expect(world.platform.post(address, hello, 'a')).rejects.toMatchObject(refused);
    await expect(world.platform.post(known, hello, 'b')).rejects.toMatchObject(refused);
    await expect(world.platform.update(known, `${world.ana.chatId}|1`, hello)).rejects.toMatchObject(refused);

    expect(stranger.heard).toEqual([]);
  });

  test.each([301, 302, 303, 307, 308])('a connector that redirects with %i is not followed', async (status) => {
    const turncoat = await listen({ status, location: stranger.url });
    const trusting = await openWorld({ serviceHosts: [new URL(turncoat.url).host] });
    const address = { teamId: TENANT, conversationId: 'a:chat', serviceUrl: turncoat.url };

    await expect(trusting.platform.post(address, hello, 'a')).rejects.toMatchObject({ name: 'DeliveryError' });
    expect(turncoat.heard).toHaveLength(1);
    expect(stranger.heard).toEqual([]);
    await trusting.close();
  });

  test('keys are not read from where a token says they are', async () => {
    const header = { jku: stranger.url, x5u: stranger.url, jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } };
    expect(await attack({ key: 'foreign', header }, {})).toBe(401);

    expect([stranger.heard, world.heard]).toEqual([[], []]);
  });
});

describe('the fourth hole: an error tells its own words', () => {
  const SECRET = 'postgresql://throughline:pa55word@10.0.0.7/people';
  const fetchOf = { commandId: 'visit:log', commandContext: 'compose' };
  beforeEach(() => {
    world.answer(() => {
      throw new Error(SECRET);
    });
  });
  afterEach(() => {
    world.answer(() => ({ kind: 'nothing' }));
  });

  test.each([
    ['a message', { type: 'message', text: 'checkin' }],
    ['an installation', { type: 'installationUpdate', action: 'add' }],
    ['a dialog that opens', { type: 'invoke', name: 'task/fetch', value: { data: { a: 'check-in:open' } } }],
    ['a dialog that is sent', { type: 'invoke', name: 'task/submit', value: { data: { f: 'check-in', v: 1 } } }],
    ['a message action', { type: 'invoke', name: 'composeExtension/fetchTask', value: fetchOf }],
    ['an invoke that nobody knows', { type: 'invoke', name: 'nobody/knows', value: {} }],
  ])('%s whose work fails is answered in our words alone', async (_what, more) => {
    const activity = world.pocket.buildActivity(world.ana, more);
    const { status, body } = await world.pocket.post(activity);

    expect([200, 500, 501, 503]).toContain(status);
    expect(JSON.stringify(body ?? '')).not.toMatch(/pa55word|Error|\bat\b .*\.ts/);
    expect(world.logged.join('')).not.toContain('pa55word');
  });
});
