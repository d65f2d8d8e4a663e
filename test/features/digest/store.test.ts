import {
  listCounts,
  listDistrictBarriers,
  listOwnAnswers,
  listOwnSteps,
} from '../../../src/features/digest/facts/store.ts';
import { getDigest, moveDigest, openDigest } from '../../../src/features/digest/store.ts';
import { listCheckIns } from '../../../src/features/week-delivery.ts';
import { systemViewer, type Viewer } from '../../../src/roster/access.ts';
import { listPairs } from '../../../src/roster/store.ts';
import { columnOfDay } from '../../../src/zone.ts';
import { openDatabase, type TestDatabase } from '../../support/database.ts';
import { aCheckIn, aHarbor, counts, inHarbor, MONDAY, WEEK } from './harbor.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.drop());

function person(tenantId: string, personId: string): Viewer {
  return { tenantId, personId, roles: [] };
}

it('gives single counts to nobody but the clock', async () => {
  const harbor = await aHarbor(database, { schools: 1 });
  await inHarbor(harbor, async (tx) => {
    const [pair] = harbor.pairs;
    if (!pair) throw new Error('no pair');
    await aCheckIn(tx, harbor, pair, { answers: counts(4) });
    const clock = systemViewer(harbor.tenantId);
    const checkIns = await listCheckIns(tx, clock, [pair.assignmentId], WEEK);

    expect((await listCounts(tx, clock, checkIns)).map((one) => one.value).sort()).toEqual([3, 4]);
    await expect(listCounts(tx, person(harbor.tenantId, harbor.leaderId), checkIns)).rejects.toThrow('never shown');
  });
});

it('counts only what was promised for totals', async () => {
  const harbor = await aHarbor(database, { schools: 1 });
  await inHarbor(harbor, async (tx) => {
    const [pair] = harbor.pairs;
    if (!pair) throw new Error('no pair');
    await aCheckIn(tx, harbor, pair, { answers: { rooms: { value: 4, audience: 'PAIR' } } });
    const clock = systemViewer(harbor.tenantId);

    expect(await listCounts(tx, clock, await listCheckIns(tx, clock, [pair.assignmentId], WEEK))).toEqual([]);
  });
});

it('shows answers and steps of a pair to its coach, and to no other viewer, even one who names the pair', async () => {
  const harbor = await aHarbor(database, { schools: 3 });
  await inHarbor(harbor, async (tx) => {
    const [first, , third] = harbor.pairs;
    if (!first || !third) throw new Error('no pairs');
    const { tenantId } = harbor;
    await aCheckIn(tx, harbor, first, { answers: counts(4) });
    const plan = { tenantId, ownerId: first.principalId, assignmentId: first.assignmentId };
    const { id: planId } = await tx.plan.create({ data: { ...plan, startsOn: columnOfDay(WEEK) } });
    const step = { tenantId, planId, ownerId: first.principalId, proposedById: first.coachId, text: 'Open PLC' };
    await tx.actionStep.create({ data: { ...step, dueOn: columnOfDay(WEEK), status: 'COMMITTED' } });
    const pairs = await listPairs(tx, systemViewer(tenantId));

    const read = async (viewer: Viewer) => [
      (await listOwnAnswers(tx, viewer, pairs, WEEK)).size,
      (await listOwnSteps(tx, viewer, pairs, WEEK)).size,
    ];

    expect(await read(person(tenantId, first.coachId))).toEqual([1, 1]);
    for (const other of [third.coachId, harbor.leaderId, harbor.managerId, harbor.adminId])
      expect(await read(person(tenantId, other))).toEqual([0, 0]);
    expect(await read(systemViewer(tenantId))).toEqual([0, 0]);
  });
});

it('lists a barrier only with the principal’s consent and a signed compact', async () => {
  const harbor = await aHarbor(database, { schools: 2 });
  await inHarbor(harbor, async (tx) => {
    const [signed, unsigned] = harbor.pairs;
    if (!signed || !unsigned) throw new Error('no pairs');
    await tx.coachAssignment.update({ where: { id: unsigned.assignmentId }, data: { compactSignedOn: null } });
    for (const pair of [signed, unsigned])
      for (const visibility of ['DISTRICT', 'PAIR'])
        await tx.barrier.create({
          data: {
            tenantId: harbor.tenantId,
            schoolId: pair.schoolId,
            assignmentId: pair.assignmentId,
            raisedById: pair.principalId,
            category: visibility,
            lever: 'TIME',
            raisedOn: columnOfDay(WEEK),
            visibility,
          },
        });

    const barriers = await listDistrictBarriers(tx, systemViewer(harbor.tenantId), harbor.districtId, '2026-10-25');

    expect(barriers.map((one) => [one.school, one.category])).toEqual([['School 1', 'DISTRICT']]);
  });
});

it('opens one digest a week, and tells whoever decides second', async () => {
  const harbor = await aHarbor(database, { schools: 1 });
  await inHarbor(harbor, async (tx) => {
    const viewer = systemViewer(harbor.tenantId);
    const first = await openDigest(tx, viewer, harbor.districtId, WEEK);
    const second = await openDigest(tx, viewer, harbor.districtId, WEEK);
    expect(second.id).toBe(first.id);

    await moveDigest(tx, viewer, first, 'approve', MONDAY);

    await expect(moveDigest(tx, viewer, second, 'hold', MONDAY)).rejects.toThrow('Somebody else just changed');
    expect((await getDigest(tx, viewer, first.id)).status).toBe('APPROVED');
  });
});
