/**
 * The Bot Connector's REST interface, called with fetch and our own token. Not through the SDK's client, which tries a failed
 * post up to four times by itself (a person would get it twice) and whose errors the adapter swallows on the way back.
 */
import { z } from 'zod';
import { DeliveryError } from '../../errors.ts';
import { isServiceUrl, type Cloud } from './clouds.ts';
import { failureToError, refusalToError } from './errors.ts';
import type { Tokens } from './tokens.ts';

interface Call<T> {
  method: 'GET' | 'POST' | 'PUT';
  serviceUrl: string;
  /** Already encoded, without the leading slash. */
  path: string;
  body?: unknown;
  repeatable: boolean;
  answer: z.ZodType<T>;
}

export interface Connector {
  call<T>(call: Call<T>): Promise<T>;
}

const TIMEOUT_MS = 10_000;

export function createConnector(options: { cloud: Cloud; tokens: Tokens; now: () => Date }): Connector {
  const { cloud, tokens, now } = options;

  async function ask(call: Call<unknown>, token: string): Promise<Response> {
    const url = new URL(call.path, call.serviceUrl.replace(/\/*$/, '/'));
    try {
      return await fetch(url, {
        method: call.method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(call.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        // A redirect would carry the bot's token to a host that nobody listed.
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (cause) {
      throw failureToError(cause, call.repeatable);
    }
  }

  async function call<T>(call: Call<T>): Promise<T> {
    if (!isServiceUrl(cloud, call.serviceUrl))
      throw new DeliveryError(
        'target-dead',
        'service-url',
        'This address is on no host of our Microsoft cloud, so nothing was sent there.',
      );
    let response = await ask(call, await tokens.bearer());
    if (response.status === 401) {
      await response.body?.cancel();
      response = await ask(call, await tokens.bearer(true));
    }
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok)
      throw refusalToError(
        { status: response.status, body, retryAfter: response.headers.get('retry-after') },
        call.repeatable,
        now(),
      );
    const answer = call.answer.safeParse(body);
    if (answer.success) return answer.data;
    throw failureToError(new Error(`Teams answered ${call.method} with something unexpected.`), call.repeatable);
  }

  return { call };
}

/** The path of a conversation's resource; ids carry colons, semicolons and at signs. */
export function conversationPath(conversationId: string, ...rest: string[]): string {
  return ['v3', 'conversations', encodeURIComponent(conversationId), ...rest.map(encodeURIComponent)].join('/');
}
