/**
 * Checks before the SDK sees a request. The SDK alone would take tokens of any Entra tenant, answer to whatever address such a
 * request names, and remember an issuer for each; here only the Bot Connector's own claims pass. Nothing in the token is trusted
 * yet: the signature, the key's endorsements and the expiry are the SDK's to verify, afterwards.
 */
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { Activity, tenantOf } from './activity.ts';
import { isServiceUrl, type Cloud } from './clouds.ts';
import { nameThePlace } from './placeless.ts';
import { refuseToken, serviceUrlOf } from './connector-token.ts';
import { isHarmless } from './nesting.ts';

interface Door {
  cloud: Cloud;
  appId: string;
  /** The Entra tenants that are listened to, in lower case; every one where it is left out. */
  tenants?: readonly string[] | undefined;
  log: Log;
}

export function createDoor(door: Door): (RequestHandler | ErrorRequestHandler)[] {
  const { cloud, appId, log } = door;
  const checkToken: RequestHandler = (request, response, next) => {
    const refusal = refuseToken(request.headersDistinct['authorization'], cloud, appId);
    if (refusal === undefined) {
      next();
      return;
    }
    log.warn({ refusal }, 'a request to the Teams door was refused');
    response.status(401).json({ error: NO_TOKEN });
  };
  const checkActivity: RequestHandler = (request, response, next) => {
    const refusal = refuseActivity(request.body, request.headers.authorization ?? '', door);
    if (refusal === undefined) {
      next();
      return;
    }
    const { error, status, ...about } = refusal;
    log.warn({ refusal: error, ...about }, 'a request to the Teams door was refused');
    response.status(status).json({ error });
  };
  return [
    checkToken,
    express.json({ limit: BODY_LIMIT, type: () => true, inflate: false }),
    explainBody,
    nameThePlace,
    checkActivity,
  ];
}

/** By these words `doctor` knows the door again. */
export const NO_TOKEN = 'This request does not carry a token of the Bot Connector for this app.';
const BODY_LIMIT = '512kb';

interface Refusal {
  status: number;
  error: string;
  activityId?: string;
  tenant?: string;
  /** The field that was wrong; never what was in it. */
  at?: string;
}

function refuseActivity(body: unknown, authorization: string, door: Door): Refusal | undefined {
  const parsed = isHarmless(body) ? Activity.safeParse(body) : undefined;
  if (!parsed?.success) return { status: 400, error: NO_ACTIVITY, ...problemIn(body, parsed?.error) };
  const { channelId, serviceUrl, id } = parsed.data;
  const about = id ? { activityId: id } : {};
  if (channelId !== 'msteams') return { status: 403, error: 'Only activities of Microsoft Teams are taken.', ...about };
  if (!isServiceUrl(door.cloud, serviceUrl))
    return { status: 403, error: 'The service address is on no host of this cloud.', ...about };
  const tenant = tenantOf(parsed.data);
  if (tenant === undefined) return { status: 400, error: 'The activity names no tenant, or two.', ...about };
  if (door.tenants && !door.tenants.includes(tenant.toLowerCase()))
    return { status: 403, error: 'This app does not serve this organization.', ...about, tenant };
  if (serviceUrlOf(authorization) !== serviceUrl)
    return { status: 401, error: 'The token is for another service address.', ...about };
  return undefined;
}

const NO_ACTIVITY = 'The body is not an activity that Teams sends.';

function problemIn(body: unknown, error: z.ZodError | undefined): Pick<Refusal, 'activityId' | 'at'> {
  const id = Identified.safeParse(body).data?.id;
  const at = error?.issues[0]?.path.join('.');
  return { ...(id === undefined ? {} : { activityId: id }), ...(at === undefined ? {} : { at }) };
}

const Identified = z.object({ id: z.string().max(200) });
const BodyProblem = z.object({ status: z.number().int() });
const BODY_PROBLEMS: Record<number, string> = {
  413: 'The activity is too big.',
  415: 'The body must be JSON in UTF-8, and not compressed.',
};

/** What the JSON reader found wrong, without its own words. */
const explainBody: ErrorRequestHandler = (error, _request, response, _next) => {
  const status = BodyProblem.safeParse(error).data?.status ?? 400;
  const words = BODY_PROBLEMS[status];
  response.status(words === undefined ? 400 : status).json({ error: words ?? 'The body is not JSON.' });
};
