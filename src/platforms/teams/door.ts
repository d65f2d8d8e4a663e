/**
 * Checks before the SDK sees a request. The SDK alone would take tokens of any Entra tenant, answer to whatever address such a
 * request names, and remember an issuer for each; here only the Bot Connector's own claims pass. Nothing in the token is trusted
 * yet: the signature, the key's endorsements and the expiry are the SDK's to verify, afterwards.
 */
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { Activity, tenantOf } from './activity.ts';
import { isServiceUrl, type Cloud } from './clouds.ts';

export function createDoor(options: {
  cloud: Cloud;
  appId: string;
  log: Log;
}): (RequestHandler | ErrorRequestHandler)[] {
  const { cloud, appId, log } = options;
  const checkToken: RequestHandler = (request, response, next) => {
    const refusal = refuseToken(request.headers.authorization, cloud, appId);
    if (refusal === undefined) {
      next();
      return;
    }
    log.warn({ refusal }, 'a request to the Teams door was refused');
    response.status(401).json({ error: 'This request does not carry a token of the Bot Connector for this app.' });
  };
  const checkActivity: RequestHandler = (request, response, next) => {
    const refusal = refuseActivity(request.body, request.headers.authorization ?? '', cloud);
    if (refusal === undefined) {
      next();
      return;
    }
    const { error, id: activityId, at } = refusal;
    log.warn({ refusal: error, activityId, at }, 'a request to the Teams door was refused');
    response.status(refusal.status).json({ error: refusal.error });
  };
  return [checkToken, express.json({ limit: BODY_LIMIT, type: () => true }), explainBody, checkActivity];
}

const BODY_LIMIT = '512kb';
const ALGORITHMS = new Set(['RS256', 'RS384', 'RS512']);
const Claims = z.object({ iss: z.string(), aud: z.string(), serviceurl: z.string().optional() });

function refuseToken(authorization: string | undefined, cloud: Cloud, appId: string): string | undefined {
  if (authorization === undefined || authorization === '') return 'no token';
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization)?.[1];
  if (token === undefined) return 'not a bearer token';
  try {
    if (!ALGORITHMS.has(decodeProtectedHeader(token).alg ?? '')) return 'another algorithm';
    const payload = decodeJwt(token);
    const claims = Claims.safeParse(payload);
    if (!claims.success) return 'claims missing';
    if (claims.data.iss !== cloud.issuer) return 'another issuer';
    if (claims.data.aud !== appId) return 'another audience';
    // Only tokens between bots name an app; the SDK would verify those with other keys and bind them to no address.
    if ('appid' in payload || 'azp' in payload || 'tid' in payload) return 'not a token of the connector';
    return undefined;
  } catch {
    return 'no readable token';
  }
}

interface Refusal {
  status: number;
  error: string;
  id?: string;
  at?: string;
}

function refuseActivity(body: unknown, authorization: string, cloud: Cloud): Refusal | undefined {
  const parsed = Activity.safeParse(body);
  if (!parsed.success)
    return { status: 400, error: 'The body is not an activity that Teams sends.', ...problemIn(body, parsed.error) };
  const { channelId, serviceUrl, id } = parsed.data;
  const about = id ? { id } : {};
  if (channelId !== 'msteams') return { status: 403, error: 'Only activities of Microsoft Teams are taken.', ...about };
  if (!isServiceUrl(cloud, serviceUrl))
    return { status: 403, error: 'The service address is on no host of this cloud.', ...about };
  if (tenantOf(parsed.data) === undefined)
    return { status: 400, error: 'The activity names no tenant, or two.', ...about };
  const claimed = Claims.safeParse(decodeJwt(authorization.slice('Bearer '.length))).data?.serviceurl;
  if (claimed !== serviceUrl) return { status: 401, error: 'The token is for another service address.', ...about };
  return undefined;
}

/** For the log: which activity, and which of its fields; never what was in them. */
function problemIn(body: unknown, error: z.ZodError): { id?: string; at?: string } {
  const id = Identified.safeParse(body).data?.id;
  const at = error.issues[0]?.path.join('.');
  return { ...(id === undefined ? {} : { id }), ...(at === undefined ? {} : { at }) };
}

const Identified = z.object({ id: z.string().max(200) });
const BodyProblem = z.object({ status: z.number().int() });

/** What the JSON reader found wrong, without its own words. */
const explainBody: ErrorRequestHandler = (error, _request, response, _next) => {
  const tooBig = BodyProblem.safeParse(error).data?.status === 413;
  response.status(tooBig ? 413 : 400).json({ error: tooBig ? 'The activity is too big.' : 'The body is not JSON.' });
};
