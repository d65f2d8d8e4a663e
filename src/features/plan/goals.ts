// The goals of a pair, one to three, and the plan as the two see it.
import { valuesOf } from '../../chat/answers.ts';
import type { Reply } from '../../chat/interaction.ts';
import { noteActs, noteReads } from '../../audit/write.ts';
import { findPairOfPrincipal, type Pair } from '../../roster/store.ts';
import { dayIn } from '../../zone.ts';
import type { Asked } from '../feature.ts';
import { MOST_GOALS } from './rules.ts';
import * as cards from './screens/cards.ts';
import * as forms from './screens/forms.ts';
import { findOwnPair, say } from './steps.ts';
import * as store from './store.ts';

const NO_COACH = 'You have no coach yet, so there is no coaching plan.';

export function openGoal(pair: Pair | undefined): Reply {
  if (!pair) return say('That pair is not yours, or it has ended.');
  const state = { a: pair.assignmentId };
  return {
    kind: 'open',
    form: forms.goalForm(pair.principal.name),
    state,
    values: {},
    launcher: { action: 'plan:goal', label: 'Write the goal', state, style: 'primary', opens: 'form' },
  };
}

export async function openOwnGoal(ctx: Asked): Promise<Reply> {
  const pair = await findPairOfPrincipal(ctx.tx, ctx.viewer);
  return pair ? openGoal(pair) : say(NO_COACH);
}

interface Goal {
  statement: string;
  standard: string | number;
  why?: string;
  evidence?: string;
}

export async function saveGoal(ctx: Asked, assignmentId: string, goal: Goal): Promise<Reply> {
  const pair = await findOwnPair(ctx, assignmentId);
  if (!pair) return { kind: 'done', message: 'That pair is not yours, or it has ended. Nothing was saved.' };
  const planId = await store.ensurePlan(ctx.tx, ctx.viewer, pair, dayIn(pair.school.timeZone, ctx.now));
  if ((await store.countGoals(ctx.tx, ctx.viewer, planId)) >= MOST_GOALS) return enough(pair, goal);
  const goalId = await store.createGoal(ctx.tx, ctx.viewer, {
    planId,
    statement: goal.statement,
    standard: Number(goal.standard),
    why: goal.why ?? '',
    evidence: goal.evidence ?? '',
  });
  const ownerId = pair.principal.id;
  await noteActs(ctx.tx, ctx.viewer, ctx.now, [{ act: 'wrote', thing: 'focus-areas', aboutId: goalId, ownerId }]);
  ctx.announce({ kind: 'plan.changed', assignmentId });
  return { kind: 'done', message: 'The goal is in the plan.' };
}

/** What was written stays in the window, and is offered back another time. */
function enough(pair: Pair, goal: Goal): Reply {
  const form = forms.goalForm(pair.principal.name);
  const errors = { statement: 'A coaching plan has at most three goals. Finish or drop one first.' };
  return { kind: 'refuse', form, state: { a: pair.assignmentId }, values: valuesOf(form, { ...goal }), errors };
}

export async function showOwnPlan(ctx: Asked): Promise<Reply> {
  const pair = await findPairOfPrincipal(ctx.tx, ctx.viewer);
  return pair ? showPlan(ctx, pair) : say(NO_COACH);
}

export async function showPlan(ctx: Asked, pair: Pair): Promise<Reply> {
  const { goals, steps } = await store.readPlan(ctx.tx, ctx.viewer, pair);
  const ownerId = pair.principal.id;
  await noteReads(ctx.tx, ctx.viewer, ctx.now, [
    ...(steps.length === 0 ? [] : [{ thing: 'step-text' as const, ownerId }]),
    ...(goals.length === 0 ? [] : [{ thing: 'focus-areas' as const, ownerId }]),
  ]);
  const ended = steps.filter((step) => ['CLAIMED_DONE', 'VERIFIED', 'DROPPED'].includes(step.status));
  const shown = steps.filter((step) => !['VERIFIED', 'DROPPED'].includes(step.status)).slice(-10);
  const verified = ended.filter((step) => step.status === 'VERIFIED').length;
  return {
    kind: 'say',
    card: cards.planCard({ principalName: pair.principal.name, goals, steps: shown, verified, ended: ended.length }),
  };
}
