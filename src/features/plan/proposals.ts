// A next step on its way to being agreed: proposed by the coach, then accepted, said in other words, or left for now.
import { noteActs, noteReads } from '../../audit/write.ts';
import type { Reply } from '../../chat/interaction.ts';
import { findPair, type Pair } from '../../roster/store.ts';
import { dayIn, type Day } from '../../zone.ts';
import type { Asked, Context } from '../feature.ts';
import { reworded } from './choices.ts';
import { MOST_OPEN_STEPS, beginStep, qualityPrompts, readStepWords, usualDue } from './rules.ts';
import * as cards from './screens/cards.ts';
import * as forms from './screens/forms.ts';
import { DECIDED, NOT_YOURS, daysFor, ownStep, planCarry, say, type Found } from './steps.ts';
import * as store from './store.ts';

const proposalKey = (stepId: string) => `plan:proposal:${stepId}`;

/** For the coach of the pair, with the words that were typed for the step or stood in a message. */
export async function openProposal(ctx: Asked, pair: Pair | undefined, words: string): Promise<Reply> {
  if (pair?.coach.id !== ctx.personId) return say('That pair is not yours, or it has ended.');
  const today = dayIn(pair.school.timeZone, ctx.now);
  const read = readStepWords(words, today);
  const { text, left } = beginStep(read.text);
  const state = { a: pair.assignmentId };
  return {
    kind: 'open',
    form: forms.proposeForm(pair.principal.name, daysFor(ctx, pair), left),
    state,
    values: { dueOn: usualDue(today) },
    said: { ...(text === '' ? {} : { text }), ...(read.dueOn === undefined ? {} : { dueOn: read.dueOn }) },
    launcher: { action: 'plan:propose', label: 'Write the step', state, style: 'primary', opens: 'form' },
  };
}

export async function propose(
  ctx: Asked,
  assignmentId: string,
  step: { text: string; dueOn: Day; evidence: string },
): Promise<Reply> {
  const pair = await findPair(ctx.tx, ctx.viewer, assignmentId);
  if (!pair || pair.coach.id !== ctx.personId)
    return { kind: 'done', message: 'That pair is not yours, or it has ended. Nothing was saved.' };
  await proposeTo(ctx, pair, ctx.personId, step);
  return { kind: 'done', message: `Proposed to ${pair.principal.name}.` };
}

export async function proposeTo(
  ctx: Context,
  pair: Pair,
  byId: string,
  step: { text: string; dueOn: Day; evidence: string },
): Promise<void> {
  const planId = await store.ensurePlan(ctx.tx, ctx.viewer, pair, dayIn(pair.school.timeZone, ctx.now));
  const saved = await store.createStep(ctx.tx, ctx.viewer, {
    planId,
    ownerId: pair.principal.id,
    proposedById: byId,
    ...step,
  });
  const act = { act: 'wrote', thing: 'step-text', aboutId: saved.id, ownerId: pair.principal.id } as const;
  await noteActs(ctx.tx, { ...ctx.viewer, personId: byId }, ctx.now, [{ ...act, detail: { event: 'propose' } }]);
  const card = cards.proposalCard(saved, pair.coach.name, qualityPrompts(step.text));
  await ctx.send(pair.principal.id, { key: proposalKey(saved.id), kind: 'plan.proposal', about: saved.id, card });
  ctx.announce({ kind: 'plan.changed', assignmentId: pair.assignmentId });
}

export async function accept(ctx: Asked, stepId: string): Promise<Reply> {
  const found = await ownStep(ctx, stepId);
  if (!found) return say(NOT_YOURS);
  if (found.step.status !== 'DRAFT') return say(DECIDED);
  return commit(ctx, found, undefined);
}

export async function openReword(ctx: Asked, stepId: string, action: 'plan:reword' | 'plan:smaller'): Promise<Reply> {
  const found = await ownStep(ctx, stepId);
  if (!found) return say(NOT_YOURS);
  const { step, pair, today } = found;
  const smaller = action === 'plan:smaller';
  if (smaller ? !step.mustChoose : step.status !== 'DRAFT') return say(DECIDED);
  return {
    kind: 'open',
    form: forms.rewordForm(daysFor(ctx, pair), smaller),
    state: { s: stepId, ...(smaller ? { m: 'smaller' } : {}) },
    values: { text: step.text, dueOn: step.dueOn > today ? step.dueOn : usualDue(today) },
    launcher: { action, label: smaller ? 'Make it smaller' : 'In my own words', state: { s: stepId }, opens: 'form' },
  };
}

/** In other words: the first time it is accepted with them, at the third carry-over it becomes smaller with them. */
export async function reword(ctx: Asked, stepId: string, words: { text: string; dueOn: Day }): Promise<Reply> {
  const found = await ownStep(ctx, stepId);
  if (!found) return { kind: 'done', message: NOT_YOURS };
  if (found.step.status === 'DRAFT') {
    if (await hasEnough(ctx))
      return {
        kind: 'refuse',
        form: forms.rewordForm(daysFor(ctx, found.pair), false),
        state: { s: stepId },
        values: words,
        errors: { text: ENOUGH },
      };
    return commit(ctx, found, words);
  }
  return reworded(ctx, found, words);
}

const ENOUGH = 'You have two open steps, and two are enough. Finish or let go of one first, then accept this one.';

async function hasEnough(ctx: Asked): Promise<boolean> {
  return (await store.countOpenSteps(ctx.tx, ctx.viewer, ctx.personId)) >= MOST_OPEN_STEPS;
}

async function commit(ctx: Asked, found: Found, words: { text: string; dueOn: Day } | undefined): Promise<Reply> {
  const { step, pair, today } = found;
  if (await hasEnough(ctx)) return say(ENOUGH);
  if (words) await store.saveStep(ctx.tx, ctx.viewer, step.id, words);
  const dueOn = words?.dueOn ?? (step.dueOn > today ? step.dueOn : usualDue(today));
  if (!words && dueOn !== step.dueOn) await store.saveStep(ctx.tx, ctx.viewer, step.id, { dueOn });
  await store.moveStep(ctx.tx, ctx.viewer, step, 'commit', {
    now: ctx.now,
    today,
    byId: ctx.personId,
    ...(words ? { note: step.text } : {}),
  });
  const agreed = { ...step, text: words?.text ?? step.text, dueOn };
  const reworded = words !== undefined && words.text !== step.text;
  await ctx.amend(proposalKey(step.id), cards.agreedCard(agreed, reworded));
  await ctx.send(pair.coach.id, {
    key: `plan:accepted:${step.id}`,
    kind: 'plan.accepted',
    about: step.id,
    card: cards.acceptedCard(pair.principal.name, agreed, reworded),
  });
  if (reworded) {
    const coach = { ...ctx.viewer, personId: pair.coach.id };
    await noteReads(ctx.tx, coach, ctx.now, [{ thing: 'step-text', ownerId: pair.principal.id }]);
  }
  await planCarry(ctx, pair, step.id, dueOn);
  ctx.announce({ kind: 'step.moved', stepId: step.id, assignmentId: pair.assignmentId, to: 'COMMITTED' });
  // The card that was pressed says it already.
  return words ? { kind: 'done', message: 'Your next step is set.' } : { kind: 'done' };
}

export async function decline(ctx: Asked, stepId: string): Promise<Reply> {
  const found = await ownStep(ctx, stepId);
  if (!found || found.step.status !== 'DRAFT') return say(DECIDED);
  await store.moveStep(ctx.tx, ctx.viewer, found.step, 'drop', {
    now: ctx.now,
    today: found.today,
    byId: ctx.personId,
    note: 'Not now',
  });
  await ctx.amend(proposalKey(stepId), cards.wordsCard('Left for now. Talk it over on the next visit.'));
  await ctx.send(found.pair.coach.id, {
    key: `plan:declined:${stepId}`,
    kind: 'plan.declined',
    about: stepId,
    card: cards.wordsCard(`${found.pair.principal.name} leaves the step “${found.step.text}” for now.`),
  });
  ctx.announce({ kind: 'plan.changed', assignmentId: found.pair.assignmentId });
  return { kind: 'done' };
}
