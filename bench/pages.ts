// How many pages of the ledger its transactions look at: a measure that is the same on a busy machine and on a quiet one.
import type { Db, Tx } from '../src/db/client.ts';

export interface CountingDb {
  db: Db;
  /** Of all transactions since it was asked last; the table's own pages and those of its indexes. */
  spent(): number;
}

export function countPages(db: Db): CountingDb {
  let pages = 0;
  const counted = async <T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> => {
    const before = await readCount(tx);
    const result = await work(tx);
    pages += (await readCount(tx)) - before;
    return result;
  };
  const transact = <T>(work: (tx: Tx) => Promise<T>) => db.$transaction((tx) => counted(tx, work));
  return {
    db: new Proxy(db, { get: (of, name) => (name === '$transaction' ? transact : (Reflect.get(of, name) as unknown)) }),
    spent() {
      const spent = pages;
      pages = 0;
      return spent;
    },
  };
}

/** What this connection has looked at and not yet reported to the server. */
async function readCount(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ pages: number }[]>`
    select sum(pg_stat_get_xact_blocks_fetched(part))::float8 as pages from (
      select 'delivery'::regclass::oid as part
      union all select indexrelid from pg_index where indrelid = 'delivery'::regclass) as parts`;
  return row?.pages ?? 0;
}
