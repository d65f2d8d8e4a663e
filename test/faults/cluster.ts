// A PostgreSQL of the run's own, in a folder that goes with it: it can crash and come back as a real one does.
import { spawn, spawnSync, type SpawnOptions } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface Cluster {
  url: string;
  /** `immediate` is a crash, after which it must recover; `fast` is how an administrator restarts it. */
  stop(how: 'immediate' | 'fast'): Promise<void>;
  start(): Promise<void>;
  /** Stops it for good and takes its folder away. */
  end(): Promise<void>;
}

/** Where PostgreSQL's programs are, or undefined where there are none that we may run. */
export function findPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
  ];
  const found = places.find((place) => ['initdb', 'pg_ctl'].every((program) => existsSync(join(place, program))));
  return isRoot() && ownerOf() === undefined ? undefined : found;
}

export async function raiseCluster(programs: string): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-cluster-'));
  const owner = isRoot() ? ownerOf() : undefined;
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const options: SpawnOptions = { cwd: folder, stdio: 'ignore', ...owner };
  const data = join(folder, 'data');
  const port = await findFreePort();
  // The system's memory outlives a crash of PostgreSQL, so nothing is lost without fsync, and a run takes less time.
  const settings = [
    `-p ${String(port)} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`,
    '-c max_connections=200 -c fsync=off',
  ].join(' ');
  const control = (...words: string[]) => runProgram(join(programs, 'pg_ctl'), ['-D', data, '-w', ...words], options);
  const start = () => control('-t', '120', '-l', join(folder, 'log'), '-o', settings, 'start');

  function endNow(): void {
    spawnSync(join(programs, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'], { ...options, stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  }

  try {
    await runProgram(
      join(programs, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '-N'],
      options,
    );
    await start();
  } catch (error) {
    endNow();
    throw error;
  }
  process.once('exit', endNow);
  return {
    url: `postgres://postgres@127.0.0.1:${String(port)}/postgres`,
    stop: (how) => control('-m', how, 'stop'),
    start,
    end() {
      process.off('exit', endNow);
      endNow();
      return Promise.resolve();
    },
  };
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** PostgreSQL refuses to be run by root. */
function ownerOf(): { uid: number; gid: number } | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return uid?.status === 0 && gid?.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}

function runProgram(program: string, words: readonly string[], options: SpawnOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    spawn(program, words, options)
      .once('error', reject)
      .once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${String(code)}`))));
  });
}

function findFreePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
