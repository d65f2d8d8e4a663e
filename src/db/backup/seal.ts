// A backup at rest: AES-256-GCM in frames, so that a file of any size is read as it comes and yet none of it can be changed, taken
// out, put in another order or cut off at its end.
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { InvalidError } from '../../errors.ts';

export interface BackupKey {
  id: string;
  /** 32 of them. */
  bytes: Uint8Array;
}

const FRAME_BYTES = 64 * 1024;
const TAG_BYTES = 16;
export const SALT_BYTES = 16;

/** `head` is bound in: what was sealed under one head opens under no other. */
export function sealing(key: BackupKey, salt: Buffer, head: string): Transform {
  const frames = new Frames(key, salt, head);
  let waiting = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      waiting = Buffer.concat([waiting, chunk]);
      // The last frame says that it is the last, so one is always kept back.
      for (; waiting.length > FRAME_BYTES; waiting = waiting.subarray(FRAME_BYTES))
        this.push(frames.seal(waiting.subarray(0, FRAME_BYTES), false));
      done();
    },
    flush(done) {
      this.push(frames.seal(waiting, true));
      done();
    },
  });
}

/** Ends with an error where a single byte is not as it was written. */
export function opening(key: BackupKey, salt: Buffer, head: string): Transform {
  const frames = new Frames(key, salt, head);
  const whole = FRAME_BYTES + TAG_BYTES;
  let waiting = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      waiting = Buffer.concat([waiting, chunk]);
      attempt(done, () => {
        for (; waiting.length > whole; waiting = waiting.subarray(whole))
          this.push(frames.open(waiting.subarray(0, whole), false));
      });
    },
    flush(done) {
      attempt(done, () => void this.push(frames.open(waiting, true)));
    },
  });
}

function attempt(done: TransformCallback, work: () => void): void {
  try {
    work();
    done();
  } catch (error) {
    done(
      new InvalidError('it was cut off or changed, or the key of that name in TOKEN_KEYS is another one', {
        cause: error,
      }),
    );
  }
}

/** Each file has a key of its own, so that a plain count is a nonce that never comes again. */
class Frames {
  readonly #key: Buffer;
  readonly #head: Buffer;
  #count = 0n;

  constructor(key: BackupKey, salt: Buffer, head: string) {
    this.#key = Buffer.from(hkdfSync('sha256', key.bytes, salt, 'throughline backup', 32));
    this.#head = Buffer.from(head);
  }

  seal(frame: Buffer, isLast: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.#key, this.#nonce(isLast)).setAAD(this.#head);
    return Buffer.concat([cipher.update(frame), cipher.final(), cipher.getAuthTag()]);
  }

  open(frame: Buffer, isLast: boolean): Buffer {
    if (frame.length < TAG_BYTES) throw new Error('too short');
    const at = frame.length - TAG_BYTES;
    const opened = createDecipheriv('aes-256-gcm', this.#key, this.#nonce(isLast), { authTagLength: TAG_BYTES })
      .setAAD(this.#head)
      .setAuthTag(frame.subarray(at));
    return Buffer.concat([opened.update(frame.subarray(0, at)), opened.final()]);
  }

  #nonce(isLast: boolean): Buffer {
    const nonce = Buffer.alloc(12);
    nonce.writeUInt8(isLast ? 1 : 0);
    nonce.writeBigUInt64BE(this.#count++, 4);
    return nonce;
  }
}
