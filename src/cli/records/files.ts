import { createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { SetUpError } from '../../errors.ts';
import type { Files } from '../../records/package.ts';

/** Before anything is done that cannot be done twice. */
export function assertFree(out: string): void {
  if (existsSync(resolve(out))) throw new SetUpError(`${out} is there already. Name a new folder, or a new .zip file.`);
}

/** Into a folder that is not there yet, or into one file where the name ends in .zip. Only its owner may read it. */
export async function writeFiles(out: string, files: Files): Promise<string> {
  const to = resolve(out);
  assertFree(out);
  if (out.endsWith('.zip')) return writeZip(to, files);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const [name, text] of files) {
    mkdirSync(dirname(join(to, name)), { recursive: true, mode: 0o700 });
    writeFileSync(join(to, name), text, { mode: 0o600, flag: 'wx' });
  }
  return to;
}

async function writeZip(to: string, files: Files): Promise<string> {
  const zip = new ZipFile();
  for (const [name, text] of files) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  const part = `${to}.part`;
  await pipeline(zip.outputStream, createWriteStream(part, { mode: 0o600, flags: 'wx' }));
  await rename(part, to);
  return to;
}
