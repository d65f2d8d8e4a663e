// Days on site while the coach is away, and the hours at which the coach is asked about them.
import { visit } from '../../../src/features/visit/index.ts';
import { createContext } from '../../../src/desk/context.ts';
import { systemViewer } from '../../../src/roster/access.ts';
import { saveLeave } from '../../../src/roster/leave.ts';
import { readChange } from '../../../src/roster/program-times.ts';
import { saveTimes } from '../../../src/roster/schedule.ts';
import { listPairs, viewerOf } from '../../../src/roster/store.ts';
import { columnOfDay, instantAt } from '../../../src/zone.ts';
import { openDatabase, type TestDatabase } from '../../support/database.ts';
import { aHarbor, inHarbor, withContext, ZONE, type Harbor, type PairRow } from '../digest/harbor.ts';

let database: TestDatabase;
let harbor: Harbor;
let pair: PairRow;
/** A Wednesday; the coach is on site on Thursdays. */
const TODAY = '2026-10-21';
const NOW = instantAt(ZONE, TODAY, '10:00');
beforeAll(async () => {
  database = await openDatabase();
});
beforeEach(async () => {
  harbor = await aHarbor(database, { schools: 3 });
  pair = harbor.pairs[0]!;
  await inHarbor(harbor, async (tx) => {
    await tx.coachAssignment.updateMany({ data: { visitWeekday: null } });
    await tx.coachAssignment.updateMany({ where: { id: pair.assignmentId }, data: { visitWeekday: 4 } });
    await tx.person.update({ where: { id: pair.coachId }, data: { email: 'coach@northlight.example' } });
    await tx.person.update({ where: { id: harbor.pairs[2]!.coachId }, data: { email: 'other@northlight.example' } });
  });
});
afterAll(() => database.drop());

function away(from: string, to: string): Promise<unknown> {
  const leave = { email: 'coach@northlight.example', cover: 'other@northlight.example', kind: 'LEAVE' as const };
  return inHarbor(harbor, (tx) => saveLeave(tx, systemViewer(harbor.tenantId), { ...leave, from, to }));
}

function homeOf(personId: string, now = NOW): Promise<string> {
  return inHarbor(harbor, async (tx) => {
    const viewer = await viewerOf(tx, harbor.tenantId, personId, TODAY);
    return JSON.stringify(await visit.home!.sections(createContext(tx, viewer, now, [])));
  });
}

async function askedAt(): Promise<Date[]> {
  const fact = { kind: 'calendar.changed', districtId: harbor.districtId } as const;
  await withContext(harbor, NOW, (ctx) => visit.hears!['calendar.changed']!(ctx, fact));
  return inHarbor(harbor, async (tx) =>
    (await tx.dueWork.findMany({ where: { job: 'visit.ask' } })).map(({ dueAt }) => dueAt),
  );
}

describe('the question after a day on site', () => {
  it('comes at the hour of the program', async () => {
    expect(await askedAt()).toEqual([instantAt(ZONE, '2026-10-22', '15:30')]);
    await inHarbor(harbor, (tx) => saveTimes(tx, systemViewer(harbor.tenantId), readChange('visit=16:45')));
    expect(await askedAt()).toEqual([instantAt(ZONE, '2026-10-22', '16:45')]);
  });

  it('is not on the list of what to write down, where the coach was away', async () => {
    await inHarbor(harbor, (tx) => tx.coachAssignment.updateMany({ data: { startsOn: columnOfDay('2026-09-01') } }));
    const friday = instantAt(ZONE, '2026-10-23', '10:00');
    expect(await homeOf(pair.coachId, friday)).toContain('Visits to write down: 1');
    await away('2026-10-22', '2026-10-22');
    expect(await homeOf(pair.coachId, friday)).not.toContain('Visits to write down');
  });
});

describe('a day on site that is called off', () => {
  const called = { kind: 'closure.called', day: '2026-10-29' } as const;
  const asked = () =>
    withContext(harbor, NOW, (ctx) =>
      visit.hears!['closure.called']!(ctx, { ...called, districtId: harbor.districtId, schoolIds: [pair.schoolId] }),
    );

  it('is asked about at once while the coach works', async () => {
    expect((await asked()).sent.map(({ message }) => message.notBefore)).toEqual([NOW]);
  });

  it('waits for the morning on which the coach is back', async () => {
    await away('2026-10-19', '2026-10-23');
    const [sent] = (await asked()).sent;
    expect(sent?.message.notBefore).toEqual(instantAt(ZONE, '2026-10-26', '06:30'));
  });
});

describe('the principal’s Home', () => {
  it('names the next day on site', async () => {
    expect(await homeOf(pair.principalId)).toContain('Thu, Oct 22');
  });

  it('names the day to which it was moved', async () => {
    await inHarbor(harbor, (tx) =>
      tx.visit.create({
        data: {
          tenantId: harbor.tenantId,
          assignmentId: pair.assignmentId,
          coachId: pair.coachId,
          schoolId: pair.schoolId,
          visitedOn: columnOfDay('2026-10-22'),
          weekOf: columnOfDay('2026-10-19'),
          outcome: 'moved',
          movedTo: columnOfDay('2026-10-23'),
        },
      }),
    );
    expect(await homeOf(pair.principalId)).toContain('Fri, Oct 23');
  });

  it('says until when the coach is away, who stands in, and the first day after', async () => {
    await away('2026-10-19', '2026-10-27');
    const words = await homeOf(pair.principalId);
    expect(words).toContain(' is away until Tue, Oct 27. Coach 2 stands in, and sees none of your words.');
    expect(words).toContain('Thu, Oct 29');
  });

  it('of whoever stands in says nothing of the pair', async () => {
    await away('2026-10-19', '2026-10-27');
    const standIn = harbor.pairs[2]!.coachId;
    const seen = await inHarbor(harbor, async (tx) => {
      const viewer = await viewerOf(tx, harbor.tenantId, standIn, TODAY);
      return (await listPairs(tx, viewer)).map(({ assignmentId }) => assignmentId);
    });
    expect(seen).not.toContain(pair.assignmentId);
    expect(await homeOf(standIn)).not.toContain('School 1');
  });
});
