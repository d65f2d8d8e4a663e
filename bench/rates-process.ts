// Thousands of prompts through the clockwork to platforms that hold to their published rates, refusals counted. The rates are
// the pockets' own; a call takes a moment, and the network is left out, so that what is measured is our pacing.
import { setTimeout as pause } from 'node:timers/promises';
import type { Address, Platform, PlatformName } from '../src/chat/platform.ts';
import { systemClock } from '../src/clock.ts';
import { asSystem } from '../src/db/scope.ts';
import { DeliveryError } from '../src/errors.ts';
import type { PaceLimits } from '../src/jobs/pace.ts';
import { startClockwork, type Clockwork } from '../src/jobs/tick.ts';
import { silentLog } from '../src/log.ts';
import { createRates as createSlackRates } from '../src/playground/pocket-slack/rates.ts';
import { createRates as createTeamsRates, takeRate } from '../src/playground/pocket-teams/rates.ts';
import { answerQuestions } from './child.ts';
import { openFreshDatabase, type BenchDatabase } from './databases.ts';
import { fillLedger, type FilledLedger } from './filled-ledger.ts';

const ANSWER_MS = 20;

let opened: BenchDatabase | undefined;
let clockwork: Clockwork | undefined;
const calls = { all: 0, refused: 0 };

/** Writes the prompts, all due now, and waits for nothing. */
async function open(given: {
  server?: string | undefined;
  platform: PlatformName;
  workspaces: number;
  messages: number;
}): Promise<void> {
  opened = await openFreshDatabase(given.server);
  const ledger: FilledLedger = await fillLedger(opened.database, given.workspaces, given.platform);
  await ledger.add('PENDING', given.messages);
}

/** From the first claim to the last record, with the calls that were made and those that were refused. */
async function send(limits: PaceLimits): Promise<{ ms: number; all: number; refused: number }> {
  if (!opened) throw new Error('open comes first');
  const { db } = opened.database;
  const started = performance.now();
  clockwork = startClockwork({
    ...{ db, clock: systemClock, log: silentLog, guards: {}, processId: 'bench', pace: limits },
    platforms: new Map([
      ['slack', strict('slack')],
      ['teams', strict('teams')],
    ]),
    run: () => Promise.resolve(),
  });
  for (;;) {
    const [left] = await asSystem(
      db,
      (tx) => tx.$queryRaw<{ count: number }[]>`select count(*)::int as count from delivery where status <> 'SENT'`,
    );
    if (left?.count === 0) return { ms: performance.now() - started, ...calls };
    await pause(100);
  }
}

function strict(name: PlatformName): Platform {
  const slack = createSlackRates(() => new Date());
  const teams = createTeamsRates();
  const waitSeconds = ({ teamId, userId = '' }: Address) => {
    if (name === 'slack')
      return slack.waitSeconds({
        workspaceId: teamId,
        method: 'chat.postMessage',
        perMinute: 'messages',
        channel: userId,
      });
    try {
      takeRate(teams, 'send', teamId, userId);
      return 0;
    } catch {
      return 1;
    }
  };
  const post = async (address: Address) => {
    calls.all += 1;
    await pause(ANSWER_MS / 2);
    const wait = waitSeconds(address);
    await pause(ANSWER_MS / 2);
    if (wait === 0) return { messageId: 'm' };
    calls.refused += 1;
    throw new DeliveryError('try-later', 'ratelimited', 'The platform asks to wait.', {
      retryAfterMs: wait * 1000,
      limits: 'workspace',
    });
  };
  return { name, post } as unknown as Platform;
}

const desk = { open, send };
export type RatesDesk = typeof desk;

answerQuestions(desk, async () => {
  await clockwork?.stop();
  await opened?.close();
});
