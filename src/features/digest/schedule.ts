// When a district's preview and post fall due, and who manages them.
import { hasRole } from '../../roster/access.ts';
import type { ProgramTimes } from '../../roster/program-times.ts';
import { hoursOfDistrict } from '../../roster/schedule.ts';
import { getDistrict, listHolders, listPairs, type PersonInPair } from '../../roster/store.ts';
import { dayIn, dayInWords, mondayOf, timeInWords, type Day } from '../../zone.ts';
import type { Asked, Context, Work } from '../feature.ts';
import { clockEyes, listPairsOfDistrict, type District } from './compile.ts';
import { districtStaffDays, type IsStaffDay } from './rules/days.ts';
import { nextWeek, postTime, previewTime } from './rules/times.ts';
import { listCalendar } from './facts/store.ts';

export async function planDistricts(ctx: Context): Promise<void> {
  const pairs = await listPairs(ctx.tx, clockEyes(ctx.viewer));
  for (const districtId of new Set(pairs.map((pair) => pair.school.districtId))) await planDistrict(ctx, districtId);
}

/** The next preview and the next post. */
export async function planDistrict(ctx: Context, districtId: string): Promise<void> {
  const { district, isStaffDay, times } = await districtDays(ctx, districtId);
  const preview = nextWeek(ctx.now, district.timeZone, (week) =>
    previewTime(week, district.timeZone, isStaffDay, times),
  );
  if (preview) await planWeek(ctx, 'digest.preview', districtId, preview);
  const post = nextWeek(ctx.now, district.timeZone, (week) => postTime(week, district.timeZone, isStaffDay, times));
  if (post) await planWeek(ctx, 'digest.post', districtId, post);
}

async function planWeek(
  ctx: Context,
  job: string,
  districtId: string,
  at: { weekOf: Day; dueAt: Date },
): Promise<void> {
  await ctx.plan(job, `${districtId}:${at.weekOf}`, at.dueAt, { district: districtId, week: at.weekOf });
}

export async function districtDays(
  ctx: Context,
  districtId: string,
): Promise<{ district: District; isStaffDay: IsStaffDay; times: ProgramTimes }> {
  const district = await getDistrict(ctx.tx, ctx.viewer, districtId);
  const calendar = await listCalendar(ctx.tx, ctx.viewer, districtId, mondayOf(dayIn(district.timeZone, ctx.now)));
  const times = await hoursOfDistrict(ctx.tx, ctx.viewer, districtId);
  return { district, isStaffDay: districtStaffDays(calendar), times };
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
