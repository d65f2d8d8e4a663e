// The product as it is shipped, once a run: the server's part, and the three pages that run in a browser.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const PROJECTS = [
  'tsconfig.build.json',
  'src/playground/page/tsconfig.json',
  'src/platforms/teams/tab/page/tsconfig.json',
  'src/operations/page/tsconfig.json',
];
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

export async function build(): Promise<void> {
  await Promise.all(PROJECTS.map((project) => promisify(execFile)(process.execPath, [tsc, '-p', project])));
}
