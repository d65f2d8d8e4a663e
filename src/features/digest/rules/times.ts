// When each piece of the Friday-to-Monday rhythm falls due (domain: weekly check-in, defaults; school calendars).
import { addDays, dayIn, instantAt, mondayOf, type Day } from '../../../zone.ts';
import { USUAL_TIMES, type ProgramTimes } from '../../../roster/program-times.ts';
import { layOut, type Hour } from '../../../roster/week-hours.ts';
import { lastStaffDay, nextStaffDay, weekDays, type IsStaffDay } from './days.ts';

/** Something missed by less goes out late on the same day; by more, at the next proper hour. */
export const GRACE_MS = 4 * 60 * 60 * 1000;
/** A summary that finds a check-in still open comes this long after it closes. */
export const AFTER_CLOSE_MS = 15 * 60 * 1000;

/** As usual Friday 17:15, or the last staff day's, in the zone of the coach's schools where that comes last. */
export function summaryTime(
  weekOf: Day,
  schools: readonly { zone: string; isStaffDay: IsStaffDay; times?: ProgramTimes }[],
): Date | undefined {
  return latest(
    schools.map(({ zone, isStaffDay, times = USUAL_TIMES }) => moved(weekOf, zone, isStaffDay, layOut(times).summary)),
  );
}

export function previewTime(weekOf: Day, zone: string, isStaffDay: IsStaffDay, times = USUAL_TIMES): Date | undefined {
  return moved(weekOf, zone, isStaffDay, layOut(times).preview);
}

/**
 * The day on which the digest of a week is posted: as usual the next Monday, or the first staff day after it. A week without
 * staff days has no digest, so a break has one before it, none during it, and one after it about the last week worked.
 */
export function postDay(weekOf: Day, isStaffDay: IsStaffDay, times = USUAL_TIMES): Day | undefined {
  if (!weekDays(weekOf).some(isStaffDay)) return undefined;
  return nextStaffDay(addDays(weekOf, layOut(times).post.offset), isStaffDay);
}

export function postTime(weekOf: Day, zone: string, isStaffDay: IsStaffDay, times = USUAL_TIMES): Date | undefined {
  const day = postDay(weekOf, isStaffDay, times);
  return day === undefined ? undefined : instantAt(zone, day, times.post.time);
}

/** The day of the next post, where it does not come in the week after this one: a break lies between. */
export function seeYouOn(weekOf: Day, isStaffDay: IsStaffDay, times = USUAL_TIMES): Day | undefined {
  const posted = postDay(weekOf, isStaffDay, times);
  if (posted === undefined) return undefined;
  for (let next = addDays(weekOf, 7); next <= addDays(weekOf, 120); next = addDays(next, 7)) {
    const day = postDay(next, isStaffDay, times);
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
export function lateTime(
  now: Date,
  dueAt: Date,
  zone: string,
  isStaffDay: IsStaffDay,
  { post: { time } } = USUAL_TIMES,
): 'now' | 'never' | Date {
  const late = now.getTime() - dueAt.getTime();
  if (late <= GRACE_MS) return 'now';
  const today = dayIn(zone, now);
  const day = nextStaffDay(instantAt(zone, today, time) > now ? today : addDays(today, 1), isStaffDay);
  if (day === undefined || mondayOf(day) > mondayOf(dayIn(zone, dueAt))) return 'never';
  return instantAt(zone, day, time);
}

/** Within the week on the last staff day up to the hour's; after the weekend on the first one from it on. */
function moved(weekOf: Day, zone: string, isStaffDay: IsStaffDay, { offset, time }: Hour): Date | undefined {
  if (!weekDays(weekOf).some(isStaffDay)) return undefined;
  const nominal = addDays(weekOf, offset);
  const day =
    offset > 4
      ? nextStaffDay(nominal, isStaffDay)
      : (lastStaffDay(weekOf, (one) => one <= nominal && isStaffDay(one)) ?? lastStaffDay(weekOf, isStaffDay));
  return day === undefined ? undefined : instantAt(zone, day, time);
}

function latest(times: readonly (Date | undefined)[]): Date | undefined {
  return times.reduce(
    (last, time) => (last === undefined || (time !== undefined && time > last) ? time : last),
    undefined,
  );
}
