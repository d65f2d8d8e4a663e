// A snow day in a district of hundreds of schools, on the day on which all of them are asked.
import { WEEK, ZONE, buildTown, planOpenings, type Town } from '../../../bench/town.ts';
import { connect } from '../../../src/db/client.ts';
import { inTenant } from '../../../src/db/scope.ts';
import { createContext } from '../../../src/desk/context.ts';
import { createRunner, wavesOf } from '../../../src/desk/dispatch.ts';
import { features } from '../../../src/desk/index.ts';
import { tellListeners } from '../../../src/desk/listeners.ts';
import { moveDatabaseClock } from '../../../src/db/time.ts';
import type { Context } from '../../../src/features/feature.ts';
import type { Fact } from '../../../src/features/facts.ts';
import { callOffDay, districtPlace, takeBackDay } from '../../../src/features/closure/call.ts';
import { runDue } from '../../../src/jobs/due.ts';
import { silentLog } from '../../../src/log.ts';
import { systemViewer } from '../../../src/roster/access.ts';
import { addDays, instantAt } from '../../../src/zone.ts';
import { onPostgres, openDatabase, type TestDatabase } from '../../support/database.ts';
import { countStatements } from '../../support/statements.ts';

const THURSDAY = addDays(WEEK, 3);
const OPENS_AT = instantAt(ZONE, THURSDAY, '14:00');
const OPENED = new Date(OPENS_AT.getTime() + 60_000);

let database: TestDatabase;
beforeEach(async () => {
  database = await openDatabase();
});
afterEach(() => database.drop());

/** On connections of its own, with all that other features make of it; returns how many statements it took. */
async function inPlace(
  { tenantId, districtId }: Town,
  now: Date,
  change: (ctx: Context, town: Place) => Promise<unknown>,
) {
  const own = connect(database.address);
  const count = countStatements(own);
  await inTenant(own.db, tenantId, async (tx) => {
    const facts: Fact[] = [];
    const ctx = createContext(tx, systemViewer(tenantId), now, facts);
    await change(ctx, await districtPlace(ctx, districtId(1)));
    await tellListeners(features, tx, tenantId, now, facts);
  });
  await own.close();
  return count.statements;
}
type Place = Awaited<ReturnType<typeof districtPlace>>;

/** Opens what is due; `before` runs before that is committed. */
async function openDue(before: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  const run = createRunner(features);
  await moveDatabaseClock(database.db, { shiftMs: 0, frozenAt: OPENED });
  await runDue({
    ...{ db: database.db, log: silentLog, waves: wavesOf(features) },
    run: (...given) => run(...given).then(before),
  });
}

function countGoing({ tenantId }: Town): Promise<number> {
  return inTenant(database.db, tenantId, (tx) =>
    tx.delivery.count({ where: { kind: 'check-in.prompt', notBefore: { lte: OPENED }, status: 'PENDING' } }),
  );
}

async function played(schools: number) {
  const town = await buildTown(database.db, { districts: 1, schools });
  await planOpenings(database.db, town, OPENS_AT);
  await openDue();
  const closing = await inPlace(town, OPENED, (ctx, place) => callOffDay(ctx, place, THURSDAY, 'weather'));
  const asked = await inTenant(database.db, town.tenantId, (tx) =>
    tx.visit.count({ where: { outcome: 'reschedule' } }),
  );
  const told = await waiting(town, 'visit.reschedule');
  const goingToday = await countGoing(town);
  const opening = await inPlace(town, OPENED, (ctx, place) => takeBackDay(ctx, place, THURSDAY));
  return { closing, opening, asked, told, goingToday, toldAfter: await waiting(town, 'visit.reschedule') };
}

function waiting({ tenantId }: Town, kind: string): Promise<number> {
  return inTenant(database.db, tenantId, (tx) => tx.delivery.count({ where: { kind, status: { not: 'SUPERSEDED' } } }));
}

it('costs as many statements in a large district as in a small one, and stops every prompt of the day', async () => {
  const small = await played(20);
  await database.drop();
  database = await openDatabase();
  const large = await played(300);

  expect(large).toMatchObject({ goingToday: 0, asked: 60, told: 60, toldAfter: 0 });
  expect(large.closing).toBeLessThan(small.closing + 10);
  expect(large.opening).toBeLessThan(small.opening + 10);
}, 120_000);

// The embedded database does one transaction after the other.
(onPostgres ? it : it.skip)(
  'stops also what another process was writing at that very moment',
  async () => {
    const town = await buildTown(database.db, { districts: 1, schools: 20 });
    await planOpenings(database.db, town, OPENS_AT);
    let closing: Promise<unknown> = Promise.resolve();

    await openDue(async () => {
      closing = inPlace(town, OPENED, (ctx, place) => callOffDay(ctx, place, THURSDAY, 'weather'));
      await somebodyWaits();
    });
    await closing;

    expect(await countGoing(town)).toBe(0);
  },
  60_000,
);

async function somebodyWaits(): Promise<void> {
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    const { rowCount } = await database.pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rowCount) return;
  }
  throw new Error('Nobody waits for what is being written.');
}
