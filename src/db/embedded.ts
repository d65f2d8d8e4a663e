// The database that needs no installing: PostgreSQL in WebAssembly on a folder, served on a unix socket so that
// everything above speaks to it as to any PostgreSQL.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { lockFolder } from './folder-lock.ts';

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
  const pglite = await openPglite(options);
  const server = new PGLiteSocketServer({ db: pglite, path: join(socketFolder, '.s.PGSQL.5432'), maxConnections: 100 });
  await server.start();
  return {
    socketFolder,
    dump: () => pglite.dumpDataDir('none'),
    async stop() {
      await server.stop();
      await pglite.close();
      rmSync(socketFolder, { recursive: true, force: true });
      await unlock?.();
    },
  };
}

async function openPglite(options: { folder?: string; from?: Blob }): Promise<PGlite> {
  if (options.folder === undefined) return PGlite.create(options.from ? { loadDataDir: options.from } : {});
  const data = join(options.folder, 'database');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  return PGlite.create(data);
}
