// A database of its own for each test file: a copy of a template, on PGlite or, with TEST_DATABASE_URL, on PostgreSQL.
import pg from 'pg';
import { connect, type Connection, type DatabaseAddress } from '../../src/db/client.ts';
import { ask } from './ask.ts';

export interface TestDatabase extends Connection {
  address: DatabaseAddress;
  drop(): Promise<void>;
}

export const onPostgres = process.env['TEST_DATABASE_URL'] !== undefined;

/** Migrated and empty, or with the sample district in its roster. */
export async function openDatabase({
  with: kept = 'empty',
  ...options
}: { poolSize?: number; with?: 'empty' | 'sample' } = {}): Promise<TestDatabase> {
  const key = await ask(`/open/${kept}`);
  const address = JSON.parse(key) as DatabaseAddress;
  const connection = connect(address, options);
  return {
    ...connection,
    address,
    async drop() {
      await connection.close();
      await ask(`/close/${encodeURIComponent(key)}`);
    },
  };
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

export async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
