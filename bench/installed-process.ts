// An app in a process of its own, into which many workspaces have installed it: the product's Slack, or a bare Bolt app.
import { createHmac, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { App, ExpressReceiver } from '@slack/bolt';
import express from 'express';
import { nothing } from '../src/chat/interaction.ts';
import { createSeal } from '../src/installations/seal.ts';
import { createInstallations } from '../src/installations/store.ts';
import { silentLog } from '../src/log.ts';
import { startSlack } from '../src/platforms/slack/index.ts';
import { answerQuestions } from './child.ts';
import { openFreshDatabase } from './databases.ts';
import { SIGNING_SECRET } from './workspace.ts';

/** Nobody listens there: a command that is only acknowledged calls nothing. */
const NO_API = 'http://127.0.0.1:9/api/';
const MB = 2 ** 20;

interface Opened {
  url: string;
  close(): Promise<unknown>;
}
let opened: Opened | undefined;

const teamOf = (index: number) => `T0BENCH${String(index)}`;

async function open(given: { workspaces: number; bare: boolean; server?: string | undefined }): Promise<void> {
  opened = given.bare ? await openBare() : await openOurs(given);
}

async function openOurs(given: { workspaces: number; server?: string | undefined }): Promise<Opened> {
  const { database, close } = await openFreshDatabase(given.server);
  const seal = createSeal([{ id: 'bench', bytes: randomBytes(32) }]);
  const wire = { log: silentLog, now: () => new Date() };
  const installations = createInstallations({ ...wire, db: database.db, platform: 'slack', seal });
  for (let index = 0; index < given.workspaces; index += 1)
    await installations.save({
      platform: 'slack',
      teamId: teamOf(index),
      name: `Workspace ${String(index)}`,
      isOrganization: false,
      appId: 'A0BENCH',
      botUserId: `U0BOT${String(index)}`,
      botToken: `xoxb-${String(index)}`,
      scopes: ['chat:write', 'commands', 'im:write', 'users:read', 'users:read.email'],
      installedAt: new Date(),
    });
  const settings = { ...wire, installations, signingSecret: SIGNING_SECRET, apiUrl: NO_API };
  const { platform, router } = await startSlack(settings, () => Promise.resolve(nothing));
  const app = express();
  if (router) app.use(router);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const stop = async () => {
    server.close();
    await platform.stop();
    await installations.stop();
    await close();
  };
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/slack/events`, close: stop };
}

async function openBare(): Promise<Opened> {
  const receiver = new ExpressReceiver({ signingSecret: SIGNING_SECRET });
  const app = new App({
    receiver,
    authorize: ({ teamId = '' }) =>
      Promise.resolve({ teamId, botToken: `xoxb-${teamId}`, botUserId: 'U0BOT', botId: 'B0BOT' }),
    clientOptions: { slackApiUrl: NO_API },
  });
  app.command(/.*/, ({ ack }) => ack());
  const server = await receiver.start(0);
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/slack/events`;
  return { url, close: () => receiver.stop() };
}

/** Hears one command from each workspace and tells by how many MB the process has grown since the first. */
async function hearAll(given: { workspaces: number }): Promise<number> {
  for (let n = 0; n < 200; n += 1) await hear(0);
  const before = measure();
  for (let index = 1; index < given.workspaces; index += 1) await hear(index);
  return (measure() - before) / MB;
}

async function hear(index: number): Promise<void> {
  if (!opened) throw new Error('open comes first');
  const body = new URLSearchParams({
    command: '/checkin',
    text: '',
    team_id: teamOf(index),
    user_id: 'U0ADA',
    channel_id: 'D0ADA',
    channel_name: 'directmessage',
    trigger_id: `${String(index)}.${randomBytes(8).toString('hex')}`,
    response_url: 'http://127.0.0.1:9/response',
    api_app_id: 'A0BENCH',
  }).toString();
  const time = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${time}:${body}`).digest('hex');
  const response = await fetch(opened.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': time,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  });
  if (!response.ok) throw new Error(`workspace ${String(index)} was answered ${String(response.status)}`);
  await response.arrayBuffer();
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function measure(): number {
  for (let n = 0; n < 3; n += 1) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const desk = { open, hearAll };
export type InstalledDesk = typeof desk;

answerQuestions(desk, async () => {
  await opened?.close();
});
