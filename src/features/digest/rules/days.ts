// Which days are worked, for a district as a whole and for one school.
import { dayKind, type SchoolDay, type ScopeChain } from '../../../roster/calendar.ts';
import { addDays, type Day } from '../../../zone.ts';

export type IsStaffDay = (day: Day) => boolean;

/** Called on the day itself: what was planned for such a day stays in the count of what was planned. */
const CLOSED_ON_THE_DAY = ['WEATHER_CLOSURE', 'EMERGENCY', 'STRIKE'];

export function districtStaffDays(days: readonly SchoolDay[]): IsStaffDay {
  return (day) => dayKind(days, day, { school: 'district' }).staff;
}

export function schoolStaffDays(days: readonly SchoolDay[], chain: ScopeChain): IsStaffDay {
  return (day) => dayKind(days, day, chain).staff;
}

/** Was a day on site to be expected? A snow day does not take it out of the count, a holiday does. */
export function schoolPlannedDays(days: readonly SchoolDay[], chain: ScopeChain): IsStaffDay {
  return schoolStaffDays(
    days.filter((day) => !CLOSED_ON_THE_DAY.includes(day.type)),
    chain,
  );
}

/** From Monday to Sunday. */
export function weekDays(weekOf: Day): Day[] {
  return [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(weekOf, days));
}

/** From Monday to Friday: check-ins close on a weekday. */
export function lastStaffDay(weekOf: Day, isStaffDay: IsStaffDay): Day | undefined {
  return weekDays(weekOf).slice(0, 5).filter(isStaffDay).at(-1);
}

/** The first staff day on or after `day`, looked for within a summer and not for ever. */
export function nextStaffDay(day: Day, isStaffDay: IsStaffDay): Day | undefined {
  for (let days = 0; days < 120; days++) if (isStaffDay(addDays(day, days))) return addDays(day, days);
  return undefined;
}
