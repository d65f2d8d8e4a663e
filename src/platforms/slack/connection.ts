/** Our two ways to call Slack, and whose token we hold. */
import { LogLevel, webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { fetchWithCode } from './errors.ts';

/** Somebody waits in front of a window whose trigger lives three seconds. */
const QUICK_TIMEOUT_MS = 2_000;
const PATIENT_TIMEOUT_MS = 10_000;

export interface Connection {
  quick: webApi.WebClient;
  patient: webApi.WebClient;
  /** The workspace of our token. Asked once and remembered; asked again as long as Slack could not be reached. */
  identify: () => Promise<Identity>;
  /** The chats with people that were opened already, by user id; the oldest is forgotten first. */
  directMessages: Map<string, string>;
}

export interface Identity {
  teamId: string;
  teamName: string;
  botUserId: string;
  botId: string | undefined;
  scopes: string[] | undefined;
}

const AuthTest = z.looseObject({
  team_id: z.string(),
  team: z.string().default(''),
  user_id: z.string(),
  bot_id: z.string().optional(),
  response_metadata: z.looseObject({ scopes: z.array(z.string()).optional() }).optional(),
});

export function connect(settings: { botToken: string; apiUrl?: string | undefined; log: Log }): Connection {
  const quick = new webApi.WebClient(settings.botToken, clientOptions(settings, QUICK_TIMEOUT_MS));
  const patient = new webApi.WebClient(settings.botToken, clientOptions(settings, PATIENT_TIMEOUT_MS));
  return { quick, patient, identify: rememberIdentity(quick), directMessages: new Map() };
}

/**
 * No retries of the SDK's own: it would send a message again whose answer was lost. And never `headers`: the SDK writes the
 * token into that object, so that the next client would send it, too.
 */
export function clientOptions(
  settings: { apiUrl?: string | undefined; log: Log },
  timeout = QUICK_TIMEOUT_MS,
): webApi.WebClientOptions {
  return {
    ...(settings.apiUrl === undefined ? {} : { slackApiUrl: settings.apiUrl }),
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    fetch: fetchWithCode,
    logger: boltLogger(settings.log),
  };
}

/** Bolt's own words in our log. Its debug lines hold whole payloads and are never written. */
export function boltLogger(log: Log) {
  const say = (level: 'info' | 'warn' | 'error') => (first: unknown) => {
    log[level]({ from: 'bolt' }, first instanceof Error ? first.message : String(first));
  };
  return {
    debug: () => undefined,
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function rememberIdentity(client: webApi.WebClient): () => Promise<Identity> {
  let known: Promise<Identity> | undefined;
  return () => {
    known ??= askWhoWeAre(client).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

async function askWhoWeAre(client: webApi.WebClient): Promise<Identity> {
  const answer = AuthTest.parse(await client.apiCall('auth.test'));
  return {
    teamId: answer.team_id,
    teamName: answer.team,
    botUserId: answer.user_id,
    botId: answer.bot_id,
    scopes: answer.response_metadata?.scopes,
  };
}
