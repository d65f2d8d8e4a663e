// The coach is asked to write the visit down: at 15:30 on the visit day, and once more on the next staff morning.
import { chainOf, listSchoolDays } from '../../roster/school-days.ts';
import { dayKind, nextStaffDay } from '../../roster/calendar.ts';
import { findPair, listPairs, type Pair } from '../../roster/store.ts';
import { addDays, dayIn, dayInWords, instantAt, mondayOf, weekdayOf } from '../../zone.ts';
import type { Context, Work } from '../feature.ts';
import { nextVisitDay } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';

export async function wake(ctx: Context): Promise<void> {
  for (const pair of await listPairs(ctx.tx, ctx.viewer)) await planAsk(ctx, pair);
}

async function planAsk(ctx: Context, pair: Pair): Promise<void> {
  if (pair.visitWeekday === null) return;
  const zone = pair.school.timeZone;
  const today = dayIn(zone, ctx.now);
  const atToday = instantAt(zone, today, '15:30');
  const day =
    weekdayOf(today) === pair.visitWeekday && atToday > ctx.now ? today : nextVisitDay(pair.visitWeekday, today);
  await ctx.plan('visit.ask', pair.assignmentId, instantAt(zone, day, '15:30'), { day });
}

export async function askToLog(ctx: Context, work: Work): Promise<void> {
  const pair = await findPair(ctx.tx, ctx.viewer, work.subject);
  if (!pair) return;
  await planAsk(ctx, pair);
  const day = work.data['day'] ?? dayIn(pair.school.timeZone, work.dueAt);
  const days = await listSchoolDays(ctx.tx, ctx.viewer, pair.school.districtId, mondayOf(day));
  if (!dayKind(days, day, chainOf(pair.school)).staff) return;
  if (await store.isLogged(ctx.tx, ctx.viewer, pair.assignmentId, day)) return;
  await ctx.send(pair.coach.id, {
    key: `visit:ask:${pair.assignmentId}:${day}`,
    kind: 'visit.ask',
    card: screens.askCard(pair.assignmentId, pair.school.name, dayInWords(day)),
    expiresAt: instantAt(pair.school.timeZone, day, '17:30'),
  });
  const next = nextStaffDay(days, addDays(day, 1), chainOf(pair.school));
  if (next !== undefined)
    await ctx.plan('visit.ask-again', pair.assignmentId, instantAt(pair.school.timeZone, next, '09:00'), { day });
}

export async function askAgain(ctx: Context, work: Work): Promise<void> {
  const pair = await findPair(ctx.tx, ctx.viewer, work.subject);
  const day = work.data['day'];
  if (!pair || day === undefined || (await store.isLogged(ctx.tx, ctx.viewer, pair.assignmentId, day))) return;
  const card = screens.askCard(pair.assignmentId, pair.school.name, dayInWords(day), true);
  await ctx.send(pair.coach.id, { key: `visit:ask-again:${pair.assignmentId}:${day}`, kind: 'visit.ask', card });
}
