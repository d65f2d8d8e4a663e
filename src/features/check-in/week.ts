// A check-in's week by the clock: it opens, closes, and ends. Each step plans the next one; reminders are in remind.ts.
import { chainOf, listSchoolDays } from '../../roster/school-days.ts';
import { spreadOf } from '../../roster/manners.ts';
import { hoursOfPair } from '../../roster/schedule.ts';
import { findPair, isOnLeave, type Pair } from '../../roster/store.ts';
import { addDays, dayIn, instantAt, mondayOf, type Day } from '../../zone.ts';
import type { Context, Work } from '../feature.ts';
import { findLocked } from './find-week.ts';
import { askToReachOut, planLateNudge } from './remind.ts';
import { nextStatus } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';
import { PRINCIPAL_WEEKLY } from './templates.ts';
import { hadStaffDay, planWeek, type Hours, type Planned, type Window } from './rules/window.ts';
import { isUnsent, lateNudgeKey, nudgeKey, openingKey, snoozedKey, weekOf, wordsOfWeek, type Week } from './words.ts';

/** The calendar's plan of a pair's week by the hours that hold now; `notBefore` is the present where it is still to be opened. */
export async function planFor(
  ctx: Context,
  pair: Pair,
  monday: Day,
  notBefore?: Date,
): Promise<{ planned: Planned; hours: Hours }> {
  const days = await listSchoolDays(ctx.tx, ctx.viewer, pair.school.districtId, monday);
  const hours = await hoursOfPair(ctx.tx, ctx.viewer, pair);
  return { planned: planWeek(days, monday, chainOf(pair.school), pair.school.timeZone, notBefore, hours), hours };
}

/** Plans a week's opening. Planning again moves what was planned; false where there is none to plan any more. */
export async function planOpening(ctx: Context, pair: Pair, monday: Day): Promise<boolean> {
  const { planned, hours } = await planFor(ctx, pair, monday, ctx.now);
  // A week that is skipped still has its hour, at which that is written down.
  const { weekday, time } = hours.own ?? hours.times.open;
  const at =
    'window' in planned ? planned.window.openAt : instantAt(pair.school.timeZone, addDays(monday, weekday - 1), time);
  if ('skip' in planned && at < ctx.now) return false;
  await planAt(ctx, pair, monday, at, hours);
  return true;
}

function planAt(ctx: Context, pair: Pair, monday: Day, openAt: Date, { times }: Hours): Promise<void> {
  const at = new Date(openAt.getTime() + spreadOf(pair.principal.id, times.spreadSeconds) * 1000);
  return ctx.plan('check-in.open', pair.assignmentId, at, { weekOf: monday });
}

export async function openWeek(ctx: Context, work: Work): Promise<void> {
  const pair = await findPair(ctx.tx, ctx.viewer, work.subject);
  if (!pair) return;
  const zone = pair.school.timeZone;
  const monday = work.data['weekOf'] ?? mondayOf(dayIn(zone, work.dueAt));
  const { planned, hours } = await planFor(ctx, pair, monday, ctx.now);
  if ('window' in planned && planned.window.openAt > ctx.now)
    return planAt(ctx, pair, monday, planned.window.openAt, hours);
  await planOpening(ctx, pair, addDays(monday, 7));
  const away = await isOnLeave(ctx.tx, ctx.viewer, pair.principal.id, dayIn(zone, work.dueAt));
  const decided = away
    ? { skip: 'On leave', at: work.dueAt }
    : 'skip' in planned
      ? { skip: planned.skip, at: work.dueAt }
      : planned;
  const row = await store.createCheckIn(
    ctx.tx,
    ctx.viewer,
    { pair, template: PRINCIPAL_WEEKLY, weekOf: monday },
    decided,
  );
  if (row?.status === 'OPEN') await prompt(ctx, { row, pair });
  else if (!row && 'window' in decided) await promptEarlyBird(ctx, pair, monday, decided.window);
}

/** Opened by the principal before its hour and not sent yet: it is asked for like any other, by the calendar as it is now. */
async function promptEarlyBird(ctx: Context, pair: Pair, monday: Day, window: Window): Promise<void> {
  const row = await store.findWeek(ctx.tx, ctx.viewer, pair.principal.id, PRINCIPAL_WEEKLY.key, monday);
  if (!row || !isUnsent(row)) return;
  await store.saveWindow(ctx.tx, ctx.viewer, row.id, window);
  await prompt(ctx, { row: { ...row, ...window }, pair });
}

/**
 * The asker's check-in of this week, made where the clock has not come to it or never came: who wants to answer may. What is
 * opened after the close and not sent does not count as missing, since nobody had been asked.
 */
export async function openThisWeek(ctx: Context, pair: Pair): Promise<store.CheckIn | undefined> {
  const today = dayIn(pair.school.timeZone, ctx.now);
  const monday = mondayOf(today);
  const find = () => store.findWeek(ctx.tx, ctx.viewer, pair.principal.id, PRINCIPAL_WEEKLY.key, monday);
  const there = await find();
  if (there) return there;
  const { planned } = await planFor(ctx, pair, monday);
  if (!('window' in planned) || (await isOnLeave(ctx.tx, ctx.viewer, pair.principal.id, today))) return undefined;
  const of = { pair, template: PRINCIPAL_WEEKLY, weekOf: monday };
  const row = await store.createCheckIn(ctx.tx, ctx.viewer, of, planned);
  if (!row) return (await find()) ?? undefined;
  if (row.closeAt > ctx.now) await ctx.plan('check-in.close', row.id, row.closeAt);
  await ctx.plan('check-in.end', row.id, row.lateUntil);
  return row;
}

async function prompt(ctx: Context, { row, pair }: Week): Promise<void> {
  const steps = await store.listStepsAsked(ctx.tx, ctx.viewer, pair.principal.id, row.weekOf);
  const card = screens.promptCard(wordsOfWeek(row, pair, steps));
  await ctx.send(pair.principal.id, {
    key: openingKey(row.id),
    kind: 'check-in.prompt',
    about: row.id,
    card,
    expiresAt: row.lateUntil,
    priority: 3,
  });
  ctx.announce({ kind: 'check-in.opened', checkInId: row.id, assignmentId: row.assignmentId });
  await planRest(ctx, row.id, row);
}

/** What still comes after the opening. */
export async function planRest(
  ctx: Context,
  checkInId: string,
  { nudgeAt, closeAt, lateUntil }: Pick<Window, 'nudgeAt' | 'closeAt' | 'lateUntil'>,
): Promise<void> {
  await ctx.plan('check-in.nudge', checkInId, nudgeAt);
  await ctx.plan('check-in.close', checkInId, closeAt);
  await ctx.plan('check-in.end', checkInId, lateUntil);
}

export async function closeWeek(ctx: Context, work: Work): Promise<void> {
  const week = await findLocked(ctx, work.subject);
  if (!week) return;
  const { row, pair } = week;
  const words = wordsOfWeek(row, pair, []);
  if (nextStatus(row.status, 'close', { now: ctx.now, ...row }) === 'MISSED') {
    if (await isOnLeave(ctx.tx, ctx.viewer, pair.principal.id, dayIn(pair.school.timeZone, row.closeAt)))
      return endExcused(ctx, row, 'On leave');
    const days = await listSchoolDays(ctx.tx, ctx.viewer, pair.school.districtId, weekOf(row));
    if (!hadStaffDay(days, row, chainOf(pair.school), pair.school.timeZone))
      return endExcused(ctx, row, 'School closed');
    await store.saveStatus(ctx.tx, ctx.viewer, row.id, 'MISSED');
    for (const key of [nudgeKey(row.id), snoozedKey(row.id)]) {
      await ctx.withdraw(key);
      await ctx.amend(key, screens.nudgeOverCard(words));
    }
    await ctx.amend(openingKey(row.id), screens.stillOpenCard(words));
    ctx.announce({
      kind: 'check-in.closed',
      checkInId: row.id,
      assignmentId: row.assignmentId,
      personId: row.personId,
      weekOf: weekOf(row),
    });
    await planLateNudge(ctx, week);
  } else if (row.status === 'SUBMITTED') await ctx.amend(openingKey(row.id), screens.sentForGoodCard(words));
}

/** A leave that began after the prompt, or a school that was closed from then on: the week does not count. */
async function endExcused(ctx: Context, row: store.CheckIn, reason: string): Promise<void> {
  await store.saveStatus(ctx.tx, ctx.viewer, row.id, 'EXCUSED', reason);
  for (const key of [openingKey(row.id), nudgeKey(row.id), snoozedKey(row.id)]) await ctx.withdraw(key);
  await ctx.amend(openingKey(row.id), screens.excusedCard());
}

export async function endWeek(ctx: Context, work: Work): Promise<void> {
  const week = await findLocked(ctx, work.subject);
  if (!week) return;
  const { row, pair } = week;
  if (row.status === 'MISSED') {
    await ctx.amend(openingKey(row.id), screens.overCard(pair.school.name));
    await ctx.withdraw(lateNudgeKey(row.id));
    await ctx.amend(lateNudgeKey(row.id), screens.overCard(pair.school.name));
    await askToReachOut(ctx, week);
  } else if (isUnsent(row)) await store.saveStatus(ctx.tx, ctx.viewer, row.id, 'EXCUSED', 'Not asked in time');
}
