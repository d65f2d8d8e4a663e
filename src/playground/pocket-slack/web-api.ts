/** `/api/:method`: finds the installation by its token, checks scopes and rates, plays faults, answers as Slack does. */
import express from 'express';
import type { Request, Response, Router } from 'express';
import { setTimeout as wait } from 'node:timers/promises';
import type { Installation } from './app.ts';
import type { Faults } from './faults.ts';
import { findTokenHolder } from './installations.ts';
import type { TokenHolder } from './installations.ts';
import { locateTeam } from './locate-team.ts';
import { openMethods } from './methods/api.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationMethods } from './methods/conversations.ts';
import type { Answer, InstallationMethod, Method, OpenMethod, Refused } from './methods/method.ts';
import { refuse, refuseScope } from './methods/method.ts';
import { oauthMethods } from './methods/oauth.ts';
import { installationMethods, teamMethods } from './methods/team.ts';
import { userMethods } from './methods/users.ts';
import { viewMethods } from './methods/views.ts';
import type { Rates } from './rates.ts';
import { announceChange } from './world.ts';
import type { Call, Workspace, World } from './world.ts';

const methods: Record<string, Method | InstallationMethod | OpenMethod | undefined> = {
  ...chatMethods,
  ...conversationMethods,
  ...installationMethods,
  ...oauthMethods,
  ...openMethods,
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
    const holder = findTokenHolder(world, readToken(request, args));
    delete args['token'];
    const installation = 'installation' in holder ? holder.installation : undefined;
    const method = methods[name];
    const place = installation && method && 'run' in method ? locateTeam(world, installation, method, args) : undefined;
    const workspace = place && 'error' in place ? undefined : place;
    const workspaceId = workspace?.id ?? installation?.id;
    const call: Call = { at: world.now(), method: name, workspaceId, args, ok: false, status: 200 };
    world.calls.push(call);

    const fault = faults.take(name);
    if (fault?.mode === 'slow') await wait(fault.ms);
    if (fault?.mode === 'http500') {
      note(world, call, refuse('internal_error'), 500);
      response.status(500).type('text/plain').send('Internal Server Error');
      return;
    }
    const limited =
      fault?.mode === 'ratelimited'
        ? fault.retryAfter
        : workspaceId !== undefined && method
          ? (rates?.waitSeconds({
              workspaceId,
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
    const answer = fault?.mode === 'error' ? refuse(fault.error) : run(world, name, { holder, place, args });
    note(world, call, answer, 200);
    if (fault?.mode === 'lost-response') request.socket.destroy();
    else response.set(describeScopes(installation, method)).json(answer);
  });
  router.use((error: unknown, _request: Request, response: Response, next: express.NextFunction) => {
    if (error instanceof SyntaxError) response.json(refuse('invalid_json'));
    else next(error);
  });
  return router;
}

type Caller = { holder: TokenHolder; place: Workspace | Refused | undefined; args: Record<string, unknown> };

function run(world: World, name: string, { holder, place, args }: Caller): Answer {
  const method = methods[name];
  if (!method) return refuse('unknown_method', { req_method: name });
  if ('runOpen' in method) return method.runOpen(world, args);
  if ('error' in holder) return refuse(holder.error);
  const { installation } = holder;
  const [needed] = method.scopes;
  if (needed !== undefined && !method.scopes.some((scope) => installation.scopes.includes(scope)))
    return refuseScope(needed, installation);
  if ('runOn' in method) return method.runOn(world, installation, args);
  if (!place || 'error' in place) return place ?? refuse('team_not_found');
  return method.run(world, place, args);
}

/** An app may send its own name and secret by HTTP Basic instead of as arguments. */
function readArguments(request: Request): Record<string, unknown> {
  const body: unknown = request.body;
  const basic = /^Basic\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const [, id, secret] = /^([^:]*):(.*)$/.exec(Buffer.from(basic ?? '', 'base64').toString()) ?? [];
  return {
    ...(id === undefined ? {} : { client_id: decodeURIComponent(id), client_secret: decodeURIComponent(secret ?? '') }),
    ...request.query,
    ...(typeof body === 'object' && body !== null ? body : {}),
  };
}

function readToken(request: Request, args: Record<string, unknown>): string | undefined {
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? args['token'];
  return typeof token === 'string' && token !== '' ? token : undefined;
}

function describeScopes(
  installation: Installation | undefined,
  method: { scopes: readonly string[] } | undefined,
): Record<string, string> {
  return {
    ...(installation ? { 'x-oauth-scopes': installation.scopes.join(',') } : {}),
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
