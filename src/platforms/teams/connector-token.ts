/** What a token says of itself, before anybody has verified it: enough to turn away what the Bot Connector never sends. */
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import type { Cloud } from './clouds.ts';

const ALGORITHMS = new Set(['RS256', 'RS384', 'RS512']);
const Claims = z.object({
  iss: z.string(),
  aud: z.string(),
  // The SDK would take a token without an end for one that never ends.
  exp: z.int().positive(),
  nbf: z.int().optional(),
  serviceurl: z.string().optional(),
});

/** Why this is no token of the connector for us, in words for the log; undefined where it may be one. */
export function refuseToken(authorization: readonly string[] | undefined, cloud: Cloud, appId: string) {
  const [header, another] = authorization ?? [];
  if (header === undefined || header === '') return 'no token';
  // Which of two a proxy, Node and the SDK each take is a guess, and a guess is a hole.
  if (another !== undefined) return 'two authorizations';
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1];
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

/** The service address that a token which was not refused is bound to. */
export function serviceUrlOf(authorization: string): string | undefined {
  return Claims.safeParse(decodeJwt(authorization.slice('Bearer '.length))).data?.serviceurl;
}
