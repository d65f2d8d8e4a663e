// Started once before all tests, in a process of its own because PGlite is WebAssembly that jest's sandbox cannot load.
// Answers on a port of this machine what the test files share: POST /open/empty and /open/sample copy a template, /close ends a
// copy, /build makes dist/.
import { createServer } from 'node:http';
import { MovableClock } from '../../src/clock.ts';
import { connect, type Connection, type DatabaseAddress } from '../../src/db/client.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';
import { build } from './build.ts';
import { onServer, withDatabase } from './database.ts';

/** What a copy is made from: a dump of the embedded database, or the name of a database on the server. */
type Template = Blob | string;

interface Copy {
  address: DatabaseAddress;
  /** From now on it is a template, and nobody connects to it. */
  freeze(): Promise<Template>;
  end(): Promise<void>;
}

/** The sample is imported when its school year begins, so that it may be met at any time of it. */
const SAMPLE_IMPORTED_AT = new Date('2026-08-17T12:00:00Z');

const url = process.env['TEST_DATABASE_URL'];
const opened = new Map<string, Copy>();
let count = 0;
const empty = await makeTemplate(undefined, async (connection) => {
  await migrate(connection, 'prisma');
});
let sample: Promise<Template> | undefined;
let built: Promise<void> | undefined;

const server = createServer((request, response) => {
  // A line that is kept open is closed some day, perhaps at the very moment at which the next test file asks on it.
  response.setHeader('connection', 'close');
  void answer(request.url ?? '').then(
    (body) => {
      response.end(body);
    },
    (error: unknown) => {
      response.writeHead(500).end(String(error));
    },
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
process.on('disconnect', () => void stop());

async function answer(path: string): Promise<string> {
  if (path === '/open/empty') return open(empty);
  if (path === '/open/sample') return open(await (sample ??= makeSample()));
  if (path === '/build') {
    await (built ??= build());
    return '';
  }
  const key = decodeURIComponent(path.replace('/close/', ''));
  await opened.get(key)?.end();
  opened.delete(key);
  return '';
}

async function open(template: Template): Promise<string> {
  const made = await copy(template);
  const key = JSON.stringify(made.address);
  opened.set(key, made);
  return key;
}

/** Most tests need no sample, and reading its files takes seconds: so it is made when it is first asked for. */
async function makeSample(): Promise<Template> {
  const { loadSample } = await import('../../src/playground/sample.ts');
  const clock = new MovableClock();
  clock.set({ shiftMs: clock.shiftFor(SAMPLE_IMPORTED_AT) });
  return makeTemplate(empty, async ({ db }) => {
    await loadSample(db, '.', clock);
  });
}

async function makeTemplate(
  from: Template | undefined,
  fill: (connection: Connection) => Promise<void>,
): Promise<Template> {
  const made = await copy(from);
  const connection = connect(made.address);
  await fill(connection);
  await connection.close();
  return made.freeze();
}

function copy(from?: Template): Promise<Copy> {
  return url === undefined ? copyEmbedded(from) : copyOnServer(url, from);
}

async function copyEmbedded(from?: Template): Promise<Copy> {
  const embedded = await startEmbedded(from instanceof Blob ? { from } : {});
  return {
    address: { socketFolder: embedded.socketFolder },
    async freeze() {
      const dump = await embedded.dump();
      await embedded.stop();
      return dump;
    },
    end: () => embedded.stop(),
  };
}

async function copyOnServer(serverUrl: string, from?: Template): Promise<Copy> {
  const name = `throughline_test_${process.env['TEST_RUN']}_${count++}`;
  await onServer(serverUrl, `create database ${name}${typeof from === 'string' ? ` template ${from}` : ''}`);
  const made: Copy = {
    address: { url: withDatabase(serverUrl, name) },
    freeze() {
      opened.set(name, made);
      return Promise.resolve(name);
    },
    end: () => onServer(serverUrl, `drop database if exists ${name} with (force)`),
  };
  return made;
}

async function stop(): Promise<void> {
  for (const one of opened.values()) await one.end();
  process.exit(0);
}
