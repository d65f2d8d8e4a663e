import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenPocketSlack } from '../../../src/playground/pocket-slack/pocket-slack.ts';
import type { ListeningPocketSlack } from '../../../src/playground/pocket-slack/pocket.ts';
import { signBody } from '../../../src/playground/pocket-slack/signed-request.ts';
import { scopes } from './bolt-app.ts';

type Received = { headers: IncomingHttpHeaders; body: string };
let received: Received[];
let answers: { status: number; headers?: Record<string, string> }[];
let app: Server;
let house: ListeningPocketSlack;

beforeEach(async () => {
  received = [];
  answers = [];
  app = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      const { status, headers = {} } = answers.shift() ?? { status: 200 };
      response.writeHead(status, headers).end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => app.once('listening', resolve));
  house = await listenPocketSlack({
    now: () => new Date('2026-11-19T22:00:00Z'),
    requestUrl: `http://127.0.0.1:${String((app.address() as AddressInfo).port)}/slack/events`,
    signingSecret: 'secret',
  });
  house.pocket.addWorkspace({ id: 'T0NORTH', name: 'Northlight', botToken: 'xoxb-north', botUserId: 'U0BOT', scopes });
  house.pocket.addUser({
    workspaceId: 'T0NORTH',
    id: 'U0MAYA',
    name: 'maya',
    realName: 'Maya',
    email: 'm@n.example',
    tz: 'UTC',
  });
});

afterEach(async () => {
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
  await house.close();
});

const eventOf = (one: Received | undefined) => JSON.parse(one?.body ?? '{}') as Record<string, unknown>;

it('signs every request as Slack does', async () => {
  await house.pocket.sayInDm('U0MAYA', 'done, 4 rooms');
  await house.pocket.sendCommand('U0MAYA', 'dm', '/checkin', 'help');

  expect(received.map((one) => one.headers['content-type'])).toEqual([
    'application/json',
    'application/x-www-form-urlencoded',
  ]);
  for (const { headers, body } of received) {
    const timestamp = Number(headers['x-slack-request-timestamp']);
    expect(headers['x-slack-signature']).toBe(signBody('secret', timestamp, body));
  }
  expect(Object.fromEntries(new URLSearchParams(received[1]?.body))).toMatchObject({
    command: '/checkin',
    text: 'help',
    user_id: 'U0MAYA',
    team_id: 'T0NORTH',
    channel_name: 'directmessage',
  });
});

it('sends a direct message as an event of its own', async () => {
  expect(await house.pocket.sayInDm('U0MAYA', 'done')).toMatchObject({ delivered: true, attempts: 1 });

  expect(eventOf(received[0])).toMatchObject({
    type: 'event_callback',
    team_id: 'T0NORTH',
    event: { type: 'message', channel_type: 'im', text: 'done', user: 'U0MAYA' },
    authorizations: [{ team_id: 'T0NORTH', is_bot: true }],
  });
});

it('tries again at once, and twice more when told, with the same event and the retry headers', async () => {
  answers = [{ status: 500 }, { status: 500 }, { status: 500 }, { status: 200 }];

  expect(await house.pocket.sayInDm('U0MAYA', 'done')).toMatchObject({ delivered: false, attempts: 2 });
  expect(await house.pocket.retryEvents()).toBe(1);
  expect(await house.pocket.retryEvents()).toBe(1);
  expect(await house.pocket.retryEvents()).toBe(0);

  expect(received.map((one) => one.headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
  expect(received[1]?.headers['x-slack-retry-reason']).toBe('http_error');
  expect(new Set(received.map((one) => eventOf(one)['event_id'])).size).toBe(1);
});

it('does not try again where the app asks it not to', async () => {
  answers = [{ status: 500, headers: { 'x-slack-no-retry': '1' } }];

  expect(await house.pocket.sayInDm('U0MAYA', 'done')).toMatchObject({ delivered: false, attempts: 1 });
  expect(await house.pocket.retryEvents()).toBe(0);
});

it('never sends a command or a press twice', async () => {
  answers = [{ status: 500 }];

  expect(await house.pocket.sendCommand('U0MAYA', 'dm', '/checkin')).toMatchObject({ notice: 'http_service_error' });
  expect(received).toHaveLength(1);
});

it('can send the same event once more', async () => {
  const { eventId = '' } = await house.pocket.sendEvent('T0NORTH', { type: 'user_change', user: { id: 'U0MAYA' } });

  await house.pocket.redeliverEvent(eventId);

  expect(received.map((one) => eventOf(one)['event_id'])).toEqual([eventId, eventId]);
});
