// A day on site that fell to a closure: it waits for another day, and the coach is asked which.
import { noteActs } from '../../audit/write.ts';
import type { Reply } from '../../chat/interaction.ts';
import { listAwayOn } from '../../roster/leave.ts';
import { goodTime } from '../../roster/manners.ts';
import { USUAL_TIMES } from '../../roster/program-times.ts';
import { hoursOfPairs } from '../../roster/schedule.ts';
import { findLeaves, listPairs, type Pair } from '../../roster/store.ts';
import { mannersOfAll } from '../../roster/workdays.ts';
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

/** For hundreds of schools at once as for one: whoever called the day off waits for the answer. */
export async function dayCalledOff(ctx: Context, { schoolIds, day }: Closure): Promise<void> {
  const pairs = await pairsOf(ctx, schoolIds);
  await ctx.withdrawAll(pairs.map((pair) => askKey(pair, day)));
  const moved = await store.listMovedTo(ctx.tx, ctx.viewer, pairs, day);
  const isAway = await findLeaves(
    ctx.tx,
    ctx.viewer,
    pairs.map(({ coach }) => ({ personId: coach.id, day })),
  );
  const visited = pairs.filter(
    (pair) => (pair.visitWeekday === weekdayOf(day) || moved.has(pair.assignmentId)) && !isAway(pair.coach.id, day),
  );
  const visits = await store.openReschedules(ctx.tx, ctx.viewer, visited, day);
  for (const pair of visited)
    if (moved.has(pair.assignmentId) && visits.has(pair.assignmentId))
      await ctx.unplan('visit.ask-moved', movedSubject(pair, day));
  const times = await whenCoachesWork(ctx, visited);
  await ctx.sendAll(
    visited.flatMap((pair) => {
      const visitId = visits.get(pair.assignmentId);
      if (visitId === undefined) return [];
      return {
        to: pair.coach.id,
        key: messageKey(visitId),
        kind: 'visit.reschedule',
        about: visitId,
        card: moving.rescheduleCard(visitId, pair.school.name, dayInWords(day)),
        notBefore: times.get(pair.assignmentId) ?? ctx.now,
      };
    }),
  );
}

/**
 * By assignment. The school is closed, and still its coach works: only quiet hours, weekends and the coach's own days away hold
 * this back.
 */
async function whenCoachesWork(ctx: Context, pairs: readonly Pair[]): Promise<Map<string, Date>> {
  const hours = await hoursOfPairs(ctx.tx, ctx.viewer, pairs);
  const asked = pairs.map((pair) => {
    const { times } = hours.get(pair.assignmentId) ?? { times: USUAL_TIMES };
    return { pair, personId: pair.coach.id, times };
  });
  const manners = await mannersOfAll(ctx.tx, ctx.viewer, asked, ctx.now);
  let open = asked.map(({ pair, personId, times }, index) => {
    const { zone, quiet = times } = manners[index] ?? { zone: pair.school.timeZone };
    return { pair, personId, zone, quiet, at: goodTime(ctx.now, { zone, quiet }) ?? ctx.now };
  });
  const isOn = ({ zone, at }: { zone: string; at: Date }, day: string) => dayIn(zone, at) === day;
  const found = new Map<string, Date>();
  while (open.length > 0) {
    // Mostly it is one day for all; those for whom it is another come in a later round.
    const day = open.map(({ zone, at }) => dayIn(zone, at)).sort()[0] ?? '';
    const [some, others] = [open.filter((one) => isOn(one, day)), open.filter((one) => !isOn(one, day))];
    const ids = some.map(({ personId }) => personId);
    const away = await listAwayOn(ctx.tx, ctx.viewer, ids, day);
    open = others;
    for (const one of some) {
      const until = away.get(one.personId)?.until;
      if (until === undefined) found.set(one.pair.assignmentId, one.at);
      else open.push({ ...one, at: goodTime(instantAt(one.zone, addDays(until, 1), '00:00'), one) ?? one.at });
    }
  }
  return found;
}

export async function dayOpenAgain(ctx: Context, { schoolIds, day }: Closure): Promise<void> {
  const pairs = await pairsOf(ctx, schoolIds);
  const dropped = await store.dropReschedules(ctx.tx, ctx.viewer, pairs, day);
  const standing = pairs.flatMap((pair) => {
    const visitId = dropped.get(pair.assignmentId);
    const text = `${pair.school.name} is open on ${dayInWords(day)} after all, so your day there stands.`;
    return visitId === undefined ? [] : { key: messageKey(visitId), card: screens.wordsCard(text) };
  });
  await ctx.withdrawAll(standing.map(({ key }) => key));
  await ctx.amendAll(standing);
}

/** "No other day": it stays a day that the school cancelled. */
export async function noOtherDay(ctx: Asked, visitId: string): Promise<Reply> {
  const found = await findWaiting(ctx, visitId);
  if (!found) return { kind: 'say', card: screens.wordsCard(GONE) };
  await store.closeReschedule(ctx.tx, ctx.viewer, visitId, { outcome: 'cancelled-school' });
  await noteOutcome(ctx, visitId, 'cancelled-school');
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
    await noteOutcome(ctx, visitId, 'moved');
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

async function noteOutcome(ctx: Asked, visitId: string, outcome: string): Promise<void> {
  const act = { act: 'wrote', thing: 'visit-facts', aboutId: visitId, ownerId: ctx.personId } as const;
  await noteActs(ctx.tx, ctx.viewer, ctx.now, [{ ...act, detail: { outcome } }]);
}

async function findWaiting(ctx: Asked, visitId: string): Promise<{ pair: Pair } | undefined> {
  const assignmentId = await store.findReschedule(ctx.tx, ctx.viewer, visitId);
  const pair = assignmentId === undefined ? undefined : await findOwnPair(ctx, assignmentId);
  return pair && { pair };
}

async function pairsOf(ctx: Context, schoolIds: readonly string[]): Promise<Pair[]> {
  return (await listPairs(ctx.tx, ctx.viewer)).filter(({ school }) => schoolIds.includes(school.id));
}
