import { changesNothing, renderReport } from '../../../src/roster/import/report.ts';
import { aTenant, importedSample, importing, look, principals, sample, snapshot } from './tenant.ts';

describe('the sample district', () => {
  test('roster trap: two principals and 900 students, dropped and flagged, and nothing changes at Adams until a human picks', async () => {
    const viewer = await aTenant();

    const report = await importing(viewer, sample('roster.zip'));
    expect(report).toMatchObject({ status: 'APPLIED', dropped: { student: 900 } });
    expect(report.issues.map(({ code }) => code)).toContain('MULTIPLE_PRINCIPALS');
    expect(await look(viewer, (tx) => tx.person.count())).toBe(14);
    expect(await principals(viewer)).toEqual({
      'Baker ES': 'Ngozi Okafor',
      'Clay K-8': 'Minh Nguyen',
      'Grant MS': 'Samira Haddad',
      'Lincoln MS': 'Anita Patel',
      'Madison MS': 'Daniel Brooks',
      'Mesa Vista HS': 'Lucia Ortiz',
      'Roosevelt HS': 'Grace Whitfield',
      'Truman HS': 'Walter Stone',
    });

    const picked = await importing(viewer, sample('roster.zip'), {
      choices: { 'Adams ES': 'elena.rivera@harborcity.example' },
    });
    expect(picked).toMatchObject({
      status: 'APPLIED',
      principals: [{ school: 'Adams ES', from: null, to: 'Elena Rivera', chosen: true }],
    });
    expect((await principals(viewer))['Adams ES']).toBe('Elena Rivera');
    const hale = await look(viewer, (tx) =>
      tx.roleGrant.findMany({ where: { person: { displayName: 'Marcus Hale' } } }),
    );
    expect(hale.map(({ role: name, subRole }) => [name, subRole])).toEqual([['SCHOOL_TEAM', 'ASSISTANT_PRINCIPAL']]);
  });

  test('importing the same files twice changes nothing', async () => {
    const viewer = await importedSample();
    await importing(viewer, sample('roster.zip'));
    const before = await snapshot(viewer);

    for (const name of ['roster.zip', 'pairs.csv'])
      expect(changesNothing(await importing(viewer, sample(name)))).toBe(true);
    for (const name of ['calendar.ics', 'calendar-truman.csv', 'calendar-clay.csv']) {
      const again = await importing(viewer, sample(name), { as: 'calendar' });
      expect([again.status, changesNothing(again)]).toEqual(['APPLIED', true]);
    }
    expect(await snapshot(viewer)).toEqual(before);
  });

  test('the pairs name who leads Adams, make eight live pairs and one manager, and say who is on Slack', async () => {
    const viewer = await importedSample();

    const [pairs, managers, stone] = await look(viewer, async (tx) => [
      await tx.coachAssignment.findMany({
        include: { coach: true, principal: true, school: true },
        orderBy: { school: { name: 'asc' } },
      }),
      await tx.roleGrant.findMany({ where: { role: 'LP_MANAGER' }, include: { person: true } }),
      await tx.person.findFirst({ where: { displayName: 'Walter Stone' } }),
    ]);
    expect(
      pairs.map(({ school, coach, principal, status, visitWeekday }) => [
        school.name,
        coach.displayName,
        principal.displayName,
        status,
        visitWeekday,
      ]),
    ).toEqual([
      ['Adams ES', 'Jordan Bell', 'Elena Rivera', 'ACTIVE', 1],
      ['Baker ES', 'Mei Cho', 'Ngozi Okafor', 'ACTIVE', 2],
      ['Clay K-8', 'Rafael Diaz', 'Minh Nguyen', 'ACTIVE', 3],
      ['Grant MS', 'Ruth Evans', 'Samira Haddad', 'ACTIVE', 3],
      ['Lincoln MS', 'Priya Singh', 'Anita Patel', 'ACTIVE', 2],
      ['Madison MS', 'Priya Singh', 'Daniel Brooks', 'ACTIVE', 4],
      ['Mesa Vista HS', 'Omar Farah', 'Lucia Ortiz', 'ACTIVE', 3],
      ['Truman HS', 'Omar Farah', 'Walter Stone', 'ACTIVE', 1],
    ]);
    expect(managers.map(({ person }) => person.displayName)).toEqual(['Noor Haas']);
    expect(stone?.preferredPlatform).toBe('SLACK');
    expect((await principals(viewer))['Adams ES']).toBe('Elena Rivera');
  });

  test('the spreadsheet finds the same people and schools, and adds none', async () => {
    const viewer = await importedSample();
    await importing(viewer, sample('roster.zip'));

    const report = await importing(viewer, sample('staff.csv'), { dryRun: true });
    expect(report.differences).toMatchObject({
      schools: { added: [] },
      people: { added: [] },
      organizations: { added: [] },
    });
    expect(report).toMatchObject({ principals: [], missing: { schools: [], people: [] } });
  });

  test('the spreadsheet alone fills an empty tenant, with a principal at each school', async () => {
    const viewer = await aTenant();

    expect((await importing(viewer, sample('staff.csv'))).status).toBe('APPLIED');
    expect(Object.keys(await principals(viewer))).toHaveLength(9);
    expect((await principals(viewer))['Adams ES']).toBe('Elena Rivera');
  });

  test("a school's calendar days are stored under the school, a track's under the track", async () => {
    const viewer = await importedSample();

    const scopes = await look(viewer, async (tx) => {
      const truman = await tx.school.findFirstOrThrow({ where: { name: 'Truman HS' } });
      const days = await tx.calendarDay.groupBy({ by: ['scope'], _count: true, orderBy: { scope: 'asc' } });
      return days.map(({ scope, _count }) => [scope === truman.id ? 'Truman HS' : scope, _count]);
    });
    expect(Object.fromEntries(scopes)).toMatchObject({
      'Truman HS': 6,
      'track:A': expect.any(Number),
      district: expect.any(Number),
    });
  });
});

test('the report reads as text', async () => {
  const viewer = await aTenant();

  const text = renderReport(await importing(viewer, sample('roster.zip'), { dryRun: true }));
  expect(text).toContain('roster.zip (oneroster-1.2): compared and ready to apply.');
  expect(text).toContain('New schools: 9\n    Adams ES\n');
  expect(text).toContain('warning MULTIPLE_PRINCIPALS in roles.csv: Adams ES has 2 people');
  expect(text).toContain('Counted and not kept: parent 30, guardian 10, student 900.');
});
