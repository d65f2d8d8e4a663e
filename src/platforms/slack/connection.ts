/** One installation's way to Slack: its token, who the app is there, and the chats that were opened already. */
import { LogLevel, webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { createDrawings, type Drawings } from './drawings.ts';
import { fetchWithCode } from './errors.ts';

/** Somebody waits in front of a window whose trigger lives three seconds. */
const QUICK_TIMEOUT_MS = 2_000;
const PATIENT_TIMEOUT_MS = 10_000;
/** All workspaces share a client: one whose calls hang must not keep the windows of the others waiting. */
const MOST_CALLS_AT_ONCE = 500;

export interface Connection {
  identity: Identity;
  quick: Calls;
  patient: Calls;
  /** The chats with people that were opened already, by user id; the oldest is forgotten first. */
  directMessages: Map<string, string>;
  /** People's own workspaces, and whether they are of our organization, where Slack had to be asked. */
  homes: Map<string, boolean>;
  drawings: Drawings;
}

/** Slack's methods, called with the token of one installation and no other. */
export interface Calls {
  apiCall(method: string, options?: Record<string, unknown>): Promise<webApi.WebAPICallResult>;
}

export interface Identity {
  /** What requests name the installation by: see `whose.ts`. */
  teamId: string;
  teamName: string;
  /** The organization that the workspace belongs to. */
  enterpriseId?: string;
  /** Installed once for all workspaces of the organization. */
  isOrganization: boolean;
  botUserId: string;
  botId: string | undefined;
  scopes: readonly string[] | undefined;
}

/** What all connections share. A client weighs 26 KB: two of its own for each of a thousand workspaces would be 52 MB. */
export interface Lines {
  quick: webApi.WebClient;
  patient: webApi.WebClient;
  drawings: Drawings;
}

export interface WireSettings {
  apiUrl?: string | undefined;
  log: Log;
}

export function openLines(settings: WireSettings & { now: () => Date }): Lines {
  return {
    quick: new webApi.WebClient(undefined, clientOptions(settings, QUICK_TIMEOUT_MS)),
    patient: new webApi.WebClient(undefined, clientOptions(settings, PATIENT_TIMEOUT_MS)),
    drawings: createDrawings(settings.log, settings.now),
  };
}

/** `onFailure` hears of every failed call, before whoever made it. */
export function connect(
  lines: Lines,
  botToken: string,
  identity: Identity,
  onFailure: (error: unknown) => Promise<void> = () => Promise.resolve(),
): Connection {
  const over = (line: webApi.WebClient): Calls => ({
    apiCall: async (method, options = {}) => {
      try {
        return await callWith(line, botToken, method, options);
      } catch (error) {
        await onFailure(error);
        throw error;
      }
    },
  });
  return {
    identity,
    quick: over(lines.quick),
    patient: over(lines.patient),
    directMessages: new Map(),
    homes: new Map(),
    drawings: lines.drawings,
  };
}

/** The token travels with the call and comes last, so that nothing in the options can take its place. */
function callWith(
  line: webApi.WebClient,
  token: string,
  method: string,
  options: Record<string, unknown>,
): Promise<webApi.WebAPICallResult> {
  return line.apiCall(method, { ...options, token });
}

/** An organization's token is good for many workspaces: some methods must be told which one is meant. */
export function inWorkspace({ identity }: Connection, workspaceId: string | undefined): { team_id?: string } {
  return identity.isOrganization && workspaceId !== undefined ? { team_id: workspaceId } : {};
}

/**
 * No retries of the SDK's own: it would send a message again whose answer was lost. And never `headers`: the SDK writes a
 * client's token into that object, so that the next client made of the same options would send it, too.
 */
export function clientOptions(settings: WireSettings, timeout = QUICK_TIMEOUT_MS): webApi.WebClientOptions {
  return {
    ...(settings.apiUrl === undefined ? {} : { slackApiUrl: settings.apiUrl }),
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    maxRequestConcurrency: MOST_CALLS_AT_ONCE,
    allowAbsoluteUrls: false,
    fetch: fetchWithCode,
    logger: boltLogger(settings.log),
  };
}

/** What cannot be read as JSON is quoted in its error, and may be anybody's words. */
const QUOTING = /SyntaxError: .*/s;

/** Bolt's own words in our log. Its debug lines hold whole payloads and are never written. */
export function boltLogger(log: Log) {
  const say = (level: 'info' | 'warn' | 'error') => (first: unknown) => {
    const words = first instanceof Error ? first.message : String(first);
    log[level]({ from: 'bolt' }, words.replace(QUOTING, 'SyntaxError'));
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

const AuthTest = z.looseObject({
  team_id: z.string(),
  team: z.string().default(''),
  user_id: z.string(),
  bot_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().default(false),
  response_metadata: z.looseObject({ scopes: z.array(z.string()).optional() }).optional(),
});

/** Asks Slack whose token it is; needed only where no installation says it. */
export async function askWhoWeAre(lines: Lines, botToken: string): Promise<Identity> {
  const answer = AuthTest.parse(await callWith(lines.quick, botToken, 'auth.test', {}));
  const enterpriseId = answer.enterprise_id ?? undefined;
  const isOrganization = answer.is_enterprise_install && enterpriseId !== undefined;
  return {
    teamId: isOrganization ? enterpriseId : answer.team_id,
    teamName: answer.team,
    ...(enterpriseId === undefined ? {} : { enterpriseId }),
    isOrganization,
    botUserId: answer.user_id,
    botId: answer.bot_id,
    scopes: answer.response_metadata?.scopes,
  };
}
