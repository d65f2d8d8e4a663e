// Where a run's database is, what can be done to it, and how whoever watches looks into it while it comes and goes.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, type Db, type DatabaseAddress } from '../../src/db/client.ts';
import type { HouseProcess } from '../flows/house-process.ts';
import { temporaryFolder } from '../support/folder.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { layCable, type Cable } from './cable.ts';
import type { Cluster } from './cluster.ts';

export interface Ground {
  /** Open while the run is prepared. */
  database: TestDatabase;
  /** What each process of the crew is told. */
  given: Pick<HouseProcess, 'address' | 'dataFolder'>;
  cable?: Cable;
  cluster?: Cluster;
  /** The preparation is over: the crew has the database from here on. */
  handOver(): Promise<void>;
  /** Asks again while the database is away, for half a minute. What it does may be done twice. */
  ask<T>(work: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A PostgreSQL behind a cable that can be cut. With a cluster, the database itself can be stopped as well. */
export async function onServer(cluster?: Cluster): Promise<Ground> {
  const database = await openDatabase({ with: 'sample' });
  if (!('url' in database.address)) throw new Error('Set TEST_DATABASE_URL.');
  const cable = await layCable(database.address.url);
  return {
    database,
    given: { address: { url: cable.url } },
    cable,
    ...(cluster ? { cluster } : {}),
    handOver: () => Promise.resolve(),
    ask: (work) => patiently(() => work(database.db)),
    async close() {
      await cable.close();
      await database.drop();
    },
  };
}

/** The embedded database on a folder, which the one process of the crew opens: it is away whenever that process is. */
export async function onFolder(): Promise<Ground> {
  const folder = temporaryFolder();
  const holder = fork('test/faults/holder.ts', [folder.path], { execArgv: ['--import', 'tsx'] });
  await once(holder, 'message');
  const readAddress = (): DatabaseAddress => ({ socketFolder: readFileSync(join(folder.path, 'address'), 'utf8') });
  const address = readAddress();
  const prepared = connect(address);
  let watching = connect(address, { poolSize: 2 });
  return {
    database: { ...prepared, address, drop: () => Promise.resolve() },
    given: { dataFolder: folder.path },
    async handOver() {
      await prepared.close();
      await watching.close();
      const gone = once(holder, 'exit');
      holder.send('end');
      await gone;
    },
    ask: (work) =>
      patiently(async () => {
        try {
          return await work(watching.db);
        } catch (error) {
          // Each process serves it in a folder of its own.
          await watching.close().catch(() => undefined);
          watching = connect(readAddress(), { poolSize: 2 });
          throw error;
        }
      }),
    async close() {
      await watching.close().catch(() => undefined);
      holder.kill('SIGKILL');
      folder.remove();
    },
  };
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const until = Date.now() + 30_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await pause(200);
  }
}
