/** What happens to a request before Bolt reads it: its size, its type and the one side of its time that Bolt leaves open. */
import express, { Router, type ErrorRequestHandler, type RequestHandler } from 'express';

export const EVENTS_PATH = '/slack/events';
/** As much as Bolt takes: 4 MiB. */
const LARGEST_BODY = '4mb';
const LONGEST_AHEAD_SECONDS = 5 * 60;

/** `now` is the wire's present: Slack signs with the real clock, and so Bolt compares with it. */
export function openDoor(bolt: Router, now: () => Date): Router {
  const door = Router();
  door.post(
    EVENTS_PATH,
    sayWhereRetriesAreUseless,
    express.raw({ type: () => true, limit: LARGEST_BODY, inflate: false }),
    refuseFuture(now),
    prepare,
  );
  door.use(bolt);
  door.use(EVENTS_PATH, refuseUnreadable);
  return door;
}

/** Unreadable, not from Slack, of a workspace without us, too large: the same request would be refused again. */
const USELESS_AGAIN = new Set([400, 401, 413, 415]);

/** Slack sends an event three times more, unless the answer says that this is no use. */
const sayWhereRetriesAreUseless: RequestHandler = (_request, response, next) => {
  const writeHead = response.writeHead.bind(response) as (status: number, ...rest: unknown[]) => typeof response;
  // Whoever answers, Bolt or this door: the status is known only here.
  response.writeHead = (status: number, ...rest: unknown[]) => {
    if (USELESS_AGAIN.has(status)) response.setHeader('x-slack-no-retry', '1');
    return writeHead(status, ...rest);
  };
  next();
};

/** Bolt accepts a signature of any later time, which would be good for as long as its holder likes. */
function refuseFuture(now: () => Date): RequestHandler {
  return (request, response, next) => {
    const seconds = Number(request.headers['x-slack-request-timestamp']);
    if (seconds > now().getTime() / 1000 + LONGEST_AHEAD_SECONDS) response.status(401).end();
    else next();
  };
}

/** Bolt takes the body from `rawBody`, and a form only under its bare type: some proxies add a charset. */
const prepare: RequestHandler = (request, _response, next) => {
  const body: unknown = request.body;
  Object.assign(request, { rawBody: Buffer.isBuffer(body) ? body : Buffer.from('') });
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  request.headers['content-type'] = type.trim().toLowerCase();
  next();
};

const refuseUnreadable: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  response.status(status >= 400 && status < 600 ? status : 500).end();
};
