// Reads `date,type,scope,label`; scope is `district`, a school's id, `cluster:X` or `track:X`.

import { basename } from 'node:path';
import { DAY_TYPES, isDayType, type SchoolDay } from '../calendar.ts';
import { mergeDays, type CalendarReading } from './calendar-days.ts';
import type { IssueLog } from './issue.ts';
import { readSheet } from './sheet.ts';
import { readSheetDay, tidy } from './values.ts';

export const CALENDAR_COLUMNS = ['date', 'type', 'scope', 'label'];

export interface CalendarCsvOptions {
  /** Tells whether a scope names a school; without it every name is taken for one. */
  isSchool?: ((scope: string) => boolean) | undefined;
}

export async function readCalendarCsv(
  path: string,
  log: IssueLog,
  options: CalendarCsvOptions = {},
): Promise<CalendarReading> {
  const days: SchoolDay[] = [];
  await readSheet(path, log, {
    columns: CALENDAR_COLUMNS,
    optional: ['label'],
    onRow(row) {
      const day = readSheetDay(row.cell('date'));
      const type = row
        .cell('type')
        .toUpperCase()
        .replace(/[\s-]+/g, '_');
      const scope = row.cell('scope') || 'district';
      if (day === undefined)
        row.error('BAD_DATE', `"${row.cell('date').slice(0, 20)}" is no day. Write it like 2026-10-12.`);
      if (!isDayType(type)) {
        row.error(
          'BAD_ENUM',
          `"${type.slice(0, 40)}" is no type of day. Use one of: ${Object.keys(DAY_TYPES).join(', ')}.`,
        );
      } else if (type === 'OFF_TRACK' && !scope.startsWith('track:')) {
        row.error('BAD_SCOPE', 'OFF_TRACK belongs to a track. Write the scope like track:A.');
      } else if (!isScope(scope, options)) {
        row.error(
          'BAD_SCOPE',
          `"${scope.slice(0, 60)}" is no scope here. Use district, the id of one of the schools, cluster:X or track:X.`,
        );
      } else if (day !== undefined) {
        days.push({ day, type, scope, label: tidy(row.cell('label')).slice(0, 200) });
      }
      return undefined;
    },
  });
  return { format: 'csv', days: mergeDays(days, basename(path), log), ignored: 0 };
}

function isScope(scope: string, { isSchool }: CalendarCsvOptions): boolean {
  if (scope === 'district' || /^(track|cluster):\S.{0,79}$/.test(scope)) return true;
  return !scope.includes(':') && (isSchool?.(scope) ?? true);
}
