// PostgreSQL crashes under the product and comes back: the whole house finds it again by itself.
import { connect } from '../../src/db/client.ts';
import { createLog } from '../../src/log.ts';
import { loadSample } from '../../src/playground/sample.ts';
import { MovableClock } from '../../src/clock.ts';
import { listen } from '../../src/installations/news.ts';
import { findPrograms, raiseCluster, type Cluster } from '../faults/cluster.ts';
import { judge } from '../faults/verdict.ts';
import { onPostgres, type TestDatabase } from '../support/database.ts';
import { root } from '../support/root.ts';
import { migrateTo } from '../support/newer-version.ts';
import { furnish, openPockets, startProduct, type Standing, type StandingPockets } from './standing-pockets.ts';
import { moveTo, startBeside, type House } from './two-houses.ts';

const programs = findPrograms();

// It is about PostgreSQL, and wants one of its own.
(onPostgres && programs !== undefined ? describe : describe.skip)('a database that crashes', () => {
  let cluster: Cluster;
  let pockets: StandingPockets;
  let furnisher: Standing;
  let house: House;
  let tenantId: string;
  beforeAll(async () => {
    cluster = await raiseCluster(programs ?? '');
    const database = await openOn(cluster);
    pockets = await openPockets(database);
    furnisher = await startProduct(pockets);
    tenantId = await furnish(pockets, furnisher, '2026-10-19T12:30:00Z');
    house = await startBeside(pockets, { ticks: true });
  }, 120_000);
  afterAll(async () => {
    await house.stop();
    await furnisher.house.stop();
    await pockets.close();
    await cluster.end();
  });

  it('makes the house not ready, and ready again when it is back; what is due meanwhile comes once', async () => {
    let missed = 0;
    const news = listen({ url: cluster.url }, createLog({ level: 'silent' }), {
      heard: () => undefined,
      missed: () => void (missed += 1),
    });
    await becomes(() => missed === 1);
    expect(await ready()).toBe(200);

    await cluster.stop('immediate');
    await becomes(async () => (await ready()) === 503);
    await cluster.start();
    await becomes(async () => (await ready()) === 200);
    // Once when it was lost, and again when it listens anew.
    await becomes(() => missed >= 3);
    await news.stop();

    await moveTo(pockets, new Date('2026-10-22T21:00:40Z'), [[house, 0]]);
    house.house.clockwork.poke();
    await becomes(async () => (await verdict()).delivered === 8);
    expect((await verdict()).broken).toEqual([]);
  }, 120_000);

  const verdict = () => judge(pockets.database.db, tenantId, pockets.stage, { prompts: 8 });

  async function ready(): Promise<number> {
    return (await fetch(`${house.house.url}/readyz`)).status;
  }
});

async function openOn(cluster: Cluster): Promise<TestDatabase> {
  const address = { url: cluster.url };
  await migrateTo(address, { prismaFolder: `${root}prisma` });
  const connection = connect(address);
  const clock = new MovableClock();
  clock.set({ shiftMs: clock.shiftFor(new Date('2026-08-17T12:00:00Z')) });
  await loadSample(connection.db, root, clock);
  return { ...connection, address, drop: () => connection.close() };
}

async function becomes(look: () => Promise<boolean> | boolean): Promise<void> {
  for (const until = Date.now() + 40_000; Date.now() < until;) {
    if (await look()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('It never became so');
}
