import type { Socket } from 'node:net';
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

export interface ConnectOptions {
  poolSize?: number;
  limits?: Limits;
}

/** How long anything may take. Without limits only a connection is not waited for without end. */
export interface Limits {
  /** For a free connection. */
  waitMs: number;
  /** For one statement, by the server's own watch; the embedded database has none. */
  statementMs: number;
}

/** Somebody waits for the answer. */
export const FOR_PEOPLE: Limits = { waitMs: 5_000, statementMs: 8_000 };
/** Nobody waits; what is cut off is tried again. */
export const IN_BACKGROUND: Limits = { waitMs: 10_000, statementMs: 30_000 };

export function connect(address: DatabaseAddress, { poolSize = 10, limits }: ConnectOptions = {}): Connection {
  const waitMs = limits?.waitMs ?? 10_000;
  const pool = new pg.Pool({
    ...poolConfig(address),
    ...('url' in address && limits ? serverLimits(limits) : {}),
    Client: OpeningClient,
    max: poolSize,
    connectionTimeoutMillis: waitMs,
  });
  const sockets = new Set<Socket>();
  pool.on('connect', (client) => {
    const socket = socketOf(client);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    if ('url' in address && limits) endWhereSilent(client, limits.statementMs + SLACK_MS);
    // Prisma writes and reads instants without their offset. Asked first of all on this connection; where it fails, the
    // connection is lost, and so is what is asked next.
    void client.query("set timezone to 'UTC'").catch(() => undefined);
  });
  // An idle connection that the server ends would otherwise end the process; the next query opens a new one.
  pool.on('error', () => undefined);
  const db = new PrismaClient({
    adapter: new PrismaPg(pool, 'url' in address ? { statementNameGenerator: createNames(MOST_NAMED) } : {}),
    transactionOptions: { maxWait: waitMs + SLACK_MS, timeout: 60_000 },
  });
  return {
    db,
    pool,
    async close() {
      await db.$disconnect();
      if (pool.ended) return;
      // A server that is gone without a word does not take its leave either.
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, LEAVE_MS);
      await pool.end();
      clearTimeout(timer);
    },
  };
}

/** The side that knows more about a delay speaks first. */
const SLACK_MS = 2_000;
const LEAVE_MS = 5_000;
/** A process that hangs in a transaction holds its locks no longer. */
const IDLE_IN_TRANSACTION_MS = 60_000;

function serverLimits({ statementMs }: Limits): pg.PoolConfig {
  return {
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
  };
}

/**
 * A server that is gone without a word would be waited for until TCP gives up, which takes a quarter of an hour. A connection
 * on which a statement has had no answer for longer than the server's own limit is ended, and the pool opens another.
 */
function endWhereSilent(client: pg.PoolClient, silentMs: number): void {
  const socket = socketOf(client);
  socket.setTimeout(silentMs, () => {
    // Not in the types of pg, as the socket is not: both are part of each client since its first versions.
    const { readyForQuery } = client as unknown as { readyForQuery: boolean };
    if (!readyForQuery) socket.destroy();
  });
}

/** Not in the types of pg: its client keeps its socket to itself. */
export function socketOf(client: pg.ClientBase): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream;
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
