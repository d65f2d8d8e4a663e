// A day on site that fell to a closure: it waits for another day, and the coach is asked which.
import type { Reply } from '../../chat/interaction.ts';
import { listAwayOn } from '../../roster/leave.ts';
import { goodTime } from '../../roster/manners.ts';
import { hoursOfPair } from '../../roster/schedule.ts';
import { isOnLeave, listPairs, type Pair } from '../../roster/store.ts';
import { mannersIn } from '../../roster/workdays.ts';
import { addDays, dayIn, dayInWords, instantAt, weekdayOf } from '../../zone.ts';
import { onSubmit, type Asked, type Context } from '../feature.ts';
import type { Fact } from '../facts.ts';
import { askKey, movedSubject, planMoved } from './ask.ts';
import { findOwnPair } from './log.ts';
import * as screens from './screens.ts';
import * as moving from './screens-moving.ts';
import * as store from './store.ts';

type Closure = Extract<Fact, { kind: 'closure.called' | 'closure.undone' }>;

const messageKey = (visitId: string) => `visit:reschedule:${visitId}`;

export async function dayCalledOff(ctx: Context, { schoolIds, day }: Closure): Promise<void> {
  for (const pair of await pairsOf(ctx, schoolIds)) {
    await ctx.withdraw(askKey(pair, day));
    const isVisitDay =
      pair.visitWeekday === weekdayOf(day) || (await store.isMovedTo(ctx.tx, ctx.viewer, pair.assignmentId, day));
    if (!isVisitDay || (await isOnLeave(ctx.tx, ctx.viewer, pair.coach.id, day))) continue;
    const visitId = await store.openReschedule(ctx.tx, ctx.viewer, pair, day);
    if (visitId === undefined) continue;
    await ctx.unplan('visit.ask-moved', movedSubject(pair, day));
    await ctx.send(pair.coach.id, {
      key: messageKey(visitId),
      kind: 'visit.reschedule',
      about: visitId,
      card: moving.rescheduleCard(visitId, pair.school.name, dayInWords(day)),
      notBefore: await whenCoachWorks(ctx, pair),
    });
  }
}

/** The school is closed, and still its coach works: only quiet hours, weekends and the coach's own days away hold this back. */
async function whenCoachWorks(ctx: Context, pair: Pair): Promise<Date> {
  const { times } = await hoursOfPair(ctx.tx, ctx.viewer, pair);
  const { zone, quiet = times } = await mannersIn(
    ctx.tx,
    ctx.viewer,
    { pair, personId: pair.coach.id, times },
    ctx.now,
  );
  let at = goodTime(ctx.now, { zone, quiet }) ?? ctx.now;
  for (;;) {
    const away = await listAwayOn(ctx.tx, ctx.viewer, [pair.coach.id], dayIn(zone, at));
    const until = away.get(pair.coach.id)?.until;
    if (until === undefined) return at;
    at = goodTime(instantAt(zone, addDays(until, 1), '00:00'), { zone, quiet }) ?? at;
  }
}

export async function dayOpenAgain(ctx: Context, { schoolIds, day }: Closure): Promise<void> {
  for (const pair of await pairsOf(ctx, schoolIds)) {
    const visitId = await store.dropReschedule(ctx.tx, ctx.viewer, pair.assignmentId, day);
    if (visitId === undefined) continue;
    await ctx.withdraw(messageKey(visitId));
    const text = `${pair.school.name} is open on ${dayInWords(day)} after all, so your day there stands.`;
    await ctx.amend(messageKey(visitId), screens.wordsCard(text));
  }
}

/** "No other day": it stays a day that the school cancelled. */
export async function noOtherDay(ctx: Asked, visitId: string): Promise<Reply> {
  const found = await findWaiting(ctx, visitId);
  if (!found) return { kind: 'say', card: screens.wordsCard(GONE) };
  await store.closeReschedule(ctx.tx, ctx.viewer, visitId, { outcome: 'cancelled-school' });
  await ctx.amend(messageKey(visitId), screens.wordsCard(`Noted: no other day for ${found.pair.school.name}.`));
  return { kind: 'done' };
}

const GONE = 'That day has been settled already.';

export const rescheduling = onSubmit({
  id: moving.RESCHEDULE_FORM,
  draw: async (ctx, state) => {
    const found = await findWaiting(ctx, state['v'] ?? '');
    return found && formFor(ctx, found.pair);
  },
  submit: async (ctx, answers: { day: string }, state) => {
    const visitId = state['v'] ?? '';
    const found = await findWaiting(ctx, visitId);
    if (!found) return { kind: 'done', message: GONE };
    await store.closeReschedule(ctx.tx, ctx.viewer, visitId, { outcome: 'moved', movedTo: answers.day });
    await planMoved(ctx, found.pair, answers.day);
    // Whoever is asked before a visit is asked before the new day.
    ctx.announce({ kind: 'calendar.changed', districtId: found.pair.school.districtId });
    const text = `Your day at ${found.pair.school.name} is now ${dayInWords(answers.day)}. Please tell the school.`;
    await ctx.amend(messageKey(visitId), screens.wordsCard(text));
    return { kind: 'done', message: text };
  },
});

export async function openReschedule(ctx: Asked, visitId: string): Promise<Reply> {
  const found = await findWaiting(ctx, visitId);
  if (!found) return { kind: 'say', card: screens.wordsCard(GONE) };
  const launcher = { action: 'visit:reschedule', label: 'Choose a day', state: { v: visitId }, opens: 'form' as const };
  return { kind: 'open', form: formFor(ctx, found.pair), state: { v: visitId }, values: {}, launcher };
}

function formFor(ctx: Context, pair: Pair) {
  const today = dayIn(pair.school.timeZone, ctx.now);
  return moving.rescheduleForm(pair.school.name, { from: today, to: addDays(today, 28) });
}

async function findWaiting(ctx: Asked, visitId: string): Promise<{ pair: Pair } | undefined> {
  const assignmentId = await store.findReschedule(ctx.tx, ctx.viewer, visitId);
  const pair = assignmentId === undefined ? undefined : await findOwnPair(ctx, assignmentId);
  return pair && { pair };
}

async function pairsOf(ctx: Context, schoolIds: readonly string[]): Promise<Pair[]> {
  return (await listPairs(ctx.tx, ctx.viewer)).filter(({ school }) => schoolIds.includes(school.id));
}
