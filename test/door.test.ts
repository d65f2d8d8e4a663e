// Every answer of the house, whichever route gives it: walked through the router itself, so that a new route is walked too.
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Router } from 'express';
import { closeDoor, openDoor } from '../src/door.ts';
import { createLog, silentLog } from '../src/log.ts';
import { start, type Throughline } from '../src/main.ts';
import { createPlayground } from '../src/playground/index.ts';
import { START_PATH } from '../src/platforms/slack/install/scopes.ts';
import { openDatabase } from './support/database.ts';
import { root } from './support/root.ts';

jest.setTimeout(240_000);

interface Listed {
  path: string | RegExp;
  methods?: string[];
  router?: Router & { listRoutes(): Listed[] };
}

const KEY = 'a-key-of-operations-0123456789';
/** What no router lists: files, and what is not there. */
const UNLISTED = [
  'GET /playground/page/shell.css',
  'GET /playground/page/nothing.css',
  'GET /operations/page/operations.css',
  'GET /operations/page/nothing.js',
  'GET /teams/tab/page/tab.css',
  'GET /teams/tab/vendor/teams-js.js',
  'GET /teams/tab/vendor/nothing.js',
  'GET /not/there',
  'POST /',
  'DELETE /healthz',
  'GET /%E0%A4%A',
];

let house: Throughline;
let routes: string[];
beforeAll(async () => {
  const database = await openDatabase();
  house = await start({
    config: {
      ...{ port: 0, host: '127.0.0.1', dataFolder: 'unused', databasePool: 4, logLevel: 'silent' as const },
      operationsKey: KEY,
    },
    log: silentLog,
    prismaFolder: `${root}prisma`,
    playground: createPlayground(root),
    ticks: false,
    database: { ...database, words: 'a test database', close: () => database.drop() },
  });
  routes = [...listRoutes(house.app.router as unknown as Required<Listed>['router']), ...UNLISTED];
});
afterAll(() => house.stop());

function listRoutes(router: Required<Listed>['router'], base = ''): string[] {
  return router.listRoutes().flatMap(({ path, methods, router: inner }) => {
    if (typeof path !== 'string')
      throw new Error(`Give this route a plain path, so that it can be walked: ${String(path)}`);
    const whole = `${base}${path}`.replace(/\/{2,}/g, '/');
    if (inner) return listRoutes(inner, whole === '/' ? '' : whole);
    const sample = whole.replace(/\{?[:*]\w+\}?/g, 'sample');
    return (methods ?? []).map((method) => `${method === '*' ? 'POST' : method.toUpperCase()} ${sample}`);
  });
}

async function answerTo(route: string) {
  const [method = '', path = ''] = route.split(' ');
  const response = await fetch(`${house.url}${path}`, {
    method,
    redirect: 'manual',
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: '{', headers: { 'content-type': 'application/json' } }),
  });
  const type = response.headers.get('content-type') ?? '';
  const text = type.startsWith('text/event-stream') ? '' : await response.text();
  if (text === '') await response.body?.cancel().catch(() => undefined);
  return { response, type, text };
}

it('walks the doors of both platforms, of the operators, of the installation, the tab, the playground and its stand-ins', () => {
  expect(routes).toEqual(
    expect.arrayContaining([
      'POST /slack/events',
      'POST /api/messages',
      'GET /slack/install',
      'GET /slack/install/start',
      'GET /slack/oauth_redirect',
      'GET /operations',
      'GET /operations/numbers',
      'POST /operations/sign-in',
      'GET /metrics',
      'GET /readyz',
      'GET /privacy',
      'GET /teams/tab/',
      'POST /teams/tab/submit',
      'GET /',
      'GET /gallery',
      'POST /playground/clock',
      'GET /pocket/slack/oauth/v2/authorize',
    ]),
  );
  expect(routes.length).toBeGreaterThan(60);
});

it('sends the headers with every one of them, and tells nothing of what went wrong inside', async () => {
  const wrong: string[] = [];
  for (const route of routes) {
    const { response, type, text } = await answerTo(route);
    const get = (name: string) => response.headers.get(name) ?? '';
    const policy = get('content-security-policy');
    const expectThat = (what: string, holds: boolean) => {
      if (!holds) wrong.push(`${route}: ${what}`);
    };
    expectThat('nosniff', get('x-content-type-options') === 'nosniff');
    expectThat('referrer-policy', ['no-referrer', 'same-origin'].includes(get('referrer-policy')));
    expectThat('permissions-policy', get('permissions-policy').includes('camera=()'));
    expectThat('a policy with a floor', /default-src '(none|self)'/.test(policy) && policy.includes("base-uri 'none'"));
    expectThat('nothing unsafe', !/unsafe-|\*(?!\.)| https?:( |;|$)/.test(policy));
    const framers = /frame-ancestors ([^;]+)/.exec(policy)?.[1];
    const isTab = route.includes(' /teams/tab');
    expectThat('who may frame it', framers === (isTab ? "'self'" : "'none'") || framers === "'none'");
    expectThat('an older word about frames', get('x-frame-options') === (framers === "'none'" ? 'DENY' : ''));
    const isFile = /javascript|css/.test(type);
    expectThat('not kept', isFile || ['no-store', 'no-cache'].includes(get('cache-control')));
    expectThat('says what it runs on', get('x-powered-by') === '');
    expectThat('tells of the inside', !/\bat .+\.(ts|js):\d+|node_modules|\/src\/|Error:/.test(isFile ? '' : text));
    expectThat('an error of ours', response.status < 500 || route.endsWith('/readyz'));
  }
  expect(wrong).toEqual([]);
});

describe('the door alone', () => {
  const logged: string[] = [];
  async function open(publicUrl: string | undefined, look: (url: string) => Promise<void>): Promise<void> {
    const app = express();
    openDoor(app, { trustedProxies: 'loopback', ...(publicUrl === undefined ? {} : { publicUrl }) });
    app.get(START_PATH, (_request, response) => void response.send('started'));
    app.get('/breaks', () => {
      throw new Error('a secret of the inside');
    });
    closeDoor(app, createLog({ level: 'debug', destination: { write: (line) => void logged.push(line) } }));
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      await look(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  }

  it('asks browsers to stay with https where the public address is one', async () => {
    await open('https://coaching.example', async (url) => {
      expect((await fetch(url)).headers.get('strict-transport-security')).toBe('max-age=31536000');
    });
    await open(undefined, async (url) => {
      expect((await fetch(url)).headers.get('strict-transport-security')).toBeNull();
    });
  });

  it('answers a failure with a sentence, and writes its name into the log', async () => {
    await open(undefined, async (url) => {
      const response = await fetch(`${url}/breaks`);
      expect([response.status, await response.text()]).toEqual([
        500,
        'Something went wrong on our side. Please try again in a minute.',
      ]);
      expect(logged.join('')).toContain('"path":"/breaks"');
      expect(logged.join('')).not.toContain('secret');
    });
  });

  it('lets an address start twenty installations a minute, and another address behind the same proxy its own', async () => {
    await open(undefined, async (url) => {
      const visit = (address: string) => fetch(`${url}${START_PATH}`, { headers: { 'x-forwarded-for': address } });
      for (let times = 0; times < 20; times += 1) expect((await visit('203.0.113.7')).status).toBe(200);
      const refused = await visit('203.0.113.7');
      expect([refused.status, refused.headers.get('retry-after'), await refused.text()]).toEqual([
        429,
        '60',
        'That was a lot at once. Please wait a minute, then try again.',
      ]);
      expect((await visit('203.0.113.8')).status).toBe(200);
    });
  });
});

describe('the playground', () => {
  const settings = (more: object) => ({
    config: { port: 0, host: '127.0.0.1', dataFolder: 'unused', databasePool: 4, logLevel: 'silent' as const, ...more },
    log: silentLog,
    prismaFolder: `${root}prisma`,
    playground: createPlayground(root),
  });

  it.each([
    ['Slack', { slack: { signingSecret: 's', botToken: 'xoxb-1' } }, /never runs beside real credentials/],
    ['Teams', { teams: { appId: 'a', appTenantId: 't', appPassword: 'p', cloud: 'public' } }, /never runs beside real/],
    ['an address that others reach', { host: '0.0.0.0' }, /HOST is 0\.0\.0\.0.*Leave HOST empty/],
  ])('does not start beside %s', async (_what, more, words) => {
    await expect(start(settings(more))).rejects.toThrow(words);
  });

  it('answers nobody who comes under another name, as a page from elsewhere would', async () => {
    const { hostname, port } = new URL(house.url);
    const asked = await new Promise<number | undefined>((resolve, reject) => {
      get({ hostname, port, path: '/playground/state', headers: { host: `elsewhere.example:${port}` } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
    expect(asked).toBe(403);
  });
});
