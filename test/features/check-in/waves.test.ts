// Weeks that open, close and end in the same minute: what comes of many together is what would come of each alone.
import { ZONE, buildTown, planOpenings, type Town } from '../../../bench/town.ts';
import { createRunner, wakeTenant, wavesOf } from '../../../src/desk/dispatch.ts';
import { features } from '../../../src/desk/index.ts';
import { inTenant } from '../../../src/db/scope.ts';
import { moveDatabaseClock } from '../../../src/db/time.ts';
import { connect } from '../../../src/db/client.ts';
import type { Feature } from '../../../src/features/feature.ts';
import { runDue } from '../../../src/jobs/due.ts';
import { silentLog } from '../../../src/log.ts';
import { columnOfDay, instantAt } from '../../../src/zone.ts';
import { openDatabase, type TestDatabase } from '../../support/database.ts';
import { countStatements } from '../../support/statements.ts';

const THURSDAY = instantAt(ZONE, '2026-10-15', '14:00');
const MONDAY = instantAt(ZONE, '2026-10-12', '08:00');

let database: TestDatabase;
beforeEach(async () => {
  database = await openDatabase();
});
afterEach(() => database.drop());

async function runAt(at: Date, waves: readonly string[]): Promise<void> {
  await moveDatabaseClock(database.db, { shiftMs: 0, frozenAt: at });
  await runDue({ db: database.db, log: silentLog, run: createRunner(features), waves });
}

/** All that was kept, with what cannot be the same twice taken out. */
async function kept({ tenantId }: Town) {
  return inTenant(database.db, tenantId, async (tx) => {
    const checkIns = await tx.checkIn.findMany({ orderBy: { personId: 'asc' } });
    const deliveries = await tx.delivery.findMany({ orderBy: { key: 'asc' } });
    const works = await tx.dueWork.findMany({ orderBy: { subject: 'asc' } });
    const persons = new Map(checkIns.map((row) => [row.id, row.personId]));
    const named = (text: string) => text.replaceAll(/[0-9a-f-]{36}/g, (id) => persons.get(id) ?? id);
    const plain = (rows: readonly object[]) =>
      rows
        .map((row) =>
          named(JSON.stringify({ ...row, id: '', tenantId: '', updates: '', createdAt: '', updatedAt: '' })),
        )
        .sort();
    return { checkIns: plain(checkIns), deliveries: plain(deliveries), works: plain(works) };
  });
}

/** Some are away, one has no account, one chose another hour, one opened before the hour, and some have answered by the close. */
async function playWeek(waves: readonly string[]) {
  const town = await buildTown(database.db, { districts: 3, schools: 24 });
  const { tenantId } = town;
  const pairs = await inTenant(database.db, tenantId, async (tx) => {
    const found = await tx.coachAssignment.findMany({ orderBy: { principalId: 'asc' } });
    const at = (index: number) => found[index]?.principalId ?? '';
    const leave = { tenantId, kind: 'LEAVE', toOn: columnOfDay('2026-10-20') };
    await tx.leave.create({ data: { ...leave, personId: at(0), fromOn: columnOfDay('2026-10-14') } });
    await tx.leave.create({ data: { ...leave, personId: at(1), fromOn: columnOfDay('2026-10-16') } });
    await tx.platformAccount.deleteMany({ where: { personId: at(2) } });
    await tx.sendTime.create({ data: { tenantId, personId: at(3), weekday: 5, time: '09:00' } });
    await tx.calendarDay.create({
      data: { tenantId, districtId: town.districtId(1), scope: 'district', day: columnOfDay('2026-10-15'), type: 'PD' },
    });
    return found;
  });
  await planOpenings(database.db, town, THURSDAY);
  await runAt(new Date(THURSDAY.getTime() + 60_000), waves);
  await inTenant(database.db, tenantId, async (tx) => {
    const answered = pairs.slice(5, 12).map((pair) => pair.principalId);
    await tx.delivery.updateMany({ where: { status: 'PENDING' }, data: { status: 'SENT', messageId: 'm' } });
    await tx.checkIn.updateMany({ where: { personId: { in: answered } }, data: { status: 'SUBMITTED' } });
  });
  const opened = await kept(town);
  const friday = (time: string) => instantAt(ZONE, '2026-10-16', time);
  for (const at of [
    friday('09:01'),
    friday('14:01'),
    friday('17:01'),
    friday('17:29'),
    instantAt(ZONE, '2026-10-19', '09:01'),
  ])
    await runAt(at, waves);
  const ended = await kept(town);
  return { opened, ended };
}

it('is the same for many together as for each alone', async () => {
  const together = await playWeek(wavesOf(features));
  await database.drop();
  database = await openDatabase();
  const alone = await playWeek([]);

  expect(together.opened.checkIns).toHaveLength(23);
  expect(together.ended.checkIns).toHaveLength(24);
  expect(together.ended.deliveries.length).toBeGreaterThan(together.opened.deliveries.length);
  for (const when of ['opened', 'ended'] as const)
    for (const table of ['checkIns', 'deliveries', 'works'] as const)
      expect(together[when][table]).toEqual(alone[when][table]);
}, 60_000);

describe('planning the weeks of a large tenant', () => {
  const PAIRS = 2_000;

  function opening(works: readonly { job: string }[]): number {
    return works.filter((work) => work.job === 'check-in.open').length;
  }

  async function planned({ tenantId }: Town) {
    return inTenant(database.db, tenantId, (tx) =>
      tx.dueWork.findMany({ orderBy: [{ job: 'asc' }, { subject: 'asc' }] }),
    );
  }

  it('takes a few statements in a few transactions, none of which grows with the tenant', async () => {
    const town = await buildTown(database.db, { districts: 4, schools: PAIRS });
    const own = connect(database.address);
    const count = countStatements(own);

    await wakeTenant({ db: own.db, features }, town.tenantId, MONDAY);
    await own.close();

    expect(opening(await planned(town))).toBe(PAIRS);
    expect(count.transactions).toBeGreaterThan(3);
    expect(count.transactions).toBeLessThan(10);
    expect(count.statements).toBeLessThan(PAIRS / 8);
  }, 60_000);

  it('takes as few while all their weeks are open and a day is called off', async () => {
    const town = await buildTown(database.db, { districts: 1, schools: PAIRS });
    await planOpenings(database.db, town, THURSDAY);
    const now = new Date(THURSDAY.getTime() + 60_000);
    await runAt(now, wavesOf(features));
    const districtId = town.districtId(1);
    await inTenant(database.db, town.tenantId, (tx) =>
      tx.calendarDay.create({
        data: {
          ...{ tenantId: town.tenantId, districtId, scope: 'district', type: 'WEATHER_CLOSURE' },
          day: columnOfDay('2026-10-15'),
        },
      }),
    );
    const own = connect(database.address);
    const count = countStatements(own);

    await wakeTenant({ db: own.db, features }, town.tenantId, now);
    await own.close();

    const held = await inTenant(database.db, town.tenantId, (tx) =>
      tx.delivery.count({ where: { kind: 'check-in.prompt', notBefore: instantAt(ZONE, '2026-10-16', '09:00') } }),
    );
    expect(held).toBe(PAIRS);
    expect(count.statements).toBeLessThan(PAIRS / 8);
  }, 120_000);

  it('may break off, and is whole once it has run again', async () => {
    const town = await buildTown(database.db, { districts: 4, schools: PAIRS });
    let parts = 0;
    const breaking: Feature = {
      name: 'breaking',
      examples: [],
      wake: () => (++parts === 3 ? Promise.reject(new Error('broke off')) : Promise.resolve()),
    };

    await expect(
      wakeTenant({ db: database.db, features: [...features, breaking] }, town.tenantId, MONDAY),
    ).rejects.toThrow('broke off');
    const before = opening(await planned(town));
    await wakeTenant({ db: database.db, features }, town.tenantId, MONDAY);

    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(PAIRS);
    expect(opening(await planned(town))).toBe(PAIRS);
  }, 60_000);

  it('may be done by several processes at once, and writes nothing anew that is planned already', async () => {
    const town = await buildTown(database.db, { districts: 4, schools: 1_000 });
    const other = connect(database.address);

    await Promise.all([database, other].map(({ db }) => wakeTenant({ db, features }, town.tenantId, MONDAY)));
    const first = await planned(town);
    await Promise.all([database, other].map(({ db }) => wakeTenant({ db, features }, town.tenantId, MONDAY)));
    await other.close();

    expect(opening(first)).toBe(1_000);
    expect(await planned(town)).toEqual(first);
  }, 60_000);
});

it('opens each week once where two processes race, and leaves out one that fails', async () => {
  const town = await buildTown(database.db, { districts: 2, schools: 250 });
  const { tenantId } = town;
  await planOpenings(database.db, town, THURSDAY);
  // Hours that cannot be read: the openings of its district fail, and no other does.
  await inTenant(database.db, tenantId, async (tx) => {
    const { id } = await tx.engagement.findFirstOrThrow({ where: { districtId: town.districtId(1) } });
    const [pair] = await tx.coachAssignment.findMany({ where: { engagementId: { not: id } }, take: 1 });
    await tx.coachAssignment.updateMany({ where: { engagementId: id }, data: { status: 'ENDED' } });
    await tx.coachAssignment.update({ where: { id: pair?.id ?? '' }, data: { engagementId: id } });
    await tx.programSchedule.create({ data: { tenantId, scopeId: id, times: { open: 'never' } } });
  });
  const live = await inTenant(database.db, tenantId, (tx) => tx.coachAssignment.count({ where: { status: 'ACTIVE' } }));
  const other = connect(database.address);
  await moveDatabaseClock(database.db, { shiftMs: 0, frozenAt: new Date(THURSDAY.getTime() + 60_000) });

  await Promise.all(
    [database, other].map(({ db }) =>
      runDue({ db, log: silentLog, run: createRunner(features), waves: wavesOf(features) }),
    ),
  );
  await other.close();

  const { checkIns, deliveries, failed } = await inTenant(database.db, tenantId, async (tx) => ({
    checkIns: await tx.checkIn.count({ where: { status: 'OPEN' } }),
    deliveries: await tx.delivery.count(),
    failed: await tx.dueWork.findMany({ where: { attempts: { gt: 0 } }, select: { attempts: true, lastError: true } }),
  }));
  expect([checkIns, deliveries]).toEqual([live - 1, live - 1]);
  expect(failed).toEqual([{ attempts: 1, lastError: 'invalid' }]);
}, 60_000);
