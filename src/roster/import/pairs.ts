// Reads who coaches whom. A row that names no principal and no school is a manager of the coaching partner.

import { basename } from 'node:path';
import type { IssueLog } from './issue.ts';
import { createBatcher, type PairRow, type ReadOptions, type RosterReading } from './rows.ts';
import { readSheet, type SheetRow } from './sheet.ts';
import { readEmail, readSheetDay, tidy } from './values.ts';

export const PAIR_COLUMNS = [
  'coach_name',
  'coach_email',
  'principal_email',
  'school',
  'visit_weekday',
  'coach_platform',
  'principal_platform',
  'compact_signed_on',
  'relationship',
];

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

export async function readPairs(path: string, log: IssueLog, options: ReadOptions): Promise<RosterReading> {
  const out = createBatcher(options);
  const pairs = new Map<string, number>();
  const led = new Map<string, string>();
  const coaches = new Map<string, string>();

  await readSheet(path, log, {
    columns: PAIR_COLUMNS,
    optional: ['visit_weekday', 'coach_platform', 'principal_platform', 'compact_signed_on', 'relationship'],
    onProgress: options.onProgress,
    onRow(row) {
      const pair = readPair(row);
      if (!pair) return undefined;
      const { coachEmail, coachName, principalEmail, school } = pair;
      const name = coaches.get(coachEmail);
      if (name !== undefined && name.toLowerCase() !== coachName.toLowerCase()) {
        row.error('EMAIL_CONFLICT', `${coachName} has the same e-mail address as ${name}. Give each their own.`);
      }
      coaches.set(coachEmail, coachName);
      const key = `${coachEmail} ${principalEmail ?? ''} ${(school ?? '').toLowerCase()}`;
      const earlier = pairs.get(key);
      if (earlier !== undefined) {
        row.error('DUPLICATE_SOURCED_ID', `This pair stands in row ${String(earlier)} already. Keep one.`);
      }
      pairs.set(key, row.row);
      if (school !== undefined && principalEmail !== undefined) {
        const other = led.get(school.toLowerCase());
        if (other !== undefined && other !== principalEmail) {
          row.error('MULTIPLE_PRINCIPALS', `${school} has another principal in an earlier row. A school has one.`);
        }
        led.set(school.toLowerCase(), principalEmail);
      }
      return out.add({ kind: 'pair', row: pair });
    },
  });
  await out.flush();
  if (!log.hasErrors() && out.kept.pair === 0)
    log.error('EMPTY_FILE', basename(path), undefined, 'The file names no pair.');
  return { format: 'pairs', mode: 'bulk', kept: out.kept, dropped: {} };
}

function readPair(row: SheetRow): PairRow | undefined {
  const coachName = tidy(row.cell('coach_name')).slice(0, 200);
  const coachEmail = readEmail(row.cell('coach_email'));
  if (coachName === '') row.error('MISSING_VALUE', 'The "coach_name" column is empty. Fill it in.');
  if (coachEmail === undefined) row.error('BAD_EMAIL', 'The "coach_email" column holds no e-mail address. Correct it.');
  const coachPlatform = readPlatform(row, 'coach_platform');
  if (coachName === '' || coachEmail === undefined || coachPlatform === 'bad') return undefined;
  const coach = { line: row.row, coachName, coachEmail, ...(coachPlatform ? { coachPlatform } : {}) };

  const school = tidy(row.cell('school')).slice(0, 200);
  if (row.cell('principal_email') === '' && school === '') return coach;
  const principalEmail = readEmail(row.cell('principal_email'));
  if (principalEmail === undefined) {
    row.error(
      'BAD_EMAIL',
      'The "principal_email" column holds no e-mail address. Correct it, or leave it and "school" empty for a manager.',
    );
  }
  if (school === '') row.error('MISSING_VALUE', 'The "school" column is empty. Name the school as the roster does.');
  const visitWeekday = readWeekday(row);
  const principalPlatform = readPlatform(row, 'principal_platform');
  const relationshipType = readRelationship(row);
  const compactSignedOn =
    row.cell('compact_signed_on') === '' ? undefined : readSheetDay(row.cell('compact_signed_on'));
  if (row.cell('compact_signed_on') !== '' && compactSignedOn === undefined) {
    row.error('BAD_DATE', '"compact_signed_on" must be empty or a day like 2026-08-20.');
    return undefined;
  }
  if (principalEmail === undefined || school === '' || visitWeekday === 'bad' || principalPlatform === 'bad')
    return undefined;
  if (relationshipType === 'bad') return undefined;
  return {
    ...coach,
    principalEmail,
    school,
    ...(visitWeekday === undefined ? {} : { visitWeekday }),
    ...(principalPlatform ? { principalPlatform } : {}),
    ...(compactSignedOn === undefined ? {} : { compactSignedOn }),
    ...(relationshipType === undefined ? {} : { relationshipType }),
  };
}

function readWeekday(row: SheetRow): number | 'bad' | undefined {
  const word = row.cell('visit_weekday').toLowerCase();
  if (word === '') return undefined;
  const at = WEEKDAYS.findIndex((day) => word.length >= 3 && day.startsWith(word));
  if (at !== -1) return at + 1;
  row.error('BAD_ENUM', `"${word.slice(0, 40)}" is no visit day. Use Monday to Friday, or leave it empty.`);
  return 'bad';
}

/** Whether the coach is also the principal's evaluator; empty leaves it as it is. */
function readRelationship(row: SheetRow): PairRow['relationshipType'] | 'bad' {
  const word = row.cell('relationship').toLowerCase();
  if (word === '') return undefined;
  if (word === 'coach') return 'NON_EVALUATIVE';
  if (word === 'evaluator' || word === 'supervisor') return 'SUPERVISOR_COACH';
  row.error('BAD_ENUM', `"${word.slice(0, 40)}" in "relationship" is unknown. Use coach or evaluator.`);
  return 'bad';
}

function readPlatform(row: SheetRow, column: string): 'SLACK' | 'TEAMS' | 'bad' | undefined {
  const word = row.cell(column).toLowerCase();
  if (word === '') return undefined;
  if (word === 'slack') return 'SLACK';
  if (word === 'teams' || word === 'microsoft teams') return 'TEAMS';
  row.error('BAD_ENUM', `"${word.slice(0, 40)}" in "${column}" is unknown. Use Slack or Teams.`);
  return 'bad';
}
