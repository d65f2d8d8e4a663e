// What every part of the plan needs to know of a step or a pair.
import type { Reply } from '../../chat/interaction.ts';
import { findPair, type Pair } from '../../roster/store.ts';
import { addDays, dayIn, instantAt, type Day } from '../../zone.ts';
import type { Asked, Context } from '../feature.ts';
import { LONGEST_DAYS } from './rules.ts';
import { wordsCard } from './screens/cards.ts';
import { lockStep, type Step } from './store.ts';

export interface Found {
  step: Step;
  pair: Pair;
  today: Day;
}

/** A step of the asker's own, locked. */
export async function ownStep(ctx: Asked, stepId: string): Promise<Found | undefined> {
  const step = await lockStep(ctx.tx, ctx.viewer, stepId);
  const pair = step && (await findPair(ctx.tx, ctx.viewer, step.assignmentId));
  if (!step || !pair || step.ownerId !== ctx.personId) return undefined;
  return { step, pair, today: dayIn(pair.school.timeZone, ctx.now) };
}

/** A manager may know of a pair; its plan is for the two who are in it. */
export async function findOwnPair(ctx: Asked, assignmentId: string): Promise<Pair | undefined> {
  const pair = await findPair(ctx.tx, ctx.viewer, assignmentId);
  return pair && (pair.coach.id === ctx.personId || pair.principal.id === ctx.personId) ? pair : undefined;
}

/** Early on the day after, before anybody is asked anything about it. */
export function planCarry(ctx: Context, pair: Pair, stepId: string, dueOn: Day): Promise<void> {
  return ctx.plan('plan.carry', stepId, instantAt(pair.school.timeZone, addDays(dueOn, 1), '05:30'));
}

/** A step is for two weeks at most. */
export function daysFor(ctx: Context, pair: Pair): { from: Day; to: Day } {
  const today = dayIn(pair.school.timeZone, ctx.now);
  return { from: today, to: addDays(today, LONGEST_DAYS) };
}

export const NOT_YOURS = 'That step is not yours, or it is gone.';
export const DECIDED = 'This step has been decided already. Type /checkin plan to see it.';

export function say(text: string): Reply {
  return { kind: 'say', card: wordsCard(text) };
}
