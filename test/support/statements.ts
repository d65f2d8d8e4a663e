// What a piece of work asks of the database: a number that is the same on a busy machine and on a quiet one.
import type { Connection } from '../../src/db/client.ts';

/** How many statements and transactions run on the connections of a database that are opened from now on. */
export function countStatements(connection: Connection): { statements: number; transactions: number } {
  const count = { statements: 0, transactions: 0 };
  connection.pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...words: unknown[]) => unknown;
    const look = (...words: unknown[]): unknown => {
      const [first] = words as [string | { text?: string } | undefined];
      const text = typeof first === 'string' ? first : (first?.text ?? '');
      count.statements++;
      if (/^begin/i.test(text)) count.transactions++;
      return query(...words);
    };
    client.query = look as typeof client.query;
  });
  return count;
}
