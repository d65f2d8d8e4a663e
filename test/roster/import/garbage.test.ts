import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCalendarCsv } from '../../../src/roster/import/calendar-csv.ts';
import { readICal } from '../../../src/roster/import/ical.ts';
import { createIssueLog } from '../../../src/roster/import/issue.ts';
import { readOneRoster } from '../../../src/roster/import/oneroster.ts';
import { readPairs } from '../../../src/roster/import/pairs.ts';
import { readSpreadsheet } from '../../../src/roster/import/spreadsheet.ts';
import { SAMPLE, TODAY, aFile, readFiles, readWith, removeFiles, roster12, zipped } from './package.ts';

afterEach(removeFiles);

/** A real file with some bytes replaced, a piece taken out, or its end cut off. */
function damaged(content: Buffer): fc.Arbitrary<Buffer> {
  const place = fc.nat(content.length - 1);
  return fc.oneof(
    fc
      .tuple(place, fc.uint8Array({ minLength: 1, maxLength: 40 }))
      .map(([at, bytes]) => Buffer.concat([content.subarray(0, at), bytes, content.subarray(at + bytes.length)])),
    fc
      .tuple(place, fc.nat(200))
      .map(([at, length]) => Buffer.concat([content.subarray(0, at), content.subarray(at + length)])),
    place.map((at) => content.subarray(0, at)),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  );
}

const sampleFile = (name: string) => readFileSync(join(SAMPLE, name));

test('a damaged zip is read or refused with a sentence, and never throws', async () => {
  await fc.assert(
    fc.asyncProperty(damaged(await zipped(roster12())), async (bytes) => {
      const { issues, rows } = await readWith(readOneRoster, aFile('roster.zip', bytes));
      expect(issues.length + rows.length).toBeGreaterThan(0);
      expect(JSON.stringify([issues, rows])).not.toMatch(/Pupil|secret-u/);
    }),
    { numRuns: 150 },
  );
});

test('a damaged file inside a sound zip is read or refused with a sentence', async () => {
  for (const name of ['manifest.csv', 'orgs.csv', 'users.csv', 'roles.csv']) {
    await fc.assert(
      fc.asyncProperty(damaged(Buffer.from(roster12()[name]!)), async (bytes) => {
        const { issues, rows } = await readWith(
          readOneRoster,
          aFile('roster.zip', await zipped({ ...roster12(), [name]: bytes })),
        );
        expect(issues.length + rows.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  }
});

test.each([
  ['staff.csv', readSpreadsheet],
  ['pairs.csv', readPairs],
] as const)('a damaged %s never throws', async (name, read) => {
  await fc.assert(
    fc.asyncProperty(damaged(sampleFile(name)), async (bytes) => {
      const { issues, rows } = await readWith(read, aFile(name, bytes));
      expect(issues.length + rows.length).toBeGreaterThan(0);
    }),
    { numRuns: 100 },
  );
});

test('a damaged calendar never throws, and every day it gives exists', async () => {
  const ics = sampleFile('calendar.ics').subarray(0, 2600);
  await fc.assert(
    fc.asyncProperty(
      damaged(Buffer.concat([ics.subarray(0, ics.lastIndexOf('BEGIN:VEVENT')), Buffer.from('END:VCALENDAR\r\n')])),
      async (bytes) => {
        const log = createIssueLog();
        const { days } = await readICal(aFile('calendar.ics', bytes), log, {
          today: TODAY,
          timeZone: 'America/Denver',
        });
        expect(days.every(({ day }) => /^\d{4}-\d{2}-\d{2}$/.test(day))).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
  await fc.assert(
    fc.asyncProperty(damaged(sampleFile('calendar-truman.csv')), async (bytes) => {
      await readCalendarCsv(aFile('calendar.csv', bytes), createIssueLog());
    }),
    { numRuns: 80 },
  );
});

test('names of students never reach a message, wherever the file breaks', async () => {
  const columns = roster12()['users.csv']!.split('\n');
  for (let cut = 1; cut < columns[3]!.length; cut += 3) {
    const users = [...columns.slice(0, 3), columns[3]!.slice(0, cut)].join('\n');
    const { issues, rows } = await readFiles({ ...roster12(), 'users.csv': users });
    expect(JSON.stringify([issues, rows])).not.toMatch(/Zed|Pupil|secret/);
  }
});
