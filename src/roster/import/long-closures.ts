// A calendar in which a school never works is a mistake of the file: one entry that lasts a year, or a title read wrongly.
import { addDays, dayInWords, weekdayOf } from '../../zone.ts';
import { dayKind, type SchoolDay } from '../calendar.ts';
import type { IssueLog } from './issue.ts';

/** Weekdays in a row: half a school year, and longer than any summer. */
const TOO_LONG = 100;
const LONG = 60;

export function checkClosures(
  days: readonly SchoolDay[],
  file: string,
  log: IssueLog,
  nameOf: (scope: string) => string,
): void {
  const byScope = new Map<string, SchoolDay[]>();
  for (const entry of days) byScope.set(entry.scope, [...(byScope.get(entry.scope) ?? []), entry]);
  for (const [scope, own] of byScope) {
    const run = longestClosure(own, scope);
    if (!run || run.weekdays < LONG) continue;
    const whose = scope === 'district' ? 'The whole district' : nameOf(scope);
    const span = `${dayInWords(run.first)} ${run.first.slice(0, 4)} to ${dayInWords(run.last)} ${run.last.slice(0, 4)}`;
    const closed = `${whose} would be closed on ${run.weekdays} weekdays in a row, ${span}`;
    if (run.weekdays >= TOO_LONG)
      log.error(
        'CLOSED_TOO_LONG',
        file,
        undefined,
        `${closed}, so nobody would be asked for months. Correct the entry that lasts so long.`,
      );
    else log.warn('CLOSED_TOO_LONG', file, undefined, `${closed}. If that is no mistake, go on.`);
  }
}

interface Run {
  first: string;
  last: string;
  weekdays: number;
}

function longestClosure(days: readonly SchoolDay[], scope: string): Run | undefined {
  const closed = [...new Set(days.map(({ day }) => day))]
    .filter((day) => weekdayOf(day) <= 5 && !dayKind(days, day, chainFor(scope)).staff)
    .sort();
  let longest: Run | undefined;
  let run: Run | undefined;
  for (const day of closed) {
    run =
      run && nextWeekday(run.last) === day
        ? { ...run, last: day, weekdays: run.weekdays + 1 }
        : { first: day, last: day, weekdays: 1 };
    if (!longest || run.weekdays > longest.weekdays) longest = run;
  }
  return longest;
}

function chainFor(scope: string) {
  if (scope.startsWith('track:')) return { school: '', tracks: [scope.slice('track:'.length)] };
  if (scope.startsWith('cluster:')) return { school: '', cluster: scope.slice('cluster:'.length) };
  return { school: scope };
}

function nextWeekday(day: string): string {
  return addDays(day, weekdayOf(day) === 5 ? 3 : 1);
}
