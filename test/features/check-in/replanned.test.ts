// Weeks that are planned anew while they are under way: none is lost from the books, and none is opened twice.
import { WEEK, ZONE, buildTown, type Town } from '../../../bench/town.ts';
import { inTenant } from '../../../src/db/scope.ts';
import { moveDatabaseClock } from '../../../src/db/time.ts';
import { createRunner, wakeTenant, wavesOf } from '../../../src/desk/dispatch.ts';
import { features } from '../../../src/desk/index.ts';
import { readWeek } from '../../../src/features/week-delivery.ts';
import { runDue } from '../../../src/jobs/due.ts';
import { silentLog } from '../../../src/log.ts';
import { systemViewer } from '../../../src/roster/access.ts';
import { addDays, columnOfDay, instantAt } from '../../../src/zone.ts';
import { openDatabase, type TestDatabase } from '../../support/database.ts';

const BEFORE_VISIT = { weekday: 4, time: '14:00', beforeVisit: true };
const [THURSDAY, FRIDAY] = [addDays(WEEK, 3), addDays(WEEK, 4)];

let database: TestDatabase;
let town: Town;
beforeEach(async () => {
  database = await openDatabase();
  town = await buildTown(database.db, { districts: 1, schools: 2 });
  await wakeAt(instantAt(ZONE, WEEK, '08:00'));
});
afterEach(() => database.drop());

async function wakeAt(now: Date): Promise<void> {
  await moveDatabaseClock(database.db, { shiftMs: 0, frozenAt: now });
  await wakeTenant({ db: database.db, features }, town.tenantId, now);
}

async function runAt(now: Date): Promise<void> {
  await moveDatabaseClock(database.db, { shiftMs: 0, frozenAt: now });
  await runDue({ db: database.db, log: silentLog, run: createRunner(features), waves: wavesOf(features) });
}

function callOff(day: string): Promise<unknown> {
  return inTenant(database.db, town.tenantId, (tx) =>
    tx.calendarDay.create({
      data: {
        ...{ tenantId: town.tenantId, districtId: town.districtId(1), scope: 'district', type: 'WEATHER_CLOSURE' },
        day: columnOfDay(day),
      },
    }),
  );
}

function weekAt(now: Date) {
  return inTenant(database.db, town.tenantId, async (tx) => {
    const schools = await tx.school.findMany({ select: { id: true, name: true } });
    const lines = await readWeek(tx, systemViewer(town.tenantId), schools, WEEK, now);
    return lines.map(({ school, outcome }) => ({ school, outcome }));
  });
}

function openings() {
  return inTenant(database.db, town.tenantId, (tx) =>
    tx.dueWork.findMany({ where: { job: 'check-in.open' }, select: { data: true, dueAt: true } }),
  );
}

const lost = { kind: 'out', reason: 'No staff day is left this week' };
const bothLost = [
  { school: 'School 1', outcome: lost },
  { school: 'School 2', outcome: lost },
];

it('lists a week that lost its last staff days before it was opened, with the reason', async () => {
  await callOff(THURSDAY);
  await wakeAt(instantAt(ZONE, THURSDAY, '13:00'));
  await runAt(instantAt(ZONE, THURSDAY, '14:01'));
  expect(await weekAt(instantAt(ZONE, THURSDAY, '14:01'))).toEqual([]);

  await callOff(FRIDAY);
  await wakeAt(instantAt(ZONE, FRIDAY, '06:00'));

  expect(await weekAt(instantAt(ZONE, FRIDAY, '06:00'))).toEqual(bothLost);
  expect((await openings()).map(({ data }) => data)).toEqual([
    { weekOf: addDays(WEEK, 7) },
    { weekOf: addDays(WEEK, 7) },
  ]);
});

it('asks after all in a week that was lost, once one of its days is a staff day again', async () => {
  for (const day of [THURSDAY, FRIDAY]) await callOff(day);
  await wakeAt(instantAt(ZONE, FRIDAY, '06:00'));
  expect(await weekAt(instantAt(ZONE, FRIDAY, '06:00'))).toEqual(bothLost);
  await runAt(instantAt(ZONE, FRIDAY, '06:01'));

  await inTenant(database.db, town.tenantId, (tx) => tx.calendarDay.deleteMany({ where: { type: 'WEATHER_CLOSURE' } }));
  await wakeAt(instantAt(ZONE, FRIDAY, '07:00'));
  await runAt(instantAt(ZONE, FRIDAY, '09:01'));

  const asked = await weekAt(instantAt(ZONE, FRIDAY, '09:01'));
  expect(asked.map(({ outcome }) => outcome.kind)).toEqual(['waiting', 'waiting']);
});

it('lists a week whose hour went by while nobody was at work', async () => {
  const monday = instantAt(ZONE, FRIDAY, '23:00');
  await wakeAt(monday);

  expect(await weekAt(monday)).toEqual(bothLost);
});

it('says nothing of a week that was over before the pair began', async () => {
  await inTenant(database.db, town.tenantId, (tx) => tx.dueWork.deleteMany());
  await wakeAt(instantAt(ZONE, FRIDAY, '23:00'));

  expect(await weekAt(instantAt(ZONE, FRIDAY, '23:00'))).toEqual([]);
});

it('does not plan a week anew that opened in the week before, for a visit early in it', async () => {
  await inTenant(database.db, town.tenantId, async (tx) => {
    const pairs = await tx.coachAssignment.findMany();
    await tx.coachAssignment.updateMany({ data: { visitWeekday: 2 } });
    await tx.sendTime.createMany({
      data: pairs.map(({ principalId }) => ({ tenantId: town.tenantId, personId: principalId, ...BEFORE_VISIT })),
    });
  });
  const before = instantAt(ZONE, FRIDAY, '14:01');
  await wakeAt(instantAt(ZONE, FRIDAY, '13:00'));
  await runAt(before);
  await wakeAt(before);

  const weeks = (await openings()).map(({ data }) => data);

  expect(weeks).toEqual([{ weekOf: addDays(WEEK, 14) }, { weekOf: addDays(WEEK, 14) }]);
});
