// What happens to an action step: proposed, accepted, moved, carried over, chosen, let go.
import type { Reply } from '../../chat/interaction.ts';
import { chainOf, listSchoolDays } from '../../roster/school-days.ts';
import { nextStaffDay } from '../../roster/calendar.ts';
import { findPair, type Pair } from '../../roster/store.ts';
import { addDays, dayIn, instantAt, mondayOf, type Day } from '../../zone.ts';
import type { Fact } from '../facts.ts';
import type { Asked, Context, Work } from '../feature.ts';
import { LONGEST_DAYS, MOST_OPEN_STEPS, carryOver, isOpenStep, movesFor, qualityPrompts, usualDue } from './rules.ts';
import * as cards from './screens/cards.ts';
import * as forms from './screens/forms.ts';
import * as store from './store.ts';

const proposalKey = (stepId: string) => `plan:proposal:${stepId}`;
const chooseKey = (stepId: string, dueOn: Day) => `plan:choose:${stepId}:${dueOn}`;

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

async function proposeTo(
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
  const card = cards.proposalCard(saved, pair.coach.name, qualityPrompts(step.text));
  await ctx.send(pair.principal.id, { key: proposalKey(saved.id), kind: 'plan.proposal', about: saved.id, card });
}

export async function accept(ctx: Asked, stepId: string): Promise<Reply> {
  const found = await ownStep(ctx, stepId);
  if (!found) return say('That step is not yours, or it is gone.');
  if (found.step.status !== 'DRAFT') return say('This step has been decided already. Type /checkin plan to see it.');
  return commit(ctx, found, undefined);
}

/** In other words: the first time it is accepted with them, at the third carry-over it becomes smaller with them. */
export async function reword(ctx: Asked, stepId: string, words: { text: string; dueOn: Day }): Promise<Reply> {
  const found = await ownStep(ctx, stepId);
  if (!found) return { kind: 'done', message: 'That step is not yours, or it is gone.' };
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
  if (!found.step.mustChoose)
    return { kind: 'done', message: 'This step has been decided already, so nothing was changed.' };
  await noteChange(ctx, found, 'reword', found.step.text);
  await choose(ctx, found, { text: words.text, dueOn: words.dueOn }, 'Your step is smaller now.');
  return { kind: 'done', message: 'Kept, smaller.' };
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
  await planCarry(ctx, pair, step.id, dueOn);
  ctx.announce({ kind: 'step.moved', stepId: step.id, assignmentId: pair.assignmentId, to: 'COMMITTED' });
  // The card that was pressed says it already.
  return words ? { kind: 'done', message: 'Your next step is set.' } : { kind: 'done' };
}

export async function decline(ctx: Asked, stepId: string): Promise<Reply> {
  const found = await ownStep(ctx, stepId);
  if (!found || found.step.status !== 'DRAFT')
    return say('This step has been decided already. Type /checkin plan to see it.');
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
  return { kind: 'done' };
}

/** The answer of the week moves the plan. */
export async function heardReports(ctx: Context, fact: Extract<Fact, { kind: 'check-in.sent' }>): Promise<void> {
  const pair = await findPair(ctx.tx, ctx.viewer, fact.assignmentId);
  if (!pair) return;
  const today = dayIn(pair.school.timeZone, ctx.now);
  for (const [stepId, report] of Object.entries(fact.steps)) {
    const step = await store.lockStep(ctx.tx, ctx.viewer, stepId);
    if (!step || step.ownerId !== fact.personId) continue;
    let status = step.status;
    for (const event of movesFor(status, report)) {
      const to = await store.moveStep(ctx.tx, ctx.viewer, { id: stepId, status }, event, {
        now: ctx.now,
        today,
        byId: fact.personId,
        ...(event === 'drop' ? { note: 'No longer needed' } : {}),
      });
      status = to ?? status;
    }
    if (status === step.status) continue;
    ctx.announce({ kind: 'step.moved', stepId, assignmentId: fact.assignmentId, to: status });
    if (isOpenStep(status)) await planCarry(ctx, pair, stepId, step.dueOn);
    else await endCarrying(ctx, step);
  }
}

/** Done or let go of in the check-in: there is nothing to carry over any more, and nothing to choose. */
async function endCarrying(ctx: Context, step: store.Step): Promise<void> {
  await ctx.unplan('plan.carry', step.id);
  if (!step.mustChoose) return;
  await store.saveStep(ctx.tx, ctx.viewer, step.id, { mustChoose: false });
  await ctx.amend(chooseKey(step.id, step.dueOn), cards.wordsCard('Decided in your check-in.'));
}

/** What the coach saw: clearly seen and claimed is verified; the next step is proposed. */
export async function heardVisit(ctx: Context, fact: Extract<Fact, { kind: 'visit.logged' }>): Promise<void> {
  const pair = await findPair(ctx.tx, ctx.viewer, fact.assignmentId);
  if (!pair) return;
  const today = dayIn(pair.school.timeZone, ctx.now);
  for (const [stepId, sight] of Object.entries(fact.seen)) {
    const step = await store.lockStep(ctx.tx, ctx.viewer, stepId);
    if (!step || step.ownerId !== pair.principal.id) continue;
    if (sight === 'clearly' && step.status === 'CLAIMED_DONE')
      await store.moveStep(ctx.tx, ctx.viewer, step, 'verify', { now: ctx.now, today, byId: pair.coach.id });
    else
      await store.writeMove(ctx.tx, ctx.viewer, {
        stepId,
        event: `seen-${sight}`,
        from: step.status,
        to: step.status,
        now: ctx.now,
        today,
        byId: pair.coach.id,
      });
  }
  if (fact.next) await proposeTo(ctx, pair, pair.coach.id, { ...fact.next, evidence: '' });
}

/** The day of a step has passed. */
export async function carry(ctx: Context, work: Work): Promise<void> {
  const step = await store.lockStep(ctx.tx, ctx.viewer, work.subject);
  const pair = step && (await findPair(ctx.tx, ctx.viewer, step.assignmentId));
  if (!step || !pair || !isOpenStep(step.status) || step.mustChoose) return;
  const today = dayIn(pair.school.timeZone, ctx.now);
  if (step.dueOn >= today) return planCarry(ctx, pair, step.id, step.dueOn);
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
    stepId: step.id,
    event: 'carry',
    from: step.status,
    to: step.status,
    now: ctx.now,
    today,
    byId: null,
  });
  await planCarry(ctx, pair, step.id, carried.dueOn);
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
      (await store.moveStep(ctx.tx, ctx.viewer, { id: stepId, status }, event, {
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
  return { kind: 'done', message: 'Let go.' };
}

async function choose(ctx: Asked, found: Found, change: { text?: string; dueOn: Day }, words: string): Promise<void> {
  await store.saveStep(ctx.tx, ctx.viewer, found.step.id, { ...change, carriedCount: 0, mustChoose: false });
  await planCarry(ctx, found.pair, found.step.id, change.dueOn);
  await ctx.amend(chooseKey(found.step.id, found.step.dueOn), cards.wordsCard(words));
}

async function noteChange(ctx: Asked, found: Found, event: string, note: string): Promise<void> {
  const { step, today } = found;
  await store.writeMove(ctx.tx, ctx.viewer, {
    stepId: step.id,
    event,
    from: step.status,
    to: step.status,
    now: ctx.now,
    today,
    byId: ctx.personId,
    note,
  });
}

interface Found {
  step: store.Step;
  pair: Pair;
  today: Day;
}

async function ownStep(ctx: Asked, stepId: string): Promise<Found | undefined> {
  const step = await store.lockStep(ctx.tx, ctx.viewer, stepId);
  const pair = step && (await findPair(ctx.tx, ctx.viewer, step.assignmentId));
  if (!step || !pair || step.ownerId !== ctx.personId) return undefined;
  return { step, pair, today: dayIn(pair.school.timeZone, ctx.now) };
}

/** Early on the day after, before anybody is asked anything about it. */
function planCarry(ctx: Context, pair: Pair, stepId: string, dueOn: Day): Promise<void> {
  return ctx.plan('plan.carry', stepId, instantAt(pair.school.timeZone, addDays(dueOn, 1), '05:30'));
}

async function nextMorning(ctx: Context, pair: Pair, today: Day): Promise<Date> {
  const days = await listSchoolDays(ctx.tx, ctx.viewer, pair.school.districtId, mondayOf(today));
  return instantAt(pair.school.timeZone, nextStaffDay(days, today, chainOf(pair.school)) ?? today, '09:00');
}

/** A step is for two weeks at most. */
export function daysFor(ctx: Context, pair: Pair): { from: Day; to: Day } {
  const today = dayIn(pair.school.timeZone, ctx.now);
  return { from: today, to: addDays(today, LONGEST_DAYS) };
}

function say(text: string): Reply {
  return { kind: 'say', card: cards.wordsCard(text) };
}
