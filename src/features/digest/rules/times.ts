// When each piece of the Friday-to-Monday rhythm falls due (domain: weekly check-in, defaults; school calendars).
import { addDays, dayIn, instantAt, mondayOf, type Day } from '../../../zone.ts';
import { lastStaffDay, nextStaffDay, weekDays, type IsStaffDay } from './days.ts';

const SUMMARY_AT = '17:15';
const PREVIEW_AT = '17:30';
export const POST_AT = '07:00';
/** Something missed by less goes out late on the same day; by more, at the next proper hour. */
export const GRACE_MS = 4 * 60 * 60 * 1000;
/** A summary that finds a check-in still open comes this long after it closes. */
export const AFTER_CLOSE_MS = 15 * 60 * 1000;

/** Friday 17:15, or the last staff day's, in the zone of the coach's schools where that comes last. */
export function summaryTime(
  weekOf: Day,
  schools: readonly { zone: string; isStaffDay: IsStaffDay }[],
): Date | undefined {
  return latest(schools.map((school) => onLastDay(weekOf, school.zone, school.isStaffDay, SUMMARY_AT)));
}

export function previewTime(weekOf: Day, zone: string, isStaffDay: IsStaffDay): Date | undefined {
  return onLastDay(weekOf, zone, isStaffDay, PREVIEW_AT);
}

/**
 * The day on which the digest of a week is posted: the next Monday, or the first staff day after it. A week without
 * staff days has no digest, so a break has one before it, none during it, and one after it about the last week worked.
 */
export function postDay(weekOf: Day, isStaffDay: IsStaffDay): Day | undefined {
  if (!weekDays(weekOf).some(isStaffDay)) return undefined;
  return nextStaffDay(addDays(weekOf, 7), isStaffDay);
}

export function postTime(weekOf: Day, zone: string, isStaffDay: IsStaffDay): Date | undefined {
  const day = postDay(weekOf, isStaffDay);
  return day === undefined ? undefined : instantAt(zone, day, POST_AT);
}

/** The day of the next post, where it does not come in the week after this one: a break lies between. */
export function seeYouOn(weekOf: Day, isStaffDay: IsStaffDay): Day | undefined {
  const posted = postDay(weekOf, isStaffDay);
  if (posted === undefined) return undefined;
  for (let next = addDays(weekOf, 7); next <= addDays(weekOf, 120); next = addDays(next, 7)) {
    const day = postDay(next, isStaffDay);
    if (day !== undefined) return mondayOf(day) > addDays(mondayOf(posted), 7) ? day : undefined;
  }
  return undefined;
}

/** The first week whose time still lies ahead. Looks back as well: after a break, the next post is about an older week. */
export function nextWeek(
  now: Date,
  zone: string,
  timeOf: (weekOf: Day) => Date | undefined,
): { weekOf: Day; dueAt: Date } | undefined {
  const thisWeek = mondayOf(dayIn(zone, now));
  for (let weeks = -18; weeks <= 18; weeks++) {
    const weekOf = addDays(thisWeek, weeks * 7);
    const dueAt = timeOf(weekOf);
    if (dueAt !== undefined && dueAt > now) return { weekOf, dueAt };
  }
  return undefined;
}

/** A post that was missed by more than the grace waits for the next staff morning, and is dropped once a newer one is near. */
export function lateTime(now: Date, dueAt: Date, zone: string, isStaffDay: IsStaffDay): 'now' | 'never' | Date {
  const late = now.getTime() - dueAt.getTime();
  if (late <= GRACE_MS) return 'now';
  const today = dayIn(zone, now);
  const day = nextStaffDay(instantAt(zone, today, POST_AT) > now ? today : addDays(today, 1), isStaffDay);
  if (day === undefined || mondayOf(day) > mondayOf(dayIn(zone, dueAt))) return 'never';
  return instantAt(zone, day, POST_AT);
}

function onLastDay(weekOf: Day, zone: string, isStaffDay: IsStaffDay, time: string): Date | undefined {
  const day = lastStaffDay(weekOf, isStaffDay);
  return day === undefined ? undefined : instantAt(zone, day, time);
}

function latest(times: readonly (Date | undefined)[]): Date | undefined {
  return times.reduce(
    (last, time) => (last === undefined || (time !== undefined && time > last) ? time : last),
    undefined,
  );
}
