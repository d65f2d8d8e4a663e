// Puts a backup into an empty database, whole or not at all.
import type pg from 'pg';
import { InvalidError, SetUpError } from '../../errors.ts';
import type { Connection } from '../client.ts';
import { listApplied, migrate, migrateAsFar, readMigrations } from '../migrate.ts';
import { checkBackup, parseLines, Tally, type Manifest } from './lines.ts';
import type { BackupKey } from './seal.ts';
import { insertRows, listTables, quote, SAME_WORDS, selectRows, type Table } from './tables.ts';

export interface RestoreOptions {
  from: string;
  keys: readonly BackupKey[];
  prismaFolder: string;
  onProgress?: (step: 'checked' | 'restored' | 'compared', rows: number) => void;
}

/** Rows and letters of one statement. */
const AT_ONCE = { rows: 500, letters: 4_000_000 };

/**
 * First reads the whole file, so that one that is not whole changes nothing. Then makes the tables as they were when it was made,
 * fills them and reads them back in one transaction, and only then brings them up to date.
 */
export async function restoreBackup(
  database: Pick<Connection, 'pool'>,
  { from, keys, prismaFolder, onProgress = () => undefined }: RestoreOptions,
): Promise<Manifest> {
  const manifest = await checkBackup(from, keys, (rows) => onProgress('checked', rows));
  refuseUnknown(manifest, prismaFolder);
  await inTransaction(database.pool, async (client) => {
    const tables = await listTables(client);
    await openToUs(client, tables);
    await refuseFull(client, tables);
    await refuseAhead(client, manifest);
    return 'undo';
  });
  await migrateAsFar(database, prismaFolder, manifest.migrations);
  await inTransaction(database.pool, async (client) => {
    const tables = await listTables(client);
    const closeAgain = await openToUs(client, tables);
    // Somebody may have been quicker.
    await refuseFull(client, tables);
    const filled = await fill(client, tables, parseLines(from, keys), (rows) => onProgress('restored', rows));
    await compare(client, filled, manifest, (rows) => onProgress('compared', rows));
    await closeAgain();
    return 'keep';
  });
  await migrate(database, prismaFolder);
  return manifest;
}

function refuseUnknown({ migrations }: Manifest, prismaFolder: string): void {
  const known = new Set(readMigrations(prismaFolder).migrationDirectories.map(({ path }) => path));
  const unknown = migrations.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new SetUpError(
      `The backup was made by a newer Throughline, which has ${unknown.join(', ')}. Restore it with that version. Nothing was written.`,
    );
}

const EMPTY_ONE =
  'Make a new one: createdb for PostgreSQL, and set DATABASE_URL to it; for the embedded database set DATA_DIR to a new folder. Nothing was written.';

async function refuseFull(client: pg.PoolClient, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) {
    const { rows } = await client.query<{ full: boolean }>(`select exists (select 1 from ${quote(name)}) as full`);
    if (rows[0]?.full === true)
      throw new SetUpError(
        `This database is not empty, and a backup is restored into an empty one only, so that nothing is lost or mixed. ${EMPTY_ONE}`,
      );
  }
}

async function refuseAhead(client: pg.PoolClient, { migrations }: Manifest): Promise<void> {
  const ahead = (await listApplied(client)).filter((name) => !migrations.includes(name));
  if (ahead.length > 0)
    throw new SetUpError(
      `The tables of this database are newer than the backup (${ahead.join(', ')}), and they cannot go back. ${EMPTY_ONE}`,
    );
}

/** The owner of the tables may write all tenants' rows for as long as this transaction lasts; a superuser may anyway. */
async function openToUs(client: pg.PoolClient, tables: readonly Table[]): Promise<() => Promise<void>> {
  const closed: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ hidden: boolean }>('select row_security_active($1::regclass) as hidden', [
      quote(name),
    ]);
    if (rows[0]?.hidden !== true) continue;
    await client.query(`alter table ${quote(name)} no force row level security`);
    closed.push(name);
  }
  return async () => {
    for (const name of closed) await client.query(`alter table ${quote(name)} force row level security`);
  };
}

async function fill(
  client: pg.PoolClient,
  tables: readonly Table[],
  lines: ReturnType<typeof parseLines>,
  onProgress: (rows: number) => void,
): Promise<Map<string, Table>> {
  const filled = new Map<string, Table>();
  let into: Table | undefined;
  let waiting: string[] = [];
  let letters = 0;
  let done = 0;
  const flush = async () => {
    if (into && waiting.length > 0) await client.query(insertRows(into), [`[${waiting.join(',')}]`]);
    done += waiting.length;
    if (waiting.length > 0) onProgress(done);
    [waiting, letters] = [[], 0];
  };
  for await (const line of lines) {
    if ('row' in line) {
      waiting.push(line.row);
      letters += line.row.length;
      if (waiting.length >= AT_ONCE.rows || letters >= AT_ONCE.letters) await flush();
      continue;
    }
    await flush();
    if (!('table' in line)) continue;
    into = fitting(tables, line.table, line.columns);
    filled.set(into.name, into);
  }
  return filled;
}

/** In the file's order of columns; names come from the database, never from the file. */
function fitting(tables: readonly Table[], name: string, columns: readonly string[]): Table {
  const table = tables.find((one) => one.name === name);
  const found = columns.flatMap((column) => table?.columns.find((one) => one.name === column) ?? []);
  if (!table || found.length !== columns.length)
    throw new InvalidError(
      `The backup has a table or a column that this version does not know (${name}). Nothing was written. Restore it with the version that made it.`,
    );
  return { ...table, columns: found };
}

/** What was written is read back, and must be to the letter what was read. */
async function compare(
  client: pg.PoolClient,
  filled: ReadonlyMap<string, Table>,
  manifest: Manifest,
  onProgress: (rows: number) => void,
): Promise<void> {
  let done = 0;
  for (const counted of manifest.tables) {
    const table = filled.get(counted.name);
    if (!table) continue;
    const tally = new Tally();
    await client.query(`declare restored no scroll cursor for ${selectRows(table)}`);
    for (;;) {
      const { rows } = await client.query<{ row: string }>(`fetch ${String(AT_ONCE.rows)} from restored`);
      for (const { row } of rows) tally.add(row);
      done += rows.length;
      onProgress(done);
      if (rows.length < AT_ONCE.rows) break;
    }
    await client.query('close restored');
    if (tally.end(table.name).sha256 !== counted.sha256)
      throw new InvalidError(
        `The table ${table.name} came out differently than it was backed up. Nothing was written. Use another version of PostgreSQL, and tell us.`,
      );
  }
}

async function inTransaction(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<'keep' | 'undo'>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(SAME_WORDS);
    await client.query((await work(client)) === 'keep' ? 'commit' : 'rollback');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
