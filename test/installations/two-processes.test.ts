// Two processes on one PostgreSQL, each with its own connections and memory. The embedded database is served by one process only.
import pg from 'pg';
import { connect, type Connection } from '../../src/db/client.ts';
import type { InstallationStore } from '../../src/installations/store.ts';
import { onPostgres, openDatabase, type TestDatabase } from '../support/database.ts';
import { after, anInstallation, aStore } from './world.ts';

const DAY_MS = 24 * 3_600_000;

(onPostgres ? describe : describe.skip)('two processes on one PostgreSQL', () => {
  let database: TestDatabase;
  let second: Connection;
  let here: InstallationStore;
  let there: InstallationStore;
  beforeAll(async () => {
    database = await openDatabase();
    second = connect(database.address);
    // Believed for a day, so that nothing but the news can tell.
    const options = { shared: database.address, lifeMs: DAY_MS };
    here = aStore(database.db, options);
    there = aStore(second.db, options);
  });
  afterAll(async () => {
    await here.stop();
    await there.stop();
    await second.close();
    await database.drop();
  });

  /** Looks until it is so, and between two looks lets the news come in: what is in memory answers without a turn of the loop. */
  async function becomes(look: () => Promise<boolean>): Promise<boolean> {
    for (const until = Date.now() + 5_000; Date.now() < until;) {
      if (await look()) return true;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return false;
  }

  /** Whether an installation stays in the second process's memory: before it listens, nothing does for long. */
  async function listensThere(teamId: string): Promise<boolean> {
    const kept = async () => {
      await there.find(teamId);
      const name = String(Math.random());
      await database.db.installation.updateMany({ where: { teamId }, data: { name } });
      return (await there.find(teamId))?.name !== name && (await listeners()) >= 2;
    };
    return becomes(kept);
  }

  async function listeners(): Promise<number> {
    const { rows } = await database.pool.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where datname = current_database() and query ilike 'listen %'`,
    );
    return rows[0]?.count ?? 0;
  }

  it('both know at once that a workspace took the app away, and that it has it again', async () => {
    await here.save(anInstallation('T1'));
    expect(await listensThere('T1')).toBe(true);

    await here.remove('T1', after(5), 'app_uninstalled');
    expect(await becomes(async () => (await there.find('T1')) === undefined)).toBe(true);

    await here.save(anInstallation('T1', { botToken: 'xoxb-again', installedAt: after(6) }));
    expect(await becomes(async () => (await there.find('T1'))?.botToken === 'xoxb-again')).toBe(true);
  });

  it('hear again after the connection was lost, and believe nothing from before', async () => {
    await here.save(anInstallation('T2'));
    expect(await listensThere('T2')).toBe(true);

    const cut = new pg.Client(second.pool.options);
    await cut.connect();
    await cut.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and query ilike 'listen %'`,
    );
    await cut.end();
    await here.remove('T2', after(5), 'app_uninstalled');

    expect(await becomes(async () => (await there.find('T2')) === undefined)).toBe(true);
    expect(await becomes(async () => (await listeners()) >= 2)).toBe(true);
  });
});
