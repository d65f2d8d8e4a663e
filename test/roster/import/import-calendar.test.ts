import { dayKind } from '../../../src/roster/calendar.ts';
import { chainOf, listDays } from '../../../src/roster/school-days.ts';
import { aFile } from './package.ts';
import { aTenant, importing, look, sample } from './tenant.ts';

describe('calendars', () => {
  test('a closure entered on the day outlives the next import, and a day taken from the file goes', async () => {
    const viewer = await aTenant();
    await importing(viewer, sample('roster.zip'));
    const csv = (...lines: string[]) => aFile('calendar.csv', ['date,type,scope,label', ...lines, ''].join('\n'));
    await importing(
      viewer,
      csv('2026-12-01,PD,district,PD', '2026-12-02,PD,district,PD', '2026-12-09,HOLIDAY,district,End'),
      { as: 'calendar' },
    );
    await look(viewer, async (tx) => {
      const district = await tx.organization.findFirstOrThrow();
      await tx.calendarDay.create({
        data: {
          tenantId: viewer.tenantId,
          districtId: district.id,
          scope: 'district',
          day: new Date('2026-12-03'),
          type: 'WEATHER_CLOSURE',
        },
      });
    });

    const report = await importing(
      viewer,
      csv('2026-12-01,PD,district,PD', '2026-12-09,BREAK,Adams ES,Adams only', '2026-12-09,BREAK,district,End'),
      { as: 'calendar' },
    );
    expect(report.differences['days']).toEqual({
      added: [expect.stringContaining('2026 BREAK, Adams ES: Adams only')],
      changed: [expect.stringContaining('2026 BREAK: End')],
      removed: [expect.stringContaining('2026 PD: PD')],
    });
    const days = await look(viewer, (tx) => tx.calendarDay.findMany({ orderBy: { day: 'asc' } }));
    expect(days.map(({ type }) => type)).toEqual(['PD', 'WEATHER_CLOSURE', 'BREAK', 'BREAK']);
  });

  test('days of a cluster count for the schools that the roster puts in it, and strangers are told', async () => {
    const viewer = await aTenant();
    const staff = [
      'school,district,time_zone,name,email,role,cluster',
      'Hill ES,Bay,America/Denver,Ana Hill,ana@bay.example,Principal,North',
      'Dale ES,Bay,America/Denver,Dee Dale,dee@bay.example,Principal,',
    ];
    await importing(viewer, aFile('staff.csv', `${staff.join('\n')}\n`));
    const days = [
      '2026-12-01,HOLIDAY,district,Day off',
      '2026-12-01,PD,cluster:north,PD',
      '2026-12-02,PD,cluster:West,PD',
    ];

    const report = await importing(viewer, aFile('calendar.csv', `date,type,scope,label\n${days.join('\n')}\n`), {
      as: 'calendar',
    });

    expect(report.issues).toMatchObject([
      { code: 'BAD_SCOPE', severity: 'warning', message: expect.stringContaining('No school is in cluster:West') },
    ]);
    await look(viewer, async (tx) => {
      const kept = await listDays(tx, viewer, (await tx.organization.findFirstOrThrow({ where: { name: 'Bay' } })).id);
      const schools = await tx.school.findMany({ orderBy: { name: 'desc' } });
      expect(schools.map((school) => dayKind(kept, '2026-12-01', chainOf(school)).type)).toEqual(['PD', 'HOLIDAY']);
    });
  });

  test('days guessed from titles wait for a human', async () => {
    const viewer = await aTenant();
    await importing(viewer, sample('roster.zip'));

    const report = await importing(viewer, sample('calendar.ics'), { as: 'calendar' });
    expect(report.status).toBe('NEEDS_APPROVAL');
    expect(await look(viewer, (tx) => tx.calendarDay.count())).toBe(0);
  });

  test('a calendar that closes a whole year is refused, and one that closes a long summer is shown', async () => {
    const viewer = await aTenant();
    await importing(viewer, sample('roster.zip'));
    const closed = (weekdays: number) => {
      const lines: string[] = [];
      for (let at = Date.UTC(2027, 0, 4); lines.length < weekdays; at += 86_400_000)
        if (![0, 6].includes(new Date(at).getUTCDay()))
          lines.push(`${new Date(at).toISOString().slice(0, 10)},BREAK,district,No school`);
      return aFile('calendar.csv', ['date,type,scope,label', ...lines, ''].join('\n'));
    };

    const year = await importing(viewer, closed(260), { as: 'calendar' });
    expect(year).toMatchObject({
      status: 'REJECTED',
      issues: [
        { code: 'CLOSED_TOO_LONG', message: expect.stringContaining('The whole district would be closed on 260') },
      ],
    });
    expect(await look(viewer, (tx) => tx.calendarDay.count())).toBe(0);

    const summer = await importing(viewer, closed(65), { as: 'calendar' });
    expect(summer.issues).toMatchObject([{ code: 'CLOSED_TOO_LONG', severity: 'warning' }]);
    expect(await look(viewer, (tx) => tx.calendarDay.count())).toBe(65);
  });
});
