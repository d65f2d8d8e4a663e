// The weeks by the calendar, the hours and the leaves as they are now: at every start, every hour, and after each change.
import { dayKind } from '../../roster/calendar.ts';
import { chainOf, listSchoolDays } from '../../roster/school-days.ts';
import { goodTime } from '../../roster/manners.ts';
import { listPairs, type Pair } from '../../roster/store.ts';
import { addDays, dayIn, mondayOf } from '../../zone.ts';
import type { Context } from '../feature.ts';
import { mannersOf } from './remind.ts';
import * as store from './store.ts';
import { PRINCIPAL_WEEKLY } from './templates.ts';
import { planFor, planOpening, planRest } from './week.ts';
import type { Window } from './rules/window.ts';
import { isUnsent, nudgeKey, openingKey, snoozedKey, weekOf } from './words.ts';

/** Plans the next opening of every pair, and moves what is open; `districtId` keeps it to one district. */
export async function replan(ctx: Context, districtId?: string): Promise<void> {
  for (const pair of await listPairs(ctx.tx, ctx.viewer)) {
    if (districtId !== undefined && pair.school.districtId !== districtId) continue;
    await planNext(ctx, pair);
    for (const row of await store.listUnclosed(ctx.tx, ctx.viewer, pair.assignmentId, ctx.now))
      await move(ctx, pair, row);
  }
}

async function planNext(ctx: Context, pair: Pair): Promise<void> {
  const monday = mondayOf(dayIn(pair.school.timeZone, ctx.now));
  const there = await store.findWeek(ctx.tx, ctx.viewer, pair.principal.id, PRINCIPAL_WEEKLY.key, monday);
  const isAhead = !there || (there.openAt > ctx.now && isUnsent(there));
  const planned = isAhead && (await planOpening(ctx, pair, monday));
  if (!planned) await planOpening(ctx, pair, addDays(monday, 7));
}

/** An open check-in whose day or hours have changed. Where nothing of its week is left, it stands as it was. */
async function move(ctx: Context, pair: Pair, row: store.CheckIn): Promise<void> {
  const monday = weekOf(row);
  const days = await listSchoolDays(ctx.tx, ctx.viewer, pair.school.districtId, monday);
  const isOff = (at: Date) => !dayKind(days, dayIn(pair.school.timeZone, at), chainOf(pair.school)).staff;
  const isToOpen = row.openAt > ctx.now;
  const { planned } = await planFor(ctx, pair, monday, isOff(row.openAt) ? ctx.now : undefined);
  if (!('window' in planned)) {
    // What is still on its way on a day that was called off does not go out when no other day is left.
    if (isOff(ctx.now)) await ctx.withdraw(openingKey(row.id));
    return stopReminders(ctx, pair, row);
  }
  const { window } = planned;
  // A prompt that is still on its way on a day that was called off comes on the next one instead.
  const isLate = window.openAt > ctx.now && (isToOpen || (await ctx.postpone(openingKey(row.id), window.openAt)));
  const kept = isLate ? window : await asIs(ctx, pair, row);
  if (isOff(ctx.now)) await stopReminders(ctx, pair, row);
  if (isSame(row, kept)) return;
  await store.saveWindow(ctx.tx, ctx.viewer, row.id, kept);
  if (!isToOpen) await planRest(ctx, row.id, kept);
}

/** The window of a check-in that people have in front of them: its close moves while that lies ahead, its opening stands. */
async function asIs(ctx: Context, pair: Pair, row: store.CheckIn): Promise<Window> {
  const { planned } = await planFor(ctx, pair, weekOf(row));
  const { openAt, nudgeAt, closeAt, lateUntil } = row;
  const was = { shape: row.shape as Window['shape'], openAt, nudgeAt, closeAt, lateUntil };
  if (!('window' in planned) || planned.window.closeAt <= ctx.now) return was;
  const next = planned.window;
  return { ...next, shape: was.shape, openAt, nudgeAt: next.nudgeAt > openAt ? next.nudgeAt : nudgeAt };
}

/** Reminders that wait in the ledger come at the next good hour before the close, or not at all. */
async function stopReminders(ctx: Context, pair: Pair, row: store.CheckIn): Promise<void> {
  const next = goodTime(ctx.now, await mannersOf(ctx, pair, pair.principal.id), row.closeAt);
  for (const key of [nudgeKey(row.id), snoozedKey(row.id)])
    if (next === undefined || next >= row.closeAt) await ctx.withdraw(key);
    else if (next > ctx.now) await ctx.postpone(key, next);
}

function isSame(row: store.CheckIn, window: Window): boolean {
  return (
    row.shape === window.shape &&
    (['openAt', 'nudgeAt', 'closeAt', 'lateUntil'] as const).every(
      (name) => row[name].getTime() === window[name].getTime(),
    )
  );
}
