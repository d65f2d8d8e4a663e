// A fresh database for one benchmark: embedded in a folder of its own, or a new one on the server of DATABASE_URL.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase, type OpenDatabase } from '../src/db/open.ts';

export type DatabaseKind = 'PGlite' | 'PostgreSQL';

export interface BenchDatabase {
  database: OpenDatabase;
  close(): Promise<void>;
}

/** `server` is the address of a PostgreSQL server on which databases may be made; without it the database is embedded. */
export async function openFreshDatabase(server: string | undefined): Promise<BenchDatabase> {
  const { databaseUrl, drop } = server === undefined ? {} : await createOnServer(server);
  const dataFolder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  const opened = await openDatabase({
    dataFolder,
    databasePool: 10,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });
  let closing: Promise<void> | undefined;
  // A house that was given a database closes it as well.
  const database = { ...opened, close: () => (closing ??= opened.close()) };
  await migrate(database, new URL('../prisma', import.meta.url).pathname);
  return {
    database,
    async close() {
      await database.close();
      await drop?.();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

async function createOnServer(server: string): Promise<{ databaseUrl: string; drop(): Promise<void> }> {
  const name = `throughline_bench_${String(process.pid)}`;
  await runOnServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { databaseUrl: url.href, drop: () => runOnServer(server, `drop database if exists ${name} with (force)`) };
}

async function runOnServer(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
