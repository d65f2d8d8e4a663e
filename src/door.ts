// What every answer of the house carries, whichever route gives it, and what is said where there is no route.
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express';
import type { Log } from './log.ts';
import { REDIRECT_PATH, START_PATH } from './platforms/slack/install/scopes.ts';
import { createRates } from './rates.ts';

/** A page says for itself what it may do; whatever says nothing may do nothing, and is shown in nobody's frame. */
const STRICT = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy':
    'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
};
const A_YEAR = 'max-age=31536000';

interface Door {
  /** Where browsers reach us, where that is known. */
  publicUrl?: string;
  /** The proxies whose word about the client's address is believed. */
  trustedProxies: string;
}

/** Before all routes. */
export function openDoor(app: Express, { publicUrl, trustedProxies }: Door): void {
  app.disable('x-powered-by').set(
    'trust proxy',
    trustedProxies.split(',').map((one) => one.trim()),
  );
  const headers = publicUrl?.startsWith('https:') ? { ...STRICT, 'strict-transport-security': A_YEAR } : STRICT;
  app.use((_request, response, next) => {
    response.set(headers);
    next();
  });
  // Each visit writes a row or asks Slack, and anybody may come.
  app.use([START_PATH, REDIRECT_PATH], limitVisits());
}

/** After all routes: nothing of ours is told, least of all where an error was. */
export function closeDoor(app: Express, log: Log): void {
  app.use((_request, response) => say(response, 404, 'There is nothing at this address.'));
  const failed: ErrorRequestHandler = (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const given = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
    const status = given >= 400 && given < 500 ? given : 500;
    if (status === 500)
      log.error({ path: request.path, problem: error instanceof Error ? error.name : 'unknown' }, 'a page failed');
    say(response, status, status === 500 ? FAILED : UNREADABLE);
  };
  app.use(failed);
}

const FAILED = 'Something went wrong on our side. Please try again in a minute.';
const UNREADABLE = 'This request could not be read.';
const TOO_MUCH = 'That was a lot at once. Please wait a minute, then try again.';

const A_MINUTE = { withinMs: 60_000 };

/** An administrator needs one; several may sit behind one address. All addresses together are limited, too. */
function limitVisits(): RequestHandler {
  const oneAddress = createRates({ most: 20, ...A_MINUTE });
  const everybody = createRates({ most: 600, ...A_MINUTE });
  return (request: Request, response, next) => {
    if (!oneAddress.isTooMuch(request.ip ?? '') && !everybody.isTooMuch('')) {
      next();
      return;
    }
    response.set('retry-after', '60');
    say(response, 429, TOO_MUCH);
  };
}

function say(response: Response, status: number, words: string): void {
  response.status(status).set('cache-control', 'no-store').type('text/plain').send(words);
}
