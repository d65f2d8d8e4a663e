import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { defineCard } from '../../../src/chat/card.ts';
import { defineForm } from '../../../src/chat/define-form.ts';
import { ask } from '../../../src/chat/form.ts';
import { nothing, type Reply } from '../../../src/chat/interaction.ts';
import { AdaptiveCard as Content, tabAnswer } from './tab-answer.ts';
import { silentLog } from '../../../src/log.ts';
import { startTeams } from '../../../src/platforms/teams/index.ts';
import { checkCard, type SignInOverrides } from '../../../src/playground/pocket-teams/index.ts';
import { APP_ID, openWorld, TENANT, type World } from './world.ts';

const PUBLIC_URL = 'https://throughline.example';
const OTHER_TENANT = '9b8a7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d';

const home = defineCard({
  id: 'home:home',
  summary: 'Your week in Throughline',
  parts: [
    { kind: 'heading', text: 'Your check-in' },
    { kind: 'text', text: 'It is open until Fri 5 PM.' },
    {
      kind: 'buttons',
      buttons: [{ action: 'check-in:open', label: 'Open my check-in', state: { id: '7' }, opens: 'form' }],
    },
  ],
});
const form = defineForm({
  id: 'check-in:weekly',
  version: 3,
  title: 'Your week',
  submit: 'Send',
  fields: {
    rooms: ask.number('Rooms visited', 0, 40, { audience: 'PAIR' }),
    barriers: ask.choices('What got in the way?', { time: 'Time', bus: 'Buses' }),
  },
});
const open: Reply = {
  kind: 'open',
  form,
  state: { id: '7' },
  values: { rooms: '4' },
  launcher: { action: 'check-in:open', label: 'Open', state: { id: '7' } },
};
const PRESS = { id: 'press-0001', data: { a: 'check-in:open', s: { id: '7' } } };

describe('the tab in Teams', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ publicUrl: PUBLIC_URL });
    world.pocket.addTenant({ id: OTHER_TENANT, name: 'Lakeside Schools' });
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.pocket.reset();
    world.answer(() => ({ kind: 'home', card: home }));
    await world.pocket.install(world.ana);
    world.heard.length = 0;
  });

  async function request(
    path: string,
    body: unknown,
    bent: SignInOverrides = {},
    headers: Record<string, string> = {},
  ) {
    return send(path, JSON.stringify(body), {
      authorization: `Bearer ${await world.pocket.signInToken(world.ana, bent)}`,
      ...headers,
    });
  }

  function send(path: string, body: string, headers: Record<string, string>): Promise<Response> {
    return fetch(`${world.tabUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: PUBLIC_URL, ...headers },
      body,
    });
  }

  async function shown(path: string, body: unknown) {
    const response = await request(path, body);
    expect(response.status).toBe(200);
    return tabAnswer.parse(await response.json());
  }

  describe('shows the person of the token', () => {
    it('their Home, as a card that Teams would take', async () => {
      const answer = await shown('/home', {});

      expect(answer.show).toBe('home');
      expect(JSON.stringify(answer.card)).toContain('It is open until Fri 5 PM.');
      expect(checkCard(Content.parse(answer.card))).toEqual([]);
      expect(world.heard).toEqual([
        {
          kind: 'home',
          id: expect.stringMatching(`^teams-tab:${TENANT}:${world.ana.id}:home:`),
          sender: { platform: 'teams', teamId: TENANT, userId: world.ana.id },
          place: { private: true },
        },
      ]);
    });

    it('the form that a button opens, with what was kept in it', async () => {
      world.answer(() => open);
      const answer = await shown('/press', PRESS);

      expect(answer).toMatchObject({ show: 'form', title: 'Your week' });
      expect(JSON.stringify(answer.card)).toContain('"value":4');
      expect(checkCard(Content.parse(answer.card))).toEqual([]);
      expect(world.heard).toEqual([
        expect.objectContaining({
          kind: 'press',
          id: `teams-tab:${TENANT}:${world.ana.id}:press-0001`,
          action: 'check-in:open',
          state: { id: '7' },
        }),
      ]);
    });

    it('a refused form again, filled and with its error, under the next number', async () => {
      world.answer(() => open);
      const data = submitData(await shown('/press', PRESS));
      world.answer((asked) =>
        asked.kind === 'submit'
          ? { kind: 'refuse', form, state: asked.state, values: asked.values, errors: { rooms: 'At most 40.' } }
          : nothing,
      );
      const again = await shown('/submit', { data: { ...data, rooms: 41, barriers: 'time,bus' } });

      expect(world.heard.at(-1)).toMatchObject({
        kind: 'submit',
        form: 'check-in:weekly',
        version: 3,
        state: { id: '7' },
        values: { rooms: '41', barriers: ['time', 'bus'] },
      });
      expect(JSON.stringify(again.card)).toContain('At most 40.');
      expect(submitData(again)).toMatchObject({ n: data['n'], d: 2 });
    });

    it('a word of thanks when a form was taken, and gives two tries of one drawing one name', async () => {
      world.answer(() => open);
      const data = submitData(await shown('/press', PRESS));
      world.answer(() => ({ kind: 'done', message: 'Thanks, Jordan Bell has it.' }));
      world.heard.length = 0;

      expect(await shown('/submit', { data })).toEqual({ show: 'done', words: 'Thanks, Jordan Bell has it.' });
      await shown('/submit', { data });
      expect(new Set(world.heard.map((one) => one.id)).size).toBe(1);
    });

    it('what is said to them, under the heading of the card', async () => {
      world.answer(() => ({ kind: 'say', card: home }));

      expect(await shown('/press', PRESS)).toMatchObject({ show: 'card', title: 'Your check-in' });
    });

    it('the way to the chat, where the app has never heard of them', async () => {
      await world.pocket.uninstall(world.ana);
      world.heard.length = 0;

      expect(await shown('/home', {})).toEqual({
        show: 'stranger',
        chat: `https://teams.microsoft.com/l/entity/${APP_ID}/conversations`,
      });
      expect(world.heard).toEqual([]);
    });
  });

  describe('refuses', () => {
    const attacks: [string, SignInOverrides, number][] = [
      ['another app’s audience', { audience: '11111111-2222-4333-8444-555555555555' }, 401],
      ['the audience of another host', { audience: `api://evil.example/${APP_ID}` }, 401],
      ['the Bot Connector’s audience', { audience: 'https://api.botframework.com' }, 401],
      ['an issuer of somebody else', { issuer: 'https://evil.example/v2.0' }, 401],
      ['the issuer of another tenant', { tenantId: TENANT, issuer: `https://sts.windows.net/${OTHER_TENANT}/` }, 401],
      ['a tenant that the issuer does not name', { tenantId: OTHER_TENANT }, 401],
      ['a tenant that is no GUID', { tenantId: '../../evil' }, 401],
      ['a tenant that leads elsewhere', { tenantId: `${TENANT}/../${OTHER_TENANT}` }, 401],
      ['a key that nobody published', { key: 'foreign' }, 401],
      ['a published key’s name over another key', { key: 'foreign', kid: 'pocket-login' }, 401],
      ['the keys of the Bot Connector', { key: 'endorsed' }, 401],
      ['a token that has expired', { expiresInSeconds: -400 }, 401],
      ['a token that is not good yet', { notBeforeInSeconds: 400 }, 401],
      ['no signature', { algorithm: 'none' }, 401],
      ['a signature made with the public key', { algorithm: 'HS256' }, 401],
      ['a token without leave to speak for the person', { scope: null }, 401],
      ['leave for something else', { scope: 'User.Read access_as_user_too' }, 401],
      ['a client that is none of Microsoft’s', { client: '11111111-2222-4333-8444-555555555555' }, 401],
      ['a token that names nobody', { claims: { oid: '' } }, 401],
    ];
    it.each(attacks)('%s, and nothing happens', async (_what, bent, status) => {
      for (const [path, body] of [
        ['/home', {}],
        ['/press', PRESS],
        ['/submit', { data: { f: 'check-in:weekly', v: 3, n: 'nonce', d: 1 } }],
      ] as const) {
        const response = await request(path, body, bent);
        expect(response.status).toBe(status);
        expect(Object.keys((await response.json()) as object)).toEqual(['error']);
      }
      expect(world.heard).toEqual([]);
    });

    it.each([
      ['no token', ''],
      ['half a token', 'Bearer'],
      ['a word', 'Bearer x'],
      ['three words', 'Bearer a.b.c'],
      ['a password', 'Basic YTpi'],
      ['a token as long as a book', `Bearer ${'a'.repeat(12_000)}.b.c`],
    ])('%s', async (_what, authorization) => {
      expect((await send('/home', '{}', { authorization })).status).toBe(401);
      expect(world.heard).toEqual([]);
    });

    it('a page of another origin, even with a good token', async () => {
      expect((await request('/press', PRESS, {}, { origin: 'https://evil.example' })).status).toBe(403);
      expect(world.heard).toEqual([]);
    });

    it.each([
      ['no id', '/press', { data: PRESS.data }],
      ['an id that is a sentence', '/press', { ...PRESS, id: 'a word; and another' }],
      ['a state that is no state', '/press', { ...PRESS, data: { a: 'x', s: { id: { deep: true } } } }],
      ['a form without a version', '/submit', { data: { f: 'check-in:weekly', n: 'nonce', d: 1 } }],
      ['a list', '/submit', []],
      ['nothing', '/press', null],
    ])('%s', async (_what, path, body) => {
      expect((await request(path, body)).status).toBe(400);
      expect(world.heard).toEqual([]);
    });

    it('what is no JSON, and what is too big', async () => {
      const authorization = `Bearer ${await world.pocket.signInToken(world.ana)}`;

      expect((await send('/press', '{"id":', { authorization })).status).toBe(400);
      expect(
        (await send('/press', JSON.stringify(PRESS), { authorization, 'content-type': 'text/plain' })).status,
      ).toBe(400);
      expect((await send('/press', JSON.stringify({ x: 'x'.repeat(70_000) }), { authorization })).status).toBe(413);
      expect(world.heard).toEqual([]);
    });
  });

  it('takes the ways in which Microsoft writes the same token', async () => {
    const host = new URL(PUBLIC_URL).host;
    for (const bent of [
      { audience: `api://${host}/${APP_ID}` },
      { expiresInSeconds: -200 },
      { notBeforeInSeconds: 200 },
      { scope: 'openid access_as_user profile' },
      { client: '1fec8e78-bce4-4aaf-ab1b-5451cc387264' },
    ])
      expect((await request('/home', {}, bent)).status).toBe(200);
  });

  it('knows a person by the token alone: another’s object id shows that other’s Home', async () => {
    await world.pocket.install(world.ben);
    world.heard.length = 0;
    await request(
      '/home',
      { userId: world.ana.id, sender: { userId: world.ana.id } },
      { objectId: world.ben.aadObjectId },
    );

    expect(world.heard[0]?.sender.userId).toBe(world.ben.id);
  });

  it('asks one who has gone wrong to wait, and nobody else', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 100; count += 1)
      statuses.push((await request('/home', {}, { objectId: '00000000-0000-4000-8000-00000000ffff' })).status);

    expect(statuses.slice(0, 80).every((status) => status === 200)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
    expect((await request('/home', {})).status).toBe(200);
  });

  it('answers a failure of ours with our own sentence, and logs no word of it', async () => {
    world.answer(() => {
      throw new Error('postgresql://user:secret@host');
    });
    const response = await request('/home', {});

    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(world.logged.join('\n')).not.toContain('secret');
  });

  it('logs ids and never a token or a word that somebody wrote', async () => {
    const token = await world.pocket.signInToken(world.ana, { scope: null });
    await send('/submit', JSON.stringify({ data: { note: 'CANARY-tab' } }), { authorization: `Bearer ${token}` });
    await request('/submit', { data: { note: 'CANARY-tab' } });

    const logged = world.logged.join('\n');
    expect(logged).toContain('a request of the Teams tab was refused');
    expect(logged).not.toContain(token.split('.')[1]);
    expect(logged).not.toContain('CANARY-tab');
  });

  describe('gives out its page', () => {
    it('for the pages of Microsoft’s hosts only, with nothing from elsewhere', async () => {
      const response = await fetch(world.tabUrl);
      const policy = response.headers.get('content-security-policy') ?? '';

      expect(response.status).toBe(200);
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).toMatch(/frame-ancestors 'self'$/);
      expect(policy).not.toContain('unsafe');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(await response.text()).not.toMatch(/<script>|<style|style=|https?:/);
    });

    it.each([
      ['public', 'https://*.cloud.microsoft https://teams.microsoft.com', 'microsoft.us'],
      ['gcch', 'https://gov.teams.microsoft.us', 'teams.microsoft.com'],
      ['dod', 'https://dod.teams.microsoft.us', 'gov.teams'],
    ] as const)('in the %s cloud, for the hosts of that cloud alone', async (cloud, hosts, other) => {
      const { router } = await startTeams(
        {
          ...{ appId: APP_ID, appPassword: 'open sesame', appTenantId: TENANT, cloud, publicUrl: PUBLIC_URL },
          findUserId: () => Promise.resolve(undefined),
          log: silentLog,
          now: () => new Date(),
        },
        () => Promise.resolve(nothing),
      );
      const server = express().use(router).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const page = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/teams/tab`);
      const policy = page.headers.get('content-security-policy') ?? '';

      expect(policy).toContain(`frame-ancestors ${hosts}`);
      expect(policy).not.toContain(other);
      expect(policy).not.toMatch(/frame-ancestors.*'self'/);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    it('with Microsoft’s own libraries, unchanged, and no other file of ours', async () => {
      const script = await fetch(`${world.tabUrl}/vendor/teams-js.js`);

      expect(script.headers.get('content-type')).toMatch(/javascript/);
      expect(await script.text()).toContain('authentication.getAuthToken');
      expect((await fetch(`${world.tabUrl}/vendor/adaptivecards.js`)).status).toBe(200);
      for (const path of [
        '/vendor/constructor',
        '/vendor/..%2fpackage.json',
        '/page/..%2findex.js',
        '/page/tsconfig.json',
      ])
        expect([path, (await fetch(`${world.tabUrl}${path}`)).status]).toEqual([path, 404]);
    });
  });

  function submitData(answer: { card?: unknown }): Record<string, unknown> {
    const action = Content.parse(answer.card).actions?.[0];
    if (!action) throw new Error('the card has no button to send it with');
    return action.data;
  }
});

describe('the tab where something is missing', () => {
  it('is off without a public address, and says so in one sentence', async () => {
    const world = await openWorld();
    const page = await fetch(world.tabUrl);

    expect(page.status).toBe(404);
    expect(await page.text()).toContain('PUBLIC_URL is not set');
    expect((await fetch(`${world.tabUrl}/home`, { method: 'POST' })).status).toBe(404);
    await world.close();
  });

  it('lets in only people of the tenants that are named', async () => {
    const world = await openWorld({ publicUrl: PUBLIC_URL, tenants: [OTHER_TENANT] });
    await world.pocket.install(world.ana);
    world.heard.length = 0;
    const response = await fetch(`${world.tabUrl}/home`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await world.pocket.signInToken(world.ana)}` },
    });

    expect(response.status).toBe(403);
    expect(world.heard).toEqual([]);
    await world.close();
  });

  it('asks to try again while the keys cannot be read, and does not ask for them each time', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.writeHead(503).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const world = await openWorld({
      publicUrl: PUBLIC_URL,
      signInUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
    const token = await world.pocket.signInToken(world.ana);
    const headers = { authorization: `Bearer ${token}` };
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1)
      statuses.push((await fetch(`${world.tabUrl}/home`, { method: 'POST', headers })).status);

    expect(new Set(statuses)).toEqual(new Set([503]));
    expect(asked).toBe(1);
    expect(world.heard).toEqual([]);
    server.close();
    await world.close();
  });
});
