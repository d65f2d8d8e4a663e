// Whoever is asked before a visit has written for that very day, so the coach does not wait for the week's summary: once the
// check-in has closed and cannot change any more, the coach gets this one pair's week, on the next good morning.
import { goodTime } from '../../roster/manners.ts';
import { hoursOfPair } from '../../roster/schedule.ts';
import { findPair } from '../../roster/store.ts';
import { mannersIn } from '../../roster/workdays.ts';
import { dayIn, instantAt, addDays } from '../../zone.ts';
import type { Context, Work } from '../feature.ts';
import { listCheckIns } from '../week-delivery.ts';
import { clockEyes } from './compile.ts';
import { eyesOf, noteSummary, readWeeks } from './friday.ts';
import { summaryCards } from './screens/summary-card.ts';

const JOB = 'digest.before-visit';

/** An answer that was sent again is told as it stood at the close. */
export async function planBeforeVisit(
  ctx: Context,
  { assignmentId, weekOf }: { assignmentId: string; weekOf: string },
): Promise<void> {
  const viewer = clockEyes(ctx.viewer);
  const pair = await findPair(ctx.tx, viewer, assignmentId);
  if (!pair || !(await hoursOfPair(ctx.tx, viewer, pair)).visitOn) return;
  const [checkIn] = await listCheckIns(ctx.tx, viewer, [assignmentId], weekOf);
  if (checkIn)
    await ctx.plan(JOB, `${assignmentId}:${weekOf}`, checkIn.closeAt, { assignment: assignmentId, week: weekOf });
}

export async function tellBeforeVisit(ctx: Context, work: Work): Promise<void> {
  const [assignmentId, weekOf] = [work.data['assignment'] ?? '', work.data['week'] ?? ''];
  const pair = await findPair(ctx.tx, clockEyes(ctx.viewer), assignmentId);
  if (!pair) return;
  const coachId = pair.coach.id;
  const weeks = await readWeeks(ctx, eyesOf(ctx, coachId), [pair], weekOf);
  const [checkIn] = weeks;
  // The close may have moved since, as the visit did.
  if (checkIn?.closeAt && checkIn.closeAt > ctx.now) return ctx.plan(JOB, work.subject, checkIn.closeAt, work.data);
  const { times } = await hoursOfPair(ctx.tx, clockEyes(ctx.viewer), pair);
  const manners = await mannersIn(ctx.tx, clockEyes(ctx.viewer), { pair, personId: coachId, times }, ctx.now);
  const at = goodTime(ctx.now, manners);
  if (checkIn?.outcome?.kind !== 'answered' || at === undefined) return;
  await noteSummary(ctx, coachId, [pair], weeks);
  for (const [index, card] of summaryCards(weekOf, weeks).entries())
    await ctx.send(coachId, {
      key: `digest:before-visit:${assignmentId}:${weekOf}:${index + 1}`,
      kind: JOB,
      card,
      notBefore: at,
      expiresAt: instantAt(manners.zone, addDays(dayIn(manners.zone, at), 4), '12:00'),
    });
}
