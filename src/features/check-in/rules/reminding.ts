// What reminders may do; pure.
import { goodTime, type Manners } from '../../../roster/manners.ts';
import { addDays, dayIn, instantAt } from '../../../zone.ts';

const HOUR_MS = 60 * 60 * 1000;

export interface Later {
  at: Date;
  label: string;
}

/** Tomorrow morning at 08:00, where that is a good hour and leaves one before the close; else this afternoon at 14:00, an hour away. */
export function snoozeTime(now: Date, manners: Manners, closeAt: Date): Later | undefined {
  const { zone } = manners;
  const today = dayIn(zone, now);
  const choices = [
    { at: instantAt(zone, addDays(today, 1), '08:00'), label: 'Tomorrow morning' },
    { at: instantAt(zone, today, '14:00'), label: 'This afternoon' },
  ];
  return choices.find(
    ({ at }) =>
      at.getTime() >= now.getTime() + HOUR_MS &&
      at.getTime() + HOUR_MS <= closeAt.getTime() &&
      goodTime(at, manners)?.getTime() === at.getTime(),
  );
}

/** A week as it counts here: without an answer, with one, or neither since nobody was asked. */
export interface LastWeek {
  status: string;
  /** Did the prompt or a nudge arrive? */
  wasAsked: boolean;
}

/** Newest first. At each multiple of `after` weeks in a row without an answer; skipped and excused weeks count for nothing. */
export function mayAskCoach(weeks: readonly LastWeek[], after: number): boolean {
  const [newest] = weeks;
  if (after === 0 || newest?.status !== 'MISSED' || !newest.wasAsked) return false;
  const counted = weeks.filter(({ status, wasAsked }) => (status === 'MISSED' ? wasAsked : isAnswered(status)));
  const silent = counted.findIndex(({ status }) => status !== 'MISSED');
  const inARow = silent < 0 ? counted.length : silent;
  return inARow > 0 && inARow % after === 0;
}

function isAnswered(status: string): boolean {
  return status === 'SUBMITTED' || status === 'SUBMITTED_LATE';
}
