// Writes the sample district's files beside this script: `npx tsx sample/harbor-city/make.ts`. The result is the same, byte for byte, every time.

import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { clayTracks, districtCalendar, trumanCalendar } from './calendar.ts';
import { LEADERS, PAIRS, SCHOOLS, emailOf } from './people.ts';
import { rosterFiles } from './roster.ts';

export async function makeSample(): Promise<Map<string, Buffer>> {
  return new Map([
    ['roster.zip', await zipped(rosterFiles())],
    ['calendar.ics', Buffer.from(districtCalendar())],
    ['calendar-truman.csv', Buffer.from(trumanCalendar())],
    ['calendar-clay.csv', Buffer.from(clayTracks())],
    ['pairs.csv', Buffer.from(pairs())],
    ['staff.csv', Buffer.from(staff())],
  ]);
}

async function zipped(files: Map<string, string>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  // Stored, not deflated: compressed bytes differ between versions of zlib, and the local time in DOS fields between zones.
  const options = { mtime: new Date(2026, 7, 3, 9), mode: 0o100644, compress: false, forceDosTimestamp: true };
  for (const [name, text] of files) zip.addBuffer(Buffer.from(text), name, options);
  zip.end();
  return buffer(zip.outputStream);
}

function pairs(): string {
  const rows = PAIRS.map(([coach, family, school, weekday]) => {
    const [given = '', last = ''] = coach.split(' ');
    const principal = LEADERS.find((leader) => leader.family === family);
    const coachEmail = emailOf(given, last, 'northlight.example');
    if (!principal) return [coach, coachEmail, '', '', '', 'Slack', '', ''];
    const platform = family === 'Stone' ? 'Slack' : 'Teams';
    return [coach, coachEmail, emailOf(principal.given, family), school, weekday, 'Slack', platform, '2026-08-20'];
  });
  return sheet(
    'coach_name,coach_email,principal_email,school,visit_weekday,coach_platform,principal_platform,compact_signed_on',
    rows,
  );
}

function staff(): string {
  const rows = LEADERS.map(({ given, family, org, spreadsheetRole }) => {
    const school = SCHOOLS.find(({ id }) => id === org);
    const name = `${given} ${family}`;
    const place = [school?.name ?? '', 'Harbor City', school?.timeZone ?? 'America/New_York', school?.level ?? ''];
    return [...place, name, emailOf(given, family), spreadsheetRole];
  });
  return sheet('school,district,time_zone,level,name,email,role', rows);
}

function sheet(header: string, rows: string[][]): string {
  return [header, ...rows.map((row) => row.join(','))].map((line) => `${line}\r\n`).join('');
}

async function writeSample(): Promise<void> {
  for (const [name, content] of await makeSample()) writeFileSync(join(import.meta.dirname, name), content);
}

if (basename(process.argv[1] ?? '') === 'make.ts') void writeSample();
