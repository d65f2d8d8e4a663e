// The weeks by the calendar, the hours and the leaves as they are now: at every start, every hour, and after each change.
import { dayKind } from '../../roster/calendar.ts';
import { chainOf } from '../../roster/school-days.ts';
import { goodTime } from '../../roster/manners.ts';
import { listPairsOfDistrict, type Pair } from '../../roster/store.ts';
import { addDays, dayIn, mondayOf, type Day } from '../../zone.ts';
import type { Context } from '../feature.ts';
import { daysOf, openingOf, planFor, readAlmanac, type Almanac } from './almanac.ts';
import { listManners } from './remind.ts';
import * as store from './store.ts';
import { PRINCIPAL_WEEKLY } from './templates.ts';
import type { Window } from './rules/window.ts';
import { restOf } from './week.ts';
import { isUnsent, nudgeKey, ON_LEAVE, openingKey, snoozedKey, weekOf, type Week } from './words.ts';

/** So many pairs are looked at together: one statement for all of a large district would be too much for one answer. */
const AT_ONCE = 500;

export async function replanDistrict(ctx: Context, districtId: string): Promise<void> {
  await replan(ctx, await listPairsOfDistrict(ctx.tx, ctx.viewer, districtId));
}

/** Plans the next opening of each pair, and moves what is open. */
export async function replan(ctx: Context, pairs: readonly Pair[]): Promise<void> {
  for (let first = 0; first < pairs.length; first += AT_ONCE) {
    const some = pairs.slice(first, first + AT_ONCE);
    const mondays = some.flatMap((pair) => AHEAD_DAYS.map((days) => addDays(mondayIn(ctx, pair), days)));
    // First: it waits for whoever is opening these weeks just now, and only then they are seen as open.
    await planNext(ctx, some, await readAlmanac(ctx, some, mondays));
    const ids = some.map((pair) => pair.assignmentId);
    const open = await store.listUnclosed(ctx.tx, ctx.viewer, ids, ctx.now);
    if (open.length === 0) continue;
    const almanac = await readAlmanac(ctx, some, open.map(weekOf));
    const byId = new Map(some.map((pair) => [pair.assignmentId, pair]));
    const weeks = open.flatMap((row) => {
      const pair = byId.get(row.assignmentId);
      return pair ? [{ row, pair }] : [];
    });
    await move(ctx, weeks, almanac);
  }
}

function mondayIn(ctx: Context, { school }: Pair): string {
  return mondayOf(dayIn(school.timeZone, ctx.now));
}

/** A week may open in the one before it, for a visit early in it; then the one after it is next. */
const AHEAD_DAYS = [0, 7, 14];

async function planNext(ctx: Context, pairs: readonly Pair[], almanac: Almanac): Promise<void> {
  const weeksOf = (pair: Pair) => AHEAD_DAYS.map((days) => addDays(mondayIn(ctx, pair), days));
  const asked = pairs.flatMap((pair) =>
    weeksOf(pair).map((monday) => ({ personId: pair.principal.id, weekOf: monday })),
  );
  const rows = await store.listWeeks(ctx.tx, ctx.viewer, PRINCIPAL_WEEKLY.key, asked);
  const there = new Map(rows.map((row) => [`${row.personId} ${weekOf(row)}`, row]));
  for (const key of await takeUpSkipped(ctx, pairs, there, almanac)) there.delete(key);
  const isAhead = (pair: Pair, monday: Day) => {
    const row = there.get(`${pair.principal.id} ${monday}`);
    return !row || (row.openAt > ctx.now && isUnsent(row));
  };
  await writeDownLost(
    ctx,
    pairs.filter((pair) => !there.has(`${pair.principal.id} ${mondayIn(ctx, pair)}`)),
    almanac,
  );
  await ctx.planAll(
    pairs.flatMap((pair) => {
      const openings = weeksOf(pair).map((monday) =>
        isAhead(pair, monday) ? openingOf(almanac, pair, monday, ctx.now) : undefined,
      );
      return openings.find((opening) => opening !== undefined) ?? [];
    }),
  );
}

/** A week that was skipped for the calendar's sake, of which a day is a staff day again, is as if it had not been: by its key. */
async function takeUpSkipped(
  ctx: Context,
  pairs: readonly Pair[],
  there: ReadonlyMap<string, store.CheckIn>,
  almanac: Almanac,
): Promise<string[]> {
  const again = pairs.flatMap((pair) => {
    const monday = mondayIn(ctx, pair);
    const key = `${pair.principal.id} ${monday}`;
    const row = there.get(key);
    const isSkipped = row?.status === 'SKIPPED' && row.skipReason !== ON_LEAVE;
    return isSkipped && 'window' in planFor(almanac, pair, monday, ctx.now) ? [{ key, id: row.id }] : [];
  });
  const ids = again.map(({ id }) => id);
  if (ids.length > 0) await store.dropSkipped(ctx.tx, ctx.viewer, ids);
  return again.map(({ key }) => key);
}

/** A week that was to open and cannot any more is written down with its reason, before its opening makes way for the next. */
async function writeDownLost(ctx: Context, pairs: readonly Pair[], almanac: Almanac): Promise<void> {
  const gone = pairs.flatMap((pair) => {
    const monday = mondayIn(ctx, pair);
    const planned = planFor(almanac, pair, monday, ctx.now);
    const isOver = 'skip' in planned && openingOf(almanac, pair, monday, ctx.now) === undefined;
    return isOver ? [{ pair, monday, planned: { ...planned, at: ctx.now } }] : [];
  });
  if (gone.length === 0) return;
  const ids = gone.map(({ pair }) => pair.assignmentId);
  const due = await store.listOpenings(ctx.tx, ctx.viewer, ids);
  const lost = gone.filter(({ pair, monday }) => due.get(pair.assignmentId) === monday);
  await store.createCheckIns(ctx.tx, ctx.viewer, PRINCIPAL_WEEKLY, lost);
}

/** Open check-ins whose day or hours have changed. Where nothing of its week is left, one stands as it was. */
async function move(ctx: Context, weeks: readonly Week[], almanac: Almanac): Promise<void> {
  const isOff = ({ pair }: Week, at: Date) =>
    !dayKind(daysOf(almanac, pair), dayIn(pair.school.timeZone, at), chainOf(pair.school)).staff;
  const isToOpen = ({ row }: Week) => row.openAt > ctx.now;
  const moving = weeks.flatMap((week) => {
    const { row, pair } = week;
    const planned = planFor(almanac, pair, weekOf(row), isOff(week, row.openAt) ? ctx.now : undefined);
    return 'window' in planned ? [{ ...week, window: planned.window }] : [];
  });
  // A prompt that is still on its way on a day that was called off comes on the next one instead.
  const ahead = moving.filter(({ window }) => window.openAt > ctx.now);
  const putOff = await ctx.postponeAll(
    ahead
      .filter((week) => !isToOpen(week))
      .map(({ row, window }) => ({ key: openingKey(row.id), notBefore: window.openAt })),
  );
  const isLate = (week: Week) => isToOpen(week) || putOff.has(openingKey(week.row.id));
  const late = new Map(ahead.filter(isLate).map(({ row, window }) => [row.id, window]));
  const changed = moving
    .map((week) => ({ ...week, window: late.get(week.row.id) ?? asIs(ctx, week, almanac) }))
    .filter(({ row, window }) => !isSame(row, window));
  const standing = new Set(moving.map(({ row }) => row.id));
  // What is still on its way on a day that was called off does not go out when no other day is left.
  const lost = weeks.filter((week) => !standing.has(week.row.id) && isOff(week, ctx.now));
  await ctx.withdrawAll(lost.map(({ row }) => openingKey(row.id)));
  await stopReminders(
    ctx,
    weeks.filter((week) => !standing.has(week.row.id) || isOff(week, ctx.now)),
  );
  const rows = changed.map(({ row, window }) => ({ ...window, id: row.id }));
  await store.saveWindows(ctx.tx, ctx.viewer, rows);
  const asked = new Set(changed.filter((week) => !isToOpen(week)).map(({ row }) => row.id));
  await ctx.planAll(rows.filter(({ id }) => asked.has(id)).flatMap(restOf));
}

/** The window of a check-in that people have in front of them: its close moves while that lies ahead, its opening stands. */
function asIs(ctx: Context, { row, pair }: Week, almanac: Almanac): Window {
  const planned = planFor(almanac, pair, weekOf(row));
  const { openAt, nudgeAt, closeAt, lateUntil } = row;
  const was = { shape: row.shape as Window['shape'], openAt, nudgeAt, closeAt, lateUntil };
  if (!('window' in planned) || planned.window.closeAt <= ctx.now) return was;
  const next = planned.window;
  return { ...next, shape: was.shape, openAt, nudgeAt: next.nudgeAt > openAt ? next.nudgeAt : nudgeAt };
}

/** Reminders that wait in the ledger come at the next good hour before the close, or not at all. */
async function stopReminders(ctx: Context, weeks: readonly Week[]): Promise<void> {
  if (weeks.length === 0) return;
  const readers = await listManners(
    ctx,
    weeks.map(({ pair }) => pair),
  );
  const timed = weeks.map(({ row, pair }) => {
    const reader = readers.get(pair.assignmentId);
    return { row, next: reader && goodTime(ctx.now, reader.manners, row.closeAt) };
  });
  const keysOf = ({ id }: store.CheckIn) => [nudgeKey(id), snoozedKey(id)];
  await ctx.withdrawAll(
    timed.flatMap(({ row, next }) => (next === undefined || next >= row.closeAt ? keysOf(row) : [])),
  );
  await ctx.postponeAll(
    timed.flatMap(({ row, next }) =>
      next !== undefined && next < row.closeAt && next > ctx.now
        ? keysOf(row).map((key) => ({ key, notBefore: next }))
        : [],
    ),
  );
}

function isSame(row: store.CheckIn, window: Window): boolean {
  return (
    row.shape === window.shape &&
    (['openAt', 'nudgeAt', 'closeAt', 'lateUntil'] as const).every(
      (name) => row[name].getTime() === window[name].getTime(),
    )
  );
}
