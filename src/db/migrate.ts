import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { SetUpError } from '../errors.ts';
import type { Connection } from './client.ts';
import { noFilters, openSchemaEngine, type MigrationsList } from './engine.ts';

/** Any number that nothing else in the database uses; processes that start together wait for one another on it. */
const MIGRATION_LOCK = 7_210_463;

/** Brings the database up to date. Processes may start together: the first migrates, the others wait and find it done. */
export async function migrate(connection: Connection, prismaFolder: string): Promise<string[]> {
  const list = readMigrations(prismaFolder);
  if (await isUpToDate(connection.pool, list)) return [];
  const client = await connection.pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    if (await isUpToDate(client, list)) return [];
    const engine = await openSchemaEngine(connection.pool, readFileSync(join(prismaFolder, 'schema.prisma'), 'utf8'));
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: list, filters: noFilters });
    return appliedMigrationNames;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    client.release();
  }
}

/** `behind` names what the database lacks, `ahead` what this code does not know. */
export async function compareMigrations(
  pool: Queryable,
  prismaFolder: string,
): Promise<{ behind: string[]; ahead: string[] }> {
  const known = readMigrations(prismaFolder).migrationDirectories.map((directory) => directory.path);
  const applied = await appliedNames(pool);
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

async function isUpToDate(pool: Queryable, list: MigrationsList): Promise<boolean> {
  const applied = await appliedNames(pool);
  return list.migrationDirectories.every((directory) => applied.includes(directory.path));
}

async function appliedNames(pool: Queryable): Promise<string[]> {
  const query = pool.query.bind(pool) as (text: string) => Promise<{ rows: Record<string, unknown>[] }>;
  const table = await query(`select to_regclass('_prisma_migrations') is not null as found`);
  if (table.rows[0]?.['found'] !== true) return [];
  const { rows } = await query(
    'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  return rows.map((row) => String(row['migration_name']));
}
