import fc from 'fast-check';
import { mayAskCoach, snoozeTime } from '../../../src/features/check-in/rules/reminding.ts';
import { planWeek, type Window } from '../../../src/features/check-in/rules/window.ts';
import type { SchoolDay } from '../../../src/roster/calendar.ts';
import { readChange, USUAL_TIMES, type Moment, type ProgramTimes } from '../../../src/roster/program-times.ts';
import { visitDayIn } from '../../../src/roster/visit-days.ts';
import { assertTimes } from '../../../src/roster/week-hours.ts';
import { addDays, dayIn, mondayOf, timeIn, weekdayOf } from '../../../src/zone.ts';

const ZONE = 'America/New_York';
const MONDAY = '2026-10-12';
const off = (day: string): SchoolDay => ({ day, type: 'HOLIDAY', scope: 'district', label: '' });
const program = (...changes: string[]) =>
  assertTimes(Object.assign({ ...USUAL_TIMES }, ...changes.map(readChange)) as ProgramTimes);

function week(times: ProgramTimes, days: SchoolDay[] = [], own?: Moment): Record<string, string> | string {
  const planned = planWeek(days, MONDAY, { school: 'adams' }, ZONE, undefined, { times, ...(own && { own }) });
  return 'window' in planned ? inWords(planned.window) : planned.skip;
}

function inWords({ openAt, nudgeAt, closeAt, lateUntil }: Window): Record<string, string> {
  const words = (at: Date) =>
    `${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][weekdayOf(dayIn(ZONE, at)) - 1] ?? ''} ${dayIn(ZONE, at).slice(8)} ${timeIn(ZONE, at)}`;
  return { open: words(openAt), nudge: words(nudgeAt), close: words(closeAt), late: words(lateUntil) };
}

const OVER_THE_WEEKEND = program(
  'open=Fri 13:00',
  'nudge=Mon 08:00',
  'close=Mon 12:00',
  'late=Tue 05:00',
  'summary=Mon 12:15',
  'preview=Mon 13:00',
  'post=Tue 07:00',
);
const OVER_NIGHT = program(
  'open=Wed 20:00',
  'nudge=Thu 07:00',
  'close=Thu 11:00',
  'latest=Thu 09:00',
  'summary=Thu 12:00',
  'preview=Thu 13:00',
);

describe('a window by the hours of the program', () => {
  it('runs across midnight', () => {
    expect(week(OVER_NIGHT)).toEqual({
      open: 'Wed 14 20:00',
      nudge: 'Thu 15 07:00',
      close: 'Thu 15 11:00',
      late: 'Mon 19 05:00',
    });
  });

  it('runs across the weekend', () => {
    expect(week(OVER_THE_WEEKEND)).toEqual({
      open: 'Fri 16 13:00',
      nudge: 'Mon 19 08:00',
      close: 'Mon 19 12:00',
      late: 'Tue 20 05:00',
    });
  });

  it('closes after a holiday Monday, with its nudge on a day that is worked', () => {
    expect(week(OVER_THE_WEEKEND, [off('2026-10-19')])).toMatchObject({
      open: 'Fri 16 13:00',
      nudge: 'Tue 20 08:00',
      close: 'Tue 20 12:00',
    });
  });

  it('opens on the day before where its own is off', () => {
    expect(week(OVER_THE_WEEKEND, [off('2026-10-16')])).toMatchObject({ open: 'Thu 15 13:00', close: 'Mon 19 12:00' });
    expect(week(OVER_NIGHT, [off('2026-10-14')])).toMatchObject({ open: 'Tue 13 20:00', close: 'Thu 15 11:00' });
  });

  it('lies within one day where only one is left', () => {
    const only = ['12', '13', '14', '16'].map((day) => off(`2026-10-${day}`));
    expect(week(USUAL_TIMES, only)).toMatchObject({
      open: 'Thu 15 09:00',
      nudge: 'Thu 15 14:00',
      close: 'Thu 15 17:00',
    });
    expect(week(OVER_NIGHT, only)).toMatchObject({ open: 'Thu 15 09:00', close: 'Thu 15 17:00' });
  });
});

describe('an hour of one’s own', () => {
  it('opens then, and closes with everybody', () => {
    expect(week(USUAL_TIMES, [], { weekday: 3, time: '10:30' })).toMatchObject({
      open: 'Wed 14 10:30',
      nudge: 'Fri 16 09:00',
      close: 'Fri 16 17:00',
    });
  });

  it('on the last day itself has its nudge in the afternoon', () => {
    expect(week(USUAL_TIMES, [], { weekday: 5, time: '10:00' })).toMatchObject({
      open: 'Fri 16 10:00',
      nudge: 'Fri 16 15:00',
      close: 'Fri 16 17:00',
    });
  });

  it('is moved by the calendar like any other', () => {
    expect(week(USUAL_TIMES, [off('2026-10-14')], { weekday: 3, time: '10:30' })).toMatchObject({
      open: 'Tue 13 10:30',
    });
    expect(week(USUAL_TIMES, [off('2026-10-16')], { weekday: 5, time: '10:00' })).toMatchObject({
      open: 'Thu 15 10:00',
      close: 'Thu 15 17:00',
    });
  });
});

describe('before a visit', () => {
  /** The week of the coach's days on site. */
  function before(visits: string[], days: SchoolDay[] = [], notBefore?: string) {
    const visitOn = (monday: string) => visits.find((day) => mondayOf(day) === monday);
    const now = notBefore === undefined ? undefined : new Date(notBefore);
    const planned = planWeek(days, MONDAY, { school: 'adams' }, ZONE, now, { times: USUAL_TIMES, visitOn });
    return 'window' in planned ? inWords(planned.window) : planned.skip;
  }
  const USUALLY = { open: 'Thu 15 14:00', close: 'Fri 16 17:00', late: 'Mon 19 05:00' };

  it.each([
    ['a Thursday', ['2026-10-15'], { open: 'Tue 13 14:00', nudge: 'Wed 14 09:00', close: 'Wed 14 18:00' }],
    ['a Friday', ['2026-10-16'], { open: 'Wed 14 14:00', nudge: 'Thu 15 09:00', close: 'Thu 15 18:00' }],
    ['a Tuesday', ['2026-10-13', '2026-10-20'], { open: 'Fri 09 14:00', nudge: 'Mon 12 09:00', close: 'Mon 12 18:00' }],
    ['the next Monday', ['2026-10-12', '2026-10-19'], { open: 'Thu 15 14:00', close: 'Fri 16 18:00' }],
  ])('on %s it is open from two staff days before until the evening of the last one', (_day, visits, window) => {
    expect(before(visits)).toMatchObject({ ...window, late: 'Mon 19 05:00' });
  });

  it('counts staff days and not days', () => {
    expect(before(['2026-10-15'], [off('2026-10-14')])).toMatchObject({ open: 'Mon 12 14:00', close: 'Tue 13 18:00' });
    expect(before(['2026-10-13'], [off('2026-10-12')])).toMatchObject(USUALLY);
  });

  it('moves with the visit', () => {
    expect(before(['2026-10-16'])).toMatchObject({ open: 'Wed 14 14:00', close: 'Thu 15 18:00' });
    expect(before([])).toMatchObject(USUALLY);
  });

  it('is as usual in a week whose visit falls on a day off', () => {
    expect(before(['2026-10-15'], [off('2026-10-15')])).toMatchObject({ open: 'Wed 14 14:00', close: 'Fri 16 17:00' });
  });

  it('begins on the last morning where it was missed, and is as usual where that is over, too', () => {
    expect(before(['2026-10-15'], [], '2026-10-14T15:00:00Z')).toMatchObject({
      open: 'Wed 14 09:00',
      nudge: 'Wed 14 14:00',
      close: 'Wed 14 18:00',
    });
    expect(before(['2026-10-15'], [], '2026-10-14T18:00:00Z')).toMatchObject(USUALLY);
  });

  it('comes exactly once for each week, whatever the calendar and wherever the visits go', () => {
    const aDay = fc.integer({ min: 0, max: 27 }).map((ahead) => addDays(MONDAY, ahead));
    fc.assert(
      fc.property(
        fc.uniqueArray(aDay, { maxLength: 10 }),
        fc.constantFrom(1, 2, 3, 4, 5),
        fc.array(fc.record({ day: aDay, movedTo: fc.option(aDay) }), { maxLength: 4 }),
        (closed, weekday, changed) => {
          const days = closed.map(off);
          const visitOn = (monday: string) => visitDayIn(monday, weekday, changed);
          const mondays = [0, 7, 14].map((ahead) => addDays(MONDAY, ahead));
          const windows = mondays.flatMap((monday) => {
            const planned = planWeek(days, monday, { school: 'adams' }, ZONE, undefined, {
              times: USUAL_TIMES,
              visitOn,
            });
            const works = [0, 1, 2, 3, 4].some((ahead) => !closed.includes(addDays(monday, ahead)));
            expect('window' in planned).toBe(works);
            return 'window' in planned ? [{ ...planned.window, monday }] : [];
          });
          for (const { openAt, nudgeAt, closeAt, lateUntil, monday } of windows) {
            expect(openAt.getTime()).toBeLessThan(nudgeAt.getTime());
            expect(nudgeAt.getTime()).toBeLessThan(closeAt.getTime());
            expect(closeAt.getTime()).toBeLessThan(lateUntil.getTime());
            expect(mondayOf(dayIn(ZONE, closeAt))).toBe(monday);
            for (const at of [openAt, closeAt]) expect(closed).not.toContain(dayIn(ZONE, at));
          }
          const closes = windows.map(({ closeAt }) => closeAt.getTime());
          expect(closes).toEqual([...closes].sort((a, b) => a - b));
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the coach’s day on site', () => {
  it.each([
    ['is the fixed one', 4, [], '2026-10-15'],
    ['is none where none is fixed', null, [], undefined],
    ['is none where it was called off', 4, [{ day: '2026-10-15', movedTo: null }], undefined],
    ['is the one to which it was moved', 4, [{ day: '2026-10-15', movedTo: '2026-10-16' }], '2026-10-16'],
    ['is the first of two', 4, [{ day: '2026-10-08', movedTo: '2026-10-13' }], '2026-10-13'],
    [
      'is none where it was moved once and then called off',
      4,
      [
        { day: '2026-10-15', movedTo: '2026-10-16' },
        { day: '2026-10-16', movedTo: null },
      ],
      undefined,
    ],
  ])('%s', (_what, weekday, changed, day) => {
    expect(visitDayIn(MONDAY, weekday, changed)).toBe(day);
  });
});

describe('"later"', () => {
  const later = (now: string, closeAt: string) => snoozeTime(new Date(now), { zone: ZONE }, new Date(closeAt))?.label;

  it('is tomorrow morning while the window lasts, else this afternoon, else not offered', () => {
    expect(later('2026-10-15T13:00:00Z', '2026-10-16T21:00:00Z')).toBe('Tomorrow morning');
    expect(later('2026-10-16T13:00:00Z', '2026-10-16T21:00:00Z')).toBe('This afternoon');
    expect(later('2026-10-16T17:30:00Z', '2026-10-16T21:00:00Z')).toBeUndefined();
  });

  it('is never a weekend', () => {
    expect(later('2026-10-16T19:00:00Z', '2026-10-19T16:00:00Z')).toBeUndefined();
  });
});

describe('weeks in a row without an answer', () => {
  const weeks = (marks: string) =>
    Array.from(marks, (mark) => ({
      status: { m: 'MISSED', u: 'MISSED', s: 'SUBMITTED', l: 'SUBMITTED_LATE', k: 'SKIPPED', e: 'EXCUSED' }[mark] ?? '',
      wasAsked: mark !== 'u',
    }));

  it.each([
    ['m', false],
    ['mm', true],
    ['mmm', false],
    ['mmmm', true],
    ['mkm', true],
    ['mem', true],
    ['mum', true],
    ['um', false],
    ['umm', false],
    ['msm', false],
    ['mlm', false],
    ['sm', false],
  ])('%s, newest first: the coach is asked %s', (marks, asked) => {
    expect(mayAskCoach(weeks(marks), 2)).toBe(asked);
  });

  it('concern nobody where the program says never', () => {
    expect(mayAskCoach(weeks('mmmm'), 0)).toBe(false);
  });
});
