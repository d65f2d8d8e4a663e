// The day of a step passes: it is carried over twice, and the third time its leader chooses what becomes of it.
import type { Reply } from '../../chat/interaction.ts';
import { nextStaffDay } from '../../roster/calendar.ts';
import { chainOf, listSchoolDays } from '../../roster/school-days.ts';
import { findPair, type Pair } from '../../roster/store.ts';
import { dayIn, instantAt, mondayOf, type Day } from '../../zone.ts';
import type { Asked, Context, Work } from '../feature.ts';
import { carryOver, isOpenStep, movesFor, usualDue } from './rules.ts';
import * as cards from './screens/cards.ts';
import * as forms from './screens/forms.ts';
import { DECIDED, NOT_YOURS, ownStep, planCarry, say, type Found } from './steps.ts';
import * as store from './store.ts';

const chooseKey = (stepId: string, dueOn: Day) => `plan:choose:${stepId}:${dueOn}`;

/** The day of a step has passed. */
export async function carry(ctx: Context, work: Work): Promise<void> {
  const step = await store.lockStep(ctx.tx, ctx.viewer, work.subject);
  const pair = step && (await findPair(ctx.tx, ctx.viewer, step.assignmentId));
  if (!step || !pair || !isOpenStep(step.status) || step.mustChoose) return;
  const today = dayIn(pair.school.timeZone, ctx.now);
  if (step.dueOn >= today) return planCarry(ctx, pair, step.id, step.dueOn);
  ctx.announce({ kind: 'plan.changed', assignmentId: pair.assignmentId });
  const carried = carryOver(step);
  if (carried === 'choose') {
    await store.saveStep(ctx.tx, ctx.viewer, step.id, { mustChoose: true });
    const notBefore = await nextMorning(ctx, pair, today);
    await ctx.send(pair.principal.id, {
      key: chooseKey(step.id, step.dueOn),
      kind: 'plan.choose',
      about: step.id,
      card: cards.chooseCard(step),
      notBefore,
    });
    return;
  }
  await store.saveStep(ctx.tx, ctx.viewer, step.id, carried);
  await store.writeMove(ctx.tx, ctx.viewer, {
    step,
    event: 'carry',
    from: step.status,
    to: step.status,
    now: ctx.now,
    today,
    byId: null,
  });
  await planCarry(ctx, pair, step.id, carried.dueOn);
}

async function nextMorning(ctx: Context, pair: Pair, today: Day): Promise<Date> {
  const days = await listSchoolDays(ctx.tx, ctx.viewer, pair.school.districtId, mondayOf(today));
  return instantAt(pair.school.timeZone, nextStaffDay(days, today, chainOf(pair.school)) ?? today, '09:00');
}

export async function openChoice(
  ctx: Asked,
  stepId: string,
  action: 'plan:name-barrier' | 'plan:let-go',
  label: string,
): Promise<Reply> {
  const found = await ownStep(ctx, stepId);
  if (!found) return say(NOT_YOURS);
  if (!found.step.mustChoose) return say(DECIDED);
  const state = { s: stepId };
  return {
    kind: 'open',
    form: action === 'plan:let-go' ? forms.letGoForm() : forms.nameBarrierForm(),
    state,
    values: {},
    launcher: { action, label, state, opens: 'form' },
  };
}

/** Made smaller, in the leader's own words. */
export async function reworded(ctx: Asked, found: Found, words: { text: string; dueOn: Day }): Promise<Reply> {
  const { step, today } = found;
  if (!step.mustChoose) return { kind: 'done', message: 'This step has been decided already, so nothing was changed.' };
  await store.writeMove(ctx.tx, ctx.viewer, {
    step,
    event: 'reword',
    from: step.status,
    to: step.status,
    now: ctx.now,
    today,
    byId: ctx.personId,
    note: step.text,
  });
  await choose(ctx, found, words, 'Your step is smaller now.');
  return { kind: 'done', message: 'Kept, smaller.' };
}

export async function nameBarrier(
  ctx: Asked,
  stepId: string,
  barrier: { category: string; share: boolean },
): Promise<Reply> {
  const found = await ownStep(ctx, stepId);
  if (!found?.step.mustChoose)
    return { kind: 'done', message: 'This step has been decided already, so nothing was changed.' };
  ctx.announce({
    kind: 'barrier.named',
    assignmentId: found.pair.assignmentId,
    category: barrier.category,
    byId: ctx.personId,
    forDistrict: barrier.share,
    key: `step:${stepId}:${found.step.dueOn}`,
  });
  let status = found.step.status;
  for (const event of movesFor(status, 'stuck'))
    status =
      (await store.moveStep(ctx.tx, ctx.viewer, { ...found.step, status }, event, {
        now: ctx.now,
        today: found.today,
        byId: ctx.personId,
      })) ?? status;
  await choose(ctx, found, { dueOn: usualDue(found.today) }, 'Noted what is in the way. The step waits for it.');
  return { kind: 'done', message: 'Noted.' };
}

export async function letGo(ctx: Asked, stepId: string, reason: string): Promise<Reply> {
  const found = await ownStep(ctx, stepId);
  if (!found?.step.mustChoose)
    return { kind: 'done', message: 'This step has been decided already, so nothing was changed.' };
  await store.moveStep(ctx.tx, ctx.viewer, found.step, 'drop', {
    now: ctx.now,
    today: found.today,
    byId: ctx.personId,
    note: reason,
  });
  await ctx.amend(chooseKey(stepId, found.step.dueOn), cards.wordsCard('Let go. Choosing is leading.'));
  ctx.announce({ kind: 'plan.changed', assignmentId: found.pair.assignmentId });
  return { kind: 'done', message: 'Let go.' };
}

async function choose(ctx: Asked, found: Found, change: { text?: string; dueOn: Day }, words: string): Promise<void> {
  await store.saveStep(ctx.tx, ctx.viewer, found.step.id, { ...change, carriedCount: 0, mustChoose: false });
  await planCarry(ctx, found.pair, found.step.id, change.dueOn);
  await ctx.amend(chooseKey(found.step.id, found.step.dueOn), cards.wordsCard(words));
  ctx.announce({ kind: 'plan.changed', assignmentId: found.pair.assignmentId });
}

/** Done or let go of in the check-in: there is nothing to choose any more. */
export async function endChoice(ctx: Context, step: store.Step): Promise<void> {
  if (!step.mustChoose) return;
  await store.saveStep(ctx.tx, ctx.viewer, step.id, { mustChoose: false });
  await ctx.amend(chooseKey(step.id, step.dueOn), cards.wordsCard('Decided in your check-in.'));
}
