// Prisma writes and reads instants without their offset, as if every server lived in UTC; many live by their town's clock.
import { connect, type Connection } from '../../src/db/client.ts';
import { asSystem, inTenant } from '../../src/db/scope.ts';
import { databaseNow } from '../../src/db/time.ts';
import { planWork, runDue } from '../../src/jobs/due.ts';
import { silentLog } from '../../src/log.ts';
import { onPostgres, openDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let later: Connection | undefined;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(async () => {
  await later?.close();
  await database.drop();
});

it('every connection lives in UTC', async () => {
  const { rows } = await database.pool.query<{ TimeZone: string }>('show timezone');
  expect(rows).toEqual([{ TimeZone: 'UTC' }]);
});

(onPostgres ? it : it.skip)(
  'a server with a town’s clock tells the right time, and work falls due at its instant',
  async () => {
    await database.pool.query(`do $$ begin
    execute format('alter database %I set timezone = %L', current_database(), 'America/New_York'); end $$`);
    later = connect(database.address);
    const { db } = later;
    const tenant = await asSystem(db, (tx) => tx.tenant.create({ data: { name: 'Hill' } }));
    const aMinute = 60_000;
    await inTenant(db, tenant.id, async (tx) => {
      expect(Math.abs((await databaseNow(tx)).getTime() - Date.now())).toBeLessThan(aMinute);
      for (const [subject, minutes] of [
        ['a minute ago', -1],
        ['in five minutes', 5],
      ] as const)
        await planWork(tx, tenant.id, {
          job: 'a.job',
          subject,
          dueAt: new Date(Date.now() + minutes * aMinute),
          data: {},
        });
    });
    const done: string[] = [];
    await runDue({
      db,
      log: silentLog,
      run: async (_tx, _tenant, works) => void done.push(...works.map((one) => one.subject)),
    });
    expect(done).toEqual(['a minute ago']);
  },
);
