// Compares a calendar file with the days that stand. A file answers for its own scopes, from its first day to its last.

import { dayInWords, daysBetween } from '../../zone.ts';
import type { SchoolDay } from '../calendar.ts';

/** Entered on the day itself, so that no file knows them; only a file that speaks of that very day changes them. */
const SAME_DAY = ['WEATHER_CLOSURE', 'EMERGENCY', 'STRIKE'];

export interface CalendarPlan {
  added: SchoolDay[];
  changed: (SchoolDay & { id: string; was: string })[];
  removed: (SchoolDay & { id: string })[];
}

export function compareCalendar(
  current: readonly (SchoolDay & { id: string })[],
  days: readonly SchoolDay[],
): CalendarPlan {
  const plan: CalendarPlan = { added: [], changed: [], removed: [] };
  const standing = new Map(current.map((entry) => [keyOf(entry), entry]));
  const stated = new Map(days.map((entry) => [keyOf(entry), entry]));
  for (const [key, entry] of stated) {
    const now = standing.get(key);
    if (!now) plan.added.push(entry);
    else if (now.type !== entry.type || now.label !== entry.label)
      plan.changed.push({ ...entry, id: now.id, was: now.type });
  }
  const spans = spansOf(days);
  for (const [key, entry] of standing) {
    const span = spans.get(entry.scope);
    if (!span || stated.has(key) || SAME_DAY.includes(entry.type)) continue;
    if (entry.day >= span.first && entry.day <= span.last) plan.removed.push(entry);
  }
  return plan;
}

export function isEmptyCalendarPlan({ added, changed, removed }: CalendarPlan): boolean {
  return added.length + changed.length + removed.length === 0;
}

/** `Thu 15 Oct to Fri 16 Oct 2026 BREAK, Fall Break`: days in a row with one meaning are one line. */
export function daysInWords(days: readonly SchoolDay[], nameOf: (scope: string) => string): string[] {
  const sorted = [...days].sort((a, b) => a.scope.localeCompare(b.scope) || a.day.localeCompare(b.day));
  const runs: { first: SchoolDay; last: SchoolDay }[] = [];
  for (const entry of sorted) {
    const run = runs.at(-1);
    const goesOn = run && isSame(run.last, entry) && daysBetween(run.last.day, entry.day) <= 3;
    if (goesOn) run.last = entry;
    else runs.push({ first: entry, last: entry });
  }
  return runs.map(({ first, last }) => {
    const until = first.day === last.day ? '' : ` to ${dayInWords(last.day)}`;
    const whose = first.scope === 'district' ? '' : `, ${nameOf(first.scope)}`;
    const label = first.label === '' ? '' : `: ${first.label}`;
    return `${dayInWords(first.day)}${until} ${last.day.slice(0, 4)} ${first.type}${whose}${label}`;
  });
}

function isSame(a: SchoolDay, b: SchoolDay): boolean {
  return a.scope === b.scope && a.type === b.type && a.label === b.label;
}

function spansOf(days: readonly SchoolDay[]): Map<string, { first: string; last: string }> {
  const spans = new Map<string, { first: string; last: string }>();
  for (const { scope, day } of days) {
    const span = spans.get(scope) ?? { first: day, last: day };
    spans.set(scope, { first: day < span.first ? day : span.first, last: day > span.last ? day : span.last });
  }
  return spans;
}

function keyOf({ scope, day }: SchoolDay): string {
  return `${scope} ${day}`;
}
