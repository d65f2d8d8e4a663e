// The doors for whoever runs the product: numbers for a monitor, and a page for a person. Without a key they are not there.
import { join } from 'node:path';
import express, { Router, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { createRates, type Rates } from '../rates.ts';
import { isKey, isSession, SESSION_MS, signSession } from './key.ts';
import { signInPage } from './pages.ts';

export interface OperationsDeps {
  /** The folder of the product, where the page's files lie. */
  root: string;
  clock: Clock;
  /** Without one there are no numbers and no page, except in a playground. */
  key?: string;
  /** Anybody may look: a playground is on loopback and knows nobody real. */
  isOpen: boolean;
  numbers: {
    contentType: string;
    text(): Promise<string>;
    values(): Promise<unknown>;
    reasonInWords(reason: string): string;
  };
}

const COOKIE = 'throughline-operations';
/** Wrong keys by address: nobody finds one by trying, and nobody may try all day. */
const WRONG_KEYS = { most: 10, withinMs: 15 * 60_000 };
const SignIn = z.object({ key: z.string().min(1).max(1000) });

export function operationsRoutes(deps: OperationsDeps): Router {
  const router = Router();
  const wrongKeys = createRates(WRONG_KEYS);
  const page = join(deps.root, 'src', 'operations', 'page');
  router.get('/metrics', (request, response, next) => void metrics(deps, request, response).catch(next));
  if (deps.key === undefined && !deps.isOpen) return router;
  router.use('/operations', securityHeaders);
  router.use(
    '/operations/page',
    express.static(join(deps.root, 'dist', 'src', 'operations', 'page'), { extensions: ['js'] }),
  );
  router.use('/operations/page', express.static(page, { index: false }));
  router.post(
    '/operations/sign-in',
    sameOrigin,
    express.urlencoded({ extended: false, limit: '4kb' }),
    (request, response) => signIn(deps, wrongKeys, request, response),
  );
  router.post('/operations/sign-out', sameOrigin, (_request, response) => {
    response.clearCookie(COOKIE, { path: '/operations' }).redirect(303, '/operations');
  });
  router.get('/operations', (request, response) => {
    if (maySee(deps, request)) response.sendFile(join(page, 'operations.html'));
    else response.status(401).send(signInPage());
  });
  router.get('/operations/numbers', (request, response, next) => {
    if (!maySee(deps, request)) response.status(401).json({ error: 'Please sign in again.' });
    else void numbers(deps, response).catch(next);
  });
  return router;
}

async function metrics({ key, numbers: { text, contentType } }: OperationsDeps, request: Request, response: Response) {
  if (key === undefined) {
    response.sendStatus(404);
    return;
  }
  const [, given = ''] = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '') ?? [];
  if (!isKey(key, given)) {
    response.set('www-authenticate', 'Bearer').sendStatus(401);
    return;
  }
  response.set('content-type', contentType).send(await text());
}

async function numbers({ clock, key, numbers: { values, reasonInWords } }: OperationsDeps, response: Response) {
  const found = await values();
  response.set('cache-control', 'no-store').json({
    at: clock.now().toISOString(),
    metrics: found,
    reasons: Object.fromEntries(reasonsIn(found).map((reason) => [reason, reasonInWords(reason)])),
    signedIn: key !== undefined,
  });
}

const Lost = z.array(z.object({ name: z.string(), values: z.array(z.object({ labels: z.looseObject({}) })) }));

function reasonsIn(metrics: unknown): string[] {
  const lost = Lost.parse(metrics).find((metric) => metric.name === 'throughline_lost_messages');
  return (lost?.values ?? []).flatMap(({ labels: { reason } }) => (typeof reason === 'string' ? [reason] : []));
}

function maySee({ key, isOpen, clock }: OperationsDeps, request: Request): boolean {
  if (key === undefined) return isOpen;
  const cookies = (request.get('cookie') ?? '').split(';').map((cookie) => cookie.trim().split('='));
  const session = cookies.find(([name]) => name === COOKIE)?.[1] ?? '';
  return isSession(key, session, clock.now());
}

function signIn({ key, clock }: OperationsDeps, wrongKeys: Rates, request: Request, response: Response): void {
  if (wrongKeys.isSpent(request.ip ?? '')) {
    response.status(429).set('retry-after', '900').send(signInPage(TOO_MANY));
    return;
  }
  const given = SignIn.safeParse(request.body);
  if (key === undefined || !given.success || !isKey(key, given.data.key)) {
    wrongKeys.isTooMuch(request.ip ?? '');
    response.status(401).send(signInPage(WRONG));
    return;
  }
  const secure = request.secure || request.get('x-forwarded-proto') === 'https';
  const cookie = { path: '/operations', httpOnly: true, sameSite: 'strict', secure, maxAge: SESSION_MS } as const;
  response.cookie(COOKIE, signSession(key, clock.now()), cookie).redirect(303, '/operations');
}

const WRONG = 'That is not the key. Please try again.';
const TOO_MANY = 'That was one try too many. Please wait a quarter of an hour.';

/** The page runs its own script and style and nobody else's. */
function securityHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    'x-content-type-options': 'nosniff',
    // Without any, a browser does not say of a form from where it was sent.
    'referrer-policy': 'same-origin',
  });
  next();
}

/** Another site that is open in the same browser must not sign anybody in or out. */
function sameOrigin(request: Request, response: Response, next: NextFunction): void {
  const origin = request.get('origin');
  if (origin === undefined || (URL.canParse(origin) && new URL(origin).host === request.get('host'))) next();
  else response.status(403).json({ error: 'Only the page itself may do this.' });
}
