// Runs the real command line in a process of its own, as it is shipped.
import { spawn, type ChildProcess } from 'node:child_process';
import { ask } from './ask.ts';
import { root } from './root.ts';

/** Building takes long on a busy machine, and is no part of what a test has time for. */
beforeAll(() => ask('/build'), 240_000);

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** The environment of a newcomer: nothing set but what is given. */
function environment(given: Record<string, string>): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: process.env['HOME'], ...given };
}

export function run(words: string[], given: Record<string, string> = {}): Promise<Ran> {
  return finished(begin(words, given));
}

/** Started, and not waited for. */
export function begin(words: string[], given: Record<string, string> = {}): ChildProcess {
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
