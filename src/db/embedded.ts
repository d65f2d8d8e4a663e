// The database that needs no installing: PostgreSQL in WebAssembly on a folder, served on a unix socket so that
// everything above speaks to it as to any PostgreSQL.
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { lockFolder } from './folder-lock.ts';

export interface WorkerOptions {
  socket: string;
  /** Where the files lie; without it the database is in memory, and may start as a copy. */
  folder?: string;
  from?: Blob;
}

export type Question = 'dump' | 'stop';
export type Answer = { kind: 'ready' | 'stopped' } | { kind: 'dumped'; dump: Blob } | { kind: 'failed'; why: string };

export interface EmbeddedDatabase {
  socketFolder: string;
  /** A copy of the whole database, to start another from. */
  dump(): Promise<Blob>;
  stop(): Promise<void>;
}

/** A path of a unix socket may have about 100 bytes, so the socket lies in a short folder of its own, readable by its owner only. */
export async function startEmbedded(options: { folder?: string; from?: Blob }): Promise<EmbeddedDatabase> {
  const unlock = options.folder === undefined ? undefined : await lockFolder(options.folder);
  const socketFolder = mkdtempSync(join(tmpdir(), 'tl-'));
  chmodSync(socketFolder, 0o700);
  const worker = startWorker({
    socket: join(socketFolder, '.s.PGSQL.5432'),
    ...(options.folder === undefined ? {} : { folder: join(options.folder, 'database') }),
    ...(options.from === undefined ? {} : { from: options.from }),
  });
  await hear(worker);
  return {
    socketFolder,
    async dump() {
      const answer = await ask(worker, 'dump');
      if (answer.kind !== 'dumped') throw new Error('the embedded database gave no copy of itself');
      return answer.dump;
    },
    async stop() {
      await ask(worker, 'stop');
      await worker.terminate();
      rmSync(socketFolder, { recursive: true, force: true });
      await unlock?.();
    },
  };
}

function startWorker(workerData: WorkerOptions): Worker {
  return new Worker(new URL('./embedded-worker.js', import.meta.url), { workerData });
}

function ask(worker: Worker, question: Question): Promise<Answer> {
  worker.postMessage(question);
  return hear(worker);
}

async function hear(worker: Worker): Promise<Answer> {
  const [answer] = (await once(worker, 'message')) as [Answer];
  if (answer.kind === 'failed') throw new Error(`the embedded database failed: ${answer.why}`);
  return answer;
}
