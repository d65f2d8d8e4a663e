import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { SetUpError } from '../errors.ts';
import type { Connection } from './client.ts';
import { noFilters, openSchemaEngine, SCRIPT_LOCK, type MigrationsList } from './engine.ts';

/** Any number that nothing else in the database uses; processes that start together wait for one another on it. */
const MIGRATION_LOCK = 7_210_463;

/**
 * Brings the database up to date. Processes may start together: the first migrates, the others wait and find it done. A database
 * that is ahead will do as long as newer versions have only added to it; else this version is refused.
 */
export function migrate(connection: Pick<Connection, 'pool'>, prismaFolder: string): Promise<string[]> {
  return migrateBy(connection, prismaFolder, readMigrations(prismaFolder));
}

/** Only as far as these migrations lead: to the tables as an older backup knows them. */
export function migrateAsFar(
  connection: Pick<Connection, 'pool'>,
  prismaFolder: string,
  names: readonly string[],
): Promise<string[]> {
  const list = readMigrations(prismaFolder);
  const migrationDirectories = list.migrationDirectories.filter(({ path }) => names.includes(path));
  return migrateBy(connection, prismaFolder, { ...list, migrationDirectories });
}

async function migrateBy(
  connection: Pick<Connection, 'pool'>,
  prismaFolder: string,
  list: MigrationsList,
): Promise<string[]> {
  const { behind, ahead } = compare(list, await listApplied(connection.pool));
  refuseContracted(ahead);
  if (behind.length === 0) return [];
  const client = await connection.pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const missing = compare(list, await listApplied(client)).behind;
    if (missing.length === 0) return [];
    await clearUnfinished(client);
    return await apply(connection.pool, prismaFolder, list, missing);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    client.release();
  }
}

async function apply(
  pool: pg.Pool,
  prismaFolder: string,
  list: MigrationsList,
  missing: readonly string[],
): Promise<string[]> {
  let reason: unknown;
  const schema = readFileSync(join(prismaFolder, 'schema.prisma'), 'utf8');
  const engine = await openSchemaEngine(pool, schema, (error) => (reason = error));
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: list, filters: noFilters });
    return appliedMigrationNames;
  } catch (error) {
    throw new SetUpError(
      `The database could not be brought up to date by ${missing.join(', ')}: ${firstLine(reason ?? error)}. Of what failed nothing stays. Mend the reason, then start again or run throughline migrate.`,
      { cause: error },
    );
  }
}

/**
 * A migration that takes something away says so in its name, which is all that an older version knows of it. Every other one
 * only adds, so that two versions can work on one database and the older one can come back.
 */
export function isContracting(name: string): boolean {
  return /^\d{14}_contract_/.test(name);
}

function refuseContracted(ahead: readonly string[]): void {
  const contracted = ahead.filter(isContracting);
  if (contracted.length > 0)
    throw new SetUpError(
      `The database is ahead of this version: ${contracted.join(', ')} took away what this version needs. Start the newer version, or go back to a backup from before it.`,
    );
}

/** What was begun and is not finished was undone as a whole; a killed process's script may still be at it, and is waited for. */
async function clearUnfinished(client: pg.PoolClient): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [SCRIPT_LOCK]);
  await client.query('select pg_advisory_unlock($1)', [SCRIPT_LOCK]);
  const { rows } = await client.query<{ found: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as found`,
  );
  if (rows[0]?.found === true)
    await client.query(
      'update _prisma_migrations set rolled_back_at = now() where finished_at is null and rolled_back_at is null',
    );
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n')[0]?.replace(/\.$/, '') ?? '';
}

/** `behind` names what the database lacks, `ahead` what this code does not know. */
export async function compareMigrations(
  pool: Queryable,
  prismaFolder: string,
): Promise<{ behind: string[]; ahead: string[] }> {
  return compare(readMigrations(prismaFolder), await listApplied(pool));
}

function compare(list: MigrationsList, applied: readonly string[]): { behind: string[]; ahead: string[] } {
  const known = list.migrationDirectories.map((directory) => directory.path);
  return {
    behind: known.filter((name) => !applied.includes(name)),
    ahead: applied.filter((name) => !known.includes(name)),
  };
}

export function readMigrations(prismaFolder: string): MigrationsList {
  const folder = join(prismaFolder, 'migrations');
  if (!existsSync(folder)) throw new SetUpError(`There is no folder ${folder}. Start from the folder of the product.`);
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: names.sort().map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

type Queryable = Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>;

/** Empty where the database is. */
export async function listApplied(pool: Queryable): Promise<string[]> {
  const query = pool.query.bind(pool) as (text: string) => Promise<{ rows: Record<string, unknown>[] }>;
  const table = await query(`select to_regclass('_prisma_migrations') is not null as found`);
  if (table.rows[0]?.['found'] !== true) return [];
  const { rows } = await query(
    'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  return rows.map((row) => String(row['migration_name']));
}
