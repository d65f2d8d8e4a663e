import { dayOfColumn } from '../../src/zone.ts';
import { listAwayOn, saveLeave, takeLeaveBack } from '../../src/roster/leave.ts';
import { systemViewer, type Viewer } from '../../src/roster/access.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { aHarbor, inHarbor, type Harbor } from '../features/digest/harbor.ts';

let database: TestDatabase;
let harbor: Harbor;
let viewer: Viewer;
const COACH = 'coach@northlight.example';
const OTHER = 'other@northlight.example';
beforeAll(async () => {
  database = await openDatabase();
  harbor = await aHarbor(database, { schools: 3 });
  viewer = systemViewer(harbor.tenantId);
  const emails = [
    [harbor.pairs[0]!.coachId, COACH],
    [harbor.pairs[2]!.coachId, OTHER],
  ] as const;
  for (const [id, email] of emails)
    await inHarbor(harbor, (tx) => tx.person.update({ where: { id }, data: { email } }));
});
afterEach(() => inHarbor(harbor, (tx) => tx.leave.deleteMany()));
afterAll(() => database.drop());

const away = (from: string, to: string, cover?: string) =>
  inHarbor(harbor, (tx) =>
    saveLeave(tx, viewer, { email: COACH, from, to, kind: 'LEAVE', ...(cover !== undefined && { cover }) }),
  );
const back = (from: string, to: string) =>
  inHarbor(harbor, (tx) => takeLeaveBack(tx, viewer, { email: COACH, from, to }));
const spans = () =>
  inHarbor(harbor, async (tx) =>
    (await tx.leave.findMany({ orderBy: { fromOn: 'asc' } })).map(
      ({ fromOn, toOn }) => `${dayOfColumn(fromOn)} ${dayOfColumn(toOn)}`,
    ),
  );

describe('days away', () => {
  it.each([
    ['all of them', '2026-12-01', '2026-12-11', []],
    ['the first ones', '2026-11-20', '2026-12-03', ['2026-12-04 2026-12-11']],
    ['the last ones', '2026-12-10', '2026-12-20', ['2026-12-01 2026-12-09']],
    ['some in the middle', '2026-12-04', '2026-12-05', ['2026-12-01 2026-12-03', '2026-12-06 2026-12-11']],
  ])('are taken back: %s', async (_which, from, to, left) => {
    await away('2026-12-01', '2026-12-11');
    await back(from, to);
    expect(await spans()).toEqual(left);
  });

  it('that are none cannot be taken back', async () => {
    await away('2026-12-01', '2026-12-11');
    await expect(back('2026-12-12', '2026-12-13')).rejects.toThrow('nothing to take back');
  });

  it('name who stands in, until the last day', async () => {
    await away('2026-12-01', '2026-12-11', OTHER);
    const [first, last, after] = await Promise.all(
      ['2026-12-01', '2026-12-11', '2026-12-12'].map((day) =>
        inHarbor(harbor, (tx) => listAwayOn(tx, viewer, [harbor.pairs[0]!.coachId], day)),
      ),
    );
    const expected = { until: '2026-12-11', cover: 'Coach 2' };
    expect([first, last].map((found) => found?.get(harbor.pairs[0]!.coachId))).toEqual([expected, expected]);
    expect(after?.size).toBe(0);
  });

  it('are nobody’s who stands in for themselves', async () => {
    await expect(away('2026-12-01', '2026-12-11', COACH)).rejects.toThrow('cannot stand in for themselves');
  });

  it('are entered by an administrator only', async () => {
    const coach: Viewer = { tenantId: harbor.tenantId, personId: harbor.pairs[0]!.coachId, roles: [] };
    const leave = { email: COACH, from: '2026-12-01', to: '2026-12-02', kind: 'LEAVE' as const };
    await expect(inHarbor(harbor, (tx) => saveLeave(tx, coach, leave))).rejects.toThrow('Only an administrator');
  });
});
