// When a district's preview and post fall due, and who manages them.
import { NotFoundError } from '../../errors.ts';
import { hasRole } from '../../roster/access.ts';
import { USUAL_TIMES, type ProgramTimes } from '../../roster/program-times.ts';
import { hoursOfDistricts } from '../../roster/schedule.ts';
import { findDistricts, listHolders, type PersonInPair } from '../../roster/store.ts';
import { dayIn, dayInWords, mondayOf, timeInWords, type Day } from '../../zone.ts';
import type { Asked, Context, PlannedWork, Work } from '../feature.ts';
import { clockEyes, listPairsOfDistrict, type District } from './compile.ts';
import { districtStaffDays, type IsStaffDay } from './rules/days.ts';
import { nextWeek, postTime, previewTime } from './rules/times.ts';
import { listCalendars } from './facts/store.ts';

/** The next preview and the next post of each of these districts. */
export async function planDistricts(ctx: Context, districtIds: readonly string[]): Promise<void> {
  const days = await listDistrictDays(ctx, [...new Set(districtIds)]);
  await ctx.planAll(
    days.flatMap(({ district: { id, timeZone }, isStaffDay, times }) => {
      const preview = nextWeek(ctx.now, timeZone, (week) => previewTime(week, timeZone, isStaffDay, times));
      const post = nextWeek(ctx.now, timeZone, (week) => postTime(week, timeZone, isStaffDay, times));
      return [...plannedWeek('digest.preview', id, preview), ...plannedWeek('digest.post', id, post)];
    }),
  );
}

function plannedWeek(job: string, districtId: string, at: { weekOf: Day; dueAt: Date } | undefined): PlannedWork[] {
  if (!at) return [];
  const data = { district: districtId, week: at.weekOf };
  return [{ job, subject: `${districtId}:${at.weekOf}`, dueAt: at.dueAt, data }];
}

interface DistrictDays {
  district: District;
  isStaffDay: IsStaffDay;
  times: ProgramTimes;
}

export async function districtDays(ctx: Context, districtId: string): Promise<DistrictDays> {
  const [days] = await listDistrictDays(ctx, [districtId]);
  if (!days) throw new NotFoundError('I could not find that district in the roster.');
  return days;
}

async function listDistrictDays(ctx: Context, districtIds: readonly string[]): Promise<DistrictDays[]> {
  const districts = await findDistricts(ctx.tx, ctx.viewer, districtIds);
  const ids = districts.map(({ id }) => id);
  // Zones lie less than a day apart, and the calendar reaches twenty weeks to both sides.
  const monday = mondayOf(dayIn(districts[0]?.timeZone ?? 'UTC', ctx.now));
  const calendars = await listCalendars(ctx.tx, ctx.viewer, ids, monday);
  const hours = await hoursOfDistricts(ctx.tx, ctx.viewer, ids);
  return districts.map((district) => ({
    district,
    isStaffDay: districtStaffDays(calendars.get(district.id) ?? []),
    times: hours.get(district.id) ?? USUAL_TIMES,
  }));
}

export function subjectOf(work: Work): { districtId: string; weekOf: Day } {
  return { districtId: work.data['district'] ?? '', weekOf: work.data['week'] ?? '' };
}

export function postsAt(district: District, at: Date | undefined): string {
  return at === undefined
    ? 'the next staff day'
    : `${dayInWords(dayIn(district.timeZone, at))}, ${timeInWords(district.timeZone, at)}`;
}

export async function listManagers(ctx: Context, districtId: string): Promise<PersonInPair[]> {
  const providers = new Set((await listPairsOfDistrict(ctx, districtId)).map((pair) => pair.providerId));
  const managers = new Map<string, PersonInPair>();
  for (const provider of providers)
    for (const person of await listHolders(ctx.tx, clockEyes(ctx.viewer), 'LP_MANAGER', provider))
      managers.set(person.id, person);
  return [...managers.values()];
}

export async function isManager(ctx: Asked, districtId: string): Promise<boolean> {
  return (await listPairsOfDistrict(ctx, districtId)).some((pair) =>
    hasRole(ctx.viewer, 'LP_MANAGER', pair.providerId),
  );
}
