// The coach is asked to write the visit down: in the afternoon of the day, and once more on the next staff morning, as usual at
// 15:30 and 09:00. Neither comes in the coach's quiet hours, on a day off or while the coach is away.
import { chainOf, listSchoolDays } from '../../roster/school-days.ts';
import { dayKind, nextStaffDay } from '../../roster/calendar.ts';
import { goodTime } from '../../roster/manners.ts';
import { USUAL_TIMES, type ProgramTimes } from '../../roster/program-times.ts';
import { hoursOfPair, hoursOfPairs } from '../../roster/schedule.ts';
import { findPair, isOnLeave, listPairsOfDistrict, type Pair } from '../../roster/store.ts';
import { mannersIn } from '../../roster/workdays.ts';
import { addDays, dayIn, dayInWords, instantAt, mondayOf, weekdayOf, type Day } from '../../zone.ts';
import type { Context, PlannedWork, Work } from '../feature.ts';
import { nextVisitDay } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';

export async function wake(ctx: Context, pairs: readonly Pair[]): Promise<void> {
  const hours = await hoursOfPairs(ctx.tx, ctx.viewer, pairs);
  await ctx.planAll(
    pairs.flatMap((pair) => nextAsk(ctx, pair, hours.get(pair.assignmentId)?.times ?? USUAL_TIMES) ?? []),
  );
}

export async function wakeDistrict(ctx: Context, districtId: string): Promise<void> {
  await wake(ctx, await listPairsOfDistrict(ctx.tx, ctx.viewer, districtId));
}

function nextAsk(ctx: Context, pair: Pair, { visitAsk }: ProgramTimes): PlannedWork | undefined {
  if (pair.visitWeekday === null) return undefined;
  const zone = pair.school.timeZone;
  const today = dayIn(zone, ctx.now);
  const atToday = instantAt(zone, today, visitAsk);
  const day =
    weekdayOf(today) === pair.visitWeekday && atToday > ctx.now ? today : nextVisitDay(pair.visitWeekday, today);
  return { job: 'visit.ask', subject: pair.assignmentId, dueAt: instantAt(zone, day, visitAsk), data: { day } };
}

export async function askToLog(ctx: Context, work: Work): Promise<void> {
  const pair = await findPair(ctx.tx, ctx.viewer, work.subject);
  if (!pair) return;
  await wake(ctx, [pair]);
  await ask(ctx, pair, work.data['day'] ?? dayIn(pair.school.timeZone, work.dueAt));
}

/** A day that was chosen instead of one that was called off. */
export async function planMoved(ctx: Context, pair: Pair, day: Day): Promise<void> {
  const { times } = await hoursOfPair(ctx.tx, ctx.viewer, pair);
  const at = instantAt(pair.school.timeZone, day, times.visitAsk);
  if (at > ctx.now)
    await ctx.plan('visit.ask-moved', movedSubject(pair, day), at, { assignment: pair.assignmentId, day });
}

export function movedSubject(pair: Pair, day: Day): string {
  return `${pair.assignmentId}:${day}`;
}

export async function askMoved(ctx: Context, work: Work): Promise<void> {
  const pair = await findPair(ctx.tx, ctx.viewer, work.data['assignment'] ?? '');
  const day = work.data['day'];
  if (pair && day !== undefined) await ask(ctx, pair, day);
}

async function ask(ctx: Context, pair: Pair, day: Day): Promise<void> {
  const { tx, viewer } = ctx;
  const zone = pair.school.timeZone;
  const days = await listSchoolDays(tx, viewer, pair.school.districtId, mondayOf(day));
  if (!dayKind(days, day, chainOf(pair.school)).staff) return;
  if (await isOnLeave(tx, viewer, pair.coach.id, day)) return;
  if (await store.isLogged(tx, viewer, pair.assignmentId, day)) return;
  const { times } = await hoursOfPair(tx, viewer, pair);
  const at = goodTime(ctx.now, await mannersIn(tx, viewer, { pair, personId: pair.coach.id, times }, ctx.now));
  if (at !== undefined && dayIn(zone, at) === day)
    await ctx.send(pair.coach.id, {
      key: askKey(pair, day),
      kind: 'visit.ask',
      card: screens.askCard(pair.assignmentId, pair.school.name, dayInWords(day)),
      notBefore: at,
      expiresAt: instantAt(zone, day, times.quietFrom),
    });
  const next = nextStaffDay(days, addDays(day, 1), chainOf(pair.school));
  if (next !== undefined)
    await ctx.plan('visit.ask-again', pair.assignmentId, instantAt(zone, next, times.visitAgain), { day });
}

export function askKey(pair: Pair, day: Day): string {
  return `visit:ask:${pair.assignmentId}:${day}`;
}

/** Within two weeks: what is older nobody remembers well enough to write down. */
const AGAIN_WITHIN_DAYS = 14;

export async function askAgain(ctx: Context, work: Work): Promise<void> {
  const pair = await findPair(ctx.tx, ctx.viewer, work.subject);
  const day = work.data['day'];
  if (!pair || day === undefined || (await store.isLogged(ctx.tx, ctx.viewer, pair.assignmentId, day))) return;
  const { times } = await hoursOfPair(ctx.tx, ctx.viewer, pair);
  const manners = await mannersIn(ctx.tx, ctx.viewer, { pair, personId: pair.coach.id, times }, ctx.now);
  const last = instantAt(manners.zone, addDays(day, AGAIN_WITHIN_DAYS), times.quietFrom);
  const at = goodTime(ctx.now, manners, last);
  if (at === undefined) return;
  if (at > ctx.now) return ctx.plan(work.job, work.subject, at, work.data);
  const card = screens.askCard(pair.assignmentId, pair.school.name, dayInWords(day), true);
  const since = instantAt(manners.zone, mondayOf(dayIn(manners.zone, ctx.now)), '00:00');
  await ctx.send(pair.coach.id, {
    key: `visit:ask-again:${pair.assignmentId}:${day}`,
    kind: 'visit.ask',
    card,
    unasked: { since, most: times.mostUnasked },
  });
}
