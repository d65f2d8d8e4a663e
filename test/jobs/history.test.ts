// A year's history stands in the ledger beside what waits. No look into it may read that history.
import { countPages } from '../../bench/pages.ts';
import { fillLedger, type FilledLedger } from '../../bench/filled-ledger.ts';
import { inTenant } from '../../src/db/scope.ts';
import type { Db, Tx } from '../../src/db/client.ts';
import { createArrivals } from '../../src/jobs/arrivals.ts';
import { follow, listAstray } from '../../src/jobs/follow.ts';
import { writeHome } from '../../src/jobs/homes.ts';
import { amend, enqueue, redirect, revive, withdraw } from '../../src/jobs/ledger.ts';
import { renewLeases } from '../../src/jobs/lease.ts';
import { findStuck, readQueue } from '../../src/jobs/queue.ts';
import { sendDue } from '../../src/jobs/sender.ts';
import { silentLog } from '../../src/log.ts';
import { asSystem } from '../../src/db/scope.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { aCard, aWorld, THURSDAY, to, type World } from './ledger-world.ts';

const HISTORY = 50_000;
/** The history alone fills more than two thousand. */
const FEW_PAGES = 600;
const ADA = '01990000-0000-7000-8000-0000000000aa';

let database: TestDatabase;
let world: World;
let tenantId: string;
let counting: ReturnType<typeof countPages>;
let ledger: FilledLedger;

beforeAll(async () => {
  database = await openDatabase();
  world = await aWorld(database.db);
  ledger = await fillLedger(database, 1);
  tenantId = ledger.tenantId;
  await ledger.add('SENT', HISTORY);
  await database.pool.query('analyze delivery');
  counting = countPages(database.db);
});
afterAll(() => database.drop());

const inside = (work: (tx: Tx) => Promise<unknown>) => inTenant(counting.db, tenantId, work);

/** What the database has learnt: nothing of what waits, since it learns by the thousand. */
const looks: Record<string, (db: Db) => Promise<unknown>> = {
  'a pass of the sender with nothing to send': (db) => sendDue({ ...world.deps, db }),
  'a pass that sends': async (db) => {
    await inside((tx) =>
      enqueue(tx, tenantId, { key: 'new', kind: 'prompt', card: aCard('new'), to: to('T0', 'U-new'), personId: ADA }),
    );
    await sendDue({ ...world.deps, db });
  },
  'a sign of life of a process that calls': (db) => asSystem(db, (tx) => renewLeases(tx, 'process')),
  'a change of a message that went out': () => inside((tx) => amend(tx, tenantId, 'bench:77', aCard('changed'))),
  'a second change of it': () => inside((tx) => amend(tx, tenantId, 'bench:77', aCard('changed again'))),
  'taking a message back': () => inside((tx) => withdraw(tx, tenantId, 'bench:78')),
  'a Home': () =>
    inside((tx) => writeHome(tx, tenantId, { card: aCard('home'), to: to('T0'), personId: ADA, now: THURSDAY })),
  'somebody who can be reached again': () =>
    inside(async (tx) => {
      await revive(tx, tenantId, ADA, to('T0'));
      await follow(tx, tenantId, ADA, to('T0'));
    }),
  'somebody whose account was closed': () =>
    inside((tx) => redirect(tx, tenantId, ADA, { platform: 'slack', teamId: 'T0', userId: 'U1' }, undefined)),
  'a look for who is read elsewhere': () => inside((tx) => listAstray(tx, tenantId)),
  'messages that turn out to be there': async (db) => {
    const [lost] = await database.db.delivery.findMany({ where: { tenantId, key: 'bench:79' } });
    await database.db.delivery.updateMany({
      where: { tenantId, key: 'bench:79' },
      data: { status: 'UNKNOWN', reason: 'cannot-tell', messageId: null },
    });
    const arrivals = createArrivals({ db, log: silentLog, poke: () => undefined });
    const [platform, teamId] = ['slack', lost?.teamId ?? ''] as const;
    arrivals.note({ mark: lost?.id ?? '', platform, teamId, messageId: 'm79', place: {} });
    await arrivals.flush();
    await arrivals.stop();
  },
  'the numbers of the queue': (db) => readQueue(db, new Date()),
  'whether it is stuck': (db) => findStuck(db, 60_000),
};

it.each(Object.entries(looks))('does not read the history for %s', async (_what, look) => {
  counting.spent();

  await look(counting.db);

  const pages = counting.spent();
  expect(pages).toBeGreaterThan(0);
  expect(pages).toBeLessThan(FEW_PAGES);
});

it('reads no more than the front of a long line', async () => {
  await ledger.add('PENDING', HISTORY / 2);
  counting.spent();

  await sendDue({ ...world.deps, db: counting.db, signal: AbortSignal.abort() });

  expect(counting.spent()).toBeLessThan(FEW_PAGES);
});
