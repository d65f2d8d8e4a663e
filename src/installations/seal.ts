// Tokens at rest: AES-256-GCM under a ring of keys, so that a copy of the database alone opens no workspace.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SetUpError } from '../errors.ts';

export interface SealKey {
  id: string;
  /** 32 of them. */
  bytes: Uint8Array;
}

export interface Sealed {
  keyId: string;
  tokenSealed: string;
}

export interface Seal {
  /** The key that seals from now on. */
  readonly currentId: string;
  /** `about` names the row: what was sealed for one opens for no other. */
  seal(token: string, about: string): Sealed;
  /** Throws a SetUpError with the mend where the ring cannot open it. */
  open(sealed: Sealed, about: string): string;
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The first key seals; each of them opens what it sealed. */
export function createSeal(keys: readonly SealKey[]): Seal {
  const [current] = keys;
  if (!current) throw new SetUpError('TOKEN_KEYS is empty. Make a key with: openssl rand -base64 32');
  const ring = new Map(keys.map((key) => [key.id, key.bytes]));

  return {
    currentId: current.id,
    seal(token, about) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, current.bytes, nonce).setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
      return {
        keyId: current.id,
        tokenSealed: Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url'),
      };
    },
    open({ keyId, tokenSealed }, about) {
      const key = ring.get(keyId);
      if (!key)
        throw new SetUpError(
          `A token was sealed with the key “${keyId}”, which TOKEN_KEYS no longer has. Put it back at the end of TOKEN_KEYS, then run: throughline keys rotate`,
        );
      try {
        return unseal(key, Buffer.from(tokenSealed, 'base64url'), about);
      } catch (error) {
        throw new SetUpError(
          `A token cannot be opened: TOKEN_KEYS has another key under the name “${keyId}”, or its row was changed. Put the right key back, or install the app anew in that workspace.`,
          { cause: error },
        );
      }
    },
  };
}

function unseal(key: Uint8Array, sealed: Buffer, about: string): string {
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const opening = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(about))
    .setAuthTag(tag);
  return Buffer.concat([opening.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), opening.final()]).toString('utf8');
}
