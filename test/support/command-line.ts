// Runs the real command line in a process of its own, as it is shipped.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from './ask.ts';
import { root } from './root.ts';

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** The environment of a newcomer: nothing set but what is given. */
function environment(given: Record<string, string>): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: process.env['HOME'], ...given };
}

export async function run(words: string[], given: Record<string, string> = {}): Promise<Ran> {
  return finished(await begin(words, given));
}

/** Started, and not waited for. */
export async function begin(words: string[], given: Record<string, string> = {}): Promise<ChildProcess> {
  await ask('/build');
  return spawn(process.execPath, ['dist/src/cli/index.js', ...words], { cwd: root, env: environment(given) });
}

export function finished(child: ChildProcess): Promise<Ran> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (err += data.toString()));
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, out, err })));
}

/** Resolves when the process has printed the words. */
export function printed(child: ChildProcess, words: string): Promise<void> {
  let out = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (data: Buffer) => {
      out += data.toString();
      if (out.includes(words)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${String(code)} before it said “${words}”: ${out}`)));
  });
}

export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'throughline-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
