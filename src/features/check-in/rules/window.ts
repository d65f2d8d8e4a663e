// When a week's check-in opens, nudges and closes: the program's hours, moved by the school's calendar. Pure.
import {
  dayKind,
  previousStaffDay,
  staffDays,
  weekShape,
  type SchoolDay,
  type ScopeChain,
} from '../../../roster/calendar.ts';
import { USUAL_TIMES, type Moment, type ProgramTimes } from '../../../roster/program-times.ts';
import { layOut, minuteOf, type WeekHours } from '../../../roster/week-hours.ts';
import { addDays, dayIn, instantAt, type Day } from '../../../zone.ts';

export type Shape = 'full' | 'no-visits' | 'short';

export interface Window {
  shape: Shape;
  openAt: Date;
  nudgeAt: Date;
  closeAt: Date;
  lateUntil: Date;
}

export type Planned = { window: Window } | { skip: string };

/** A prompt that is later than this is not sent any more (domain: time and school calendars). */
export const GRACE_MS = 4 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;

export interface Hours {
  times: ProgramTimes;
  own?: Moment;
  /** The coach's day on site in a week, where the principal is asked before it. */
  visitOn?: (monday: Day) => Day | undefined;
}

/**
 * By the school's own clock, as usual Thursday 14:00 to Friday 17:00 and late until Monday 05:00. It closes on the last staff
 * day up to its day and opens on the latest one up to its own; where only the last one is left, on its morning. `notBefore` is
 * the present: a day whose hour has passed by more than the grace is no choice any more, so a closure on the morning of the
 * day moves the prompt on.
 */
export function planWeek(
  days: readonly SchoolDay[],
  monday: Day,
  chain: ScopeChain,
  zone: string,
  notBefore?: Date,
  { times, own, visitOn }: Hours = { times: USUAL_TIMES },
): Planned {
  const shape = weekShape(days, monday, chain);
  if (shape === 'skip') return { skip: 'No staff days this week' };
  for (const visit of [visitOn?.(monday), visitOn?.(addDays(monday, 7))]) {
    const before = visit !== undefined && windowBefore(visit, days, monday, chain, zone, notBefore, times);
    if (before) return { window: { shape, ...before } };
  }
  const weekdays = staffDays(days, monday, chain).filter((day) => day <= addDays(monday, 4));
  const hours = layOut(times);
  const closeDay = closingDay(days, monday, chain, weekdays, hours);
  if (closeDay === undefined) return { skip: 'No staff day is left this week' };
  const open = own ?? times.open;
  for (const { day, from, until } of choices(weekdays, monday, closeDay, open, hours)) {
    const openAt = instantAt(zone, day, from);
    const closeAt = instantAt(zone, closeDay, until);
    // In a night in which the clock jumps, two hours may fall together.
    if (openAt >= closeAt || isTooLate(openAt, notBefore)) continue;
    const nudgeAt = nudgeTime(weekdays, closeDay, zone, hours, openAt, closeAt);
    return { window: { shape, openAt, nudgeAt, closeAt, lateUntil: lateTime(monday, zone, hours, closeAt) } };
  }
  return { skip: 'No staff day is left this week' };
}

function isTooLate(openAt: Date, notBefore: Date | undefined): boolean {
  return notBefore !== undefined && openAt.getTime() + GRACE_MS < notBefore.getTime();
}

const CLOSES_BEFORE_VISIT = '18:00';
/** As far back as a staff day is looked for: a visit after a longer break is asked about in its own week. */
const DAYS_BEFORE_VISIT = 10;

/**
 * So that the coach knows the week on the day on site: from two staff days before it until the evening of the one before. It
 * belongs to the week in which it closes and may begin in the one before that. Undefined where this week has no such window
 * or it is too late for it, and then the usual hours hold.
 */
function windowBefore(
  visit: Day,
  days: readonly SchoolDay[],
  monday: Day,
  chain: ScopeChain,
  zone: string,
  notBefore: Date | undefined,
  times: ProgramTimes,
): Omit<Window, 'shape'> | undefined {
  if (!dayKind(days, visit, chain).staff) return undefined;
  const closeDay = previousStaffDay(days, visit, chain, DAYS_BEFORE_VISIT);
  if (closeDay === undefined || closeDay < monday || closeDay > addDays(monday, 6)) return undefined;
  const openDay = previousStaffDay(days, closeDay, chain, DAYS_BEFORE_VISIT);
  if (openDay === undefined) return undefined;
  const closeAt = instantAt(zone, closeDay, CLOSES_BEFORE_VISIT);
  const openings = [instantAt(zone, openDay, times.open.time), instantAt(zone, closeDay, MORNING)];
  const openAt = openings.find((at) => at < closeAt && !isTooLate(at, notBefore));
  if (!openAt) return undefined;
  const nudgeAt = nudgeBetween(instantAt(zone, closeDay, times.nudge.time), openAt, closeAt);
  return { openAt, nudgeAt, closeAt, lateUntil: lateTime(monday, zone, layOut(times), closeAt) };
}

/** When it opens on the day on which it closes. */
const MORNING = '09:00';

/** Did the school work on any day of a window? Where all of them were called off, nobody could have answered at work. */
export function hadStaffDay(
  days: readonly SchoolDay[],
  { openAt, closeAt }: Pick<Window, 'openAt' | 'closeAt'>,
  chain: ScopeChain,
  zone: string,
): boolean {
  const last = dayIn(zone, closeAt);
  for (let day = dayIn(zone, openAt); day <= last; day = addDays(day, 1))
    if (dayKind(days, day, chain).staff) return true;
  return false;
}

/** Within the week the last staff day up to the hour's; beyond the weekend the first one from it on; at a weekend the day itself. */
function closingDay(
  days: readonly SchoolDay[],
  monday: Day,
  chain: ScopeChain,
  weekdays: readonly Day[],
  { close }: WeekHours,
): Day | undefined {
  const nominal = addDays(monday, close.offset);
  if (weekdays.length === 0) return undefined;
  if (close.offset <= 4) return weekdays.filter((day) => day <= nominal).at(-1) ?? weekdays[0];
  if (close.offset <= 6) return nominal;
  const ahead = [0, 1, 2, 3].map((more) => addDays(nominal, more));
  return ahead.find((day) => dayKind(days, day, chain).staff) ?? nominal;
}

interface Choice {
  day: Day;
  from: string;
  until: string;
}

/** The days on which it may open, the best one first. */
function choices(weekdays: readonly Day[], monday: Day, closeDay: Day, open: Moment, { close }: WeekHours): Choice[] {
  const nominal = addDays(monday, open.weekday - 1);
  const at = (day: Day): Choice => ({ day, from: open.time, until: close.time });
  const earlier = weekdays.filter((day) => day < closeDay && day <= nominal).reverse();
  const later = weekdays.filter((day) => day < closeDay && day > nominal);
  const onTheDay = nominal >= closeDay && close.offset === open.weekday - 1 ? [at(closeDay)] : [];
  const morning: Choice = { day: closeDay, from: MORNING, until: close.time > '12:00' ? close.time : '17:00' };
  return [...onTheDay, ...earlier.map(at), ...later.map(at), ...(weekdays.includes(closeDay) ? [morning] : [])];
}

/** At its hour before the close, on a staff day; where that is hardly after the opening, in the afternoon or halfway. */
function nudgeTime(
  weekdays: readonly Day[],
  closeDay: Day,
  zone: string,
  { nudge, close }: WeekHours,
  openAt: Date,
  closeAt: Date,
): Date {
  const nominal = addDays(closeDay, nudge.offset - close.offset);
  const day = closeDay === nominal ? nominal : (weekdays.filter((one) => one <= nominal).at(-1) ?? nominal);
  return nudgeBetween(instantAt(zone, day, nudge.time), openAt, closeAt);
}

function nudgeBetween(at: Date, openAt: Date, closeAt: Date): Date {
  const [usual, from, until] = [at.getTime(), openAt.getTime(), closeAt.getTime()];
  if (usual >= from + 2 * HOUR_MS && usual < until) return new Date(usual);
  return new Date(from + 5 * HOUR_MS <= until - HOUR_MS ? from + 5 * HOUR_MS : from + (until - from) / 2);
}

function lateTime(monday: Day, zone: string, { late, close }: WeekHours, closeAt: Date): Date {
  const usual = instantAt(zone, addDays(monday, late.offset), late.time);
  const room = (minuteOf(late) - minuteOf(close)) * 60_000;
  return usual > closeAt ? usual : new Date(closeAt.getTime() + room);
}
