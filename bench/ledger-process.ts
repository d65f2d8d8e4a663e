// Sends the same messages both ways from one process: through the ledger, and by bare calls of Slack's own client.
import { randomUUID } from 'node:crypto';
import { webApi } from '@slack/bolt';
import type { Card } from '../src/chat/card.ts';
import { nothing } from '../src/chat/interaction.ts';
import type { Platform } from '../src/chat/platform.ts';
import { systemClock } from '../src/clock.ts';
import { asSystem, inTenant } from '../src/db/scope.ts';
import { enqueue } from '../src/jobs/ledger.ts';
import { unpaced } from '../src/jobs/pace.ts';
import { sendDue } from '../src/jobs/sender.ts';
import { silentLog } from '../src/log.ts';
import { startSlack } from '../src/platforms/slack/index.ts';
import { renderCard } from '../src/platforms/slack/render-card.ts';
import { answerQuestions } from './child.ts';
import { openFreshDatabase, type BenchDatabase } from './databases.ts';
import { promptCard } from './prompt-card.ts';
import { BOT_TOKEN, SIGNING_SECRET, WORKSPACE_ID, type Person } from './workspace.ts';

interface Bench {
  opened: BenchDatabase;
  tenantId: string;
  slack: Platform;
  client: webApi.WebClient;
  /** The direct messages into which the messages go, one for each person. */
  channels: { userId: string; channelId: string }[];
  card: Card;
}

let bench: Bench | undefined;
let round = 0;
const processId = randomUUID();

async function open(given: { apiUrl: string; server?: string | undefined; people: Person[] }): Promise<void> {
  const opened = await openFreshDatabase(given.server);
  const { db } = opened.database;
  const { id: tenantId } = await asSystem(db, (tx) => tx.tenant.create({ data: { name: 'Bench' } }));
  await inTenant(db, tenantId, (tx) =>
    tx.workspace.create({ data: { tenantId, platform: 'SLACK', teamId: WORKSPACE_ID } }),
  );
  const settings = { botToken: BOT_TOKEN, signingSecret: SIGNING_SECRET, apiUrl: given.apiUrl, log: silentLog };
  const { platform } = await startSlack({ ...settings, now: () => new Date() }, () => Promise.resolve(nothing));
  const client = new webApi.WebClient(BOT_TOKEN, { slackApiUrl: given.apiUrl });
  const channels = [];
  for (const { id } of given.people) {
    const { channel } = await client.conversations.open({ users: id });
    channels.push({ userId: id, channelId: channel?.id ?? '' });
  }
  bench = { opened, tenantId, slack: platform, client, channels, card: promptCard() };
}

/** Bare calls, as many under way as the ledger has for one workspace. */
async function sendBare(given: { count: number; atOnce: number }): Promise<{ ms: number }> {
  const { client, channels, card } = theBench();
  const started = performance.now();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < given.count) {
      const channel = channels[next++ % channels.length]?.channelId ?? '';
      await client.chat.postMessage({ channel, ...renderCard(card, 'rich') });
    }
  };
  await Promise.all(Array.from({ length: given.atOnce }, work));
  return { ms: performance.now() - started };
}

/** Written and sent side by side, as the clockwork does, from the first row to the last answer. */
async function sendThroughLedger(given: { count: number; atOnce: number }): Promise<{ ms: number }> {
  const started = performance.now();
  const writing = write(given.count);
  await Promise.all([writing, send(given, writing)]);
  return { ms: performance.now() - started };
}

/** What is written already, sent. */
async function sendWritten(given: { count: number; atOnce: number }): Promise<{ ms: number }> {
  const writing = write(given.count);
  await writing;
  const started = performance.now();
  await send(given, writing);
  return { ms: performance.now() - started };
}

/** Twenty in a transaction, as much as the clockwork does before it looks up. */
async function write(count: number): Promise<void> {
  const { opened, tenantId, channels, card } = theBench();
  round += 1;
  for (let first = 0; first < count; first += 20)
    await inTenant(opened.database.db, tenantId, async (tx) => {
      for (let index = first; index < Math.min(first + 20, count); index += 1) {
        const { userId = '', channelId = '' } = channels[index % channels.length] ?? {};
        await enqueue(tx, tenantId, {
          key: `prompt:${String(round)}:${String(index)}`,
          kind: 'check-in.prompt',
          card,
          to: { platform: 'slack', address: { teamId: WORKSPACE_ID, userId, channelId }, lane: userId },
        });
      }
    });
}

/** Until all are sent; while they are still being written there is always something more to come. */
async function send(given: { count: number; atOnce: number }, writing: Promise<void>): Promise<void> {
  const { opened, slack } = theBench();
  const count = { sent: 0, written: false };
  void writing.then(() => {
    count.written = true;
  });
  while (count.sent < given.count) {
    const wasWritten = count.written;
    const { sent } = await sendDue({
      db: opened.database.db,
      clock: systemClock,
      log: silentLog,
      platforms: new Map([['slack', slack]]),
      guards: {},
      pace: unpaced,
      processId,
      // One workspace gets half of the calls under way, so that a slow one cannot hold up the others.
      atOnce: given.atOnce * 2,
    });
    count.sent += sent;
    if (sent === 0 && wasWritten) throw new Error(`${String(count.sent)} of ${String(given.count)} messages were sent`);
  }
}

function theBench(): Bench {
  if (!bench) throw new Error('open comes first');
  return bench;
}

const desk = { open, sendBare, sendThroughLedger, sendWritten };
export type LedgerDesk = typeof desk;

answerQuestions(desk, () => bench?.opened.close());
