// Calls a day off and takes it back: the calendar changes, and the other features hear of it in the same transaction.
import { noteActs } from '../../audit/write.ts';
import { InvalidError } from '../../errors.ts';
import { dayKind } from '../../roster/calendar.ts';
import { callOff, findClosure, isClosure, takeBack, type CalledOff, type ClosureKind } from '../../roster/closures.ts';
import { chainOf, listDays } from '../../roster/school-days.ts';
import { systemViewer } from '../../roster/access.ts';
import { getDistrict, listPairs, type Pair } from '../../roster/store.ts';
import { dayIn, dayInWords, daysBetween, type Day } from '../../zone.ts';
import type { Context } from '../feature.ts';
import { AHEAD_DAYS, type Stopped } from './rules.ts';
import { countPlanned } from './store.ts';

/** A district, or one school of it. */
export interface Place {
  districtId: string;
  scope: string;
  name: string;
  timeZone: string;
}

export async function callOffDay(ctx: Context, place: Place, day: Day, kind: ClosureKind): Promise<Stopped> {
  const { districtId, scope } = place;
  const today = dayIn(place.timeZone, ctx.now);
  if (day < today) throw new InvalidError(`${dayInWords(day)} is over, so nothing of it can be stopped any more.`);
  if (daysBetween(today, day) > AHEAD_DAYS)
    throw new InvalidError(
      `${dayInWords(day)} is more than ${AHEAD_DAYS} days away. Put it into the calendar file instead.`,
    );
  const pairs = await pairsOf(ctx, place);
  await refuseDayOff(ctx, place, day, pairs);
  const stopped = await countPlanned(ctx.tx, ctx.viewer, pairs, day);
  if (!(await callOff(ctx.tx, ctx.viewer, { districtId, scope, day }, { kind, now: ctx.now })))
    throw new InvalidError(`${place.name} is closed on ${dayInWords(day)} already.`);
  await noteDay(ctx, place, day, kind);
  tell(ctx, 'closure.called', place, pairs, day);
  return stopped;
}

/** Undefined where there is nothing to take back. Without a day, the newest closure of today or later. */
export async function takeBackDay(ctx: Context, place: Place, day?: Day): Promise<CalledOff | undefined> {
  const { districtId, scope } = place;
  const from = dayIn(place.timeZone, ctx.now);
  const found = await findClosure(ctx.tx, ctx.viewer, { districtId, scope, from, ...(day !== undefined && { day }) });
  if (!found || !(await takeBack(ctx.tx, ctx.viewer, found, ctx.now))) return undefined;
  await noteDay(ctx, place, found.day, 'undone');
  tell(ctx, 'closure.undone', place, await pairsOf(ctx, place), found.day);
  return found;
}

/** The clock's eyes: an administrator is in no pair, and what happens to all of them is told in numbers only. */
async function pairsOf({ tx, viewer }: Context, { districtId, scope }: Place): Promise<Pair[]> {
  const pairs = await listPairs(tx, systemViewer(viewer.tenantId));
  return pairs.filter(
    ({ school }) => school.districtId === districtId && (scope === 'district' || school.id === scope),
  );
}

async function refuseDayOff(ctx: Context, place: Place, day: Day, pairs: readonly Pair[]): Promise<void> {
  const days = await listDays(ctx.tx, ctx.viewer, place.districtId, { from: day, to: day });
  const chains =
    place.scope === 'district'
      ? [{ school: 'district' }, ...pairs.map(({ school }) => chainOf(school))]
      : pairs.map(({ school }) => chainOf(school));
  const kinds = (chains.length > 0 ? chains : [{ school: place.scope }]).map((chain) => dayKind(days, day, chain));
  const [off] = kinds;
  if (off && kinds.every((kind) => !kind.staff && !isClosure(kind.type)))
    throw new InvalidError(
      `${dayInWords(day)} is no staff day at ${place.name}${off.label === '' ? '' : ` (${off.label})`}, so there is nothing to call off.`,
    );
}

async function noteDay(ctx: Context, { districtId, scope }: Place, day: Day, event: string): Promise<void> {
  const aboutId = scope === 'district' ? districtId : scope;
  const act = { act: 'configured', thing: 'calendar', aboutId, detail: { day, event } } as const;
  await noteActs(ctx.tx, ctx.viewer, ctx.now, [act]);
}

function tell(
  ctx: Context,
  kind: 'closure.called' | 'closure.undone',
  { districtId }: Place,
  pairs: readonly Pair[],
  day: Day,
): void {
  const schoolIds = [...new Set(pairs.map(({ school }) => school.id))];
  ctx.announce({ kind, districtId, schoolIds, day });
  ctx.announce({ kind: 'calendar.changed', districtId });
}

export async function districtPlace(ctx: Context, districtId: string): Promise<Place> {
  const { name, timeZone } = await getDistrict(ctx.tx, ctx.viewer, districtId);
  return { districtId, scope: 'district', name, timeZone };
}
