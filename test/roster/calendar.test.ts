import fc from 'fast-check';
import {
  countStaffDays,
  DAY_TYPES,
  dayKind,
  instructionalDays,
  nextStaffDay,
  previousStaffDay,
  schoolYearOf,
  staffDays,
  weekShape,
  type DayType,
  type SchoolDay,
} from '../../src/roster/calendar.ts';

const MONDAY = '2026-10-12';
const ADAMS = { school: 'adams' };

function day(date: string, type: DayType, scope = 'district'): SchoolDay {
  return { day: date, type, scope, label: `${type} of ${scope}` };
}

/** The days of a week, Monday first. */
function week(...types: DayType[]): SchoolDay[] {
  return types.map((type, at) => day(`2026-10-${String(12 + at)}`, type));
}

test('weekdays are school days and weekends are not, unless a calendar says otherwise', () => {
  expect(staffDays([], MONDAY, ADAMS)).toEqual(['2026-10-12', '2026-10-13', '2026-10-14', '2026-10-15', '2026-10-16']);
  expect(dayKind([], '2026-10-17', ADAMS)).toMatchObject({ type: 'WEEKEND', staff: false });
  expect(dayKind([day('2026-10-17', 'MAKE_UP')], '2026-10-17', ADAMS)).toMatchObject({
    staff: true,
    instructional: true,
  });
});

test('a school comes before its track, a track before the cluster, the cluster before the district', () => {
  const chain = { school: 'adams', tracks: ['A'], cluster: 'zone' };
  const all = [
    day(MONDAY, 'HOLIDAY'),
    day(MONDAY, 'PD', 'cluster:zone'),
    day(MONDAY, 'OFF_TRACK', 'track:A'),
    day(MONDAY, 'TESTING', 'adams'),
  ];

  const types = [4, 3, 2, 1, 0].map((count) => dayKind(all.slice(0, count), MONDAY, chain).type);
  expect(types).toEqual(['TESTING', 'OFF_TRACK', 'PD', 'HOLIDAY', 'INSTRUCTIONAL']);
});

test('the days of another school, track or cluster do not count', () => {
  const others = [
    day(MONDAY, 'HOLIDAY', 'baker'),
    day(MONDAY, 'OFF_TRACK', 'track:A'),
    day(MONDAY, 'BREAK', 'cluster:west'),
  ];

  expect(dayKind(others, MONDAY, ADAMS)).toMatchObject({ type: 'INSTRUCTIONAL', staff: true });
});

test('a multi-track school works while any track is on, and rests when all are off', () => {
  const clay = { school: 'clay', tracks: ['A', 'B'] };
  const off = (track: string) => day(MONDAY, 'OFF_TRACK', `track:${track}`);

  expect(dayKind([off('B')], MONDAY, clay)).toMatchObject({ staff: true, instructional: true });
  expect(dayKind([off('A'), off('B')], MONDAY, clay)).toMatchObject({ type: 'OFF_TRACK', staff: false });
  expect(dayKind([off('B'), day(MONDAY, 'HOLIDAY')], MONDAY, clay)).toMatchObject({ staff: false });
});

test.each<[shape: string, days: SchoolDay[]]>([
  ['full', []],
  ['full', week('HOLIDAY')],
  ['full', week('HOLIDAY', 'INSTRUCTIONAL', 'INSTRUCTIONAL', 'WEATHER_CLOSURE')],
  ['short', week('BREAK', 'BREAK', 'BREAK')],
  ['short', week('BREAK', 'BREAK', 'BREAK', 'BREAK', 'PD')],
  ['no-visits', week('PD', 'PD', 'TEACHER_WORKDAY', 'STUDENT_HOLIDAY', 'SUMMER_STAFF')],
  ['no-visits', week('HOLIDAY', 'PD', 'PD', 'PD', 'BREAK')],
  ['skip', week('BREAK', 'BREAK', 'BREAK', 'BREAK', 'BREAK')],
])('a week is %s', (shape, days) => {
  expect(weekShape(days, MONDAY, ADAMS)).toBe(shape);
});

test('days of classes are fewer than days of staff in a week with a PD Friday', () => {
  const days = [day('2026-10-16', 'PD')];

  expect([staffDays(days, MONDAY, ADAMS).length, instructionalDays(days, MONDAY, ADAMS).length]).toEqual([5, 4]);
});

test('a Monday holiday moves to Tuesday, a two-week break to the Monday after it, an endless one nowhere', () => {
  const holiday = [day(MONDAY, 'HOLIDAY')];
  const winter = Array.from({ length: 14 }, (_, at) => day(`2026-12-${String(18 + at)}`, 'BREAK'));
  const closed = Array.from({ length: 9 }, (_, at) => day(`2026-12-${String(10 + at)}`, 'BREAK'));

  expect(nextStaffDay(holiday, MONDAY, ADAMS)).toBe('2026-10-13');
  expect(nextStaffDay([], MONDAY, ADAMS)).toBe(MONDAY);
  expect(nextStaffDay(winter, '2026-12-18', ADAMS)).toBe('2027-01-01');
  expect(nextStaffDay(closed, '2026-12-10', ADAMS, 5)).toBeUndefined();
  expect(previousStaffDay(holiday, '2026-10-13', ADAMS)).toBe('2026-10-09');
});

test('staff days are counted after the first day and up to the last', () => {
  expect(countStaffDays([day(MONDAY, 'HOLIDAY')], '2026-10-09', '2026-10-14', ADAMS)).toBe(2);
});

test('a school year has the name of the year in which it ends', () => {
  expect(['2026-06-30', '2026-07-01', '2027-06-30'].map(schoolYearOf)).toEqual([2026, 2027, 2027]);
});

/** Scope after scope in the order of the rule, and nothing of how the product finds it. */
function byTheRule(days: readonly SchoolDay[], date: string, tracks: readonly string[], cluster: string | undefined) {
  const of = (scope: string) => days.find((one) => one.day === date && one.scope === scope)?.type;
  const isWeekend = [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
  const meaning = (type: DayType | undefined) =>
    type === undefined ? { staff: !isWeekend, instructional: !isWeekend } : DAY_TYPES[type];
  if (of('adams') !== undefined) return meaning(of('adams'));
  const below = (cluster !== undefined ? of(`cluster:${cluster}`) : undefined) ?? of('district');
  const each = tracks.length === 0 ? [meaning(below)] : tracks.map((track) => meaning(of(`track:${track}`) ?? below));
  return { staff: each.some((one) => one.staff), instructional: each.some((one) => one.instructional) };
}

test('whatever calendars say, the nearest scope decides, and any track that is on opens the school', () => {
  const scopes = ['adams', 'baker', 'track:A', 'track:B', 'track:C', 'cluster:north', 'cluster:south', 'district'];
  const anEntry = fc.record({
    day: fc.integer({ min: 12, max: 18 }).map((date) => `2026-10-${String(date)}`),
    type: fc.constantFrom(...(Object.keys(DAY_TYPES) as DayType[])),
    scope: fc.constantFrom(...scopes),
    label: fc.constant(''),
  });
  const aCalendar = fc.uniqueArray(anEntry, { maxLength: 40, selector: ({ day, scope }) => `${scope} ${day}` });
  fc.assert(
    fc.property(
      aCalendar,
      fc.subarray(['A', 'B', 'C']),
      fc.constantFrom('north', 'south', undefined),
      (days, tracks, cluster) => {
        for (let date = 12; date <= 18; date++) {
          const at = `2026-10-${String(date)}`;
          const { staff, instructional } = dayKind(days, at, { school: 'adams', tracks, cluster });
          expect({ staff, instructional }).toEqual(byTheRule(days, at, tracks, cluster));
        }
      },
    ),
    { numRuns: 500 },
  );
});
