import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendDue } from '../../src/jobs/sender.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { aWorld, later, to, type World } from './ledger-world.ts';

const MESSAGES = 60;

let database: TestDatabase;
let world: World;
let server: Server;
let arrived: string[];
/** Called at each message that arrives; the answer waits for it. */
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
  for (let n = 0; n < MESSAGES; n++) await world.write(`m${n}`, { to: to(world.teamId, `U${n}`) });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await database.drop();
});

function startSender(pace: 'paced' | 'unpaced'): ChildProcess {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const child = ['--import', 'tsx', 'test/jobs/dying-sender.ts', JSON.stringify(database.address), url, pace];
  return spawn(process.execPath, child, { stdio: ['ignore', 'inherit', 'inherit'] });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** The process is killed when so many messages have arrived; another takes the rest over, an hour later. */
async function killAt(call: number, pace: 'paced' | 'unpaced'): Promise<void> {
  const child = startSender(pace);
  onArrival = (count) => {
    if (count === call) child.kill('SIGKILL');
    return count >= call ? new Promise(() => undefined) : undefined;
  };
  await ended(child);
  expect(arrived.length).toBeLessThan(MESSAGES);
  world.slack.before = ({ key = '' }) => void arrived.push(key);
  for (const hours of [1, 2, 3]) {
    await world.at(later(hours * 3_600_000));
    await sendDue(world.deps);
  }
}

describe('kill -9', () => {
  it.each([1, 33])(
    'at the message number %i: nothing comes twice, and whatever was not called comes now',
    async (call) => {
      await killAt(call, 'paced');

      expect(new Set(arrived).size).toBe(arrived.length);
      const rows = await world.inside((tx) => tx.delivery.findMany());
      expect(new Set(rows.map((row) => row.status))).toEqual(new Set(['SENT', 'UNKNOWN']));
      expect(rows.filter((row) => row.status === 'SENT' && !arrived.includes(row.key))).toEqual([]);
      // Calls begin one by one, so that at most the one between its mark and its way out may be lost from sight.
      expect(MESSAGES - arrived.length).toBeLessThanOrEqual(2);
    },
  );

  it.each([7])('at the message number %i: every message comes once, where the platform can be asked', async (call) => {
    world.slack.find = (_address, key) =>
      Promise.resolve(arrived.includes(key) ? { messageId: `m-${key}` } : undefined);

    await killAt(call, 'unpaced');

    expect([...arrived].sort()).toEqual(Array.from({ length: MESSAGES }, (_, n) => `m${n}`).sort());
    expect(await world.inside((tx) => tx.delivery.count({ where: { status: 'SENT' } }))).toBe(MESSAGES);
  });

  it('never happens to a process that is left alone, which sends everything', async () => {
    onArrival = () => undefined;

    await ended(startSender('paced'));

    expect(arrived).toHaveLength(MESSAGES);
    expect(await world.inside((tx) => tx.delivery.count({ where: { status: 'SENT' } }))).toBe(MESSAGES);
  });
});
