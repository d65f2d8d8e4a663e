import { readCalendarCsv } from '../../../src/roster/import/calendar-csv.ts';
import { classifyDay } from '../../../src/roster/import/classify-day.ts';
import { readICal } from '../../../src/roster/import/ical.ts';
import { createIssueLog } from '../../../src/roster/import/issue.ts';
import { TODAY, aFile, removeFiles } from './package.ts';

afterAll(removeFiles);

async function read(...events: string[]) {
  return readText(['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''].join('\r\n'));
}

async function readText(text: string | Buffer) {
  const log = createIssueLog();
  const reading = await readICal(aFile('calendar.ics', text), log, { today: TODAY, timeZone: 'America/Denver' });
  return { ...reading, issues: log.list(), days: reading.days.map(({ day, type }) => `${day} ${type}`) };
}

function event(summary: string, ...lines: string[]): string {
  return ['BEGIN:VEVENT', `UID:${summary}`, ...lines, `SUMMARY:${summary}`, 'END:VEVENT'].join('\r\n');
}

async function readCsvText(text: string, isSchool?: (scope: string) => boolean) {
  const log = createIssueLog();
  const { days } = await readCalendarCsv(aFile('calendar.csv', text), log, { isSchool });
  return { days, issues: log.list() };
}

test.each([
  ['Labor Day - No School', 'HOLIDAY'],
  ['Thanksgiving Recess', 'BREAK'],
  ['Winter Break', 'BREAK'],
  ['Fall Break: No School', 'BREAK'],
  ['PD Day', 'PD'],
  ['Staff Development / No School for Students', 'PD'],
  ['Teacher Workday', 'TEACHER_WORKDAY'],
  ["Teachers' Work Day", 'TEACHER_WORKDAY'],
  ['No School for Students', 'STUDENT_HOLIDAY'],
  ['Early Dismissal', 'EARLY_RELEASE'],
  ['2-Hour Delay due to snow', 'LATE_START'],
  ['Snow Day', 'WEATHER_CLOSURE'],
  ['Schools closed: ice storm', 'WEATHER_CLOSURE'],
  ['Snow Make-Up Day', 'MAKE_UP'],
  ['E-Learning Day', 'REMOTE_LEARNING'],
  ['Emergency Closure', 'EMERGENCY'],
  ['State Testing', 'TESTING'],
  ['First Day of School', 'INSTRUCTIONAL'],
  ['Summer: offices open', 'SUMMER_STAFF'],
  ['Wear Purple Day', undefined],
  ['Holiday Concert', undefined],
  ['PD Committee Meeting', undefined],
  ['Spring Break Camp Registration Deadline', undefined],
  ['Teacher Appreciation Week', undefined],
  ['Board of Education', undefined],
])('"%s" is %s', (title, type) => {
  expect(classifyDay(title)?.type).toBe(type);
});

test('a plain "No School" is understood from its description, and otherwise is for a human to check', () => {
  expect(classifyDay('No School', '<p>Teacher&nbsp;<b>workday</b></p>')).toEqual({
    type: 'TEACHER_WORKDAY',
    sure: true,
  });
  expect(classifyDay('No School')).toEqual({ type: 'HOLIDAY', sure: false });
});

describe('iCal', () => {
  test('an all-day entry ends the day before its DTEND, and a break leaves its weekend out', async () => {
    const { days } = await read(event('Winter Break', 'DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261230'));

    expect(days).toEqual(['2026-12-24 BREAK', '2026-12-25 BREAK', '2026-12-28 BREAK', '2026-12-29 BREAK']);
  });

  test('an entry without an end is one day, also a Saturday', async () => {
    expect((await read(event('Snow make-up day', 'DTSTART;VALUE=DATE:20270306'))).days).toEqual(['2027-03-06 MAKE_UP']);
  });

  test('a repeated entry leaves out its exceptions and moves what was moved', async () => {
    const { days } = await read(
      event('Early release', 'DTSTART;VALUE=DATE:20261202', 'RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE;VALUE=DATE:20261209'),
      event('Early release', 'DTSTART;VALUE=DATE:20261217', 'RECURRENCE-ID;VALUE=DATE:20261216'),
    );

    expect(days).toEqual(['2026-12-02 EARLY_RELEASE', '2026-12-17 EARLY_RELEASE', '2026-12-23 EARLY_RELEASE']);
  });

  test('an endless repetition is read for some two years and no further', async () => {
    const { days, issues } = await read(event('Early release', 'DTSTART;VALUE=DATE:20261202', 'RRULE:FREQ=DAILY'));

    expect(days.length).toBeLessThanOrEqual(1000);
    expect(issues.map(({ code }) => code)).toEqual(['ENDLESS_EVENT']);
  });

  test('an instant in UTC falls on the day it has at the school', async () => {
    const { days } = await read(event('Early dismissal', 'DTSTART:20261203T020000Z', 'DTEND:20261203T030000Z'));

    expect(days).toEqual(['2026-12-02 EARLY_RELEASE']);
  });

  test('a training of two hours makes no day without classes, and a cancelled entry no day at all', async () => {
    const { days, ignored } = await read(
      event('PD for new staff', 'DTSTART:20261203T150000Z', 'DTEND:20261203T170000Z'),
      event('Labor Day', 'DTSTART;VALUE=DATE:20270906', 'STATUS:CANCELLED'),
    );

    expect([days, ignored]).toEqual([[], 2]);
  });

  test('of two statements about a day the more closed one counts, and is told', async () => {
    const { days, issues } = await read(
      event('Early release', 'DTSTART;VALUE=DATE:20261202'),
      event('Snow Day', 'DTSTART;VALUE=DATE:20261202'),
    );

    expect([days, issues.map(({ code }) => code)]).toEqual([['2026-12-02 WEATHER_CLOSURE'], ['DAY_STATED_TWICE']]);
  });

  test.each<[name: string, code: string, line: number | undefined, text: string | Buffer]>([
    ['a web page', 'NOT_A_CALENDAR', 1, '<!DOCTYPE html><html></html>'],
    ['an empty file', 'NOT_A_CALENDAR', 1, ''],
    ['garbage in the middle', 'BAD_LINE', 3, 'BEGIN:VCALENDAR\nVERSION:2.0\n%%% rubbish\nEND:VCALENDAR\n'],
    ['a file cut off', 'BAD_LINE', 2, 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Snow Day\n'],
    ['an end without a beginning', 'BAD_LINE', 2, 'BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\n'],
    [
      'a day that does not exist',
      'BAD_LINE',
      2,
      `BEGIN:VCALENDAR\n${event('Snow Day', 'DTSTART;VALUE=DATE:20261345')}\nEND:VCALENDAR\n`,
    ],
    ['no day at all', 'BAD_LINE', 2, `BEGIN:VCALENDAR\n${event('Snow Day')}\nEND:VCALENDAR\n`],
    [
      'an end before the beginning',
      'BAD_LINE',
      2,
      `BEGIN:VCALENDAR\n${event('Fall Break', 'DTSTART;VALUE=DATE:20261202', 'DTEND;VALUE=DATE:20261101')}\nEND:VCALENDAR\n`,
    ],
    [
      'a rule that repeats every second',
      'BAD_LINE',
      2,
      `BEGIN:VCALENDAR\n${event('Snow Day', 'DTSTART;VALUE=DATE:20261202', 'RRULE:FREQ=SECONDLY')}\nEND:VCALENDAR\n`,
    ],
    [
      'a rule that cannot be',
      'BAD_LINE',
      2,
      `BEGIN:VCALENDAR\n${event('Snow Day', 'DTSTART;VALUE=DATE:20261202', 'RRULE:FREQ=MONTHLY;BYDAY=6MO')}\nEND:VCALENDAR\n`,
    ],
    ['another encoding', 'NOT_UTF8', undefined, Buffer.from('BEGIN:VCALENDAR\nSUMMARY:Caf\u00e9\n', 'latin1')],
  ])('%s is named by its line', async (_name, code, line, text) => {
    const { days, issues } = await readText(text);

    expect(days).toEqual([]);
    expect(issues[0]).toMatchObject({ code, severity: 'error', file: 'calendar.ics' });
    expect(issues[0]?.row).toBe(line);
  });
});

describe('calendar CSV', () => {
  test('reads districts, schools and tracks, and days as a spreadsheet program rewrites them', async () => {
    const { days, issues } = await readCsvText(
      'Date,Type,Scope,Label\n2026-10-12,holiday,,Monday off\n10/16/2026,Teacher Workday,s1,\n2026-10-19,OFF_TRACK,track:B,B away\n',
    );

    expect(issues).toEqual([]);
    expect(days).toEqual([
      { day: '2026-10-12', type: 'HOLIDAY', scope: 'district', label: 'Monday off' },
      { day: '2026-10-16', type: 'TEACHER_WORKDAY', scope: 's1', label: '' },
      { day: '2026-10-19', type: 'OFF_TRACK', scope: 'track:B', label: 'B away' },
    ]);
  });

  test.each([
    ['BAD_DATE', '2026-02-30,HOLIDAY,district,x'],
    ['BAD_ENUM', '2026-10-12,FUNDAY,district,x'],
    ['BAD_SCOPE', '2026-10-12,HOLIDAY,s9,x'],
    ['BAD_SCOPE', '2026-10-12,HOLIDAY,planet:mars,x'],
    ['BAD_SCOPE', '2026-10-12,OFF_TRACK,district,x'],
  ])('%s: %s', async (code, line) => {
    const { issues } = await readCsvText(`date,type,scope,label\n${line}\n`, (scope) => scope === 's1');

    expect(issues[0]).toMatchObject({ code, row: 2, severity: 'error' });
  });
});
