// Reminders with manners, then a person: one nudge before the close and one after it, put off on request; after some weeks
// in a row without an answer the coach is asked, in private, to reach out.
import type { Reply } from '../../chat/interaction.ts';
import { goodTime, quietStart, type Manners } from '../../roster/manners.ts';
import { hoursOfPair } from '../../roster/schedule.ts';
import type { Pair } from '../../roster/store.ts';
import { mannersIn } from '../../roster/workdays.ts';
import { addDays, dayIn, instantAt, mondayOf } from '../../zone.ts';
import type { Asked, Context, Message, Work } from '../feature.ts';
import { findLocked } from './find-week.ts';
import { mayAskCoach, snoozeTime } from './rules/reminding.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';
import { isUnsent, lateNudgeKey, nudgeKey, snoozedKey, wordsOfWeek, type Week } from './words.ts';

const LATE_NUDGE_MS = 10 * 60 * 1000;

export async function mannersOf(ctx: Context, pair: Pair, personId: string): Promise<Manners> {
  const { times } = await hoursOfPair(ctx.tx, ctx.viewer, pair);
  return mannersIn(ctx.tx, ctx.viewer, { pair, personId, times }, ctx.now);
}

/** One gentle nudge, only to those who have not answered; on a day off it comes on the next good one before the close. */
export async function nudge(ctx: Context, work: Work): Promise<void> {
  const week = await findLocked(ctx, work.subject);
  if (!week || !isUnsent(week.row) || ctx.now >= week.row.closeAt) return;
  const { row, pair } = week;
  const manners = await mannersOf(ctx, pair, pair.principal.id);
  const at = goodTime(ctx.now, manners, row.closeAt);
  if (at === undefined || at >= row.closeAt) return;
  if (at > ctx.now) return ctx.plan(work.job, row.id, at);
  const later = snoozeTime(ctx.now, manners, row.closeAt);
  await remind(ctx, week, manners, {
    key: nudgeKey(row.id),
    kind: 'check-in.nudge',
    card: screens.nudgeCard(wordsOfWeek(row, pair, []), later?.label),
    expiresAt: row.closeAt,
  });
}

/** After the close, where the window for late answers still has a good hour. */
export async function planLateNudge(ctx: Context, { row, pair }: Week): Promise<void> {
  const manners = await mannersOf(ctx, pair, pair.principal.id);
  const at = goodTime(new Date(row.closeAt.getTime() + LATE_NUDGE_MS), manners, row.lateUntil);
  if (at !== undefined) await ctx.plan('check-in.late-nudge', row.id, at);
}

export async function lateNudge(ctx: Context, work: Work): Promise<void> {
  const week = await findLocked(ctx, work.subject);
  if (week?.row.status !== 'MISSED' || ctx.now >= week.row.lateUntil) return;
  const { row, pair } = week;
  const manners = await mannersOf(ctx, pair, pair.principal.id);
  const at = goodTime(ctx.now, manners, row.lateUntil);
  if (at === undefined) return;
  if (at > ctx.now) return ctx.plan(work.job, row.id, at);
  await remind(ctx, week, manners, {
    key: lateNudgeKey(row.id),
    kind: 'check-in.late-nudge',
    card: screens.lateNudgeCard(wordsOfWeek(row, pair, [])),
    expiresAt: row.lateUntil,
  });
}

/** Nobody asked for it: it counts against the person's week, and is not worth coming once the quiet hours begin. */
async function remind(
  ctx: Context,
  { row, pair }: Week,
  manners: Manners,
  message: Pick<Message, 'key' | 'kind' | 'card'> & { expiresAt: Date },
): Promise<void> {
  const quiet = quietStart(ctx.now, manners);
  await ctx.send(pair.principal.id, {
    ...message,
    about: row.id,
    expiresAt: quiet > ctx.now && quiet < message.expiresAt ? quiet : message.expiresAt,
    priority: 6,
    unasked: await capOf(ctx, pair, manners),
  });
}

async function capOf(ctx: Context, pair: Pair, { zone }: Manners): Promise<{ since: Date; most: number }> {
  const { times } = await hoursOfPair(ctx.tx, ctx.viewer, pair);
  return { since: instantAt(zone, mondayOf(dayIn(zone, ctx.now)), '00:00'), most: times.mostUnasked };
}

/** "Tomorrow morning": the person's own wish, so it counts against nothing; once a check-in. */
export async function snooze(ctx: Asked, checkInId: string): Promise<Reply> {
  const week = await findLocked(ctx, checkInId);
  if (!week || !isUnsent(week.row) || ctx.now >= week.row.closeAt)
    return { kind: 'say', card: screens.wordsCard('check-in:words', 'This check-in is not open any more.') };
  const { row, pair } = week;
  const later = snoozeTime(ctx.now, await mannersOf(ctx, pair, pair.principal.id), row.closeAt);
  const words = wordsOfWeek(row, pair, []);
  if (!later) {
    const text = `It closes ${words.closes}, so there is no later morning for it. Half-done is fine.`;
    return { kind: 'say', card: screens.wordsCard('check-in:words', text) };
  }
  await ctx.plan('check-in.snoozed', row.id, later.at);
  await ctx.amend(nudgeKey(row.id), screens.snoozedCard(words, later.label));
  return { kind: 'done' };
}

export async function remindAgain(ctx: Context, work: Work): Promise<void> {
  const week = await findLocked(ctx, work.subject);
  if (!week || !isUnsent(week.row) || ctx.now >= week.row.closeAt) return;
  const { row, pair } = week;
  const at = goodTime(ctx.now, await mannersOf(ctx, pair, pair.principal.id), row.closeAt);
  if (at === undefined || at >= row.closeAt) return;
  if (at > ctx.now) return ctx.plan(work.job, row.id, at);
  await ctx.send(pair.principal.id, {
    key: snoozedKey(row.id),
    kind: 'check-in.snoozed',
    about: row.id,
    card: screens.nudgeCard(wordsOfWeek(row, pair, [])),
    expiresAt: row.closeAt,
    priority: 6,
  });
}

/** The coach, and nobody else: a call helps more than a further message. What never arrived is nobody's silence. */
export async function askToReachOut(ctx: Context, { row, pair }: Week): Promise<void> {
  const { times } = await hoursOfPair(ctx.tx, ctx.viewer, pair);
  const weeks = await store.listLastWeeks(ctx.tx, ctx.viewer, row);
  if (!mayAskCoach(weeks, times.askCoachAfter)) return;
  const manners = await mannersOf(ctx, pair, pair.coach.id);
  const at = goodTime(ctx.now, manners);
  if (at === undefined) return;
  await ctx.send(pair.coach.id, {
    key: `check-in:reach-out:${row.id}`,
    kind: 'check-in.reach-out',
    about: row.id,
    card: screens.reachOutCard(pair.principal.name, pair.school.name, times.askCoachAfter),
    notBefore: at,
    expiresAt: instantAt(manners.zone, addDays(dayIn(manners.zone, at), 4), '12:00'),
    unasked: await capOf(ctx, pair, manners),
  });
}
