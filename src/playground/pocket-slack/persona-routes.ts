/** The page's way in: each persona action as JSON, the screen, and a stream that says when to look again. */
import express from 'express';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { PocketSlack } from './pocket.ts';

const who = z.object({ workspace: z.string().min(1), user: z.string().min(1) });
const entry = z.union([z.string(), z.number(), z.array(z.string()), z.null()]);
const entries = z.record(z.string(), z.union([entry, z.record(z.string(), entry)]));
const place = z.union([
  z.literal('home'),
  z.strictObject({ viewId: z.string() }),
  z.strictObject({ channel: z.string(), ts: z.string() }),
]);
const view = z.union([z.literal('home'), z.strictObject({ viewId: z.string() })]);

const bodies = {
  command: who.extend({ channel: z.string(), command: z.string().regex(/^\/\S+$/), text: z.string() }),
  shortcut: who.extend({ callbackId: z.string().min(1) }),
  'message-shortcut': who.extend({ callbackId: z.string().min(1), channel: z.string(), ts: z.string() }),
  press: who.extend({ place, actionId: z.string(), blockId: z.string().optional(), selected: entry.optional() }),
  fill: who.extend({ place: view, values: entries }),
  submit: who.extend({ viewId: z.string(), values: entries.default({}) }),
  close: who.extend({ viewId: z.string(), all: z.boolean().default(false) }),
  say: who.extend({ channel: z.string(), text: z.string().min(1), threadTs: z.string().optional() }),
  home: who.extend({ tab: z.enum(['home', 'messages']).default('home') }),
  read: who.extend({ channel: z.string() }),
  dismiss: who,
};

export function createPersonaRoutes(pocket: Omit<PocketSlack, 'router'>): Router {
  const router = express.Router();
  router.use(express.json({ limit: '1mb' }));
  const as = (given: z.infer<typeof who>) => ({ workspaceId: given.workspace, userId: given.user });
  const act = <Name extends keyof typeof bodies>(
    name: Name,
    run: (body: z.infer<(typeof bodies)[Name]>) => unknown,
  ) => {
    router.post(`/${name}`, async (request, response) => {
      const parsed = bodies[name].safeParse(request.body);
      if (!parsed.success) {
        response.status(400).json({ ok: false, error: z.prettifyError(parsed.error) });
        return;
      }
      // The schema was looked up by the same name, which the compiler cannot follow.
      response.json(await run(parsed.data as z.infer<(typeof bodies)[Name]>));
    });
  };
  act('command', (body) => pocket.sendCommand(as(body), body.channel, body.command, body.text));
  act('shortcut', (body) => pocket.sendShortcut(as(body), body.callbackId));
  act('message-shortcut', (body) => pocket.sendMessageShortcut(as(body), body.channel, body.ts, body.callbackId));
  act('press', (body) =>
    pocket.press(as(body), body.place, body.actionId, {
      ...(body.blockId === undefined ? {} : { blockId: body.blockId }),
      ...(body.selected === undefined ? {} : { selected: body.selected }),
    }),
  );
  act('fill', (body) => pocket.fill(as(body), body.place, body.values));
  act('submit', (body) => pocket.submitView(as(body), body.viewId, body.values));
  act('close', (body) => pocket.closeView(as(body), body.viewId, body.all));
  act('say', (body) => pocket.say(as(body), body.channel, body.text, body.threadTs));
  act('home', (body) => pocket.openHome(as(body), body.tab));
  act('read', (body) => {
    pocket.markRead(as(body), body.channel);
    return { ok: true };
  });
  act('dismiss', (body) => {
    pocket.dismissNotices(as(body));
    return { ok: true };
  });

  router.get('/world', (_request, response) => {
    response.json(pocket.describeWorld());
  });
  router.get('/screen', (request, response) => {
    response.json(pocket.screen(as(who.parse(request.query))));
  });
  router.get('/events', (request, response) => {
    streamChanges(pocket, who.parse(request.query), request, response);
  });
  router.use((error: unknown, _request: Request, response: Response, next: express.NextFunction) => {
    if (response.headersSent) next(error);
    else response.status(400).json({ ok: false, error: error instanceof Error ? error.message : 'Something failed.' });
  });
  return router;
}

function streamChanges(
  pocket: Omit<PocketSlack, 'router'>,
  viewer: z.infer<typeof who>,
  request: Request,
  response: Response,
): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  response.write('event: changed\ndata: {}\n\n');
  let waiting = false;
  const stop = pocket.onChange((change) => {
    const concerns =
      (change.workspaceId === '*' || change.workspaceId === viewer.workspace) &&
      (change.userId === undefined || change.userId === viewer.user);
    if (!concerns || waiting) return;
    // Many changes in one turn are one reason to look again.
    waiting = true;
    setImmediate(() => {
      waiting = false;
      response.write('event: changed\ndata: {}\n\n');
    });
  });
  request.on('close', stop);
}
