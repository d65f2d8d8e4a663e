import { CALENDAR_COLUMNS } from '../../src/roster/import/calendar-csv.ts';
import { PAIR_COLUMNS } from '../../src/roster/import/pairs.ts';
import { STAFF_COLUMNS } from '../../src/roster/import/spreadsheet.ts';
import { DAY_TYPES } from '../../src/roster/calendar.ts';
import { readText } from '../architecture/sources.ts';

const rosters = readText('docs/guides/roster-files.md');
const calendars = readText('docs/guides/calendar-files.md');

describe('the guides to files', () => {
  it.each([
    ['staff.csv', STAFF_COLUMNS],
    ['pairs.csv', PAIR_COLUMNS],
  ])('explain every column of %s, in the order of the importer', (file, columns) => {
    expect(columnsIn(sectionOf(rosters, file))).toEqual(columns);
  });

  it('explain every column and every type of day of a calendar', () => {
    expect(columnsIn(sectionOf(calendars, 'CSV')).filter((name) => /^[a-z]/.test(name))).toEqual(CALENDAR_COLUMNS);
    for (const type of Object.keys(DAY_TYPES)) expect(calendars).toContain(`\`${type}\``);
  });

  it('explain every code of a finding, and no other', () => {
    const union = /export type IssueCode =([\s\S]*?);/.exec(readText('src/roster/import/issue.ts'))?.[1] ?? '';
    const codes = [...union.matchAll(/'([A-Z_0-9]+)'/g)].map(([, code]) => code);

    expect(columnsIn(sectionOf(rosters, 'What can be wrong'))).toEqual(codes);
  });
});

function sectionOf(text: string, title: string): string {
  return text.split(/^## /m).find((section) => section.startsWith(`${title}\n`)) ?? '';
}

/** The first cell of each row that names something in code. */
function columnsIn(section: string): string[] {
  return [...section.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name = '']) => name);
}
