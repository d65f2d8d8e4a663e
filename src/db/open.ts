import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpError } from '../errors.ts';
import { connect, type Connection, type DatabaseAddress, type Limits } from './client.ts';
import { startEmbedded } from './embedded.ts';

export interface OpenDatabase extends Connection {
  address: DatabaseAddress;
  /** In words, for the start-up lines: never with a password. */
  words: string;
}

export interface DatabaseSettings {
  databaseUrl?: string;
  dataFolder: string;
  databasePool: number;
}

/** PostgreSQL where DATABASE_URL says so, else the embedded database on the data folder, which one process may have. */
export async function openDatabase(settings: DatabaseSettings, limits?: Limits): Promise<OpenDatabase> {
  if (settings.databaseUrl !== undefined) return openServer(settings.databaseUrl, settings.databasePool, limits);
  const embedded = await startEmbedded({ folder: settings.dataFolder });
  const addressFile = join(settings.dataFolder, 'address');
  writeFileSync(addressFile, embedded.socketFolder, { mode: 0o600 });
  const connection = connect(embedded, { poolSize: settings.databasePool });
  return {
    ...connection,
    address: { socketFolder: embedded.socketFolder },
    words: `embedded, in ${settings.dataFolder}`,
    async close() {
      await connection.close();
      rmSync(addressFile, { force: true });
      await embedded.stop();
    },
  };
}

/** For a command beside a running process: joins the embedded database that the process serves, or opens it. */
export async function joinDatabase(settings: DatabaseSettings): Promise<OpenDatabase> {
  try {
    return await openDatabase(settings);
  } catch (error) {
    const addressFile = join(settings.dataFolder, 'address');
    if (!(error instanceof SetUpError) || !existsSync(addressFile)) throw error;
    const address = { socketFolder: readFileSync(addressFile, 'utf8') };
    return {
      ...connect(address, { poolSize: 3 }),
      address,
      words: `embedded, in ${settings.dataFolder}, served by the running process`,
    };
  }
}

async function openServer(url: string, poolSize: number, limits?: Limits): Promise<OpenDatabase> {
  const connection = connect({ url }, { poolSize, ...(limits && { limits }) });
  try {
    await connection.pool.query('select 1');
  } catch (error) {
    await connection.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetUpError(
      `The database of DATABASE_URL cannot be reached (${reason}). Check the address, the password, and that PostgreSQL runs.`,
      { cause: error },
    );
  }
  const { hostname, pathname } = new URL(url);
  return { ...connection, address: { url }, words: `PostgreSQL at ${hostname}${pathname}` };
}
