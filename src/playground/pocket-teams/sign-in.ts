/**
 * People's sign-in tokens, which Teams hands to the page of a tab, and the keys that Microsoft Entra publishes for them. As in
 * Entra, every tenant publishes the same keys. Times come from the real present, wherever the playground's clock stands.
 */
import express from 'express';
import type { Router } from 'express';
import { SignJWT } from 'jose';
import type { Json } from './json.ts';
import type { KeyName } from './keys.ts';
import type { PocketState } from './state.ts';
import type { PocketUser } from './world.ts';

/** The same token, bent in the ways an attacker would try. */
export interface SignInOverrides {
  audience?: string;
  issuer?: string;
  tenantId?: string;
  objectId?: string;
  /** null leaves the claim out. */
  scope?: string | null;
  client?: string;
  version?: '1.0' | '2.0';
  /** Seconds from the present; negative makes an expired token. */
  expiresInSeconds?: number;
  /** Seconds from the present. */
  notBeforeInSeconds?: number;
  key?: KeyName;
  /** Name another key than the one that signs. */
  kid?: string;
  claims?: Json;
  /** HS256 signs with the public key's text, the classic confusion; none does not sign. */
  algorithm?: 'RS256' | 'HS256' | 'none';
}

const TEAMS_ON_THE_WEB = '5e3ce6c0-2b1f-4285-8d4b-75ee78787346';

export function signInUrl(state: PocketState): string {
  return `${state.baseUrl}/login`;
}

export function createSignInRouter(state: PocketState): Router {
  const router = express.Router();
  router.get('/login/:tenant/discovery/v2.0/keys', (request, response) => {
    const { tenant } = request.params;
    if (!state.world.tenants.has(tenant)) {
      response.status(400).json({ error: 'invalid_tenant', error_description: `AADSTS90002: Tenant '${tenant}'.` });
      return;
    }
    response.json({ keys: [state.keys.login.jwk] });
  });
  return router;
}

export async function signInToken(
  state: PocketState,
  user: PocketUser,
  overrides: SignInOverrides = {},
): Promise<string> {
  const { version = '2.0', algorithm = 'RS256', expiresInSeconds = 3600, notBeforeInSeconds = -60 } = overrides;
  const key = state.keys[overrides.key ?? 'login'];
  const now = Math.floor(Date.now() / 1000);
  const token = new SignJWT(claimsOf(user, overrides))
    .setProtectedHeader({ alg: algorithm === 'HS256' ? 'HS256' : 'RS256', typ: 'JWT', kid: overrides.kid ?? key.kid })
    .setIssuer(overrides.issuer ?? issuerOf(state, user, version))
    .setAudience(overrides.audience ?? state.options.appId)
    .setIssuedAt(now - 60)
    .setNotBefore(now + notBeforeInSeconds)
    .setExpirationTime(now + expiresInSeconds);
  const signed = await token.sign(
    algorithm === 'HS256' ? new TextEncoder().encode(JSON.stringify(key.jwk)) : key.privateKey,
  );
  return algorithm === 'none' ? unsigned(signed) : signed;
}

function claimsOf(user: PocketUser, overrides: SignInOverrides): Json {
  const { version = '2.0', client = TEAMS_ON_THE_WEB, scope = 'access_as_user' } = overrides;
  return {
    ver: version,
    tid: overrides.tenantId ?? user.tenantId,
    oid: overrides.objectId ?? user.aadObjectId,
    sub: `sub-${user.aadObjectId}`,
    name: user.name,
    preferred_username: user.upn,
    ...(version === '2.0' ? { azp: client, azpacr: '0' } : { appid: client, appidacr: '0' }),
    ...(scope === null ? {} : { scp: scope }),
    ...overrides.claims,
  };
}

function issuerOf(state: PocketState, user: PocketUser, version: '1.0' | '2.0'): string {
  return version === '1.0' ? `https://sts.windows.net/${user.tenantId}/` : `${signInUrl(state)}/${user.tenantId}/v2.0`;
}

function unsigned(token: string): string {
  const [, payload = ''] = token.split('.');
  return `${Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')}.${payload}.`;
}
