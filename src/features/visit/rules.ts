import { addDays, weekdayOf, type Day } from '../../zone.ts';

export const OUTCOMES = {
  full: 'Yes, the full day',
  part: 'Yes, part of the day',
  moved: 'Moved to another day',
  'cancelled-school': 'Cancelled by the school',
  'cancelled-partner': 'Cancelled by us',
} as const;

export const ACTIVITIES = {
  'co-observed': 'Co-observed classes',
  debriefed: 'Debriefed feedback',
  team: 'Leadership team or PLC',
  planning: 'Planning or calendar',
  data: 'Data',
  delegation: 'Delegation',
  rehearsal: 'Rehearsal',
  'learning-walk': 'Learning walk',
} as const;

export const SIGHTS = { clearly: 'Clearly', partly: 'Partly', 'not-yet': 'Not yet' } as const;

export function happened(outcome: string): boolean {
  return outcome === 'full' || outcome === 'part';
}

/** Who cancelled, for the count of visits; undefined where nobody did. */
export function cancelledBy(outcome: string): 'SCHOOL' | 'PARTNER' | undefined {
  return outcome === 'cancelled-school' ? 'SCHOOL' : outcome === 'cancelled-partner' ? 'PARTNER' : undefined;
}

/** The last visit day up to today, which is what a log without a date is about. */
export function lastVisitDay(visitWeekday: number | null, today: Day): Day {
  if (visitWeekday === null) return today;
  return addDays(today, -((weekdayOf(today) - visitWeekday + 7) % 7));
}

/** The next visit day from tomorrow on. */
export function nextVisitDay(visitWeekday: number, today: Day): Day {
  return addDays(today, ((visitWeekday - weekdayOf(today) + 6) % 7) + 1);
}
