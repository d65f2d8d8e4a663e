import { mayAskCoach, snoozeTime } from '../../../src/features/check-in/rules/reminding.ts';
import { planWeek, type Window } from '../../../src/features/check-in/rules/window.ts';
import type { SchoolDay } from '../../../src/roster/calendar.ts';
import { readChange, USUAL_TIMES, type Moment, type ProgramTimes } from '../../../src/roster/program-times.ts';
import { assertTimes } from '../../../src/roster/week-hours.ts';
import { dayIn, timeIn, weekdayOf } from '../../../src/zone.ts';

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
