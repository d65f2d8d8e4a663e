import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient, type Prisma } from './generated/client.ts';
import { OpeningClient } from './opening.ts';

export type Db = PrismaClient;
/** A transaction that sees one tenant, or, for system work, the few tables of the queue and the ledger. */
export type Tx = Prisma.TransactionClient;

export interface Connection {
  db: Db;
  /** For what Prisma does not speak: COPY, advisory locks, LISTEN. */
  pool: pg.Pool;
  close(): Promise<void>;
}

/** Where the database is: a connection string, or the folder of a unix socket. */
export type DatabaseAddress = { url: string } | { socketFolder: string };

export function connect(address: DatabaseAddress, options: { poolSize?: number } = {}): Connection {
  const pool = new pg.Pool({
    ...poolConfig(address),
    Client: OpeningClient,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection that the server ends would otherwise end the process; the next query opens a new one.
  pool.on('error', () => undefined);
  const db = new PrismaClient({
    adapter: new PrismaPg(pool, 'url' in address ? { statementNameGenerator: createNames(MOST_NAMED) } : {}),
    transactionOptions: { maxWait: 15_000, timeout: 60_000 },
  });
  return {
    db,
    pool,
    async close() {
      await db.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

/**
 * A statement with a name is parsed and planned once a connection: half of the time of a small one. Only so many get one,
 * the earliest, as each connection keeps them all. Not on the embedded database, where the connections share one backend.
 */
const MOST_NAMED = 200;

/** The same name for the same statement; none, which is an empty one, when all are given away. */
export function createNames(most: number): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    if (!names.has(sql) && names.size < most) names.set(sql, `throughline_${names.size}`);
    return names.get(sql) ?? '';
  };
}

export function poolConfig(address: DatabaseAddress): pg.PoolConfig {
  return 'url' in address
    ? { connectionString: address.url }
    : { host: address.socketFolder, port: 5432, user: 'postgres', database: 'postgres' };
}
