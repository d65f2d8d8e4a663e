// What every calendar file is turned into, and how two statements about one day are settled.

import { DAY_TYPES, type DayType, type SchoolDay } from '../calendar.ts';
import type { IssueLog } from './issue.ts';

export interface CalendarReading {
  format: 'ical' | 'csv';
  days: SchoolDay[];
  /** Entries that are no calendar days. */
  ignored: number;
}

/** One row a scope and day, in order; the more closed of two statements counts, and the log says so. */
export function mergeDays(days: readonly SchoolDay[], file: string, log: IssueLog): SchoolDay[] {
  const merged = new Map<string, SchoolDay>();
  for (const entry of days) {
    const key = `${entry.scope} ${entry.day}`;
    const other = merged.get(key);
    if (!other) {
      merged.set(key, entry);
    } else if (other.type !== entry.type) {
      const [wins, loses] = closedness(entry.type) > closedness(other.type) ? [entry, other] : [other, entry];
      merged.set(key, wins);
      log.note(
        'DAY_STATED_TWICE',
        file,
        undefined,
        `${entry.day} is both ${wins.type} (${wins.label}) and ${loses.type} (${loses.label}); the first counts.`,
      );
    }
  }
  return [...merged.values()].sort((a, b) => a.day.localeCompare(b.day) || a.scope.localeCompare(b.scope));
}

function closedness(type: DayType): number {
  const { staff, instructional } = DAY_TYPES[type];
  if (!staff) return 3;
  if (!instructional) return 2;
  return type === 'INSTRUCTIONAL' ? 0 : 1;
}
