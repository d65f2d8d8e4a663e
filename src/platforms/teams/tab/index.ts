/** The personal tab: the same cards as in Slack's Home, on a page of our own that Teams shows. */
import express, { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { Receive } from '../../../chat/interaction.ts';
import type { Log } from '../../../log.ts';
import { createRates } from '../../../rates.ts';
import { within } from '../deadline.ts';
import { answerTo, type TabAnswer } from './answer.ts';
import { guard, tabFiles } from './files.ts';
import { chatLink } from './hosts.ts';
import { readHome, readPress, readSubmit, type Read } from './read.ts';
import { refuse, type RefusalStatus } from './refusals.ts';
import { createSignIn, type Person, type SignInSettings } from './sign-in.ts';

interface TabSettings extends SignInSettings {
  receive: Receive;
  /** The account of a person whom Microsoft Entra names; undefined where they have never written to the app. */
  findUserId(tenantId: string, objectId: string): Promise<string | undefined>;
  log: Log;
  track: (work: Promise<unknown>) => void;
}

const PATH = '/teams/tab';
const PATIENCE_MS = 15_000;
/** So that one page which has gone wrong, or one person's token in wrong hands, does not keep everybody else waiting. */
const A_MINUTE = { most: 90, withinMs: 60_000 };
const BODY_LIMIT = '64kb';
const LATE = 'This takes longer than usual. Please try again in a moment: nothing is done twice.';

export function createTab(settings: TabSettings): Router {
  const { cloud, appId, publicUrl, receive, findUserId, log, track } = settings;
  const signIn = createSignIn(settings);
  const { isTooMuch } = createRates(A_MINUTE);
  const origin = new URL(publicUrl).origin;
  const admitted = new WeakMap<Request, Person>();

  function turnAway(response: Response, status: RefusalStatus, reason: string, person?: Person): void {
    log.warn({ status, reason, ...person }, 'a request of the Teams tab was refused');
    refuse(response, status);
  }

  async function personIn(request: Request): Promise<Person | { refused: string; status: RefusalStatus }> {
    const { origin: from, authorization } = request.headers;
    if (from !== undefined && from !== origin) return { refused: 'another origin', status: 403 };
    const person = await signIn(authorization);
    if ('refused' in person || !isTooMuch(`${person.tenantId}:${person.objectId}`)) return person;
    return { refused: 'too much at once', status: 429 };
  }

  /** Before the body is read: whoever is nobody has nothing to say. */
  const admit: RequestHandler = async (request, response, next) => {
    guard(response, cloud.name);
    response.set('cache-control', 'no-store');
    const person = await personIn(request);
    if ('refused' in person) turnAway(response, person.status, person.refused);
    else {
      admitted.set(request, person);
      next();
    }
  };

  async function answer(read: Read, { tenantId, objectId }: Person, body: unknown): Promise<TabAnswer | undefined> {
    const userId = await findUserId(tenantId, objectId);
    if (userId === undefined) return { show: 'stranger', chat: chatLink(cloud.name, appId) };
    const asked = read({ tenantId, userId }, body);
    if (!asked) return undefined;
    const work = receive(asked.interaction);
    const timed = await within(PATIENCE_MS, work);
    if (!timed.late) return answerTo(timed.value, asked.drawing);
    track(work);
    return { show: 'late', words: LATE };
  }

  const handle =
    (read: Read): RequestHandler =>
    async (request, response) => {
      const person = admitted.get(request);
      try {
        const answered = person && (await answer(read, person, request.body));
        if (answered) response.json(answered);
        else turnAway(response, 400, 'a body that is not ours', person);
      } catch (error) {
        log.error({ ...person, problem: error instanceof Error ? error.name : 'unknown' }, 'the Teams tab failed');
        refuse(response, 500);
      }
    };

  const explainBody: ErrorRequestHandler = (error, request, response, _next) => {
    const tooBig = BodyProblem.safeParse(error).data?.status === 413;
    turnAway(response, tooBig ? 413 : 400, 'an unreadable body', admitted.get(request));
  };

  const router = Router();
  const json = express.json({ limit: BODY_LIMIT, type: 'application/json' });
  for (const [name, read] of Object.entries({ home: readHome, press: readPress, submit: readSubmit }))
    router.post(`${PATH}/${name}`, admit, json, explainBody, handle(read));
  router.use(PATH, tabFiles(cloud.name));
  return router;
}

const BodyProblem = z.object({ status: z.number().int() });
