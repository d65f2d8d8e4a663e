// Two versions of the product on one database: what a newer one may do to it, and what an older one finds.
import type { ChildProcess } from 'node:child_process';
import { compareMigrations, migrate } from '../../src/db/migrate.ts';
import { onPostgres, openDatabase, type TestDatabase } from '../support/database.ts';
import { root } from '../support/root.ts';
import { migrateTo, newerVersion, startMigrating, type NewerVersion } from '../support/newer-version.ts';

const ours = `${root}prisma`;
const ADDED = '29990101000000_walks';

let database: TestDatabase;
let versions: NewerVersion[] = [];
beforeEach(async () => {
  database = await openDatabase();
});
afterEach(async () => {
  await database.drop();
  for (const version of versions) version.remove();
  versions = [];
});

function version(more: Record<string, string>): NewerVersion {
  const made = newerVersion(more);
  versions.push(made);
  return made;
}

async function has(table: string): Promise<boolean> {
  const { rows } = await database.pool.query<{ found: boolean }>('select to_regclass($1) is not null as found', [
    table,
  ]);
  return rows[0]?.found === true;
}

describe('a database behind on migrations', () => {
  it('is brought up to date at the start, once, however many processes start together', async () => {
    const newer = version({ [ADDED]: 'CREATE TABLE walk (id int); INSERT INTO walk VALUES (1);' });

    // Nobody but one process ever opens an embedded database.
    const together = onPostgres ? [1, 2] : [1];
    const said = await Promise.all(together.map(() => migrateTo(database.address, newer)));

    expect(said.flatMap((one) => ('applied' in one ? one.applied : ['refused']))).toEqual([ADDED]);
    expect((await database.pool.query('select * from walk')).rows).toHaveLength(1);
    expect(await compareMigrations(database.pool, newer.prismaFolder)).toEqual({ behind: [], ahead: [] });
  });

  it('that a migration fails on keeps nothing of it, says so in a sentence, and takes the mended one', async () => {
    const broken = version({ [ADDED]: 'CREATE TABLE walk (id int); CREATE TABLE delivery (id int);' });

    expect(await migrateTo(database.address, broken)).toEqual({
      isSetUp: true,
      refused: `The database could not be brought up to date by ${ADDED}: relation "delivery" already exists. Of what failed nothing stays. Mend the reason, then start again or run throughline migrate.`,
    });
    expect(await has('walk')).toBe(false);
    expect(await migrateTo(database.address, version({ [ADDED]: 'CREATE TABLE walk (id int);' }))).toEqual({
      applied: [ADDED],
    });
    expect(await has('walk')).toBe(true);
  });

  (onPostgres ? it : it.skip)('takes a migration once whose process was killed while it ran', async () => {
    const slow = version({ [ADDED]: 'CREATE TABLE walk (id int); SELECT pg_sleep(5);' });
    const migrating = startMigrating(database.address, slow);
    await becomes(async () => (await running('pg_sleep')) > 0);
    await killed(migrating);

    // The backend does not know that nobody waits for it any more.
    expect(await running('pg_sleep')).toBeGreaterThan(0);
    expect(await migrateTo(database.address, slow)).toEqual({ applied: [] });

    expect(await has('walk')).toBe(true);
    expect(await compareMigrations(database.pool, slow.prismaFolder)).toEqual({ behind: [], ahead: [] });
  });
});

describe('a database ahead of the code', () => {
  it('serves an older version as long as newer ones have only added to it', async () => {
    await migrateTo(database.address, version({ [ADDED]: 'ALTER TABLE delivery ADD COLUMN walk text;' }));

    expect(await migrate(database, ours)).toEqual([]);
    expect(await compareMigrations(database.pool, ours)).toEqual({ behind: [], ahead: [ADDED] });
  });

  it('refuses an older version once a newer one has taken something away, and says what to do', async () => {
    const name = '29990202000000_contract_home';
    await migrateTo(database.address, version({ [name]: 'ALTER TABLE delivery DROP COLUMN surface;' }));

    await expect(migrate(database, ours)).rejects.toMatchObject({
      code: 'set-up',
      message: `The database is ahead of this version: ${name} took away what this version needs. Start the newer version, or go back to a backup from before it.`,
    });
  });
});

async function running(words: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and state = 'active' and pid <> pg_backend_pid() and query ilike $1`,
    [`%${words}%`],
  );
  return rows[0]?.count ?? 0;
}

async function becomes(look: () => Promise<boolean>): Promise<void> {
  for (const until = Date.now() + 40_000; Date.now() < until;) if (await look()) return;
  throw new Error('it never became so');
}

function killed(child: ChildProcess): Promise<unknown> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  return gone;
}
