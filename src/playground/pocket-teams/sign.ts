/**
 * Tokens for activities, as the Bot Connector signs them, and the same tokens bent in every way an attacker would try.
 * Their times come from the real present, because the bot's SDK checks them against it, wherever the playground's clock stands.
 */
import { SignJWT } from 'jose';
import type { Json } from './json.ts';
import { textAt } from './json.ts';
import type { KeyName, KeySet } from './keys.ts';

export interface SignOverrides {
  audience?: string;
  issuer?: string;
  /** The `serviceurl` claim; null leaves it out. */
  serviceUrl?: string | null;
  /** Seconds from the present; negative makes an expired token (the SDK allows five minutes of skew). */
  expiresInSeconds?: number;
  key?: KeyName;
  /** Name another key than the one that signs. */
  kid?: string;
  claims?: Json;
  brokenSignature?: boolean;
  /** HS256 signs with the public key's text, the classic confusion; none does not sign. */
  algorithm?: 'RS256' | 'HS256' | 'none';
}

interface Signer {
  keys: KeySet;
  appId: string;
  issuer: string;
}

export async function signActivity(signer: Signer, activity: Json, overrides: SignOverrides = {}): Promise<string> {
  const key = signer.keys[overrides.key ?? 'endorsed'];
  const serviceUrl = overrides.serviceUrl === undefined ? textAt(activity, 'serviceUrl') : overrides.serviceUrl;
  const expiresIn = overrides.expiresInSeconds ?? 3600;
  const claims = { ...(typeof serviceUrl === 'string' ? { serviceurl: serviceUrl } : {}), ...overrides.claims };
  const token = new SignJWT(claims)
    .setProtectedHeader({
      alg: overrides.algorithm === 'HS256' ? 'HS256' : 'RS256',
      typ: 'JWT',
      kid: overrides.kid ?? key.kid,
    })
    .setIssuer(overrides.issuer ?? signer.issuer)
    .setAudience(overrides.audience ?? signer.appId)
    .setNotBefore(expiresIn < 0 ? `${-expiresIn + 3600} seconds ago` : '5 minutes ago')
    .setExpirationTime(expiresIn < 0 ? `${-expiresIn} seconds ago` : `${expiresIn} seconds`);
  const signed = await token.sign(
    overrides.algorithm === 'HS256' ? new TextEncoder().encode(JSON.stringify(key.jwk)) : key.privateKey,
  );
  if (overrides.algorithm === 'none') return unsigned(signed);
  return overrides.brokenSignature ? broken(signed) : signed;
}

function unsigned(token: string): string {
  const [, payload = ''] = token.split('.');
  return `${Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')}.${payload}.`;
}

function broken(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 0xff;
  return `${header}.${payload}.${bytes.toString('base64url')}`;
}
