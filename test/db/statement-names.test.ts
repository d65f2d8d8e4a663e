// Statements with a name are planned once a connection, where each connection has a backend of its own.
import { createNames } from '../../src/db/client.ts';
import { onPostgres, openDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase({ poolSize: 1 });
});
afterAll(() => database.drop());

describe('the names of statements', () => {
  it('are the same for the same statement, and another for another', () => {
    const nameOf = createNames(10);

    const [first, second, again] = ['select 1', 'select 2', 'select 1'].map((sql) => nameOf({ sql }));

    expect(again).toBe(first);
    expect(second).not.toBe(first);
  });

  it('are given to the first so many, so that no connection keeps ever more', () => {
    const nameOf = createNames(2);

    const names = ['select 1', 'select 2', 'select 3', 'select 2'].map((sql) => nameOf({ sql }));

    expect(names.map((name) => name !== '')).toEqual([true, true, false, true]);
  });

  it('let a server keep what was prepared, and leave the shared backend of the embedded database alone', async () => {
    for (let n = 0; n < 3; n += 1) await database.db.$queryRaw`select ${n}::int + 40 as sum`;

    const { rows } = await database.pool.query<{ statement: string }>('select statement from pg_prepared_statements');

    expect(rows.filter(({ statement }) => statement.includes('+ 40')).length).toBe(onPostgres ? 1 : 0);
  });
});
