// What others report moves the plan: the principal in the check-in, the coach after a visit.
import { findPair } from '../../roster/store.ts';
import { dayIn } from '../../zone.ts';
import type { Fact } from '../facts.ts';
import type { Context } from '../feature.ts';
import { endChoice } from './choices.ts';
import { proposeTo } from './proposals.ts';
import { isOpenStep, movesFor } from './rules.ts';
import { planCarry } from './steps.ts';
import * as store from './store.ts';

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
      const to = await store.moveStep(ctx.tx, ctx.viewer, { ...step, status }, event, {
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
    else {
      await ctx.unplan('plan.carry', stepId);
      await endChoice(ctx, step);
    }
  }
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
        step,
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
