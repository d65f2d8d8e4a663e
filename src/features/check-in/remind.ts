// Reminders with manners, then a person: one nudge before the close and one after it, put off on request; after some weeks
// in a row without an answer the coach is asked, in private, to reach out.
import type { Reply } from '../../chat/interaction.ts';
import { goodTime, quietStart, type Manners } from '../../roster/manners.ts';
import { USUAL_TIMES, type ProgramTimes } from '../../roster/program-times.ts';
import { hoursOfPairs } from '../../roster/schedule.ts';
import type { Pair } from '../../roster/store.ts';
import { mannersOfAll } from '../../roster/workdays.ts';
import { addDays, dayIn, instantAt, mondayOf } from '../../zone.ts';
import type { Asked, Context, Message, Work } from '../feature.ts';
import { findLocked, listLocked } from './find-week.ts';
import { mayAskCoach, snoozeTime } from './rules/reminding.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';
import { isUnsent, lateNudgeKey, nudgeKey, snoozedKey, wordsOfWeek, type Week } from './words.ts';

const LATE_NUDGE_MS = 10 * 60 * 1000;

/** One of a pair, and how it may be written to. */
interface Reader {
  times: ProgramTimes;
  manners: Manners;
}

/** The manners towards one of each of these pairs, by assignment. */
export async function listManners(
  ctx: Context,
  pairs: readonly Pair[],
  whoOf: (pair: Pair) => { id: string } = (pair) => pair.principal,
): Promise<Map<string, Reader>> {
  const hours = await hoursOfPairs(ctx.tx, ctx.viewer, pairs);
  const asked = pairs.map((pair) => {
    const { times } = hours.get(pair.assignmentId) ?? { times: USUAL_TIMES };
    return { pair, personId: whoOf(pair).id, times };
  });
  const manners = await mannersOfAll(ctx.tx, ctx.viewer, asked, ctx.now);
  return new Map(
    asked.flatMap(({ pair, times }, index) => {
      const found = manners[index];
      return found ? [[pair.assignmentId, { times, manners: found }]] : [];
    }),
  );
}

/** Weeks together with how their readers may be written to. */
async function withManners(
  ctx: Context,
  weeks: readonly Week[],
  whoOf?: (pair: Pair) => { id: string },
): Promise<(Week & Reader)[]> {
  const pairs = [...new Map(weeks.map(({ pair }) => [pair.assignmentId, pair])).values()];
  const readers = await listManners(ctx, pairs, whoOf);
  return weeks.flatMap((week) => {
    const reader = readers.get(week.pair.assignmentId);
    return reader ? [{ ...week, ...reader }] : [];
  });
}

async function listUnsent(ctx: Context, works: readonly Work[]): Promise<(Week & Reader)[]> {
  const weeks = await listLocked(
    ctx,
    works.map((work) => work.subject),
  );
  return withManners(
    ctx,
    weeks.filter(({ row }) => isUnsent(row) && ctx.now < row.closeAt),
  );
}

/** One gentle nudge, only to those who have not answered; on a day off it comes on the next good one before the close. */
export async function nudge(ctx: Context, works: readonly Work[]): Promise<void> {
  const weeks = await inGoodTime(ctx, 'check-in.nudge', await listUnsent(ctx, works), ({ row }) => row.closeAt);
  await remind(
    ctx,
    weeks.map((week) => {
      const { row, pair, manners } = week;
      const later = snoozeTime(ctx.now, manners, row.closeAt);
      const card = screens.nudgeCard(wordsOfWeek(row, pair, []), later?.label);
      return { ...week, key: nudgeKey(row.id), kind: 'check-in.nudge', card, expiresAt: row.closeAt };
    }),
  );
}

/** Those whose hour is a good one. For the others the work comes again at the next one before `until`, or not at all. */
async function inGoodTime<W extends Week & Reader>(
  ctx: Context,
  job: string,
  weeks: readonly W[],
  until: (week: W) => Date,
): Promise<W[]> {
  const timed = weeks.map((week) => ({ week, at: goodTime(ctx.now, week.manners, until(week)) }));
  await ctx.planAll(
    timed.flatMap(({ week, at }) =>
      at !== undefined && at > ctx.now && at < until(week) ? [{ job, subject: week.row.id, dueAt: at }] : [],
    ),
  );
  return timed.flatMap(({ week, at }) => (at !== undefined && at <= ctx.now ? [week] : []));
}

/** After the close, where the window for late answers still has a good hour. */
export async function planLateNudges(ctx: Context, missed: readonly Week[]): Promise<void> {
  const weeks = await withManners(ctx, missed);
  await ctx.planAll(
    weeks.flatMap(({ row, manners }) => {
      const at = goodTime(new Date(row.closeAt.getTime() + LATE_NUDGE_MS), manners, row.lateUntil);
      return at === undefined ? [] : [{ job: 'check-in.late-nudge', subject: row.id, dueAt: at }];
    }),
  );
}

export async function lateNudge(ctx: Context, works: readonly Work[]): Promise<void> {
  const all = await listLocked(
    ctx,
    works.map((work) => work.subject),
  );
  const missed = all.filter(({ row }) => row.status === 'MISSED' && ctx.now < row.lateUntil);
  const weeks = await withManners(ctx, missed);
  const good = await inGoodTime(ctx, 'check-in.late-nudge', weeks, ({ row }) => row.lateUntil);
  await remind(
    ctx,
    good.map((week) => {
      const { row, pair } = week;
      const card = screens.lateNudgeCard(wordsOfWeek(row, pair, []));
      return { ...week, key: lateNudgeKey(row.id), kind: 'check-in.late-nudge', card, expiresAt: row.lateUntil };
    }),
  );
}

/** Nobody asked for it: it counts against the person's week, and is not worth coming once the quiet hours begin. */
function remind(
  ctx: Context,
  reminders: readonly (Week & Reader & Pick<Message, 'key' | 'kind' | 'card'> & { expiresAt: Date })[],
): Promise<void> {
  return ctx.sendAll(
    reminders.map(({ row, pair, manners, times, key, kind, card, expiresAt }) => {
      const quiet = quietStart(ctx.now, manners);
      return {
        ...{ to: pair.principal.id, key, kind, card, about: row.id, priority: 6 },
        expiresAt: quiet > ctx.now && quiet < expiresAt ? quiet : expiresAt,
        unasked: capOf(ctx, { times, manners }),
      };
    }),
  );
}

function capOf(ctx: Context, { times, manners: { zone } }: Reader): { since: Date; most: number } {
  return { since: instantAt(zone, mondayOf(dayIn(zone, ctx.now)), '00:00'), most: times.mostUnasked };
}

/** "Tomorrow morning": the person's own wish, so it counts against nothing; once a check-in. */
export async function snooze(ctx: Asked, checkInId: string): Promise<Reply> {
  const week = await findLocked(ctx, checkInId);
  if (!week || !isUnsent(week.row) || ctx.now >= week.row.closeAt)
    return { kind: 'say', card: screens.wordsCard('check-in:words', 'This check-in is not open any more.') };
  const { row, pair } = week;
  const manners = (await listManners(ctx, [pair])).get(pair.assignmentId)?.manners;
  const later = manners && snoozeTime(ctx.now, manners, row.closeAt);
  const words = wordsOfWeek(row, pair, []);
  if (!later) {
    const text = `It closes ${words.closes}, so there is no later morning for it. Half-done is fine.`;
    return { kind: 'say', card: screens.wordsCard('check-in:words', text) };
  }
  await ctx.plan('check-in.snoozed', row.id, later.at);
  await ctx.amend(nudgeKey(row.id), screens.snoozedCard(words, later.label));
  return { kind: 'done' };
}

export async function remindAgain(ctx: Context, works: readonly Work[]): Promise<void> {
  const weeks = await inGoodTime(ctx, 'check-in.snoozed', await listUnsent(ctx, works), ({ row }) => row.closeAt);
  await ctx.sendAll(
    weeks.map(({ row, pair }) => ({
      to: pair.principal.id,
      key: snoozedKey(row.id),
      kind: 'check-in.snoozed',
      about: row.id,
      card: screens.nudgeCard(wordsOfWeek(row, pair, [])),
      expiresAt: row.closeAt,
      priority: 6,
    })),
  );
}

/** The coach, and nobody else: a call helps more than a further message. What never arrived is nobody's silence. */
export async function askToReachOut(ctx: Context, missed: readonly Week[]): Promise<void> {
  if (missed.length === 0) return;
  const lastWeeks = await store.listLastWeeks(
    ctx.tx,
    ctx.viewer,
    missed.map(({ row }) => row),
  );
  const weeks = await withManners(ctx, missed, (pair) => pair.coach);
  const silent = weeks.filter(({ row, times }) => mayAskCoach(lastWeeks.get(row.id) ?? [], times.askCoachAfter));
  await ctx.sendAll(
    silent.flatMap(({ row, pair, times, manners }) => {
      const at = goodTime(ctx.now, manners);
      if (at === undefined) return [];
      return {
        to: pair.coach.id,
        key: `check-in:reach-out:${row.id}`,
        kind: 'check-in.reach-out',
        about: row.id,
        card: screens.reachOutCard(pair.principal.name, pair.school.name, times.askCoachAfter),
        notBefore: at,
        expiresAt: instantAt(manners.zone, addDays(dayIn(manners.zone, at), 4), '12:00'),
        unasked: capOf(ctx, { times, manners }),
      };
    }),
  );
}
