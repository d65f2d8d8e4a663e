import type { Button, Part } from '../../../chat/card.ts';
import { dayInWords, type Day } from '../../../zone.ts';
import type { HomeSection } from '../../feature.ts';
import { standardWords, STEP_WORDS } from './cards.ts';

export interface PlanAtHome {
  assignmentId: string;
  coachName: string;
  goals: readonly { statement: string; standard: number }[];
  mayAddGoal: boolean;
  /** What is not over yet. */
  steps: readonly { id: string; text: string; dueOn: Day; status: string; mustChoose: boolean }[];
  verified: number;
  ended: number;
}

export function planSection(plan: PlanAtHome): HomeSection {
  const goal: Button = { action: 'plan:goal', label: 'Write a goal', state: { a: plan.assignmentId }, opens: 'form' };
  return {
    place: 20,
    title: 'My plan',
    parts: [
      plan.goals.length === 0
        ? { kind: 'text', text: 'No goals yet. Agree on one to three with your coach.' }
        : { kind: 'list', items: plan.goals.map((one) => `${one.statement} (${standardWords(one.standard)})`) },
      ...(plan.mayAddGoal ? [{ kind: 'buttons', buttons: [goal] } satisfies Part] : []),
      ...(plan.steps.length === 0
        ? [{ kind: 'text', text: 'No open steps.' } satisfies Part]
        : plan.steps.flatMap((step) => stepParts(step, plan.coachName))),
      ...(plan.ended === 0
        ? []
        : [
            {
              kind: 'progress',
              label: 'Steps done and seen by your coach',
              done: plan.verified,
              total: plan.ended,
            } satisfies Part,
          ]),
    ],
  };
}

function stepParts(step: PlanAtHome['steps'][number], coachName: string): Part[] {
  const where =
    step.status === 'DRAFT'
      ? `Proposed by ${coachName}`
      : step.mustChoose
        ? 'Has moved three times. What now?'
        : (STEP_WORDS[step.status] ?? step.status);
  const buttons = buttonsFor(step);
  return [
    { kind: 'text', text: [`“${step.text}” `, { bold: `By ${dayInWords(step.dueOn)}. ` }, where] },
    ...(buttons.length === 0 ? [] : [{ kind: 'buttons', buttons } satisfies Part]),
  ];
}

/** Only what waits for a decision has buttons: how a step goes is said in the week's check-in. */
function buttonsFor(step: { id: string; status: string; mustChoose: boolean }): Button[] {
  const state = { s: step.id };
  if (step.status === 'DRAFT')
    return [
      { action: 'plan:accept', label: 'Accept', state, style: 'primary' },
      { action: 'plan:reword', label: 'In my own words', state, opens: 'form' },
      { action: 'plan:decline', label: 'Not now', state },
    ];
  if (!step.mustChoose) return [];
  return [
    { action: 'plan:smaller', label: 'Make it smaller', state, style: 'primary', opens: 'form' },
    { action: 'plan:name-barrier', label: "Name what's in the way", state, opens: 'form' },
    { action: 'plan:let-go', label: 'Let it go', state, opens: 'form' },
  ];
}
