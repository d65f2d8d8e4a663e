// Everybody on the embedded database shares one backend; what one connection has prepared must not be run by another.
import pg from 'pg';
import { poolConfig } from '../../src/db/client.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.drop());

async function connected<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(poolConfig(database.address));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('many connections at once', () => {
  it('get each the answer to their own question, also outside of transactions', async () => {
    const ask = (name: string) =>
      connected(async (client) => {
        const answers: string[] = [];
        for (let n = 0; n < 100; n += 1) {
          const { rows } = await client.query<{ said: string }>(`select '${name} ' || $1::text as said`, [String(n)]);
          answers.push(rows[0]?.said ?? '');
        }
        return answers;
      });

    const names = ['ada', 'ben', 'cleo', 'dan', 'eve'];
    const all = await Promise.all(names.map(ask));

    expect(all).toEqual(names.map((name) => Array.from({ length: 100 }, (_, n) => `${name} ${n}`)));
  });

  it('see nothing of a transaction that ends with its connection', async () => {
    await connected((client) => client.query('create table if not exists scratch (n int)'));
    const client = new pg.Client(poolConfig(database.address));
    client.on('error', () => undefined);
    await client.connect();
    await client.query('begin');
    await client.query('insert into scratch values (1)');
    // As a killed process leaves it: no goodbye, no rollback.
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();

    const { rows } = await connected((other) => other.query<{ count: string }>('select count(*) from scratch'));
    expect(rows[0]?.count).toBe('0');
  });

  it('go on while others make mistakes, in and out of transactions, and come and go', async () => {
    const mistaken = () =>
      connected(async (client) => {
        for (let n = 0; n < 40; n += 1) {
          await expect(client.query('select $1::int as n', ['none'])).rejects.toThrow(/invalid input syntax/);
          await client.query('begin');
          await expect(client.query('select $1::int / 0', [n])).rejects.toThrow(/division by zero/);
          await client.query('rollback');
        }
      });
    const careful = async () => {
      const said: number[] = [];
      for (let n = 0; n < 40; n += 1)
        said.push(
          await connected(
            async (client) => (await client.query<{ n: number }>('select $1::int as n', [n])).rows[0]?.n ?? -1,
          ),
        );
      return said;
    };

    const [, , first, second] = await Promise.all([mistaken(), mistaken(), careful(), careful()]);

    expect([first, second]).toEqual(Array(2).fill(Array.from({ length: 40 }, (_, n) => n)));
  });

  it('take big statements and big answers', async () => {
    const big = 'x'.repeat(300_000);
    const [row] = await connected(
      async (client) => (await client.query<{ big: string }>('select $1::text as big', [big])).rows,
    );
    expect(row?.big).toBe(big);
  });
});
