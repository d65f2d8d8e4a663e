// On which day of a week a coach is on site. Pure.
import { addDays, type Day } from '../zone.ts';

/** A day on site that did not stay where it was: called off, or moved to another day. */
export interface ChangedVisit {
  day: Day;
  movedTo: Day | null;
}

/** The first day on site of a week: the pair's fixed one where it stands, or one that was moved into the week. */
export function visitDayIn(monday: Day, weekday: number | null, changed: readonly ChangedVisit[]): Day | undefined {
  const stands = (day: Day) => day >= monday && day <= addDays(monday, 6) && !changed.some((one) => one.day === day);
  const fixed = weekday === null ? [] : [addDays(monday, weekday - 1)];
  const moved = changed.flatMap((one) => one.movedTo ?? []);
  return [...fixed, ...moved].filter(stands).sort()[0];
}
