/** The persona actions over HTTP, for the page: JSON in, JSON out, and a stream that says when to look again. */
import express from 'express';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { UnknownInput } from './card-inputs.ts';
import { numberActions } from './card-walk.ts';
import { pick } from './extension.ts';
import { changeGroup, changeTeam, install, uninstall } from './installing.ts';
import { PersonaError, requireUser, say } from './personas.ts';
import { closeDialog, press, submitDialog } from './presses.ts';
import { readScreen } from './screen.ts';
import type { Screen } from './screen.ts';
import { signInToken } from './sign-in.ts';
import { announce } from './state.ts';
import type { PocketState } from './state.ts';
import type { PocketUser } from './world.ts';

const who = z.object({ tenant: z.string().min(1), user: z.string().min(1) });
const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]));
const sayBody = who.extend({
  text: z.string().min(1).max(28_000),
  conversation: z.string().optional(),
  mention: z.boolean().optional(),
});
const pressBody = who.extend({ activity: z.string(), action: z.int().min(0), values: values.optional() });
const submitBody = who.extend({ values, action: z.int().min(0).optional() });
const pickBody = who.extend({ action: z.string(), message: z.string().optional(), where: z.string().optional() });
const teamBody = who.extend({ team: z.string() });
const groupBody = who.extend({ group: z.string() });
const noticeBody = who.extend({ id: z.int() });

export function createPersonaRouter(state: PocketState): Router {
  const router = express.Router();
  const post = <Body extends { tenant: string; user: string }>(
    path: string,
    schema: z.ZodType<Body>,
    work: (user: PocketUser, body: Body) => unknown,
  ): void => {
    router.post(path, (request, response) =>
      answer(response, async () => {
        const body = schema.parse(request.body);
        return work(requireUser(state, body.user, body.tenant), body);
      }),
    );
  };
  post('/install', who, (user) => install(state, user));
  post('/uninstall', who, (user) => uninstall(state, user));
  post('/add-to-team', teamBody, (user, body) => changeTeam(state, teamOf(state, user, body.team), user, 'add'));
  post('/remove-from-team', teamBody, (user, body) =>
    changeTeam(state, teamOf(state, user, body.team), user, 'remove'),
  );
  post('/add-to-group', groupBody, (user, body) => changeGroup(state, groupOf(state, user, body.group), user, 'add'));
  post('/remove-from-group', groupBody, (user, body) =>
    changeGroup(state, groupOf(state, user, body.group), user, 'remove'),
  );
  post('/say', sayBody, (user, body) => say(state, user, body.conversation, body.text, body.mention ?? true));
  post('/press', pressBody, (user, { activity, action, values: typed }) =>
    press(state, user, { activityId: activity, action, ...(typed ? { values: typed } : {}) }),
  );
  post('/pick', pickBody, (user, { action, message, where }) =>
    pick(state, user, {
      action,
      ...(message === undefined ? {} : { message }),
      ...(where === undefined ? {} : { where }),
    }),
  );
  post('/submit-dialog', submitBody, (user, body) => submitDialog(state, user, body.values, body.action));
  post('/close-dialog', who, (user) => closeDialog(state, user));
  post('/sign-in', who, async (user) => ({ token: await signInToken(state, user) }));
  post('/dismiss-notice', noticeBody, (user, body) => dismissNotice(state, user, body.id));
  router.get('/people', (_request, response) =>
    answer(response, () => ({
      tenants: [...state.world.tenants.values()].map(({ id, name }) => ({ id, name })),
      users: [...state.world.users.values()].map(({ tenantId, id, name, email, installed }) => ({
        tenantId,
        id,
        name,
        email,
        installed,
      })),
    })),
  );
  router.get('/screen', (request, response) =>
    answer(response, () => forPage(readScreen(state, userFrom(state, request)))),
  );
  router.get('/events', (request, response) => stream(state, request, response));
  return router;
}

/** Server-sent events; one "changed" at once, then one for every change in the person's tenant. */
function stream(state: PocketState, request: Request, response: Response): void {
  let user: PocketUser;
  try {
    user = userFrom(state, request);
  } catch (error) {
    return refuse(response, error);
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  const send = (): void => void response.write('event: changed\ndata: {}\n\n');
  const listener = (change: { tenantId: string }): void => {
    if (change.tenantId === user.tenantId) send();
  };
  state.listeners.add(listener);
  request.on('close', () => state.listeners.delete(listener));
  send();
}

/** Buttons are numbered through all cards of a message, as `press` counts them. */
function forPage(screen: Screen): Screen {
  const number = (message: { cards: Screen['chats'][number]['messages'][number]['cards'] }): void => {
    let offset = 0;
    message.cards = message.cards.map((card) => {
      const numbered = numberActions(card, offset);
      offset = numbered.next;
      return numbered.card;
    });
  };
  for (const chat of [...screen.chats, ...screen.groups]) chat.messages.forEach(number);
  for (const channel of screen.teams.flatMap((team) => team.channels)) {
    for (const thread of channel.threads) [thread.root, ...thread.replies].forEach(number);
  }
  if (screen.dialog?.card) screen.dialog.card = numberActions(screen.dialog.card, 0).card;
  return screen;
}

function teamOf(state: PocketState, user: PocketUser, id: string): Parameters<typeof changeTeam>[1] {
  const team = state.world.teams.get(id);
  if (!team?.memberIds.includes(user.id)) throw new PersonaError(`${user.name} is not a member of such a team.`);
  return team;
}

function groupOf(state: PocketState, user: PocketUser, id: string): Parameters<typeof changeGroup>[1] {
  const group = state.world.groups.get(id);
  if (!group?.memberIds.includes(user.id)) throw new PersonaError(`${user.name} is not in such a chat.`);
  return group;
}

function dismissNotice(state: PocketState, user: PocketUser, id: number): void {
  const left = (state.notices.get(user.id) ?? []).filter((notice) => notice.id !== id);
  state.notices.set(user.id, left);
  announce(state, user.tenantId);
}

function userFrom(state: PocketState, request: Request): PocketUser {
  const { tenant, user } = who.parse(request.query);
  return requireUser(state, user, tenant);
}

async function answer(response: Response, work: () => unknown): Promise<void> {
  try {
    response.json((await work()) ?? {});
  } catch (error) {
    refuse(response, error);
  }
}

function refuse(response: Response, error: unknown): void {
  if (error instanceof z.ZodError) response.status(400).json({ error: z.prettifyError(error) });
  else if (error instanceof PersonaError || error instanceof UnknownInput)
    response.status(409).json({ error: error.message });
  else throw error;
}
