/** `/api/:method`: finds the workspace by its token, checks scopes and rates, plays faults, answers as Slack does. */
import express from 'express';
import type { Request, Response, Router } from 'express';
import { setTimeout as wait } from 'node:timers/promises';
import type { Faults } from './faults.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationMethods } from './methods/conversations.ts';
import type { Answer, Method } from './methods/method.ts';
import { refuse, refuseScope } from './methods/method.ts';
import { teamMethods } from './methods/team.ts';
import { userMethods } from './methods/users.ts';
import { viewMethods } from './methods/views.ts';
import type { Rates } from './rates.ts';
import { announceChange } from './world.ts';
import type { Call, Workspace, World } from './world.ts';

const methods: Record<string, Method | undefined> = {
  ...chatMethods,
  ...conversationMethods,
  ...teamMethods,
  ...userMethods,
  ...viewMethods,
};

export function createWebApi(world: World, faults: Faults, rates: Rates | undefined): Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: false, limit: '5mb' }), express.json({ limit: '5mb' }));
  router.all('/:method', async (request, response) => {
    const { method: name } = request.params;
    const args = readArguments(request);
    const token = readToken(request, args);
    const workspace = findWorkspace(world, token);
    delete args['token'];
    const call: Call = { at: world.now(), method: name, workspaceId: workspace?.id, args, ok: false, status: 200 };
    world.calls.push(call);

    const fault = faults.take(name);
    if (fault?.mode === 'slow') await wait(fault.ms);
    if (fault?.mode === 'http500') {
      note(world, call, refuse('internal_error'), 500);
      response.status(500).type('text/plain').send('Internal Server Error');
      return;
    }
    const method = methods[name];
    const limited =
      fault?.mode === 'ratelimited'
        ? fault.retryAfter
        : workspace && method
          ? (rates?.waitSeconds({
              workspaceId: workspace.id,
              method: name,
              perMinute: method.perMinute,
              channel: String(args['channel']),
            }) ?? 0)
          : 0;
    if (limited > 0 || fault?.mode === 'ratelimited') {
      note(world, call, refuse('ratelimited'), 429);
      response.status(429).set('Retry-After', String(limited)).json(refuse('ratelimited'));
      return;
    }
    const answer =
      fault?.mode === 'error' ? refuse(fault.error) : run(world, workspace, name, method, token !== undefined, args);
    note(world, call, answer, 200);
    if (fault?.mode === 'lost-response') request.socket.destroy();
    else response.set(describeScopes(workspace, method)).json(answer);
  });
  router.use((error: unknown, _request: Request, response: Response, next: express.NextFunction) => {
    if (error instanceof SyntaxError) response.json(refuse('invalid_json'));
    else next(error);
  });
  return router;
}

function run(
  world: World,
  workspace: Workspace | undefined,
  name: string,
  method: Method | undefined,
  hasToken: boolean,
  args: Record<string, unknown>,
): Answer {
  if (!method) return refuse('unknown_method', { req_method: name });
  if (!workspace) return refuse(hasToken ? 'invalid_auth' : 'not_authed');
  const [needed] = method.scopes;
  if (needed !== undefined && !method.scopes.some((scope) => workspace.scopes.includes(scope)))
    return refuseScope(needed, workspace);
  return method.run(world, workspace, args);
}

function readArguments(request: Request): Record<string, unknown> {
  const body: unknown = request.body;
  return { ...request.query, ...(typeof body === 'object' && body !== null ? body : {}) };
}

function readToken(request: Request, args: Record<string, unknown>): string | undefined {
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? args['token'];
  return typeof token === 'string' && token !== '' ? token : undefined;
}

function findWorkspace(world: World, token: string | undefined): Workspace | undefined {
  return [...world.workspaces.values()].find((workspace) => workspace.botToken === token);
}

function describeScopes(workspace: Workspace | undefined, method: Method | undefined): Record<string, string> {
  return {
    ...(workspace ? { 'x-oauth-scopes': workspace.scopes.join(',') } : {}),
    ...(method ? { 'x-accepted-oauth-scopes': method.scopes.join(',') } : {}),
  };
}

function note(world: World, call: Call, answer: Answer, status: number): void {
  call.ok = answer.ok;
  call.status = status;
  if (!answer.ok) call.error = answer.error;
  // A call alone changes no screen, but those who wait for it look again.
  announceChange(world, { workspaceId: '-' });
}
