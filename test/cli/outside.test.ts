// As in production: a process of its own with real settings, and programs outside of it that play Slack and Teams.
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { listenPocketSlack } from '../../src/playground/pocket-slack/pocket-slack.ts';
import { listenPocketTeams } from '../../src/playground/pocket-teams/index.ts';
import { begin, finished, printed, run } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { root } from '../support/root.ts';

jest.setTimeout(120_000);

const folder = temporaryFolder();
const WORKSPACE = 'T0OUTSIDE';
const TENANT = '11111111-2222-4333-8444-555555555555';
let app: ChildProcess;
let port: number;
let slack: Awaited<ReturnType<typeof listenPocketSlack>>;
let teams: Awaited<ReturnType<typeof listenPocketTeams>>;
let settings: Record<string, string>;

beforeAll(async () => {
  port = await freePort();
  const now = () => new Date();
  slack = await listenPocketSlack({
    now,
    requestUrl: `http://127.0.0.1:${port}/slack/events`,
    signingSecret: 'a-secret',
  });
  teams = await listenPocketTeams({
    now,
    messagesUrl: `http://127.0.0.1:${port}/api/messages`,
    appId: 'an-app',
    appPassword: 'a-password',
    tenantId: TENANT,
  });
  slack.pocket.addWorkspace({
    id: WORKSPACE,
    name: 'Outside',
    botToken: 'xoxb-outside',
    botUserId: 'U0BOT',
    scopes: [
      'commands',
      'chat:write',
      'im:write',
      'im:history',
      'im:read',
      'users:read',
      'users:read.email',
      'team:read',
      'channels:read',
      'groups:read',
    ],
  });
  slack.pocket.addUser({
    workspaceId: WORKSPACE,
    id: 'U0BELL',
    name: 'jordan',
    realName: 'Jordan Bell',
    email: 'jordan.bell@northlight.example',
    tz: 'America/New_York',
  });
  teams.pocket.addTenant({ id: TENANT, name: 'Outside' });
  settings = {
    PORT: String(port),
    DATA_DIR: folder.path,
    SLACK_BOT_TOKEN: 'xoxb-outside',
    SLACK_SIGNING_SECRET: 'a-secret',
    SLACK_API_URL: slack.apiUrl,
    TEAMS_APP_ID: 'an-app',
    TEAMS_APP_PASSWORD: 'a-password',
    TEAMS_APP_TENANT_ID: TENANT,
    TEAMS_CLOUD: 'custom',
    TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl,
    TEAMS_TOKEN_ISSUER: teams.issuer,
    TEAMS_LOGIN_URL: teams.loginUrl,
    TEAMS_SERVICE_HOSTS: new URL(teams.serviceUrl).host,
  };
  app = begin(['start'], settings);
  await printed(app, 'Ready.');
});
afterAll(async () => {
  const ended = finished(app);
  app.kill('SIGTERM');
  await ended;
  await slack.close();
  await teams.close();
  folder.remove();
});

describe('a process with real settings', () => {
  it('says it is alive and ready, and serves no playground', async () => {
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { ready: true, database: 'ok', queue: 'ok', slack: 'ok', teams: 'ok', shed: 0 },
    ]);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  });

  it('knows nobody before a roster is imported, and says so', async () => {
    await slack.pocket.sendCommand('U0BELL', 'dm', '/coach');

    const words = await slack.pocket.until(
      () =>
        slack.pocket
          .screen('U0BELL')
          .conversations.flatMap((one) => one.messages)
          .at(-1)?.text,
    );
    expect(words).toContain('This workspace is not connected yet');
  });

  it('knows a coach in Slack and a principal in Teams by their verified addresses, once the roster is imported beside it', async () => {
    const sample = (name: string) => join(root, 'sample', 'harbor-city', name);
    for (const words of [
      ['import', 'roster', sample('roster.zip'), '--zone', 'America/New_York', '--yes'],
      ['import', 'roster', sample('pairs.csv'), '--provider', 'Northlight Partners', '--yes'],
      ['import', 'calendar', sample('calendar.ics')],
    ])
      expect(await run(words, { DATA_DIR: folder.path })).toMatchObject({ code: 0 });

    await slack.pocket.sendCommand('U0BELL', 'dm', '/coach', 'help');
    await slack.pocket.until(() =>
      slack.pocket
        .screen('U0BELL')
        .conversations.flatMap((one) => one.messages)
        .some((message) => message.text.includes('/coach step')),
    );

    const rivera = teams.pocket.addUser({
      tenantId: TENANT,
      name: 'Elena Rivera',
      email: 'elena.rivera@harborcity.example',
    });
    await teams.pocket.install(rivera);
    await teams.pocket.say(rivera, undefined, 'checkin help');
    const words = teams.pocket
      .screen(rivera)
      .chats.flatMap((chat) => chat.messages)
      .flatMap((message) => message.words);
    expect(words.join(' ')).toContain('Open this week’s check-in');
  });

  it('is looked over by the doctor for Teams beside it, down to a hello', async () => {
    const url = `http://127.0.0.1:${port}`;
    const as = 'elena.rivera@harborcity.example';
    const looked = await run(['doctor', 'teams', '--url', url, '--as', as], settings);

    expect(looked.out).toContain('ok    Teams: Credential         a secret');
    expect(looked.out).toContain(`${url}/api/messages`);
    expect(looked.out).toMatch(new RegExp(`ok {4}Teams: Organizations +${TENANT} \\(`));
    expect(looked.out).toContain('a hello was sent');
    expect(looked.out).not.toMatch(/Slack|a-password/);
    expect(looked.code).toBe(0);
    const rivera = teams.pocket.findUser(as, TENANT);
    expect(JSON.stringify(teams.pocket.screen(rivera!))).toContain('The set-up works');
  });

  it('is told by the doctor which organization may no longer be heard, and who cannot be greeted', async () => {
    const served = { ...settings, TEAMS_TENANTS: '99999999-2222-4333-8444-555555555555' };
    const left = await run(['doctor', 'teams', '--as', 'nobody@harborcity.example'], served);

    expect(left.out).toMatch(
      new RegExp(`mend {2}Teams: Organizations +${TENANT} has joined, and TEAMS_TENANTS leaves it`),
    );
    expect(left.out).toMatch(/mend {2}Teams: Messages +nobody of the roster has the address nobody@/);
    expect(left.code).toBe(1);
    expect((await run(['doctor', 'teams'], { DATA_DIR: folder.path })).out).toContain('TEAMS_APP_ID is not set');
    expect((await run(['doctor', 'zoom'], {})).code).toBe(2);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}
