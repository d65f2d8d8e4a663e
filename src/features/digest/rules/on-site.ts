// Which days on site were planned, and which of them took place.
import { weekdayOf, type Day } from '../../../zone.ts';
import { weekDays, type IsStaffDay } from './days.ts';
import type { OnSite } from './sections.ts';

interface PlannedPair {
  assignmentId: string;
  visitWeekday: number | null;
  /** Snow days included: see days.ts. */
  isPlannedDay: IsStaffDay;
}

interface LoggedVisit {
  id: string;
  assignmentId: string;
  outcome: string;
}

/** A pair has one day on site a week, on its weekday, and none where that day was a holiday from the start. */
export function countOnSite(weekOf: Day, pairs: readonly PlannedPair[], visits: readonly LoggedVisit[]): OnSite {
  const tookPlace = visits.filter((visit) => visit.outcome === 'full' || visit.outcome === 'part');
  const planned = pairs.filter((pair) => isPlanned(weekOf, pair));
  const done = planned.filter((pair) => tookPlace.some((visit) => visit.assignmentId === pair.assignmentId)).length;
  return {
    visitIds: visits.map((visit) => visit.id),
    planned: planned.length,
    done,
    extra: tookPlace.length - done,
    moved: visits.filter((visit) => visit.outcome === 'moved').length,
    cancelled: visits.filter((visit) => visit.outcome === 'cancelled').length,
  };
}

function isPlanned(weekOf: Day, pair: PlannedPair): boolean {
  return weekDays(weekOf).some(
    (day) => pair.isPlannedDay(day) && (pair.visitWeekday === null || weekdayOf(day) === pair.visitWeekday),
  );
}
