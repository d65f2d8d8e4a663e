import { dayIn, timeIn } from '../../../src/zone.ts';
import type { SchoolDay } from '../../../src/roster/calendar.ts';
import { districtStaffDays, schoolPlannedDays, schoolStaffDays } from '../../../src/features/digest/rules/days.ts';
import { outcomeOf, tally, type CheckInFact, type Prompt } from '../../../src/features/outcomes.ts';
import { countOnSite } from '../../../src/features/digest/rules/on-site.ts';
import { medianOf, type Count } from '../../../src/features/digest/rules/practice.ts';
import { canMove, moved, type DigestMove, type DigestState } from '../../../src/features/digest/rules/status.ts';
import { suggestQuestion, type PairWeek } from '../../../src/features/digest/rules/summary.ts';
import {
  lateTime,
  nextWeek,
  postDay,
  postTime,
  previewTime,
  seeYouOn,
  summaryTime,
} from '../../../src/features/digest/rules/times.ts';

const WEEK = '2026-10-19';
const NEW_YORK = 'America/New_York';

function days(type: SchoolDay['type'], ...list: string[]): SchoolDay[] {
  return list.map((day) => ({ day, type, scope: 'district', label: '' }));
}

const winter = days(
  'BREAK',
  ...['2026-12-21', '2026-12-22', '2026-12-23', '2026-12-24', '2026-12-25'],
  ...['2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31', '2027-01-01'],
);

describe('the day of the post', () => {
  it.each([
    ['the next Monday', [], '2026-10-26'],
    ['Tuesday after a holiday Monday', days('HOLIDAY', '2026-10-26'), '2026-10-27'],
    ['Wednesday after a long weekend', days('HOLIDAY', '2026-10-26', '2026-10-27'), '2026-10-28'],
    ['Tuesday after a snow day', days('WEATHER_CLOSURE', '2026-10-26'), '2026-10-27'],
    ['never for a week without staff days', days('BREAK', ...fridayFrom(WEEK)), undefined],
  ])('is %s', (_, calendar, expected) => {
    expect(postDay(WEEK, districtStaffDays(calendar))).toBe(expected);
  });

  it('comes before a two-week break, not in it, and after it about the last week worked', () => {
    const isStaffDay = districtStaffDays(winter);
    const posts = ['2026-12-07', '2026-12-14', '2026-12-21', '2026-12-28', '2027-01-04'].map((week) =>
      postDay(week, isStaffDay),
    );

    expect(posts).toEqual(['2026-12-14', '2027-01-04', undefined, undefined, '2027-01-11']);
    expect(seeYouOn('2026-12-07', isStaffDay)).toBe('2027-01-04');
    expect(seeYouOn('2026-12-14', isStaffDay)).toBeUndefined();
  });

  it('says no "see you" for a single holiday', () => {
    expect(seeYouOn(WEEK, districtStaffDays(days('HOLIDAY', '2026-11-02')))).toBeUndefined();
  });

  it('is found in the middle of a break, about a week that lies far back', () => {
    const isStaffDay = districtStaffDays(winter);
    const next = nextWeek(new Date('2026-12-30T12:00:00Z'), NEW_YORK, (week) => postTime(week, NEW_YORK, isStaffDay));
    expect(next).toEqual({ weekOf: '2026-12-14', dueAt: new Date('2027-01-04T12:00:00Z') });
  });

  it.each([
    ['the Sunday the clocks go back', '2026-10-26', '2026-11-02T12:00:00.000Z'],
    ['the Sunday they go forward', '2027-03-08', '2027-03-15T11:00:00.000Z'],
    ['an ordinary Sunday', '2026-10-12', '2026-10-19T11:00:00.000Z'],
  ])('stays at seven after %s', (_, week, expected) => {
    expect(postTime(week, NEW_YORK, districtStaffDays([]))?.toISOString()).toBe(expected);
  });
});

describe('a post that was missed', () => {
  const dueAt = new Date('2026-10-26T11:00:00Z');
  it.each([
    ['goes out late on the same day', '2026-10-26T14:59:00Z', 'now'],
    ['waits for the next morning after more than four hours', '2026-10-26T15:01:00Z', new Date('2026-10-27T11:00:00Z')],
    ['is dropped when the next one is near', '2026-10-31T12:00:00Z', 'never'],
  ])('%s', (_, now, expected) => {
    expect(lateTime(new Date(now), dueAt, NEW_YORK, districtStaffDays([]))).toEqual(expected);
  });
});

describe("the coach's summary and the preview", () => {
  const open = districtStaffDays([]);

  it('come on Friday, the summary in the zone where Friday ends last', () => {
    const zones = [NEW_YORK, 'Pacific/Honolulu', 'America/Phoenix'].map((zone) => ({ zone, isStaffDay: open }));
    const at = summaryTime(WEEK, zones);
    expect([at && dayIn('Pacific/Honolulu', at), at && timeIn('Pacific/Honolulu', at)]).toEqual([
      '2026-10-23',
      '17:15',
    ]);
    expect(previewTime(WEEK, NEW_YORK, open)?.toISOString()).toBe('2026-10-23T21:30:00.000Z');
  });

  it('come on Thursday where Friday is a holiday, and not at all in a break', () => {
    const thursday = { zone: NEW_YORK, isStaffDay: districtStaffDays(days('HOLIDAY', '2026-10-23')) };
    const off = { zone: NEW_YORK, isStaffDay: districtStaffDays(days('BREAK', ...fridayFrom(WEEK))) };
    expect(summaryTime(WEEK, [thursday])?.toISOString()).toBe('2026-10-22T21:15:00.000Z');
    expect(summaryTime(WEEK, [off])).toBeUndefined();
    expect(summaryTime(WEEK, [off, thursday])?.toISOString()).toBe('2026-10-22T21:15:00.000Z');
  });

  it('keep the wall clock over both changes of the clocks', () => {
    const at = (week: string) => summaryTime(week, [{ zone: NEW_YORK, isStaffDay: open }])?.toISOString();
    expect([at('2026-10-26'), at('2026-11-02'), at('2027-03-08'), at('2027-03-15')]).toEqual([
      '2026-10-30T21:15:00.000Z',
      '2026-11-06T22:15:00.000Z',
      '2027-03-12T22:15:00.000Z',
      '2027-03-19T21:15:00.000Z',
    ]);
  });
});

describe('days on site', () => {
  const pair = { assignmentId: 'a', visitWeekday: 4 };
  const school = { school: 's', tracks: ['A', 'B'] };

  it.each([
    ['an ordinary week', [], 1],
    ['a snow day on the visit day, which stays planned', days('WEATHER_CLOSURE', '2026-10-22'), 1],
    ['a holiday on the visit day, which was never planned', days('HOLIDAY', '2026-10-22'), 0],
    ['a break', days('BREAK', ...fridayFrom(WEEK)), 0],
  ])('count %s', (_, calendar, planned) => {
    const isPlannedDay = schoolPlannedDays(calendar, school);
    expect(countOnSite(WEEK, [{ ...pair, isPlannedDay }], []).planned).toBe(planned);
  });

  it('tell what took place, moved and came on top', () => {
    const isPlannedDay = schoolPlannedDays([], school);
    const pairs = ['a', 'b', 'c'].map((assignmentId) => ({ assignmentId, visitWeekday: null, isPlannedDay }));
    const visits = [
      { id: '1', assignmentId: 'a', outcome: 'full' },
      { id: '2', assignmentId: 'a', outcome: 'part' },
      { id: '3', assignmentId: 'b', outcome: 'moved' },
      { id: '4', assignmentId: 'c', outcome: 'cancelled' },
    ];
    expect(countOnSite(WEEK, pairs, visits)).toMatchObject({ planned: 3, done: 1, extra: 1, moved: 1, cancelled: 1 });
  });

  it('count a multi-track school while any track is on', () => {
    const off = (track: string): SchoolDay => ({
      day: '2026-10-22',
      type: 'OFF_TRACK',
      scope: `track:${track}`,
      label: '',
    });
    expect(schoolStaffDays([off('A')], school)('2026-10-22')).toBe(true);
    expect(schoolStaffDays([off('A'), off('B')], school)('2026-10-22')).toBe(false);
  });
});

describe('a median', () => {
  it.each([
    [7, true],
    [6, true],
    [5, true],
    [4, false],
    [0, false],
  ])('of %i principals is shown: %s', (people, shown) => {
    expect(medianOf('rooms', counts(people)).shown).toBe(shown);
  });

  it('is the middle one, or lies between the two middle ones', () => {
    expect(medianOf('rooms', counts(5))).toMatchObject({ median: 3, people: 5 });
    expect(medianOf('rooms', counts(6))).toMatchObject({ median: 3.5, people: 6 });
  });

  it.each([
    [6, 6, true],
    [6, 7, false],
    [7, 6, false],
    [9, 5, false],
    [10, 5, true],
    [5, 10, true],
    [6, 0, true],
  ])('of %i principals after one of %i is shown: %s', (people, before, shown) => {
    const published = { rooms: before === 0 ? [] : [groupOf(before)], 'next-steps': [groupOf(people + 1)] };
    expect(medianOf('rooms', counts(people), published).shown).toBe(shown);
  });

  it('of as many principals as before, but not the same ones, is not shown', () => {
    const swapped = new Set([...groupOf(5), 'p7']);
    expect(medianOf('rooms', counts(6), { rooms: [swapped] }).shown).toBe(false);
    expect(medianOf('rooms', counts(6), { rooms: [groupOf(6)] }).shown).toBe(true);
  });

  it('is compared with every number that stands beside it, not with the newest alone', () => {
    expect(medianOf('rooms', counts(6), { rooms: [groupOf(7), groupOf(11)] }).shown).toBe(false);
    expect(medianOf('rooms', counts(6), { rooms: [groupOf(11), groupOf(6)] }).shown).toBe(true);
  });

  it('needs five schools', () => {
    const together = counts(5).map((count) => ({
      ...count,
      schoolId: count.schoolId === 's5' ? 's4' : count.schoolId,
    }));
    expect(medianOf('rooms', together)).toEqual({
      question: 'rooms',
      shown: false,
      why: 'Not shown: fewer than 5 schools answered.',
    });
  });

  it('counts only answers to its own question', () => {
    expect(medianOf('next-steps', counts(7)).shown).toBe(false);
  });
});

describe('what became of a check-in', () => {
  const now = new Date('2026-10-23T21:15:00Z');
  const base: CheckInFact = {
    id: 'c',
    assignmentId: 'a',
    schoolId: 's',
    status: 'MISSED',
    shape: 'full',
    openAt: new Date('2026-10-22T18:00:00Z'),
    closeAt: new Date('2026-10-23T21:00:00Z'),
    lateUntil: new Date('2026-10-26T09:00:00Z'),
  };
  const later = new Date('2026-10-24T00:00:00Z');
  const sent: Prompt = { status: 'SENT' };
  const dead: Prompt = {
    status: 'DEAD',
    reason: 'BotNotInConversationRoster',
    reasonText: 'The app is not installed for this person.',
  };

  it.each<[string, Partial<CheckInFact>, Prompt[], string]>([
    ['answered', { status: 'SUBMITTED' }, [sent], 'answered'],
    ['answered late', { status: 'SUBMITTED_LATE', submittedAt: new Date('2026-10-24T00:00:00Z') }, [sent], 'answered'],
    [
      'answered after the cut-off',
      { status: 'SUBMITTED_LATE', submittedAt: new Date('2026-10-26T09:00:01Z') },
      [sent],
      'no-reply',
    ],
    ['delivered and closed', {}, [sent], 'no-reply'],
    ['delivered by the nudge only', {}, [dead, sent], 'no-reply'],
    ['never delivered', {}, [dead], 'not-delivered'],
    ['still in the queue when it closed', {}, [{ status: 'PENDING' }], 'not-delivered'],
    ['failed', {}, [{ status: 'FAILED', reasonText: 'Slack is down.' }], 'not-delivered'],
    ['failed for good before it closed', { status: 'OPEN', closeAt: later }, [dead], 'not-delivered'],
    ['taken back and asked anew', { status: 'OPEN', closeAt: later }, [{ status: 'SUPERSEDED' }], 'waiting'],
    ['failed once and still under way', { status: 'OPEN', closeAt: later }, [dead, { status: 'PENDING' }], 'waiting'],
    ['delivered after it had closed', {}, [{ status: 'SENT', sentAt: now }], 'not-delivered'],
    ['delivered just in time', {}, [{ status: 'SENT', sentAt: base.openAt }], 'no-reply'],
    ['perhaps delivered', {}, [{ status: 'UNKNOWN' }], 'unsure'],
    ['answered although delivery is in doubt', { status: 'SUBMITTED' }, [{ status: 'UNKNOWN' }], 'answered'],
    ['begun and left', { status: 'STARTED' }, [], 'no-reply'],
    ['open', { status: 'OPEN', closeAt: new Date('2026-10-24T00:00:00Z') }, [{ status: 'PENDING' }], 'waiting'],
    ['excused', { status: 'EXCUSED' }, [sent], 'excused'],
    ['skipped', { status: 'SKIPPED', skipReason: 'on leave' }, [], 'out'],
  ])('%s', (_, change, prompts, kind) => {
    expect(outcomeOf({ ...base, ...change }, prompts, now).kind).toBe(kind);
  });

  it('says why it was not delivered', () => {
    expect(outcomeOf(base, [dead], now)).toEqual({
      kind: 'not-delivered',
      reason: 'BotNotInConversationRoster',
      why: 'The app is not installed for this person.',
      since: base.openAt,
    });
  });

  it('counts an undelivered one apart, and an excused or skipped one not at all', () => {
    const outcomes = [
      outcomeOf({ ...base, status: 'SUBMITTED' }, [sent], now),
      outcomeOf(base, [sent], now),
      outcomeOf(base, [dead], now),
      outcomeOf({ ...base, status: 'EXCUSED' }, [sent], now),
      outcomeOf({ ...base, status: 'SKIPPED' }, [], now),
    ];
    expect(tally(outcomes)).toEqual({ answered: 1, asked: 2, notDelivered: 1, unsure: 0, waiting: 0 });
  });
});

describe('the life of a digest', () => {
  it.each<[DigestState, DigestMove, DigestState]>([
    ['COMPILING', 'preview', 'PREVIEW'],
    ['COMPILING', 'post', 'POSTED'],
    ['PREVIEW', 'approve', 'APPROVED'],
    ['PREVIEW', 'hold', 'HELD'],
    ['PREVIEW', 'post', 'POSTED'],
    ['APPROVED', 'post', 'POSTED'],
    ['APPROVED', 'hold', 'HELD'],
    ['HELD', 'release', 'PREVIEW'],
    ['POSTED', 'update', 'POSTED'],
    ['POSTED', 'correct', 'CORRECTED'],
    ['CORRECTED', 'retract', 'RETRACTED'],
  ])('%s, %s: %s', (from, move, to) => {
    expect(moved(from, move)).toBe(to);
  });

  it.each<[DigestState, DigestMove]>([
    ['HELD', 'post'],
    ['HELD', 'approve'],
    ['POSTED', 'post'],
    ['POSTED', 'hold'],
    ['RETRACTED', 'post'],
    ['RETRACTED', 'update'],
    ['PREVIEW', 'correct'],
  ])('%s refuses to %s', (from, move) => {
    expect(canMove(from, move)).toBe(false);
    expect(() => moved(from, move)).toThrow();
  });
});

describe('the question for the next visit', () => {
  const step = {
    id: '1',
    text: 'Open PLC with the data',
    status: 'IN_PROGRESS',
    dueOn: '2026-10-23',
    carriedCount: 0,
    mustChoose: false,
  };
  const week: PairWeek = {
    assignmentId: 'a',
    principal: 'Elena Rivera',
    school: 'Adams ES',
    zone: NEW_YORK,
    outcome: { kind: 'answered', late: false },
    answers: {},
    steps: [],
  };

  it.each<[string, Partial<PairWeek>, RegExp]>([
    ['an undelivered prompt', { outcome: { kind: 'unsure' } }, /may not have reached you/],
    ['no reply', { outcome: { kind: 'no-reply' } }, /two minutes/],
    ['a third carry-over', { steps: [{ ...step, mustChoose: true, report: 'stuck' }] }, /Make it smaller/],
    ['a step that is stuck', { steps: [{ ...step, report: 'stuck' }] }, /in the way of “Open PLC with the data”/],
    ['a step that is done', { steps: [{ ...step, report: 'done' }] }, /what changed for teachers/],
    ['low readiness', { answers: { ready: 2 } }, /within reach/],
    ['a barrier', { answers: { barriers: ['substitutes'] } }, /raised with the district/],
    [
      'the own capacity, which is never offered to the district',
      { answers: { barriers: ['capacity'] } },
      /off your plate/,
    ],
    ['a need', { answers: { barriers: ['nothing'], need: 'rehearse' } }, /first sentence/],
    ['visits without talks', { answers: { rooms: 6, 'next-steps': 0 } }, /go back to/],
    ['nothing in particular', {}, /one thing/],
  ])('comes from %s', (_, change, expected) => {
    expect(suggestQuestion({ ...week, ...change })).toMatch(expected);
  });
});

function counts(people: number): Count[] {
  return Array.from({ length: people }, (_, index) => ({
    answerId: `a${index + 1}`,
    personId: `p${index + 1}`,
    schoolId: `s${index + 1}`,
    question: 'rooms',
    value: index + 1,
  }));
}

function groupOf(people: number): Set<string> {
  return new Set(counts(people).map((count) => count.personId));
}

function fridayFrom(monday: string): string[] {
  return [19, 20, 21, 22, 23].map((day) => `${monday.slice(0, 8)}${day}`);
}
