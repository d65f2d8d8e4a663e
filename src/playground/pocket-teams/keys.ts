/**
 * The signing keys behind the JWKS. One set serves every pocket of a process: making RSA keys is slow, and the bot's SDK
 * remembers a key document for a day.
 */
import { exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';

export type KeyName = 'endorsed' | 'unendorsed' | 'foreign' | 'login';

interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  jwk: JWK;
}

export type KeySet = Record<KeyName, SigningKey>;

let shared: Promise<KeySet> | undefined;

export function loadKeys(): Promise<KeySet> {
  shared ??= makeKeys();
  return shared;
}

/** `foreign` is left out: tokens signed with it name a key the document does not hold. */
export function jwks(keys: KeySet): { keys: (JWK & { endorsements?: string[] })[] } {
  return {
    keys: [
      { ...keys.endorsed.jwk, endorsements: ['msteams'] },
      { ...keys.unendorsed.jwk, endorsements: ['webchat'] },
    ],
  };
}

async function makeKeys(): Promise<KeySet> {
  const [endorsed, unendorsed, foreign, login] = await Promise.all([
    makeKey('pocket-endorsed'),
    makeKey('pocket-unendorsed'),
    makeKey('pocket-foreign'),
    makeKey('pocket-login'),
  ]);
  return { endorsed, unendorsed, foreign, login };
}

async function makeKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256', x5t: kid };
  return { kid, privateKey, publicKey, jwk };
}
