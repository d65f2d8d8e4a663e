/** Whether a set-up works, asked step by step, with the mend for each step that does not. Changes nothing unless told whom to greet. */
import { createHmac } from 'node:crypto';
import { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { clientOptions } from './connection.ts';
import { EVENTS_PATH } from './door.ts';
import { fetchWithCode, reasonOf } from './errors.ts';
import { greet, type Finding } from './greet.ts';
import { missingScopes } from './install/scopes.ts';

export interface Diagnosed {
  /** The token of the one workspace; without it the app's own credentials are tried. */
  botToken?: string;
  app?: { clientId: string; clientSecret: string };
  signingSecret?: string;
  /** Socket Mode: nothing needs to reach us. */
  appToken?: string;
  apiUrl?: string;
  /** Where Slack reaches the process: `https://host`. */
  url?: string;
  /** The e-mail address of somebody who agrees to get a hello: only so can Home and private messages be tried. */
  as?: string;
  log: Log;
  now: () => Date;
}

/** Bolt refuses what is five minutes off; a clock that is a minute off will be. */
const MOST_SKEW_SECONDS = 60;
const TIMEOUT_MS = 5_000;

export async function diagnoseSlack(settings: Diagnosed): Promise<Finding[]> {
  const answered: { at?: Date } = {};
  const client = new webApi.WebClient(settings.botToken, {
    ...clientOptions(settings),
    fetch: async (input, init) => {
      const response = await fetchWithCode(input, init);
      const date = new Date(response.headers.get('date') ?? '');
      if (!Number.isNaN(date.getTime())) answered.at = date;
      return response;
    },
  });
  const credentials = settings.botToken === undefined ? await tryApp(client, settings) : await tryToken(client);
  return [
    ...credentials,
    ...lookAtClock(answered.at, settings.now()),
    ...(settings.appToken === undefined ? await tryUrl(settings) : await trySocket(client, settings.appToken)),
    ...(settings.as !== undefined && credentials.every((one) => one.ok) ? await greet(client, settings.as) : []),
  ];
}

const AuthTest = z.looseObject({
  team: z.string().default(''),
  response_metadata: z.looseObject({ scopes: z.array(z.string()).optional() }).optional(),
});

async function tryToken(client: webApi.WebClient): Promise<Finding[]> {
  try {
    const answer = AuthTest.parse(await client.apiCall('auth.test'));
    const given = answer.response_metadata?.scopes;
    // A proxy may swallow the header that tells; then the first call that lacks a permission says so.
    const missing = given === undefined ? [] : missingScopes(given);
    return [
      { what: 'Token', ok: true, words: `accepted by ${answer.team}` },
      missing.length === 0
        ? { what: 'Permissions', ok: true, words: 'all there' }
        : {
            what: 'Permissions',
            ok: false,
            words: `missing: ${missing.join(', ')}. Add them under OAuth & Permissions, then install the app again`,
          },
    ];
  } catch (error) {
    const reason = reasonOf(error);
    const words = ['invalid_auth', 'not_authed', 'token_revoked', 'account_inactive'].includes(reason)
      ? 'Slack does not accept SLACK_BOT_TOKEN. Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions'
      : `Slack cannot be reached (${reason}). Check the network and SLACK_API_URL`;
    return [{ what: 'Token', ok: false, words }];
  }
}

/** A code that cannot be is refused as one only where the app's id and secret are right. */
async function tryApp(client: webApi.WebClient, { app }: Diagnosed): Promise<Finding[]> {
  if (!app) return [{ what: 'Token', ok: false, words: 'neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID is set' }];
  const asked = { client_id: app.clientId, client_secret: app.clientSecret, code: 'a-code-of-the-doctor' };
  const reason = await client.apiCall('oauth.v2.access', asked).then(() => 'invalid_code', reasonOf);
  const words: Record<string, string> = {
    invalid_code: 'accepted',
    invalid_client_id: 'Slack knows no app of SLACK_CLIENT_ID. Copy the Client ID from Basic Information',
    bad_client_secret: 'SLACK_CLIENT_SECRET is not this app’s. Copy the Client Secret from Basic Information',
  };
  return [
    {
      what: 'App',
      ok: reason === 'invalid_code',
      words: words[reason] ?? `Slack cannot be reached (${reason}). Check the network and SLACK_API_URL`,
    },
  ];
}

function lookAtClock(slack: Date | undefined, ours: Date): Finding[] {
  if (slack === undefined) return [];
  const seconds = Math.round((ours.getTime() - slack.getTime()) / 1000);
  const ok = Math.abs(seconds) <= MOST_SKEW_SECONDS;
  const words = `this machine is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} Slack. Turn on time synchronization: requests five minutes off are refused`;
  return [{ what: 'Clock', ok, words: ok ? 'agrees with Slack' : words }];
}

async function trySocket(client: webApi.WebClient, appToken: string): Promise<Finding[]> {
  const reason = await client.apiCall('apps.connections.open', { token: appToken }).then(() => undefined, reasonOf);
  const words = `Slack does not accept SLACK_APP_TOKEN (${reason ?? ''}). Make an app-level token with connections:write, and turn Socket Mode on`;
  return [{ what: 'Socket Mode', ok: reason === undefined, words: reason === undefined ? 'can be opened' : words }];
}

/** Asks the address what Slack asks when it is entered: only a process with the same signing secret gives the challenge back. */
async function tryUrl({ url, signingSecret = '', now }: Diagnosed): Promise<Finding[]> {
  const what = 'Request URL';
  if (url === undefined)
    return [{ what, ok: true, words: 'not tried: say --url https://your-host, while the process runs' }];
  const address = new URL(EVENTS_PATH, url).href;
  const challenge = `doctor-${now().getTime()}`;
  const body = JSON.stringify({ type: 'url_verification', token: 'doctor', challenge });
  const timestamp = String(Math.floor(now().getTime() / 1000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  try {
    const response = await fetch(address, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.ok && (await response.text()).includes(challenge)) return [{ what, ok: true, words: address }];
    if (response.status === 401)
      return [
        {
          what,
          ok: false,
          words: `${address} refuses our signature: the process there has the signing secret of another app. Copy SLACK_SIGNING_SECRET from Basic Information and start it again`,
        },
      ];
    return [
      {
        what,
        ok: false,
        words: `${address} answers ${response.status}: something else is there, or Slack is off in the process`,
      },
    ];
  } catch {
    return [
      {
        what,
        ok: false,
        words: `${address} cannot be reached from here. Start the process, and look at DNS and the proxy`,
      },
    ];
  }
}
