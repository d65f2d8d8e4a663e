// Writes everything of one instant into a file: one snapshot of the database, table by table, while everybody goes on working.
import { existsSync } from 'node:fs';
import type pg from 'pg';
import { SetUpError } from '../../errors.ts';
import { listApplied } from '../migrate.ts';
import { writeLines } from './file.ts';
import { Tally, type Counted, type Manifest } from './lines.ts';
import type { BackupKey } from './seal.ts';
import { listTables, quote, SAME_WORDS, selectRows, type Table } from './tables.ts';

export interface BackupOptions {
  /** A file that is not there yet. */
  to: string;
  /** Without a key the file is not sealed. */
  key?: BackupKey | undefined;
  onProgress?: (rows: number) => void;
}

const AT_ONCE = 500;

export async function writeBackup(pool: pg.Pool, options: BackupOptions): Promise<Manifest> {
  const { to, key, onProgress = () => undefined } = options;
  if (existsSync(to))
    throw new SetUpError(`${to} is there already. Name a new file; nothing is written over a backup.`);
  const client = await pool.connect();
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    await client.query(SAME_WORDS);
    const kept: { manifest?: Manifest } = {};
    await writeLines(to, snapshot(client, onProgress, kept), key);
    if (!kept.manifest) throw new Error('the backup did not come to its end');
    return kept.manifest;
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
}

async function* snapshot(
  client: pg.PoolClient,
  onProgress: (rows: number) => void,
  kept: { manifest?: Manifest },
): AsyncGenerator<string> {
  const { rows } = await client.query<{ now: Date }>('select now()');
  const made = (rows[0]?.now ?? new Date(0)).toISOString();
  const migrations = [...(await listApplied(client))].sort();
  yield JSON.stringify({ begin: { made, migrations } });
  const tables: Counted[] = [];
  let done = 0;
  for (const table of await listTables(client)) {
    yield JSON.stringify({ table: table.name, columns: table.columns.map((column) => column.name) });
    const tally = new Tally();
    for await (const row of readTable(client, table)) {
      tally.add(row);
      yield row;
      done += 1;
      if (done % AT_ONCE === 0) onProgress(done);
    }
    tables.push(tally.end(table.name));
  }
  kept.manifest = { made, migrations, tables };
  yield JSON.stringify({ end: kept.manifest });
}

/**
 * The rows of all tenants. A login that is no superuser sees none of them under forced row-level security, so it reads in the
 * role that may see the table: the system's, else the application's, tenant by tenant.
 */
async function* readTable(client: pg.PoolClient, table: Table): AsyncGenerator<string> {
  const { rows } = await client.query<{ hidden: boolean; system: boolean; tenant: boolean }>(
    `select row_security_active($1::regclass) as hidden,
       exists (select 1 from pg_policy p where p.polrelid = $1::regclass and p.polname = 'system_work')
         and has_table_privilege('throughline_system', $1::regclass, 'select') as system,
       exists (select 1 from pg_policy p where p.polrelid = $1::regclass and p.polname = 'one_tenant') as tenant`,
    [quote(table.name)],
  );
  const [way] = rows;
  if (way?.hidden !== true) {
    yield* fetchAll(client, table);
    return;
  }
  if (way.system) {
    yield* inRole(client, 'throughline_system', '', table);
    return;
  }
  if (!way.tenant) throw new SetUpError(`This login may not read the table ${table.name}, so no backup is whole.`);
  await client.query(`set local role throughline_system`);
  const tenants = await client.query<{ id: string }>('select id from tenant order by id::text collate "C"');
  await client.query('set local role none');
  for (const { id } of tenants.rows) yield* inRole(client, 'throughline_app', id, table);
}

async function* inRole(client: pg.PoolClient, role: string, tenant: string, table: Table): AsyncGenerator<string> {
  await client.query(`select set_config('role', $1, true), set_config('throughline.tenant', $2, true)`, [role, tenant]);
  yield* fetchAll(client, table);
  await client.query('set local role none');
}

async function* fetchAll(client: pg.PoolClient, table: Table): AsyncGenerator<string> {
  await client.query(`declare backup no scroll cursor for ${selectRows(table)}`);
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${String(AT_ONCE)} from backup`);
    for (const { row } of rows) yield row;
    if (rows.length < AT_ONCE) break;
  }
  await client.query('close backup');
}
