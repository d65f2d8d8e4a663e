// One of several processes that empty one ledger together, or make bare calls beside one another.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import { nothing } from '../src/chat/interaction.ts';
import type { Platform } from '../src/chat/platform.ts';
import { systemClock } from '../src/clock.ts';
import { asSystem, inTenant } from '../src/db/scope.ts';
import { openDatabase, type OpenDatabase } from '../src/db/open.ts';
import { unpaced } from '../src/jobs/pace.ts';
import { sendDue } from '../src/jobs/sender.ts';
import { silentLog } from '../src/log.ts';
import { startSlack } from '../src/platforms/slack/index.ts';
import { renderCard } from '../src/platforms/slack/render-card.ts';
import { answerQuestions } from './child.ts';
import { openFreshDatabase } from './databases.ts';
import { promptCard } from './prompt-card.ts';
import { BOT_TOKEN, SIGNING_SECRET } from './workspace.ts';

/** One token serves all of them at the pocket; to the ledger they are workspaces of which each process takes some. */
const WORKSPACES = 16;

let database: OpenDatabase | undefined;
let close: () => Promise<void> = () => Promise.resolve();
let tenantId = '';
let slack: Platform | undefined;
let client: webApi.WebClient | undefined;
let round = 0;

/** The first makes the database and answers where it is; the others join it there. */
async function open(given: { apiUrl: string; server: string; join?: { url: string; tenantId: string } }) {
  const settings = { botToken: BOT_TOKEN, signingSecret: SIGNING_SECRET, apiUrl: given.apiUrl, log: silentLog };
  slack = (await startSlack({ ...settings, now: () => new Date() }, () => Promise.resolve(nothing))).platform;
  client = new webApi.WebClient(BOT_TOKEN, { slackApiUrl: given.apiUrl });
  if (given.join) {
    const joined = await openDatabase({ dataFolder: 'unused', databasePool: 10, databaseUrl: given.join.url });
    [database, tenantId, close] = [joined, given.join.tenantId, () => joined.close()];
    return given.join;
  }
  const fresh = await openFreshDatabase(given.server);
  [database, close] = [fresh.database, fresh.close];
  const { db, address } = fresh.database;
  ({ id: tenantId } = await asSystem(db, (tx) => tx.tenant.create({ data: { name: 'Crew' } })));
  const teams = Array.from({ length: WORKSPACES }, (_, n) => `T${String(n)}`);
  await inTenant(db, tenantId, (tx) =>
    tx.workspace.createMany({ data: teams.map((teamId) => ({ tenantId, platform: 'SLACK', teamId })) }),
  );
  return { url: 'url' in address ? address.url : '', tenantId };
}

/** Written by the database itself: so many messages, each to a person of its own or to one of a few hundred. */
async function fill(given: { count: number; userIds: string[] }): Promise<void> {
  round += 1;
  await theDatabase().pool.query(
    `insert into delivery (id, tenant_id, key, kind, card, platform, team_id, address, lane, status, not_before, attempts, updated_at)
     select gen_random_uuid(), $1::uuid, $2 || n, 'check-in.prompt', $3::jsonb, 'SLACK', 'T' || n % $4::int,
       jsonb_build_object('teamId', 'T' || n % $4::int, 'userId', u, 'channelId', u), u, 'PENDING', now(), 0, now()
     from (select n, ($5::text[])[1 + n % cardinality($5::text[])] as u from generate_series(1, $6::int) n) as one`,
    [tenantId, `round ${String(round)}:`, JSON.stringify(promptCard()), WORKSPACES, given.userIds, given.count],
  );
}

/** Until nothing waits any more, for this process or another. */
async function send(): Promise<number> {
  const { db } = theDatabase();
  const processId = randomUUID();
  let sent = 0;
  for (;;) {
    const result = await sendDue({
      ...{ db, clock: systemClock, log: silentLog, guards: {}, pace: unpaced, processId },
      platforms: new Map(slack ? [['slack', slack]] : []),
    });
    sent += result.sent;
    if (!result.waiting) return sent;
    await pause(5);
  }
}

async function sendBare(given: { count: number; atOnce: number; userIds: string[] }): Promise<void> {
  const card = promptCard();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < given.count) {
      const channel = given.userIds[next++ % given.userIds.length] ?? '';
      await client?.chat.postMessage({ channel, ...renderCard(card, 'rich') });
    }
  };
  await Promise.all(Array.from({ length: given.atOnce }, work));
}

function theDatabase(): OpenDatabase {
  if (!database) throw new Error('open comes first');
  return database;
}

const desk = { open, fill, send, sendBare };
export type CrewDesk = typeof desk;

answerQuestions(desk, () => close());
