/** A bare server in the app's place, which keeps every request it gets, and a pocket Slack that sends to it. */
import { webApi } from '@slack/bolt';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenPocketSlack } from '../../../src/playground/pocket-slack/pocket-slack.ts';
import type { PocketSlackOptions } from '../../../src/playground/pocket-slack/pocket.ts';
import { silentLogger } from './bolt-app.ts';

export type Envelope = Record<string, unknown> & { event: Record<string, unknown> };

export async function startPocketWithListener(options: Partial<PocketSlackOptions> = {}) {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  const app = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(200).end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => app.once('listening', resolve));
  const time = { now: new Date('2026-11-19T22:00:00Z') };
  const listening = await listenPocketSlack({
    now: () => time.now,
    // A server that listens on TCP has an address with a port.
    requestUrl: `http://127.0.0.1:${String((app.address() as AddressInfo).port)}/slack/events`,
    signingSecret: 'secret',
    ...options,
  });
  const forms = () => received.map((one) => Object.fromEntries(new URLSearchParams(one.body)));
  return {
    ...listening,
    time,
    received,
    /** The events that came, oldest first. */
    events: () => received.flatMap((one) => (one.body.startsWith('{') ? [JSON.parse(one.body) as Envelope] : [])),
    forms,
    /** The interactions that came. */
    payloads: () =>
      forms().flatMap((form) =>
        form['payload'] === undefined ? [] : [JSON.parse(form['payload']) as Record<string, unknown>],
      ),
    clientOf: (token: string) =>
      new webApi.WebClient(token, {
        logger: silentLogger,
        slackApiUrl: listening.apiUrl,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      }),
    stop: async () => {
      app.closeAllConnections();
      await new Promise((resolve) => app.close(resolve));
      await listening.close();
    },
  };
}

/** Slack's word for why a call failed; undefined when it went through. */
export async function refusal(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : error;
}
