import { join } from 'node:path';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { Router, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { listGallery } from './gallery.ts';
import { DISTRICT_ZONE, nextMoments } from './moments.ts';
import type { News } from './news.ts';
import type { PersonOnPage } from './people.ts';

export interface PageDeps {
  root: string;
  news: News;
  clock: Clock;
  people(): Promise<PersonOnPage[]>;
  move(to: Date): Promise<Date>;
  reset(): Promise<Date>;
}

/** `/` is the page alone, and not all that lies under it. */
const OWN_PATHS = [/^\/$/, '/gallery', '/playground'];

const Move = z.object({ to: z.iso.datetime({ offset: true }) });
const LONGEST_MOVE_MS = 400 * 86_400_000;

export function pageRoutes(deps: PageDeps): Router {
  const router = Router();
  const page = join(deps.root, 'src', 'playground', 'page');
  router.use(OWN_PATHS, securityHeaders);
  router.get('/', (_request, response) => response.sendFile(join(page, 'index.html')));
  router.get('/gallery', (_request, response) => response.sendFile(join(page, 'gallery.html')));
  router.use(
    '/playground/page',
    express.static(join(deps.root, 'dist', 'src', 'playground', 'page'), { extensions: ['js'] }),
  );
  router.use('/playground/page', express.static(page, { extensions: ['css'] }));
  router.get('/playground/vendor/adaptivecards.js', (_request, response) => response.sendFile(adaptiveCards()));
  router.get('/playground/gallery.json', (_request, response) => void response.json(listGallery()));
  router.get(
    '/playground/state',
    (_request, response, next) => void state(deps).then((body) => response.json(body), next),
  );
  router.get('/playground/open', (request, response, next) => void open(deps, request, response).catch(next));
  router.get('/playground/events', (request, response) => stream(deps.news, request, response));
  router.post(
    '/playground/clock',
    sameOrigin,
    express.json({ limit: '4kb' }),
    (request, response, next) => void move(deps, request, response).catch(next),
  );
  router.post(
    '/playground/reset',
    sameOrigin,
    (_request, response, next) => void deps.reset().then((now) => response.json({ now: now.toISOString() }), next),
  );
  return router;
}

const OWN_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** A page from elsewhere whose name was turned to this machine still comes under its own name. */
export function onlyByItsOwnName(request: Request, response: Response, next: NextFunction): void {
  const host = (request.get('host') ?? '').replace(/:\d+$/, '');
  if (OWN_NAMES.includes(host)) next();
  else response.status(403).json({ error: 'The playground answers on this machine alone, as localhost.' });
}

/** The page runs its own scripts and styles and nobody else's. */
function securityHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    'content-security-policy':
      "default-src 'self'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  next();
}

/** Another site that is open in the same browser must not move the clock or reset the stage. */
function sameOrigin(request: Request, response: Response, next: NextFunction): void {
  const origin = request.get('origin');
  if (origin === undefined || new URL(origin).host === request.get('host')) next();
  else response.status(403).json({ error: 'Only the playground itself may do this.' });
}

async function state(deps: PageDeps) {
  const now = deps.clock.now();
  return {
    now: now.toISOString(),
    zone: DISTRICT_ZONE,
    people: await deps.people(),
    moments: nextMoments(now),
    busy: deps.news.isBusy(),
  };
}

/** As Slack opens an app: for whoever looks after the workspace. */
async function open(deps: PageDeps, request: Request, response: Response): Promise<void> {
  const people = await deps.people();
  const person = people.findLast((one) => one.workspaceId === request.query['team']);
  response.redirect(302, person ? `/#person=${person.name.toLowerCase().replaceAll(' ', '-')}` : '/');
}

async function move(deps: PageDeps, request: Request, response: Response): Promise<void> {
  const wanted = Move.safeParse(request.body);
  const ahead = wanted.success ? new Date(wanted.data.to).getTime() - deps.clock.now().getTime() : NaN;
  if (!wanted.success || ahead < 0 || ahead > LONGEST_MOVE_MS) {
    response.status(400).json({
      error: 'Time only moves forward, and at most a year at once. Choose a later moment, or reset to begin again.',
    });
    return;
  }
  const now = await deps.move(new Date(wanted.data.to));
  response.json({ now: now.toISOString() });
}

function stream(news: News, request: Request, response: Response): void {
  response.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
  const stop = news.listen((event, label) => response.write(`event: ${event}\ndata: ${JSON.stringify({ label })}\n\n`));
  request.on('close', stop);
}

function adaptiveCards(): string {
  const manifest = createRequire(import.meta.url).resolve('adaptivecards/package.json');
  return join(dirname(manifest), 'dist', 'adaptivecards.min.js');
}
