// A database and the environment in which the command line finds it: as beside a running process, which on the embedded
// database holds the folder and serves it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseAddress } from '../../src/db/client.ts';
import type { Command } from '../../src/cli/help.ts';
import { lockFolder } from '../../src/db/folder-lock.ts';
import { AppError } from '../../src/errors.ts';
import type { Ran } from './command-line.ts';
import { openDatabase, type TestDatabase } from './database.ts';
import { temporaryFolder } from './folder.ts';

export interface Beside {
  database: TestDatabase;
  /** What the environment of a command must hold. */
  at: Record<string, string>;
  leave(): Promise<void>;
}

export async function standBeside(): Promise<Beside> {
  const database = await openDatabase();
  const { at, leave } = await standAt(database.address);
  return {
    database,
    at,
    async leave() {
      await database.drop();
      await leave();
    },
  };
}

/** The same for a database that is open already, such as that of a house. */
export async function standAt(address: DatabaseAddress): Promise<Omit<Beside, 'database'>> {
  if ('url' in address) return { at: { DATABASE_URL: address.url }, leave: () => Promise.resolve() };
  const folder = temporaryFolder();
  const unlock = await lockFolder(folder.path);
  writeFileSync(join(folder.path, 'address'), address.socketFolder);
  return {
    at: { DATA_DIR: folder.path },
    async leave() {
      await unlock();
      folder.remove();
    },
  };
}

/** The command itself, in this process: far quicker than one of its own, and no test of how it is shipped. */
export async function runHere(command: Command, words: string[], at: Record<string, string>): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const spies = [
    jest.spyOn(console, 'log').mockImplementation((line) => void out.push(String(line))),
    jest.spyOn(console, 'error').mockImplementation((line) => void err.push(String(line))),
  ];
  const before = process.env;
  process.env = { PATH: before['PATH'], HOME: before['HOME'], ...at };
  try {
    const code = await command.run(words).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      err.push(error.message);
      return 1;
    });
    return { code, out: out.join('\n'), err: err.join('\n') };
  } finally {
    process.env = before;
    for (const spy of spies) spy.mockRestore();
  }
}
