/** A pocket Slack with two workspaces and a real Bolt app behind it, both on ports of their own. */
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { Logger } from '@slack/bolt';
import type { AddressInfo } from 'node:net';
import { listenPocketSlack } from '../../../src/playground/pocket-slack/pocket-slack.ts';
import type { PocketSlackOptions } from '../../../src/playground/pocket-slack/pocket.ts';

export const scopes = [
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
];

/** The tests provoke trouble on purpose; its log lines would only hide what fails. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

export async function startPocketWithApp(register: (app: App) => void, options: Partial<PocketSlackOptions> = {}) {
  const time = { now: new Date('2026-11-19T22:00:00Z') };
  let requestUrl = '';
  const listening = await listenPocketSlack({
    now: () => time.now,
    requestUrl: () => requestUrl,
    signingSecret: 'a-secret-of-the-test',
    ...options,
  });
  const { pocket } = listening;
  pocket.addWorkspace({ id: 'T0NORTH', name: 'Northlight', botToken: 'xoxb-north', botUserId: 'U0BOT', scopes });
  pocket.addUser({
    workspaceId: 'T0NORTH',
    id: 'U0MAYA',
    name: 'maya',
    realName: 'Maya Okafor',
    email: 'maya@northlight.example',
    tz: 'America/New_York',
  });
  pocket.addUser({
    workspaceId: 'T0NORTH',
    id: 'U0GUEST',
    name: 'gus',
    realName: 'Gus Guest',
    email: 'gus@elsewhere.example',
    tz: 'America/Chicago',
    isGuest: true,
  });
  pocket.addChannel({
    workspaceId: 'T0NORTH',
    id: 'C0TEAM',
    name: 'team',
    isPrivate: false,
    members: ['U0MAYA', 'U0BOT'],
  });

  const receiver = new HTTPReceiver({
    signingSecret: 'a-secret-of-the-test',
    port: 0,
    logger: silentLogger,
    unhandledRequestTimeoutMillis: 1000,
  });
  const app = new App({
    token: 'xoxb-north',
    receiver,
    convoStore: false,
    tokenVerificationEnabled: false,
    logger: silentLogger,
    clientOptions: { slackApiUrl: listening.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
  });
  register(app);
  const server = await app.start(0);
  // A server that listens on TCP has an address with a port.
  requestUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/slack/events`;
  return {
    ...listening,
    app,
    time,
    stop: async () => {
      await app.stop();
      await listening.close();
    },
  };
}
