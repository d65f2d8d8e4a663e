/** The Bot Connector's REST interface: who may call, what is made to fail, and a log of every call. */
import express from 'express';
import type { Request, Response, Router } from 'express';
import { ConnectorError, connectorError } from './connector-errors.ts';
import { createConversation, deleteActivity, sendActivity, tenantOf, updateActivity } from './connector-messages.ts';
import { describeTeam, findMember, listChannels, listMembers, pageMembers } from './connector-roster.ts';
import { placeOf } from './conversations.ts';
import { takeFault } from './faults.ts';
import type { CallKind, FaultMode, MatchedCall } from './faults.ts';
import { isObject, textAt } from './json.ts';
import type { Json } from './json.ts';
import { requireBotToken } from './login.ts';
import { takeRate } from './rates.ts';
import type { PocketState } from './state.ts';
import { findChannel } from './world.ts';

interface Answer {
  status: number;
  body?: unknown;
}

type Work = (request: Request) => Answer;

export function createConnectorRouter(state: PocketState): Router {
  const router = express.Router();
  const on = (method: 'get' | 'post' | 'put' | 'delete', path: string, kind: CallKind, work: Work): void => {
    router[method](path, (request, response) => serve(state, kind, work, request, response));
  };
  on('post', '/v3/conversations', 'create', (request) => ({
    status: 201,
    body: createConversation(state, bodyOf(request)),
  }));
  const post: Work = (request) => ({
    status: 201,
    body: sendActivity(state, param(request, 'id'), bodyOf(request), param(request, 'activityId')),
  });
  on('post', '/v3/conversations/:id/activities', 'send', post);
  on('post', '/v3/conversations/:id/activities/:activityId', 'send', post);
  on('put', '/v3/conversations/:id/activities/:activityId', 'update', (request) => ({
    status: 200,
    body: updateActivity(state, param(request, 'id'), param(request, 'activityId'), bodyOf(request)),
  }));
  on('delete', '/v3/conversations/:id/activities/:activityId', 'delete', (request) => {
    deleteActivity(state, param(request, 'id'), param(request, 'activityId'));
    return { status: 200 };
  });
  on('get', '/v3/conversations/:id/members', 'roster', (request) => ({
    status: 200,
    body: listMembers(state, param(request, 'id')),
  }));
  on('get', '/v3/conversations/:id/members/:memberId', 'roster', (request) => ({
    status: 200,
    body: findMember(state, param(request, 'id'), param(request, 'memberId')),
  }));
  on('get', '/v3/conversations/:id/pagedmembers', 'roster', (request) => {
    const { pageSize, continuationToken } = request.query;
    const token = typeof continuationToken === 'string' ? continuationToken : undefined;
    return { status: 200, body: pageMembers(state, param(request, 'id'), Number(pageSize ?? 200), token) };
  });
  on('get', '/v3/teams/:id', 'team', (request) => ({ status: 200, body: describeTeam(state, param(request, 'id')) }));
  on('get', '/v3/teams/:id/conversations', 'team', (request) => ({
    status: 200,
    body: listChannels(state, param(request, 'id')),
  }));
  router.use((request, response) =>
    serve(
      state,
      'other',
      () => {
        throw connectorError(404, 'NotFound', 'Teams has no such address.');
      },
      request,
      response,
    ),
  );
  return router;
}

function param(request: Request, name: string): string {
  return String(request.params[name] ?? '');
}

function bodyOf(request: Request): Json {
  if (!isObject(request.body)) throw connectorError(400, 'BadSyntax', 'The body must be a JSON object.');
  return request.body;
}

async function serve(
  state: PocketState,
  kind: CallKind,
  work: Work,
  request: Request,
  response: Response,
): Promise<void> {
  const call = describe(state, kind, request);
  let fault: FaultMode | undefined;
  try {
    await requireBotToken(state, request.headers.authorization);
    fault = takeFault(state.faults, call);
    if (typeof fault === 'object' && 'slowMs' in fault) await pause(fault.slowMs);
    if (typeof fault === 'object' && 'status' in fault) {
      throw connectorError(fault.status, fault.code, fault.message, fault.retryAfterSeconds);
    }
    if (state.options.enforceRates)
      takeRate(state.rates, rateKind(kind), call.tenantId ?? '', call.conversationId ?? call.path);
    const answer = work(request);
    log(state, call, answer.status, fault);
    if (fault === 'lost-response') request.socket.destroy();
    else if (answer.body === undefined) response.status(answer.status).end();
    else response.status(answer.status).json(answer.body);
  } catch (error) {
    const refusal = error instanceof ConnectorError ? error : connectorError(500, undefined, String(error));
    log(state, call, refusal.status, fault, refusal);
    if (refusal.retryAfterSeconds !== undefined) response.header('Retry-After', String(refusal.retryAfterSeconds));
    response.status(refusal.status).json({ error: { code: refusal.code, message: refusal.message } });
  }
}

function describe(state: PocketState, kind: CallKind, request: Request): MatchedCall {
  const body = isObject(request.body) ? request.body : undefined;
  const id = request.params['id'];
  const channel = textAt(body, 'channelData', 'channel', 'id');
  const conversationId = typeof id === 'string' ? id : channel;
  const tenantId =
    tenantIdOf(state, conversationId) ?? textAt(body, 'tenantId') ?? textAt(body, 'channelData', 'tenant', 'id');
  return {
    kind,
    method: request.method,
    path: decodeURIComponent(request.path),
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(body === undefined ? {} : { body }),
  };
}

function tenantIdOf(state: PocketState, conversationId: string | undefined): string | undefined {
  if (conversationId === undefined) return undefined;
  const place = placeOf(state.world, state.conversations, conversationId);
  return place ? tenantOf(place) : findChannel(state.world, conversationId)?.team.tenantId;
}

function log(state: PocketState, call: MatchedCall, status: number, fault?: FaultMode, refusal?: ConnectorError): void {
  state.calls.push({
    at: state.options.now().toISOString(),
    ...call,
    status,
    ...(refusal ? { code: refusal.code, message: refusal.message } : {}),
    ...(fault === undefined ? {} : { fault }),
  });
}

function rateKind(kind: CallKind): 'send' | 'create' | 'read' {
  if (kind === 'create') return 'create';
  return kind === 'send' || kind === 'update' || kind === 'delete' ? 'send' : 'read';
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
