// A check-in's week by the clock: it opens, closes, and ends. Each step plans the next one; reminders are in remind.ts.
// Thousands of weeks come to a step in the same minute, so each step takes many: what they need is read at once, decided for
// each alone, and written at once.
import { findLeaves, findPairs, isOnLeave, type Pair } from '../../roster/store.ts';
import { chainOf } from '../../roster/school-days.ts';
import { addDays, dayIn, mondayOf, type Day } from '../../zone.ts';
import type { Context, PlannedWork, Work } from '../feature.ts';
import { daysOf, openingAt, openingOf, planFor, readAlmanac, type Almanac } from './almanac.ts';
import { listLocked } from './find-week.ts';
import { askToReachOut, planLateNudges } from './remind.ts';
import { nextStatus } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';
import { PRINCIPAL_WEEKLY } from './templates.ts';
import { hadStaffDay, type Window } from './rules/window.ts';
import {
  isUnsent,
  ON_LEAVE,
  lateNudgeKey,
  nudgeKey,
  openingKey,
  snoozedKey,
  weekOf,
  wordsOfWeek,
  type Week,
} from './words.ts';

/** A pair whose week is to open. */
interface Due {
  pair: Pair;
  monday: Day;
  dueAt: Date;
}

export async function openWeeks(ctx: Context, works: readonly Work[]): Promise<void> {
  const due = await listDue(ctx, works);
  const mondays = due.flatMap(({ monday }) => [monday, addDays(monday, 7)]);
  const almanac = await readAlmanac(
    ctx,
    due.map(({ pair }) => pair),
    mondays,
  );
  const days = due.map(({ pair, dueAt }) => ({ personId: pair.principal.id, day: dayIn(pair.school.timeZone, dueAt) }));
  const isAway = await findLeaves(ctx.tx, ctx.viewer, days);
  const decided = due.map((one) => ({ ...one, ...decide(ctx.now, almanac, one, isAway) }));
  await ctx.planAll(decided.flatMap(({ next }) => next ?? []));
  const weeks = decided.flatMap(({ pair, monday, planned }) => (planned ? [{ pair, monday, planned }] : []));
  const rows = await store.createCheckIns(ctx.tx, ctx.viewer, PRINCIPAL_WEEKLY, weeks);
  const opened = weeks.flatMap(({ pair }) => {
    const row = rows.get(pair.assignmentId);
    return row?.status === 'OPEN' ? [{ row, pair }] : [];
  });
  const there = weeks.flatMap(({ pair, monday, planned }) =>
    !rows.has(pair.assignmentId) && 'window' in planned ? [{ pair, monday, window: planned.window }] : [],
  );
  await prompt(ctx, [...opened, ...(await takeUpEarlyBirds(ctx, there))]);
}

async function listDue(ctx: Context, works: readonly Work[]): Promise<Due[]> {
  const subjects = works.map((work) => work.subject);
  const pairs = await findPairs(ctx.tx, ctx.viewer, subjects);
  return works.flatMap(({ subject, data, dueAt }) => {
    const pair = pairs.get(subject);
    return pair ? [{ pair, dueAt, monday: data['weekOf'] ?? mondayOf(dayIn(pair.school.timeZone, dueAt)) }] : [];
  });
}

/** What becomes of the week, and which opening is planned next: the following week's, or this one's again where it has moved. */
function decide(
  now: Date,
  almanac: Almanac,
  { pair, monday, dueAt }: Due,
  isAway: (personId: string, day: Day) => boolean,
): { next: PlannedWork | undefined; planned?: store.PlannedWeek } {
  const planned = planFor(almanac, pair, monday, now);
  if ('window' in planned && planned.window.openAt > now)
    return { next: openingAt(almanac, pair, monday, planned.window.openAt) };
  const next = openingOf(almanac, pair, addDays(monday, 7), now);
  if (isAway(pair.principal.id, dayIn(pair.school.timeZone, dueAt)))
    return { next, planned: { skip: ON_LEAVE, at: dueAt } };
  return { next, planned: 'skip' in planned ? { ...planned, at: dueAt } : planned };
}

/** Opened by the principal before its hour and not sent yet: it is asked for like any other, by the calendar as it is now. */
async function takeUpEarlyBirds(
  ctx: Context,
  there: readonly { pair: Pair; monday: Day; window: Window }[],
): Promise<Week[]> {
  const rows = await store.listWeeks(
    ctx.tx,
    ctx.viewer,
    PRINCIPAL_WEEKLY.key,
    there.map(({ pair, monday }) => ({ personId: pair.principal.id, weekOf: monday })),
  );
  const weeks = there.flatMap(({ pair, monday, window }) => {
    const row = rows.find((one) => one.personId === pair.principal.id && weekOf(one) === monday);
    return row && isUnsent(row) ? [{ row: { ...row, ...window }, pair }] : [];
  });
  await store.saveWindows(
    ctx.tx,
    ctx.viewer,
    weeks.map(({ row }) => row),
  );
  return weeks;
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
  const planned = planFor(await readAlmanac(ctx, [pair], [monday]), pair, monday);
  if (!('window' in planned) || (await isOnLeave(ctx.tx, ctx.viewer, pair.principal.id, today))) return undefined;
  const rows = await store.createCheckIns(ctx.tx, ctx.viewer, PRINCIPAL_WEEKLY, [{ pair, monday, planned }]);
  const row = rows.get(pair.assignmentId);
  if (!row) return (await find()) ?? undefined;
  if (row.closeAt > ctx.now) await ctx.plan('check-in.close', row.id, row.closeAt);
  await ctx.plan('check-in.end', row.id, row.lateUntil);
  return row;
}

async function prompt(ctx: Context, weeks: readonly Week[]): Promise<void> {
  if (weeks.length === 0) return;
  const steps = await store.listAllStepsAsked(
    ctx.tx,
    ctx.viewer,
    weeks.map(({ row }) => row),
  );
  await ctx.sendAll(
    weeks.map(({ row, pair }) => ({
      to: pair.principal.id,
      key: openingKey(row.id),
      kind: 'check-in.prompt',
      about: row.id,
      card: screens.promptCard(wordsOfWeek(row, pair, steps.get(row.id) ?? [])),
      expiresAt: row.lateUntil,
      priority: 3,
    })),
  );
  ctx.announce({ kind: 'check-in.opened', assignmentIds: weeks.map(({ row }) => row.assignmentId) });
  await ctx.planAll(weeks.flatMap(({ row }) => restOf(row)));
}

/** What still comes after the opening. */
export function restOf({
  id,
  nudgeAt,
  closeAt,
  lateUntil,
}: Pick<store.CheckIn, 'id' | 'nudgeAt' | 'closeAt' | 'lateUntil'>): PlannedWork[] {
  return [
    { job: 'check-in.nudge', subject: id, dueAt: nudgeAt },
    { job: 'check-in.close', subject: id, dueAt: closeAt },
    { job: 'check-in.end', subject: id, dueAt: lateUntil },
  ];
}

export async function closeWeeks(ctx: Context, works: readonly Work[]): Promise<void> {
  const weeks = await listLocked(
    ctx,
    works.map((work) => work.subject),
  );
  const unsent = weeks.filter(({ row }) => nextStatus(row.status, 'close', { now: ctx.now, ...row }) === 'MISSED');
  const excused = await listExcuses(ctx, unsent);
  await miss(
    ctx,
    unsent.filter(({ row }) => !excused.has(row.id)),
  );
  for (const reason of EXCUSES)
    await endExcused(
      ctx,
      unsent.filter(({ row }) => excused.get(row.id) === reason),
      reason,
    );
  const sent = weeks.filter(({ row }) => row.status === 'SUBMITTED');
  await ctx.amendAll(
    sent.map(({ row, pair }) => ({
      key: openingKey(row.id),
      card: screens.sentForGoodCard(wordsOfWeek(row, pair, [])),
    })),
  );
}

async function miss(ctx: Context, weeks: readonly Week[]): Promise<void> {
  if (weeks.length === 0) return;
  const rows = weeks.map(({ row }) => row);
  await store.saveStatuses(ctx.tx, ctx.viewer, rows, 'MISSED');
  await ctx.withdrawAll(rows.flatMap(({ id }) => [nudgeKey(id), snoozedKey(id)]));
  await ctx.amendAll(
    weeks.flatMap(({ row, pair }) => {
      const words = wordsOfWeek(row, pair, []);
      const over = screens.nudgeOverCard(words);
      return [
        { key: nudgeKey(row.id), card: over },
        { key: snoozedKey(row.id), card: over },
        { key: openingKey(row.id), card: screens.stillOpenCard(words) },
      ];
    }),
  );
  ctx.announce({ kind: 'check-in.closed', assignmentIds: rows.map((row) => row.assignmentId) });
  await planLateNudges(ctx, weeks);
}

const EXCUSES = [ON_LEAVE, 'School closed'] as const;
type Excuse = (typeof EXCUSES)[number];

/** By check-in, why its week does not count: a leave that began after the prompt, or a school that was closed from then on. */
async function listExcuses(ctx: Context, weeks: readonly Week[]): Promise<Map<string, Excuse>> {
  if (weeks.length === 0) return new Map();
  const pairs = weeks.map(({ pair }) => pair);
  const almanac = await readAlmanac(
    ctx,
    pairs,
    weeks.map(({ row }) => weekOf(row)),
  );
  const closed = weeks.map(({ row, pair }) => ({
    ...{ row, pair, personId: pair.principal.id },
    day: dayIn(pair.school.timeZone, row.closeAt),
  }));
  const isAway = await findLeaves(ctx.tx, ctx.viewer, closed);
  const excuses = new Map<string, Excuse>();
  for (const { row, pair, personId, day } of closed) {
    const { school } = pair;
    if (isAway(personId, day)) excuses.set(row.id, ON_LEAVE);
    else if (!hadStaffDay(daysOf(almanac, pair), row, chainOf(school), school.timeZone))
      excuses.set(row.id, 'School closed');
  }
  return excuses;
}

async function endExcused(ctx: Context, weeks: readonly Week[], reason: Excuse): Promise<void> {
  const rows = weeks.map(({ row }) => row);
  await store.saveStatuses(ctx.tx, ctx.viewer, rows, 'EXCUSED', reason);
  await ctx.withdrawAll(rows.flatMap(({ id }) => [openingKey(id), nudgeKey(id), snoozedKey(id)]));
  await ctx.amendAll(rows.map(({ id }) => ({ key: openingKey(id), card: screens.excusedCard() })));
}

/** A pair that has ended is asked nothing more; the week that was open does not count as missing. */
export async function endWithPairs(ctx: Context): Promise<void> {
  const rows = await store.lockOfEndedPairs(ctx.tx, ctx.viewer);
  await store.saveStatuses(ctx.tx, ctx.viewer, rows, 'EXCUSED', 'The pair has ended');
  const keys = [openingKey, nudgeKey, snoozedKey, lateNudgeKey].map((keyOf) => rows.map(({ id }) => keyOf(id))).flat();
  await ctx.withdrawAll(keys);
  // An account that nobody has any more is left alone.
  const there = rows.filter(({ isThere }) => isThere);
  await ctx.amendAll(there.map(({ id }) => ({ key: openingKey(id), card: screens.pairEndedCard() })));
}

export async function endWeeks(ctx: Context, works: readonly Work[]): Promise<void> {
  const weeks = await listLocked(
    ctx,
    works.map((work) => work.subject),
  );
  const missed = weeks.filter(({ row }) => row.status === 'MISSED');
  await ctx.withdrawAll(missed.map(({ row }) => lateNudgeKey(row.id)));
  await ctx.amendAll(
    missed.flatMap(({ row, pair }) => {
      const card = screens.overCard(pair.school.name);
      return [openingKey(row.id), lateNudgeKey(row.id)].map((key) => ({ key, card }));
    }),
  );
  await askToReachOut(ctx, missed);
  const unasked = weeks.map(({ row }) => row).filter(isUnsent);
  await store.saveStatuses(ctx.tx, ctx.viewer, unasked, 'EXCUSED', 'Not asked in time');
}
