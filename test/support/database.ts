// A database of its own for each test file: a copy of one migrated template, on PGlite or, with TEST_DATABASE_URL, on PostgreSQL.
import pg from 'pg';
import { connect, type Connection, type DatabaseAddress } from '../../src/db/client.ts';

export interface TestDatabase extends Connection {
  address: DatabaseAddress;
  drop(): Promise<void>;
}

export const onPostgres = process.env['TEST_DATABASE_URL'] !== undefined;

export async function openDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const url = process.env['TEST_DATABASE_URL'];
  const { address, end } = url === undefined ? await openEmbedded() : await openOnServer(url);
  const connection = connect(address, options);
  return {
    ...connection,
    address,
    async drop() {
      await connection.close();
      await end();
    },
  };
}

interface Opened {
  address: DatabaseAddress;
  end(): Promise<void>;
}

async function openEmbedded(): Promise<Opened> {
  const socketFolder = await ask('/open');
  return {
    address: { socketFolder },
    async end() {
      await ask(`/close/${encodeURIComponent(socketFolder)}`);
    },
  };
}

async function ask(path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${process.env['TEST_DATABASE_SERVER']}${path}`, { method: 'POST' });
  const body = await response.text();
  if (!response.ok) throw new Error(`the test database server failed: ${body}`);
  return body;
}

let count = 0;

async function openOnServer(url: string): Promise<Opened> {
  const name = `${templateName()}_${process.pid}_${count++}`;
  await onServer(url, `create database ${name} template ${templateName()}`);
  return {
    address: { url: withDatabase(url, name) },
    end: () => onServer(url, `drop database if exists ${name} with (force)`),
  };
}

export function templateName(): string {
  return `throughline_test_${process.env['TEST_RUN']}`;
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
