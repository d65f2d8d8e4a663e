import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendDue } from '../../src/jobs/sender.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { aWorld, later, type World } from './ledger-world.ts';

const THREAD = ['top', 'decisions', 'delivery', 'practice'];

let database: TestDatabase;
let world: World;
let server: Server;
let arrived: string[];
let onArrival: (count: number) => Promise<void> | void = () => undefined;

beforeAll(async () => {
  database = await openDatabase();
  server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (key: string) => {
      arrived.push(key);
      void Promise.resolve(onArrival(arrived.length)).then(() => response.end(`m-${key}`));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(async () => {
  world = await aWorld(database.db);
  arrived = [];
  for (const key of THREAD) await world.write(key, key === 'top' ? {} : { under: 'top' });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await database.drop();
});

/** The process is killed while so many messages are there; another goes on, and a third, hours later. */
async function killAt(call: number): Promise<void> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const sender = ['--import', 'tsx', 'test/jobs/dying-sender.ts', JSON.stringify(database.address), url, 'paced'];
  const child = spawn(process.execPath, sender, { stdio: ['ignore', 'inherit', 'inherit'] });
  onArrival = (count) => {
    if (count === call) child.kill('SIGKILL');
    return count >= call ? new Promise(() => undefined) : undefined;
  };
  await new Promise((resolve) => child.once('exit', resolve));
  world.slack.before = ({ key = '' }) => void arrived.push(key);
  for (const hours of [1, 2, 3]) {
    await world.at(later(hours * 3_600_000));
    await sendDue(world.deps);
  }
}

async function statuses(): Promise<string[]> {
  return Promise.all(THREAD.map(async (key) => (await world.row(key)).status));
}

describe('kill -9 in a thread', () => {
  it('while its top is under way: nobody can tell, so nothing comes twice and no reply comes alone', async () => {
    await killAt(1);

    expect(arrived).toEqual(['top']);
    expect(await statuses()).toEqual(['UNKNOWN', 'SUPERSEDED', 'SUPERSEDED', 'SUPERSEDED']);
  });

  it.each([2, 3])(
    'between its top and the last reply, at message %i: the rest follows once, in the thread',
    async (call) => {
      await killAt(call);

      expect(arrived).toEqual(THREAD);
      expect(await statuses()).toEqual(THREAD.map((_, index) => (index === call - 1 ? 'UNKNOWN' : 'SENT')));
      expect(world.slack.calls.map((one) => one.address.threadId)).toEqual(THREAD.slice(call).map(() => 'm-top'));
    },
  );
});
