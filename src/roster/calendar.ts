// Which days a school works. Pure: days in, answers out; `2026-11-25` is a day at the school, whatever its time zone.

import { addDays, weekdayOf } from '../zone.ts';

/** What a day means for staff and for classes. */
export const DAY_TYPES = {
  INSTRUCTIONAL: { staff: true, instructional: true },
  EARLY_RELEASE: { staff: true, instructional: true },
  LATE_START: { staff: true, instructional: true },
  REMOTE_LEARNING: { staff: true, instructional: true },
  MAKE_UP: { staff: true, instructional: true },
  TESTING: { staff: true, instructional: true },
  TEACHER_WORKDAY: { staff: true, instructional: false },
  PD: { staff: true, instructional: false },
  STUDENT_HOLIDAY: { staff: true, instructional: false },
  SUMMER_STAFF: { staff: true, instructional: false },
  HOLIDAY: { staff: false, instructional: false },
  BREAK: { staff: false, instructional: false },
  WEATHER_CLOSURE: { staff: false, instructional: false },
  EMERGENCY: { staff: false, instructional: false },
  STRIKE: { staff: false, instructional: false },
  OFF_TRACK: { staff: false, instructional: false },
} as const;

export type DayType = keyof typeof DAY_TYPES;

/** A day that is not an ordinary one. `scope` is `district`, a school, `cluster:X` or `track:X`. */
export interface SchoolDay {
  day: string;
  type: DayType;
  scope: string;
  label: string;
}

/** Whose days count for a school: its own, then its tracks', its cluster's, and at last the district's. */
export interface ScopeChain {
  school: string;
  tracks?: readonly string[] | undefined;
  cluster?: string | undefined;
}

export interface DayKind {
  type: DayType | 'WEEKEND';
  staff: boolean;
  instructional: boolean;
  label: string;
}

/** A week without staff days is skipped; with one or two it is short; without classes there is nothing to visit. */
export type WeekShape = 'skip' | 'short' | 'no-visits' | 'full';

export function isDayType(text: string): text is DayType {
  return Object.hasOwn(DAY_TYPES, text);
}

/** School before track before cluster before district before the weekday; on a multi-track school, any track that is on. */
export function dayKind(days: readonly SchoolDay[], date: string, chain: ScopeChain): DayKind {
  const today = new Map(days.filter(({ day }) => day === date).map((entry) => [entry.scope, entry]));
  const own = today.get(chain.school);
  if (own) return kindOf(own);

  const cluster = chain.cluster === undefined ? undefined : today.get(`cluster:${chain.cluster}`);
  const shared = cluster ?? today.get('district');
  const otherwise = shared ? kindOf(shared) : weekdayKind(date);
  const tracks = (chain.tracks ?? []).map((track) => today.get(`track:${track}`));
  return tracks.map((entry) => (entry ? kindOf(entry) : otherwise)).reduce(moreOpen, undefined) ?? otherwise;
}

/** The days from Monday to Sunday on which staff work. */
export function staffDays(days: readonly SchoolDay[], monday: string, chain: ScopeChain): string[] {
  return weekOf(monday).filter((date) => dayKind(days, date, chain).staff);
}

/** The days from Monday to Sunday with classes. */
export function instructionalDays(days: readonly SchoolDay[], monday: string, chain: ScopeChain): string[] {
  return weekOf(monday).filter((date) => dayKind(days, date, chain).instructional);
}

export function weekShape(days: readonly SchoolDay[], monday: string, chain: ScopeChain): WeekShape {
  const staff = staffDays(days, monday, chain).length;
  if (staff === 0) return 'skip';
  if (staff <= 2) return 'short';
  return instructionalDays(days, monday, chain).length === 0 ? 'no-visits' : 'full';
}

/** The first staff day from `from` on, that day included; undefined when there is none within `withinDays`. */
export function nextStaffDay(
  days: readonly SchoolDay[],
  from: string,
  chain: ScopeChain,
  withinDays = 120,
): string | undefined {
  for (let ahead = 0; ahead < withinDays; ahead += 1) {
    const date = addDays(from, ahead);
    if (dayKind(days, date, chain).staff) return date;
  }
  return undefined;
}

/** The nearest staff day before `before`, that day excluded. */
export function previousStaffDay(
  days: readonly SchoolDay[],
  before: string,
  chain: ScopeChain,
  withinDays = 120,
): string | undefined {
  for (let back = 1; back <= withinDays; back += 1) {
    const date = addDays(before, -back);
    if (dayKind(days, date, chain).staff) return date;
  }
  return undefined;
}

/** How many staff days lie after `from` up to `to`: the clock of late answers and of barriers. */
export function countStaffDays(days: readonly SchoolDay[], from: string, to: string, chain: ScopeChain): number {
  let count = 0;
  for (let date = addDays(from, 1); date <= to; date = addDays(date, 1)) {
    if (dayKind(days, date, chain).staff) count += 1;
  }
  return count;
}

export function isWeekend(date: string): boolean {
  return weekdayOf(date) > 5;
}

/** Named by the year in which it ends; it turns on the first of July. */
export function schoolYearOf(date: string): number {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
  return month >= 7 ? year + 1 : year;
}

function weekOf(monday: string): string[] {
  return [0, 1, 2, 3, 4, 5, 6].map((ahead) => addDays(monday, ahead));
}

function kindOf({ type, label }: SchoolDay): DayKind {
  return { type, label, ...DAY_TYPES[type] };
}

function weekdayKind(date: string): DayKind {
  return isWeekend(date)
    ? { type: 'WEEKEND', staff: false, instructional: false, label: '' }
    : { type: 'INSTRUCTIONAL', ...DAY_TYPES.INSTRUCTIONAL, label: '' };
}

function moreOpen(most: DayKind | undefined, next: DayKind): DayKind {
  return most && openness(most) >= openness(next) ? most : next;
}

function openness({ staff, instructional }: DayKind): number {
  return Number(staff) + Number(instructional);
}
