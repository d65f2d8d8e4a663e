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
  /** Beside or instead of the usual ones, also `exp` and `nbf`; undefined takes one out. */
  claims?: Json;
  /** Beside the usual fields of the header. */
  header?: Json;
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
  const present = Math.floor(Date.now() / 1000);
  const token = new SignJWT({
    iss: overrides.issuer ?? signer.issuer,
    aud: overrides.audience ?? signer.appId,
    nbf: expiresIn < 0 ? present + expiresIn - 3600 : present - 300,
    exp: present + expiresIn,
    ...(typeof serviceUrl === 'string' ? { serviceurl: serviceUrl } : {}),
    ...overrides.claims,
  }).setProtectedHeader({
    alg: overrides.algorithm === 'HS256' ? 'HS256' : 'RS256',
    typ: 'JWT',
    kid: overrides.kid ?? key.kid,
    ...overrides.header,
  });
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
