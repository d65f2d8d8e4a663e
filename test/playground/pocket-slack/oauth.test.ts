import { App, HTTPReceiver, webApi } from '@slack/bolt';
import type { Installation } from '@slack/bolt';
import type { AddressInfo } from 'node:net';
import { listenPocketSlack } from '../../../src/playground/pocket-slack/pocket-slack.ts';
import type { ListeningPocketSlack } from '../../../src/playground/pocket-slack/pocket.ts';
import { silentLogger } from './bolt-app.ts';

const registered = {
  appId: 'A0THROUGHLN',
  name: 'Throughline',
  clientId: '111.222',
  clientSecret: 'very-secret',
  redirectUrls: ['http://127.0.0.1:9/slack/oauth_redirect'],
  scopes: ['chat:write', 'commands', 'users:read'],
};
const time = { now: new Date('2026-11-19T22:00:00Z') };
let house: ListeningPocketSlack;

beforeEach(async () => {
  time.now = new Date('2026-11-19T22:00:00Z');
  house = await listenPocketSlack({
    now: () => time.now,
    requestUrl: 'http://127.0.0.1:9/slack/events',
    signingSecret: 'secret',
  });
  const { pocket } = house;
  pocket.registerApp(registered);
  pocket.addWorkspace({ id: 'T0NORTH', name: 'Northlight' });
  pocket.addWorkspace({ id: 'T0BAY', name: 'Bay' });
  pocket.addOrganization({ id: 'E0CITY', name: 'Harbor City' });
  pocket.addWorkspace({ id: 'T0EAST', name: 'East', enterpriseId: 'E0CITY' });
  pocket.addUser({ workspaceId: 'T0NORTH', id: 'U0MAYA', name: 'maya', realName: 'Maya' });
  pocket.addUser({ workspaceId: 'T0NORTH', id: 'U0GUS', name: 'gus', realName: 'Gus', isGuest: true });
  pocket.addUser({ workspaceId: 'T0EAST', id: 'W0IDA', name: 'ida', realName: 'Ida' });
});
afterEach(() => house.close());

const noToken = () =>
  new webApi.WebClient(undefined, { logger: silentLogger, slackApiUrl: house.apiUrl, retryConfig: { retries: 0 } });
const clientOf = (token: string) =>
  new webApi.WebClient(token, { logger: silentLogger, slackApiUrl: house.apiUrl, retryConfig: { retries: 0 } });
const codeIn = (url: string) => new URL(url).searchParams.get('code') ?? '';

function exchange(given: { code: string; client_id?: string; client_secret?: string; redirect_uri?: string }) {
  return noToken().oauth.v2.access({
    client_id: registered.clientId,
    client_secret: registered.clientSecret,
    ...given,
  });
}

async function refusal(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : error;
}

describe('the consent page', () => {
  const address = (more: Record<string, string> = {}) =>
    `${house.url}/oauth/v2/authorize?${new URLSearchParams({
      client_id: registered.clientId,
      scope: 'chat:write,users:read.email',
      state: 'st&te',
      ...more,
    }).toString()}`;
  const answer = (fields: Record<string, string>) =>
    fetch(`${house.url}/oauth/v2/authorize`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        ...Object.fromEntries(new URL(address()).searchParams),
        team: 'T0NORTH',
        user: 'U0MAYA',
        answer: 'allow',
        ...fields,
      }),
    });

  it('says which app asks for what, in which workspace, and offers those who may install', async () => {
    const response = await fetch(address({ team: 'T0NORTH' }));
    const page = await response.text();

    expect(response.status).toBe(200);
    expect(page).toContain('Throughline is asking for permission to use the Northlight workspace');
    expect(page).toContain('See email addresses of people in the workspace');
    expect(page).toContain('>Maya<');
    expect(page).not.toContain('Gus');
    expect(page).toContain('Harbor City');
  });

  it('sends the browser back with a code and the state, or with access_denied', async () => {
    const allowed = await answer({});
    const url = new URL(allowed.headers.get('location') ?? '');
    expect(allowed.status).toBe(302);
    expect(`${url.origin}${url.pathname}`).toBe(registered.redirectUrls[0]);
    expect(url.searchParams.get('state')).toBe('st&te');
    expect((await exchange({ code: codeIn(url.href) })).scope).toBe('chat:write,users:read.email');

    const cancelled = new URL((await answer({ answer: 'cancel' })).headers.get('location') ?? '');
    expect(Object.fromEntries(cancelled.searchParams)).toEqual({ error: 'access_denied', state: 'st&te' });
  });

  it.each([
    ['invalid_client_id', { client_id: '9.9' }],
    ['bad_redirect_uri', { redirect_uri: 'https://elsewhere.example/' }],
    ['bad_redirect_uri', { redirect_uri: 'http://127.0.0.1:9/slack/oauth_redirect.evil.example' }],
    ['no_scopes', { scope: '' }],
    ['invalid_scope', { scope: 'chat:sing' }],
  ])('stops at %s and sends nobody anywhere', async (code, wrong) => {
    const response = await fetch(address(wrong), { redirect: 'manual' });

    expect(response.status).toBe(400);
    expect(await response.text()).toContain(code);
  });

  it('lets no guest and no stranger to the workspace install', async () => {
    expect((await answer({ user: 'U0GUS' })).status).toBe(400);
    expect((await answer({ user: 'W0IDA' })).status).toBe(400);
    expect(() => house.pocket.approveInstall({ workspaceId: 'T0BAY', userId: 'U0MAYA' })).toThrow('cannot install');
  });

  it('reads nothing it is given as markup', async () => {
    const page = await (await fetch(address({ state: '"><script>alert(1)</script>' }))).text();

    expect(page).not.toContain('<script');
  });
});

describe('oauth.v2.access', () => {
  it('gives a workspace’s token, with everything Slack says about it', async () => {
    const url = house.pocket.approveInstall({ workspaceId: 'T0NORTH', userId: 'U0MAYA', state: 's1' });

    const granted = await exchange({ code: codeIn(url) });

    expect(new URL(url).searchParams.get('state')).toBe('s1');
    expect(granted).toMatchObject({
      app_id: 'A0THROUGHLN',
      authed_user: { id: 'U0MAYA' },
      scope: 'chat:write,commands,users:read',
      token_type: 'bot',
      team: { id: 'T0NORTH', name: 'Northlight' },
      enterprise: null,
      is_enterprise_install: false,
    });
    expect(granted.access_token).toMatch(/^xoxb-/);
    expect(await clientOf(granted.access_token ?? '').auth.test()).toMatchObject({
      team_id: 'T0NORTH',
      user_id: granted.bot_user_id,
      is_enterprise_install: false,
    });
  });

  it('gives an organization one token for all, and names the organization of a single workspace too', async () => {
    const whole = await exchange({
      code: codeIn(house.pocket.approveInstall({ enterpriseId: 'E0CITY', userId: 'W0IDA' })),
    });
    expect(whole).toMatchObject({
      team: null,
      enterprise: { id: 'E0CITY', name: 'Harbor City' },
      is_enterprise_install: true,
    });
    expect(whole.bot_user_id).toMatch(/^W/);
    expect(await clientOf(whole.access_token ?? '').auth.test()).toMatchObject({
      team_id: 'E0CITY',
      enterprise_id: 'E0CITY',
      is_enterprise_install: true,
    });

    const one = await exchange({
      code: codeIn(house.pocket.approveInstall({ workspaceId: 'T0EAST', userId: 'W0IDA' })),
    });
    expect(one).toMatchObject({
      team: { id: 'T0EAST' },
      enterprise: { id: 'E0CITY' },
      is_enterprise_install: false,
    });
  });

  it('takes the app’s name and secret by HTTP Basic as well', async () => {
    const url = house.pocket.approveInstall({ workspaceId: 'T0NORTH', userId: 'U0MAYA' });
    const response = await fetch(`${house.apiUrl}oauth.v2.access`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('111.222:very-secret').toString('base64')}` },
      body: new URLSearchParams({ code: codeIn(url) }),
    });

    expect(await response.json()).toMatchObject({ ok: true, team: { id: 'T0NORTH' } });
  });

  it('refuses with the reason Slack gives', async () => {
    const redirectUrl = `${registered.redirectUrls[0] ?? ''}/`;
    const code = codeIn(house.pocket.approveInstall({ workspaceId: 'T0NORTH', userId: 'U0MAYA', redirectUrl }));

    expect(await refusal(exchange({ code, client_id: '9.9' }))).toBe('invalid_client_id');
    expect(await refusal(exchange({ code, client_secret: 'guess' }))).toBe('bad_client_secret');
    expect(await refusal(exchange({ code: 'guess' }))).toBe('invalid_code');
    expect(await refusal(exchange({ code }))).toBe('bad_redirect_uri');
    expect((await exchange({ code, redirect_uri: redirectUrl })).ok).toBe(true);
    expect(await refusal(exchange({ code, redirect_uri: redirectUrl }))).toBe('code_already_used');
    const late = codeIn(house.pocket.approveInstall({ workspaceId: 'T0NORTH', userId: 'U0MAYA' }));
    time.now = new Date(time.now.getTime() + 10 * 60_000 + 1);
    expect(await refusal(exchange({ code: late }))).toBe('invalid_code');
  });

  it('takes no code of another app', async () => {
    house.pocket.registerApp({ ...registered, appId: 'A0OTHER', clientId: '333.444', clientSecret: 'other' });
    const url = house.pocket.approveInstall({ clientId: '333.444', workspaceId: 'T0NORTH', userId: 'U0MAYA' });

    expect(await refusal(exchange({ code: codeIn(url) }))).toBe('invalid_code');
  });

  it('keeps the token when a workspace installs once more, and adds the scopes', async () => {
    const install = async (scopes?: string[]) =>
      exchange({
        code: codeIn(
          house.pocket.approveInstall({ workspaceId: 'T0NORTH', userId: 'U0MAYA', ...(scopes ? { scopes } : {}) }),
        ),
      });

    const first = await install();
    const second = await install(['im:write']);

    expect(second.access_token).toBe(first.access_token);
    expect(second.scope).toBe('chat:write,commands,users:read,im:write');
  });
});

it('installs a Bolt app through its own install and redirect pages', async () => {
  const kept: Installation[] = [];
  const receiver = new HTTPReceiver({
    signingSecret: 'secret',
    port: 0,
    logger: silentLogger,
    clientId: registered.clientId,
    clientSecret: registered.clientSecret,
    stateSecret: 'state-secret',
    scopes: ['chat:write'],
    installationStore: {
      storeInstallation: (installation) => {
        kept.push(installation);
        return Promise.resolve();
      },
      fetchInstallation: () => Promise.reject(new Error('not asked here')),
    },
    installerOptions: {
      directInstall: true,
      authorizationUrl: `${house.url}/oauth/v2/authorize`,
      clientOptions: { slackApiUrl: house.apiUrl },
    },
  });
  const app = new App({ receiver, convoStore: false, logger: silentLogger });
  const server = await app.start(0);
  // A server that listens on TCP has an address with a port.
  const door = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  try {
    const start = await fetch(`${door}/slack/install`, { redirect: 'manual' });
    const back = house.pocket.approveInstall({
      authorizeUrl: start.headers.get('location') ?? '',
      workspaceId: 'T0NORTH',
      userId: 'U0MAYA',
    });
    const done = await fetch(`${door}/slack/oauth_redirect${new URL(back).search}`, {
      headers: { cookie: (start.headers.get('set-cookie') ?? '').split(';')[0] ?? '' },
    });

    expect(done.status).toBe(200);
    expect(kept[0]).toMatchObject({
      team: { id: 'T0NORTH', name: 'Northlight' },
      isEnterpriseInstall: false,
      bot: { token: house.pocket.installation('T0NORTH').botToken, scopes: ['chat:write'] },
      user: { id: 'U0MAYA' },
    });
  } finally {
    await app.stop();
  }
});
