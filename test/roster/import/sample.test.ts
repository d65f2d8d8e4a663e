import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSample } from '../../../sample/harbor-city/make.ts';
import { createIssueLog } from '../../../src/roster/import/issue.ts';
import { readCalendarCsv } from '../../../src/roster/import/calendar-csv.ts';
import { readICal } from '../../../src/roster/import/ical.ts';
import { readOneRoster } from '../../../src/roster/import/oneroster.ts';
import { readPairs } from '../../../src/roster/import/pairs.ts';
import { readSpreadsheet } from '../../../src/roster/import/spreadsheet.ts';
import { SAMPLE, TODAY, readWith } from './package.ts';

test('the committed sample files are what the script writes, byte for byte', async () => {
  for (const [name, content] of await makeSample()) {
    expect({ name, same: readFileSync(join(SAMPLE, name)).equals(content) }).toEqual({ name, same: true });
  }
});

test("keeps of Harbor City's roster the leaders only, and counts the 900 students", async () => {
  const { reading, rows, issues } = await readWith(readOneRoster, join(SAMPLE, 'roster.zip'));

  expect(reading).toEqual({
    format: 'oneroster-1.2',
    mode: 'bulk',
    kept: { org: 10, person: 14, grant: 14, session: 6, pair: 0 },
    dropped: { student: 900, parent: 30, guardian: 10, teacher: 21, counselor: 3 },
  });
  expect(issues.filter(({ severity }) => severity !== 'info').map(({ code }) => code)).toEqual(['MULTIPLE_PRINCIPALS']);
  const text = JSON.stringify([rows, issues]);
  expect(text).not.toMatch(/Applewhite|Birdsong|hc-student|hc-family|hc-teacher/);
});

test('says who the two principals of Adams are, and picks neither', async () => {
  const { issues } = await readWith(readOneRoster, join(SAMPLE, 'roster.zip'));

  const found = issues.find(({ code }) => code === 'MULTIPLE_PRINCIPALS');
  expect(found?.message).toBe(
    'Adams ES has 2 people with the role "principal": Elena Rivera, Marcus Hale. Choose which one leads the school; until then nothing changes there.',
  );
});

test('has two time zones and one school with four tracks', async () => {
  const { rows } = await readWith(readOneRoster, join(SAMPLE, 'roster.zip'));

  const schools = rows.flatMap((entry) => (entry.kind === 'org' && entry.row.kind === 'school' ? [entry.row] : []));
  expect(new Set(schools.map(({ timeZone }) => timeZone))).toEqual(new Set(['America/New_York', 'America/Phoenix']));
  expect(schools.filter(({ tracks }) => tracks).map(({ name, tracks }) => [name, tracks])).toEqual([
    ['Clay K-8', ['A', 'B', 'C', 'D']],
  ]);
});

test('the spreadsheet names the same people, with exactly one principal a school', async () => {
  const fromZip = await readWith(readOneRoster, join(SAMPLE, 'roster.zip'));
  const fromSheet = await readWith(readSpreadsheet, join(SAMPLE, 'staff.csv'));

  const emails = (rows: typeof fromZip.rows) =>
    rows.flatMap((entry) => (entry.kind === 'person' ? [entry.row.email] : [])).sort();
  expect(emails(fromSheet.rows)).toEqual(emails(fromZip.rows));
  expect(fromSheet.issues).toEqual([]);
});

test('the pairs are six coaches, one of them twice on different days, and a manager', async () => {
  const { rows, issues } = await readWith(readPairs, join(SAMPLE, 'pairs.csv'));

  const pairs = rows.flatMap((entry) => (entry.kind === 'pair' ? [entry.row] : []));
  expect(issues).toEqual([]);
  expect(
    pairs.filter(({ coachName }) => coachName === 'Priya Singh').map((pair) => [pair.school, pair.visitWeekday]),
  ).toEqual([
    ['Lincoln MS', 2],
    ['Madison MS', 4],
  ]);
  expect(pairs.filter(({ principalEmail }) => principalEmail === undefined)).toEqual([
    { line: 10, coachName: 'Noor Haas', coachEmail: 'noor.haas@northlight.example', coachPlatform: 'SLACK' },
  ]);
  expect(pairs.filter(({ principalPlatform }) => principalPlatform === 'SLACK').map(({ school }) => school)).toEqual([
    'Truman HS',
  ]);
});

test('the calendars have a Monday holiday, a two-day fall break, a PD Friday and a snow Thursday in both years', async () => {
  const log = createIssueLog();
  const { days, ignored } = await readICal(join(SAMPLE, 'calendar.ics'), log, {
    today: TODAY,
    timeZone: 'America/New_York',
  });
  const types = new Map(days.map(({ day, type }) => [day, type]));

  expect(
    ['2026-10-12', '2026-10-29', '2026-10-30', '2026-11-06', '2027-01-28', '2027-10-11', '2028-01-27'].map((day) =>
      types.get(day),
    ),
  ).toEqual(['HOLIDAY', 'BREAK', 'BREAK', 'PD', 'WEATHER_CLOSURE', 'HOLIDAY', 'WEATHER_CLOSURE']);
  expect([types.get('2026-11-19'), types.get('2026-12-04'), types.get('2026-12-02'), types.get('2027-01-06')]).toEqual([
    'EARLY_RELEASE',
    'TEACHER_WORKDAY',
    'EARLY_RELEASE',
    undefined,
  ]);
  expect([ignored, log.hasErrors()]).toEqual([6, false]);
  for (const name of ['calendar-truman.csv', 'calendar-clay.csv']) await readCalendarCsv(join(SAMPLE, name), log);
  expect(log.hasErrors()).toBe(false);
});
