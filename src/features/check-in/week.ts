// A check-in's week by the clock: it opens, nudges once, closes, and ends. Each step plans the next one.
import type { Item } from '../../chat/form.ts';
import { chainOf, listSchoolDays } from '../../roster/school-days.ts';
import { findPair, isOnLeave, listPairs, type Pair } from '../../roster/store.ts';
import { addDays, dayIn, dayInWords, instantAt, mondayOf, timeInWords, type Day } from '../../zone.ts';
import type { Context, Work } from '../feature.ts';
import type { FormWeek } from './form.ts';
import { mayNudge, nextStatus, planWeek, type Shape, type Window } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';
import { PRINCIPAL_WEEKLY } from './templates.ts';

export interface Week {
  row: store.CheckIn;
  pair: Pair;
}

export const openingKey = (checkInId: string) => `check-in:prompt:${checkInId}`;
export const nudgeKey = (checkInId: string) => `check-in:nudge:${checkInId}`;

/** Plans the next opening of every pair. Planning again moves what was planned, so this runs at every start and change. */
export async function wake(ctx: Context): Promise<void> {
  for (const pair of await listPairs(ctx.tx, ctx.viewer)) {
    const monday = mondayOf(dayIn(pair.school.timeZone, ctx.now));
    const there = await store.findWeek(ctx.tx, ctx.viewer, pair.principal.id, PRINCIPAL_WEEKLY.key, monday);
    const isAhead = !there || (there.openAt > ctx.now && isUnsent(there));
    const planned = isAhead && (await planOpening(ctx, pair, monday));
    if (!planned) await planOpening(ctx, pair, addDays(monday, 7));
  }
}

async function planOpening(ctx: Context, pair: Pair, monday: Day): Promise<boolean> {
  const days = await listSchoolDays(ctx.tx, ctx.viewer, pair.school.districtId, monday);
  const planned = planWeek(days, monday, chainOf(pair.school), pair.school.timeZone, ctx.now);
  // A week that is skipped still has its hour, at which that is written down.
  const at = 'window' in planned ? planned.window.openAt : instantAt(pair.school.timeZone, addDays(monday, 3), '14:00');
  if ('skip' in planned && at < ctx.now) return false;
  await ctx.plan('check-in.open', pair.assignmentId, at, { weekOf: monday });
  return true;
}

export async function openWeek(ctx: Context, work: Work): Promise<void> {
  const pair = await findPair(ctx.tx, ctx.viewer, work.subject);
  if (!pair) return;
  const zone = pair.school.timeZone;
  const monday = work.data['weekOf'] ?? mondayOf(dayIn(zone, work.dueAt));
  const days = await listSchoolDays(ctx.tx, ctx.viewer, pair.school.districtId, monday);
  const planned = planWeek(days, monday, chainOf(pair.school), zone, ctx.now);
  if ('window' in planned && planned.window.openAt > ctx.now) {
    await ctx.plan('check-in.open', pair.assignmentId, planned.window.openAt, { weekOf: monday });
    return;
  }
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
  const zone = pair.school.timeZone;
  const today = dayIn(zone, ctx.now);
  const monday = mondayOf(today);
  const there = await store.findWeek(ctx.tx, ctx.viewer, pair.principal.id, PRINCIPAL_WEEKLY.key, monday);
  if (there) return there;
  const days = await listSchoolDays(ctx.tx, ctx.viewer, pair.school.districtId, monday);
  const planned = planWeek(days, monday, chainOf(pair.school), zone);
  if (!('window' in planned) || (await isOnLeave(ctx.tx, ctx.viewer, pair.principal.id, today))) return undefined;
  const of = { pair, template: PRINCIPAL_WEEKLY, weekOf: monday };
  const row = await store.createCheckIn(ctx.tx, ctx.viewer, of, planned);
  if (!row)
    return store
      .findWeek(ctx.tx, ctx.viewer, pair.principal.id, PRINCIPAL_WEEKLY.key, monday)
      .then((found) => found ?? undefined);
  if (row.closeAt > ctx.now) await ctx.plan('check-in.close', row.id, row.closeAt);
  await ctx.plan('check-in.end', row.id, row.lateUntil);
  return row;
}

function isUnsent(row: store.CheckIn): boolean {
  return row.status === 'OPEN' || row.status === 'STARTED';
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
  await ctx.plan('check-in.nudge', row.id, row.nudgeAt);
  await ctx.plan('check-in.close', row.id, row.closeAt);
  await ctx.plan('check-in.end', row.id, row.lateUntil);
}

/** One gentle nudge, only to those who have not answered, and never on a day off. */
export async function nudge(ctx: Context, work: Work): Promise<void> {
  const week = await find(ctx, work.subject);
  if (!week || !isUnsent(week.row) || ctx.now > week.row.closeAt) return;
  const { row, pair } = week;
  const today = dayIn(pair.school.timeZone, ctx.now);
  const days = await listSchoolDays(ctx.tx, ctx.viewer, pair.school.districtId, mondayOf(today));
  if (!mayNudge(days, today, chainOf(pair.school)) || (await isOnLeave(ctx.tx, ctx.viewer, pair.principal.id, today)))
    return;
  const card = screens.nudgeCard(wordsOfWeek(row, pair, []));
  await ctx.send(pair.principal.id, {
    key: nudgeKey(row.id),
    kind: 'check-in.nudge',
    about: row.id,
    card,
    expiresAt: row.closeAt,
    priority: 6,
  });
}

export async function closeWeek(ctx: Context, work: Work): Promise<void> {
  const week = await find(ctx, work.subject);
  if (!week) return;
  const { row, pair } = week;
  const words = wordsOfWeek(row, pair, []);
  if (nextStatus(row.status, 'close', { now: ctx.now, ...row }) === 'MISSED') {
    await store.saveStatus(ctx.tx, ctx.viewer, row.id, 'MISSED');
    await ctx.withdraw(nudgeKey(row.id));
    await ctx.amend(openingKey(row.id), screens.stillOpenCard(words));
    await ctx.amend(nudgeKey(row.id), screens.nudgeOverCard(words));
    ctx.announce({
      kind: 'check-in.closed',
      checkInId: row.id,
      assignmentId: row.assignmentId,
      personId: row.personId,
      weekOf: weekOf(row),
    });
  } else if (row.status === 'SUBMITTED') await ctx.amend(openingKey(row.id), screens.sentForGoodCard(words));
}

export async function endWeek(ctx: Context, work: Work): Promise<void> {
  const week = await find(ctx, work.subject);
  if (!week) return;
  if (week.row.status === 'MISSED') await ctx.amend(openingKey(week.row.id), screens.overCard(week.pair.school.name));
  else if (isUnsent(week.row)) await store.saveStatus(ctx.tx, ctx.viewer, week.row.id, 'EXCUSED', 'Not asked in time');
}

export function weekOf(row: store.CheckIn): Day {
  return row.weekOf.toISOString().slice(0, 10);
}

export function wordsOfWeek(
  row: store.CheckIn,
  pair: Pair,
  steps: readonly { id: string; text: string }[],
): screens.WeekWords {
  const zone = pair.school.timeZone;
  const day = dayInWords(dayIn(zone, row.closeAt)).slice(0, 3);
  return {
    checkInId: row.id,
    principalName: pair.principal.name,
    coachName: pair.coach.name,
    schoolName: pair.school.name,
    steps: steps.map(itemOf),
    closes: `${day} ${timeInWords(zone, row.closeAt)}`,
  };
}

export function formWeekOf(row: store.CheckIn, pair: Pair, steps: readonly { id: string; text: string }[]): FormWeek {
  return {
    shape: row.shape as Shape,
    steps: steps.map(itemOf),
    coachName: pair.coach.name,
    schoolName: pair.school.name,
    supervised: pair.relationshipType === 'SUPERVISOR_COACH',
  };
}

function itemOf(step: { id: string; text: string }): Item {
  return { id: step.id, label: step.text };
}

async function find(ctx: Context, checkInId: string): Promise<Week | undefined> {
  const row = await store.lockCheckIn(ctx.tx, ctx.viewer, checkInId);
  const pair = row && (await findPair(ctx.tx, ctx.viewer, row.assignmentId));
  return row && pair ? { row, pair } : undefined;
}
