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

  test('days guessed from titles wait for a human', async () => {
    const viewer = await aTenant();
    await importing(viewer, sample('roster.zip'));

    const report = await importing(viewer, sample('calendar.ics'), { as: 'calendar' });
    expect(report.status).toBe('NEEDS_APPROVAL');
    expect(await look(viewer, (tx) => tx.calendarDay.count())).toBe(0);
  });
});
