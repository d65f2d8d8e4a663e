import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { compareMigrations } from '../../src/db/migrate.ts';
import { openDatabase } from '../support/database.ts';
import { root } from '../support/root.ts';

describe('migrations', () => {
  it('are all applied to a new database, under the names that Prisma keeps', async () => {
    const database = await openDatabase();

    expect(await compareMigrations(database.pool, `${root}prisma`)).toEqual({ behind: [], ahead: [] });
    await database.pool.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '29990101000000_later', now())`,
    );
    expect(await compareMigrations(database.pool, `${root}prisma`)).toEqual({
      behind: [],
      ahead: ['29990101000000_later'],
    });

    await database.drop();
  });

  it('leave no change of the schema unwritten', () => {
    expect(readFileSync(`${root}prisma/schema.prisma`, 'utf8')).toBe(
      readFileSync(`${root}prisma/migrated.prisma`, 'utf8'),
    );
  });

  it('are not written where schema and migrations agree, and want a name', async () => {
    const write = (words: string[]) =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/write-migration.ts', ...words], { cwd: root });

    expect((await write(['nothing_new'])).stdout).toContain('nothing to write');
    await expect(write(['Bad Name'])).rejects.toMatchObject({ code: 2 });
  }, 60_000);
});
