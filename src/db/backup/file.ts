// The file of a backup: one line in plain words that says how the rest is sealed, and then lines of JSON, packed.
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { PassThrough, Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { InvalidError, SetUpError } from '../../errors.ts';
import { opening, SALT_BYTES, sealing, type BackupKey } from './seal.ts';

const NAME = 'throughline-backup 1';
const HEAD = /^throughline-backup (\d+) (?:plain|aes-256-gcm ([\w.-]{1,32}) ([A-Za-z0-9_-]{22}))\n/;
const HEAD_BYTES = 200;

/** Whole or not there: it takes its name when everything is on the disk. Only its owner may read it. */
export async function writeLines(
  path: string,
  lines: AsyncIterable<string>,
  key: BackupKey | undefined,
): Promise<void> {
  const part = `${path}.part`;
  const salt = randomBytes(SALT_BYTES);
  const head = key ? `${NAME} aes-256-gcm ${key.id} ${salt.toString('base64url')}\n` : `${NAME} plain\n`;
  const seal: Transform = key ? sealing(key, salt, head) : new PassThrough();
  try {
    const file = await open(part, 'wx', 0o600);
    await file.write(head);
    await pipeline(
      Readable.from(withEnds(lines)),
      createGzip(),
      seal,
      createWriteStream(part, { fd: file, flush: true }),
    );
    await rename(part, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new SetUpError(
        `${part} is there already: another backup is being written, or one broke off. Take it away.`,
        {
          cause: error,
        },
      );
    await rm(part, { force: true });
    throw error;
  }
}

async function* withEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

/** The lines as they were written; an InvalidError says in words what is wrong with a file that is not whole. */
export async function* readLines(path: string, keys: readonly BackupKey[]): AsyncGenerator<string> {
  const { head, open: unsealed } = await readHead(path, keys);
  const packed = createReadStream(path, { start: Buffer.byteLength(head) });
  const unpacked = createGunzip();
  const ended = pipeline(packed, unsealed, unpacked).catch((error: unknown) => {
    unpacked.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      let from = 0;
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10, from)) {
        yield rest.toString('utf8', from, at);
        from = at + 1;
      }
      rest = rest.subarray(from);
    }
  } catch (error) {
    throw new InvalidError(broken(path, error), { cause: error });
  } finally {
    packed.destroy();
    await ended;
  }
}

export function broken(path: string, why: unknown): string {
  const said = why instanceof InvalidError ? why.message : 'it was cut off or changed';
  return `${path} is no whole backup: ${said}. Nothing was written. Take an earlier backup.`;
}

async function readHead(path: string, keys: readonly BackupKey[]): Promise<{ head: string; open: Transform }> {
  const start = await readStart(path);
  const [head, format, keyId, salt] = HEAD.exec(start) ?? [];
  if (head === undefined)
    throw new InvalidError(`${path} is no backup of Throughline. One is made with: throughline backup --to FILE`);
  if (format !== '1') throw new InvalidError(`${path} was made by a newer Throughline. Restore it with that version.`);
  if (keyId === undefined || salt === undefined) return { head, open: new PassThrough() };
  const key = keys.find(({ id }) => id === keyId);
  if (!key)
    throw new SetUpError(
      `${path} is sealed with the key “${keyId}”, which TOKEN_KEYS does not have. Put that key into TOKEN_KEYS; without it nobody can open this file.`,
    );
  return { head, open: opening(key, Buffer.from(salt, 'base64url'), head) };
}

async function readStart(path: string): Promise<string> {
  try {
    const file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    await file.close();
    return buffer.toString('latin1', 0, bytesRead);
  } catch (error) {
    throw new SetUpError(`${path} cannot be read. Check its name, and that you may open it.`, { cause: error });
  }
}
