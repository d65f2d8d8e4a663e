import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join, relative } from 'node:path';
import { SetUpError } from '../errors.ts';

/**
 * Takes a data folder for this process, or refuses. The lock is a listening unix socket and not a file with a process
 * number: the system closes it with the process, however that ends, and numbers are used again after a restart.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The relative path, because a unix socket's path may have about 100 bytes.
  const absolute = join(folder, 'lock');
  const path =
    relative(process.cwd(), absolute).length < absolute.length ? relative(process.cwd(), absolute) : absolute;
  const server = (await listen(path)) ?? (await listenAfterClearing(path));
  if (!server)
    throw new SetUpError(
      `The folder ${folder} is in use by another Throughline process. Stop that one, or set DATA_DIR to another folder.`,
    );
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Moves a dead lock aside and tries again. Moving first means that of two processes only one clears a given lock. */
async function listenAfterClearing(path: string): Promise<Server | undefined> {
  if (await answers(path)) return undefined;
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return listen(path);
  }
  if (await answers(aside)) {
    // Another process took the lock between the look and the move: it gets it back.
    renameSync(aside, path);
    return undefined;
  }
  rmSync(aside, { force: true });
  return listen(path);
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(path, () => resolve(server));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
