/** The product as a person starts it: built, in a process of its own, on an empty data folder and a free port. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from '../support/ask.ts';

export interface Running {
  url: string;
  stop(): Promise<void>;
}

const ROOT = process.cwd();

export async function startProduct(given: Record<string, string> = {}): Promise<Running> {
  await ask('/build');
  const folder = mkdtempSync(join(tmpdir(), 'throughline-e2e-'));
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(SLACK|TEAMS|DATABASE)_/.test(name)),
  );
  const child = spawn(process.execPath, ['dist/src/cli/index.js', 'start'], {
    cwd: ROOT,
    env: { ...env, DATA_DIR: join(folder, 'data'), PORT: '0', ...given },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const found = /Open (http:\/\/127\.0\.0\.1:\d+)\/ in a browser/.exec(printed);
      if (found?.[1] !== undefined) resolve(found[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`The product ended with ${code} before it was ready:\n${printed}`)));
  });
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
