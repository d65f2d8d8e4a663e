import { forgetDeliveries } from '../../src/jobs/retention.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { aCard, aWorld, later, type World } from './ledger-world.ts';
import { amend } from '../../src/jobs/ledger.ts';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await openDatabase();
});
beforeEach(async () => {
  world = await aWorld(database.db);
});
afterAll(() => database.drop());

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const keys = async () =>
  (await world.inside((tx) => tx.delivery.findMany({ orderBy: { id: 'asc' } }))).map((row) => row.key);

describe('what the ledger forgets', () => {
  it('is what arrived or died so many days ago, and nothing that is younger', async () => {
    await world.write('arrived');
    await world.write('died', { to: undefined });
    await sendDue(world.deps);

    expect(await forgetDeliveries(world.db, inDays(399), 400)).toBe(0);
    expect(await forgetDeliveries(world.db, inDays(401), 400)).toBe(2);
    expect(await keys()).toEqual([]);
  });

  it('is never what still waits, nor what something waits for', async () => {
    await world.write('original');
    await sendDue(world.deps);
    await world.inside((tx) => amend(tx, world.tenantId, 'original', aCard('changed')));
    await world.write('waits', { notBefore: later(600 * DAY_MS) });

    expect(await forgetDeliveries(world.db, inDays(500), 400)).toBe(0);
    await sendDue(world.deps);
    await forgetDeliveries(world.db, inDays(500), 400);

    expect(await keys()).toEqual(['waits']);
  });

  it('is not what a week or a digest is told by, for a school year and the summer after it', async () => {
    await world.write('told', { about: 'week' });
    await world.write('untold');
    await sendDue(world.deps);

    expect(await forgetDeliveries(world.db, inDays(40), 30)).toBe(1);
    expect(await keys()).toEqual(['told']);
    expect(await forgetDeliveries(world.db, inDays(401), 30)).toBe(1);
  });

  it('goes in small batches, and stops between two of them', async () => {
    for (let number = 0; number < 5; number++) await world.write(`a${number}`);
    await sendDue(world.deps);
    const stopped = new AbortController();
    stopped.abort();

    expect(await forgetDeliveries(world.db, inDays(401), 400, { signal: stopped.signal })).toBe(0);
    expect(await forgetDeliveries(world.db, inDays(401), 400, { atOnce: 2 })).toBe(5);
  });
});
