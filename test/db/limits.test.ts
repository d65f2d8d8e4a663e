// Nothing waits for the database without end: not for a connection, not for a statement, not for a server that is gone.
import { isAway } from '../../src/db/away.ts';
import { connect, type Connection } from '../../src/db/client.ts';
import { asSystem } from '../../src/db/scope.ts';
import { layCable, type Cable } from '../faults/cable.ts';
import { onPostgres, openDatabase, type TestDatabase } from '../support/database.ts';

const LIMITS = { waitMs: 2_000, statementMs: 300 };

let database: TestDatabase;
let cable: Cable | undefined;
let connection: Connection;

beforeAll(async () => {
  database = await openDatabase();
  if ('url' in database.address) cable = await layCable(database.address.url);
  connection = connect(cable ? { url: cable.url } : database.address, { poolSize: 1, limits: LIMITS });
});
afterAll(async () => {
  await connection.close();
  await cable?.close();
  await database.drop();
});

async function failure(work: () => Promise<unknown>): Promise<{ away: boolean; ms: number }> {
  const started = performance.now();
  const error: unknown = await work().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) throw new Error('it did not fail');
  return { away: isAway(error), ms: performance.now() - started };
}

const look = () => asSystem(connection.db, (tx) => tx.$queryRaw`select 1 as one`);

it('a connection is waited for so long and no longer, and there again afterwards', async () => {
  const held = await connection.pool.connect();

  const failed = await failure(look);
  held.release();

  expect(failed.away).toBe(true);
  expect(failed.ms).toBeLessThan(10_000);
  expect(await look()).toEqual([{ one: 1 }]);
});

const onServer = onPostgres ? it : it.skip;

onServer('a statement that takes too long is ended by the server', async () => {
  const failed = await failure(() => asSystem(connection.db, (tx) => tx.$queryRaw`select pg_sleep(30)::text`));

  expect(failed.away).toBe(true);
  expect(failed.ms).toBeLessThan(10_000);
  expect(await look()).toEqual([{ one: 1 }]);
});

onServer('a server that is cut off is known at once, and used again when it is back', async () => {
  const failed = await failure(() =>
    asSystem(connection.db, (tx) => {
      cable?.cut();
      return tx.$queryRaw`select 2 as two`;
    }),
  );
  expect(failed.away).toBe(true);
  expect((await failure(look)).away).toBe(true);

  cable?.mend();

  expect(await look()).toEqual([{ one: 1 }]);
});

onServer('a server that says nothing any more is given up, and used again when it is back', async () => {
  await look();
  cable?.hang();

  const failed = await failure(look);
  expect(failed.away).toBe(true);
  expect(failed.ms).toBeLessThan(15_000);
  cable?.mend();

  expect(await look()).toEqual([{ one: 1 }]);
});
