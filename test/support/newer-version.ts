// A newer version of the product as a database sees it: the migrations of today, and some more.
import { fork, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseAddress } from '../../src/db/client.ts';
import { temporaryFolder } from './folder.ts';
import { root } from './root.ts';

export interface NewerVersion {
  prismaFolder: string;
  remove(): void;
}

export function newerVersion(more: Record<string, string>): NewerVersion {
  const folder = temporaryFolder();
  cpSync(`${root}prisma`, folder.path, { recursive: true });
  for (const [name, sql] of Object.entries(more)) {
    mkdirSync(join(folder.path, 'migrations', name), { recursive: true });
    writeFileSync(join(folder.path, 'migrations', name, 'migration.sql'), sql);
  }
  return { prismaFolder: folder.path, remove: () => folder.remove() };
}

export type Migrated = { applied: string[] } | { refused: string; isSetUp: boolean };

export function startMigrating(
  address: DatabaseAddress,
  { prismaFolder }: Pick<NewerVersion, 'prismaFolder'>,
): ChildProcess {
  return fork('test/db/migrator.ts', [JSON.stringify(address), prismaFolder], {
    cwd: root,
    execArgv: ['--import', 'tsx'],
  });
}

export function migrateTo(address: DatabaseAddress, version: Pick<NewerVersion, 'prismaFolder'>): Promise<Migrated> {
  const child = startMigrating(address, version);
  return new Promise((resolve, reject) => {
    let said: Migrated | undefined;
    child.once('message', (words) => (said = words as Migrated));
    child.once('exit', (code) =>
      said ? resolve(said) : reject(new Error(`it ended with ${String(code)} and said nothing`)),
    );
  });
}
