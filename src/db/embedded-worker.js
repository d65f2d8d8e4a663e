// The embedded database's own thread: a statement that takes long holds up nobody who waits for an answer in a chat.
// Plain JavaScript, so that a thread can be started on it from the TypeScript sources as well as from dist/.
// @ts-check
import { mkdirSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { serve } from './embedded-server.js';

/** @type {import('./embedded.ts').WorkerOptions} */
const { socket, folder, from } = workerData;

const pglite = await open();
const server = await serve(pglite, socket);
parentPort?.on('message', (/** @type {import('./embedded.ts').Question} */ question) => {
  answer(question).then(say, (/** @type {unknown} */ error) => say({ kind: 'failed', why: String(error) }));
});
say({ kind: 'ready' });

/**
 * @param {import('./embedded.ts').Question} question
 * @returns {Promise<import('./embedded.ts').Answer>}
 */
async function answer(question) {
  if (question === 'dump') return { kind: 'dumped', dump: await pglite.dumpDataDir('none') };
  await server.close();
  await pglite.close();
  return { kind: 'stopped' };
}

async function open() {
  if (folder === undefined) return PGlite.create(from ? { loadDataDir: from } : {});
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return PGlite.create(folder);
}

/** @param {import('./embedded.ts').Answer} words */
function say(words) {
  parentPort?.postMessage(words);
}
