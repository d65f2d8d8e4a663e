// When something may come that nobody asked for: never in quiet hours, at a weekend, on a day off or a day away. Pure.
import { addDays, dayIn, instantAt, timeIn, weekdayOf, type Day } from '../zone.ts';
import { USUAL_TIMES, type ProgramTimes } from './program-times.ts';
import { isQuiet } from './week-hours.ts';

export interface Manners {
  /** The clock that the person lives by. */
  zone: string;
  /** A day on which the person works: no holiday and no leave. Weekends are known. */
  isWorkday?: (day: Day) => boolean;
  quiet?: Pick<ProgramTimes, 'quietFrom' | 'quietUntil'>;
}

/** How many days ahead a good hour is looked for: a summer and not for ever. */
const LOOK_AHEAD = 120;

/** The first good instant from `at` on; undefined where none comes before `until`. */
export function goodTime(at: Date, manners: Manners, until?: Date): Date | undefined {
  const { zone, isWorkday = () => true, quiet = USUAL_TIMES } = manners;
  let day = dayIn(zone, at);
  for (let ahead = 0; ahead < LOOK_AHEAD; ahead++, day = addDays(day, 1)) {
    if (weekdayOf(day) > 5 || !isWorkday(day)) continue;
    const found = ahead === 0 && !isQuiet(quiet, timeIn(zone, at)) ? at : morningOf(day, zone, quiet);
    if (found < at) continue;
    return until !== undefined && found > until ? undefined : found;
  }
  return undefined;
}

/** When a good day ends: what has not come by then is not worth coming on that day. */
export function quietStart(at: Date, { zone, quiet = USUAL_TIMES }: Manners): Date {
  return instantAt(zone, dayIn(zone, at), quiet.quietFrom);
}

function morningOf(day: Day, zone: string, quiet: Pick<ProgramTimes, 'quietFrom' | 'quietUntil'>): Date {
  return instantAt(zone, day, quiet.quietUntil);
}

/**
 * Seconds after the hour for one person, the same each week: below `bound`, so that a wave of prompts is no single stroke.
 * FNV-1a, because nothing depends on its quality and it needs no package.
 */
export function spreadOf(personId: string, bound: number): number {
  let hash = 0x811c9dc5;
  for (const character of personId) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return bound <= 0 ? 0 : hash % bound;
}
