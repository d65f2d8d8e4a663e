import express from 'express';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { createPulse } from '../../src/jobs/pulse.ts';
import { planWork } from '../../src/jobs/due.ts';
import { healthRoutes } from '../../src/operations/health.ts';
import { isStuck } from '../../src/operations/stuck.ts';
import { aWorld, later, THURSDAY } from '../jobs/ledger-world.ts';
import { openDatabase } from '../support/database.ts';

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
});

type Look = Parameters<typeof healthRoutes>[0];
const well: Look = {
  database: async () => undefined,
  platforms: () => [],
  isStuck: async () => false,
  isStopping: () => false,
  shed: () => 0,
};

async function ready(look: Partial<Look>): Promise<{ status: number; body: unknown }> {
  const server = express()
    .use(healthRoutes({ ...well, ...look }))
    .listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/readyz`);
  return { status: response.status, body: await response.json() };
}

describe('/readyz', () => {
  it('is ready when everything can be reached and goes on', async () => {
    expect(await ready({})).toEqual({ status: 200, body: { ready: true, database: 'ok', queue: 'ok', shed: 0 } });
  });

  it.each<[string, Partial<Look>, Record<string, string>]>([
    ['a queue that is stuck', { isStuck: async () => true }, { queue: 'stuck' }],
    [
      'a database that cannot be asked',
      {
        database: () => Promise.reject(new Error('password of postgres')),
        isStuck: () => Promise.reject(new Error('x')),
      },
      { database: 'cannot be reached', queue: 'cannot be reached' },
    ],
  ])('tells of %s with a word and no details', async (_, look, words) => {
    const { status, body } = await ready(look);

    expect(status).toBe(503);
    expect(body).toMatchObject({ ready: false, ...words });
    expect(JSON.stringify(body)).not.toContain('postgres');
  });
});

it('a process that works is not stuck, and one that does nothing while work is due is', async () => {
  const database = await openDatabase();
  const world = await aWorld(database.db);
  await world.inside((tx) => planWork(tx, world.tenantId, { job: 'a.b', subject: 's', dueAt: THURSDAY }));
  await world.at(later(360_000));
  let now = 0;
  const pulse = createPulse(() => now);

  expect(await isStuck(database.db, pulse)).toBe(false);
  now = 360_000;
  expect(await isStuck(database.db, pulse)).toBe(true);
  pulse.beat();
  expect(await isStuck(database.db, pulse)).toBe(false);
  await database.drop();
});
