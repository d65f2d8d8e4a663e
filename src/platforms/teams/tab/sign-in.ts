/**
 * Who looks at the tab: the person that Microsoft Entra names in the token which Teams hands the page. Nothing else that the page
 * sends says who somebody is.
 */
import { decodeJwt, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Cloud } from '../clouds.ts';
import { createKeySets } from './key-sets.ts';

export interface Person {
  tenantId: string;
  objectId: string;
}

/** Why nobody was recognized, for the log, and the status to answer with. */
export interface NotSignedIn {
  refused: string;
  status: 401 | 403 | 503;
}

export type SignIn = (authorization: string | undefined) => Promise<Person | NotSignedIn>;

export interface SignInSettings {
  cloud: Cloud;
  appId: string;
  publicUrl: string;
  /** Where it is given, no other tenant's people are let in. */
  tenants?: readonly string[];
  now: () => Date;
}

/** Microsoft's own clients that may ask for the token, by the list that an app is told to trust. */
const CLIENTS = [
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264', // Teams on desktop and mobile
  '5e3ce6c0-2b1f-4285-8d4b-75ee78787346', // Teams on the web
  '4765445b-32c6-49b0-83e6-1d93765276ca', // Microsoft 365 on the web
  '0ec893e0-5785-4de6-99da-4ed124e5296c', // Microsoft 365 on desktop
  'd3590ed6-52b3-4102-aeff-aad2292ab01c', // Microsoft 365 on mobile, Outlook on desktop
  'bc59ab01-8403-45c6-8796-ac3ef710b3e3', // Outlook on the web
  '27922004-5251-4030-b22d-91ecd9a37ea4', // Outlook on mobile
];
const SCOPE = 'access_as_user';
const SKEW_SECONDS = 5 * 60;
const LONGEST_TOKEN = 8_000;

const guid = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const Claims = z.object({
  tid: guid,
  oid: guid,
  scp: z.string(),
  azp: z.string().optional(),
  appid: z.string().optional(),
});
type Claims = z.infer<typeof Claims>;

export function createSignIn(settings: SignInSettings): SignIn {
  const { cloud, appId, publicUrl, tenants, now } = settings;
  const keySets = createKeySets(cloud.signInUrl);
  const audience = [appId, `api://${new URL(publicUrl).host}/${appId}`];
  const issuersOf = (tenantId: string) => [
    `${cloud.signInUrl}/${tenantId}/v2.0`,
    // Registrations that still ask for tokens of version 1 get them from this issuer.
    ...(cloud.name === 'public' || cloud.name === 'gcc' ? [`https://sts.windows.net/${tenantId}/`] : []),
  ];

  async function verify(token: string, tenantId: string): Promise<Person | NotSignedIn> {
    const keys = keySets.of(tenantId);
    if (!keys) return { refused: 'keys not asked for', status: 503 };
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        issuer: issuersOf(tenantId),
        audience,
        clockTolerance: SKEW_SECONDS,
        currentDate: now(),
        requiredClaims: ['exp', 'tid', 'oid', 'scp'],
      });
      const claims = Claims.safeParse(payload);
      if (!claims.success) return { refused: 'claims missing', status: 401 };
      // Tenants share their keys, so a good signature does not say which of them it is for.
      if (claims.data.tid !== tenantId) return { refused: 'another tenant', status: 401 };
      const refused = refusalOf(claims.data);
      return refused === undefined ? { tenantId, objectId: claims.data.oid } : { refused, status: 401 };
    } catch (error) {
      if (isAboutTheToken(error)) return { refused: error.code, status: 401 };
      keySets.rest(tenantId);
      return { refused: error instanceof Error ? error.name : 'unknown', status: 503 };
    }
  }

  return async (authorization) => {
    const token = tokenIn(authorization);
    if (token === undefined) return { refused: 'no token', status: 401 };
    const tenantId = tenantIn(token);
    if (tenantId === undefined) return { refused: 'no tenant', status: 401 };
    if (tenants && tenants.length > 0 && !tenants.includes(tenantId))
      return { refused: 'tenant not on the list', status: 403 };
    return verify(token, tenantId);
  };
}

function tokenIn(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization.length > LONGEST_TOKEN) return undefined;
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization)?.[1];
}

/** Not trusted yet: it only says whose keys to check with. */
function tenantIn(token: string): string | undefined {
  try {
    return z.object({ tid: guid }).safeParse(decodeJwt(token)).data?.tid;
  } catch {
    return undefined;
  }
}

function refusalOf({ scp, azp, appid }: Claims): string | undefined {
  if (!scp.split(' ').includes(SCOPE)) return 'no permission to speak for the person';
  const client = azp ?? appid;
  return client === undefined || CLIENTS.includes(client) ? undefined : 'another client';
}

/** Everything else is about the keys: they could not be read just now. */
function isAboutTheToken(error: unknown): error is errors.JOSEError {
  return (
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  );
}
