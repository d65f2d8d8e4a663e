/** Sends what Slack would send to the app: signed by v0 HMAC-SHA256, and given three seconds. */
import { createHmac } from 'node:crypto';
import { realSeconds } from './instants.ts';
import type { World } from './world.ts';

export type Reply =
  | { kind: 'answered'; status: number; body: string; isJson: boolean; stopRetries: boolean }
  | { kind: 'timeout' }
  | { kind: 'unreachable' };

export async function sendForm(world: World, fields: Record<string, string>): Promise<Reply> {
  // Bolt compares this content type exactly; a charset behind it would be refused.
  return send(world, 'application/x-www-form-urlencoded', new URLSearchParams(fields).toString(), {});
}

export async function sendJson(world: World, body: unknown, headers: Record<string, string>): Promise<Reply> {
  return send(world, 'application/json', JSON.stringify(body), headers);
}

export function signBody(signingSecret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', signingSecret)
    .update(`v0:${String(timestamp)}:${body}`)
    .digest('hex')}`;
}

async function send(world: World, contentType: string, body: string, headers: Record<string, string>): Promise<Reply> {
  const timestamp = realSeconds();
  const signal = AbortSignal.timeout(world.acknowledgeWithinMs);
  try {
    const response = await fetch(world.requestUrl(), {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signBody(world.signingSecret, timestamp, body),
        ...headers,
      },
      body,
      redirect: 'manual',
      signal,
    });
    return {
      kind: 'answered',
      status: response.status,
      body: await response.text(),
      isJson: (response.headers.get('content-type') ?? '').includes('json'),
      stopRetries: response.headers.get('x-slack-no-retry') === '1',
    };
  } catch {
    return { kind: signal.aborted ? 'timeout' : 'unreachable' };
  }
}
