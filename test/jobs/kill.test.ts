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

function startSender(): ChildProcess {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const child = ['--import', 'tsx', 'test/jobs/dying-sender.ts', JSON.stringify(database.address), url];
  return spawn(process.execPath, child, { stdio: ['ignore', 'inherit', 'inherit'] });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** Another process takes the rest over, an hour later. */
async function finish(): Promise<void> {
  world.slack.before = ({ key = '' }) => void arrived.push(key);
  await world.at(later(3_600_000));
  await sendDue(world.deps);
  await world.at(later(7_200_000));
  await sendDue(world.deps);
}

function rows0(rows: any[]) { return [rows.filter((r) => r.status === 'UNKNOWN').length, rows.filter((r) => r.status === 'UNKNOWN' && !arrived.includes(r.key)).length]; }
describe('kill -9', () => {
  it.each([1, 7, 33])('at the call number %i: nothing comes twice, and what did not come is known not to be certain', async (at) => {
    const child = startSender();
    onArrival = (count) => {
      if (count === at) child.kill('SIGKILL');
      return count >= at ? new Promise(() => undefined) : undefined;
    };
    await ended(child);
    const before = arrived.length;
    await finish();

    console.log('LOST', at, rows0(await world.inside((tx) => tx.delivery.findMany())));
    expect(before).toBeLessThan(MESSAGES);
    expect(new Set(arrived).size).toBe(arrived.length);
    const rows = await world.inside((tx) => tx.delivery.findMany());
    const statusOf = new Map(rows.map((row) => [row.key, row.status]));
    expect(new Set(statusOf.values())).toEqual(new Set(['SENT', 'UNKNOWN']));
    // Never called means sent now; only a call that had begun may stand as unknown.
    expect(rows.filter((row) => row.status === 'SENT' && !arrived.includes(row.key))).toEqual([]);
    expect(rows.filter((row) => row.status === 'UNKNOWN').length).toBeLessThanOrEqual(20);
  });

  it('is no different from a process that is left alone, as far as the readers see', async () => {
    onArrival = () => undefined;

    await ended(startSender());

    expect(arrived).toHaveLength(MESSAGES);
    expect(await world.inside((tx) => tx.delivery.count({ where: { status: 'SENT' } }))).toBe(MESSAGES);
  });
});
