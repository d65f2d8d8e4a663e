// The calendar and the hours of some pairs: read at once for all of them, so that planning their weeks is arithmetic.
import { spreadOf } from '../../roster/manners.ts';
import type { SchoolDay } from '../../roster/calendar.ts';
import { hoursOfPairs } from '../../roster/schedule.ts';
import { aroundWeeks, chainOf, listDaysOf } from '../../roster/school-days.ts';
import type { Pair } from '../../roster/store.ts';
import { USUAL_TIMES } from '../../roster/program-times.ts';
import { addDays, instantAt, type Day } from '../../zone.ts';
import type { Context, PlannedWork } from '../feature.ts';
import { planWeek, type Hours, type Planned } from './rules/window.ts';

export interface Almanac {
  days: ReadonlyMap<string, readonly SchoolDay[]>;
  hours: ReadonlyMap<string, Hours>;
}

/** For these weeks of these pairs. */
export async function readAlmanac(ctx: Context, pairs: readonly Pair[], mondays: readonly Day[]): Promise<Almanac> {
  if (pairs.length === 0) return { days: new Map(), hours: new Map() };
  const districtIds = pairs.map((pair) => pair.school.districtId);
  return {
    days: await listDaysOf(ctx.tx, ctx.viewer, districtIds, aroundWeeks(mondays)),
    hours: await hoursOfPairs(ctx.tx, ctx.viewer, pairs),
  };
}

export function daysOf({ days }: Almanac, { school }: Pair): readonly SchoolDay[] {
  return days.get(school.districtId) ?? [];
}

export function hoursOf({ hours }: Almanac, { assignmentId }: Pair): Hours {
  return hours.get(assignmentId) ?? { times: USUAL_TIMES };
}

/** The calendar's plan of a pair's week by the hours that hold now; `notBefore` is the present where it is still to be opened. */
export function planFor(almanac: Almanac, pair: Pair, monday: Day, notBefore?: Date): Planned {
  const { school } = pair;
  return planWeek(daysOf(almanac, pair), monday, chainOf(school), school.timeZone, notBefore, hoursOf(almanac, pair));
}

/** A week's opening, to be planned; undefined where there is none to plan any more. */
export function openingOf(almanac: Almanac, pair: Pair, monday: Day, now: Date): PlannedWork | undefined {
  const planned = planFor(almanac, pair, monday, now);
  const { times, own } = hoursOf(almanac, pair);
  // A week that is skipped still has its hour, at which that is written down.
  const { weekday, time } = own ?? times.open;
  const at =
    'window' in planned ? planned.window.openAt : instantAt(pair.school.timeZone, addDays(monday, weekday - 1), time);
  return 'skip' in planned && at < now ? undefined : openingAt(almanac, pair, monday, at);
}

export function openingAt(almanac: Almanac, pair: Pair, monday: Day, openAt: Date): PlannedWork {
  const { spreadSeconds } = hoursOf(almanac, pair).times;
  const dueAt = new Date(openAt.getTime() + spreadOf(pair.principal.id, spreadSeconds) * 1000);
  return { job: 'check-in.open', subject: pair.assignmentId, dueAt, data: { weekOf: monday } };
}
