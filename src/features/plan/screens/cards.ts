import { defineCard, titlePart, type Card, type Part } from '../../../chat/card.ts';
import { dayInWords, type Day } from '../../../zone.ts';
import { STANDARDS } from '../../vocabulary.ts';

export interface StepWords {
  id: string;
  text: string;
  dueOn: Day;
  evidence: string;
}

export function proposalCard(step: StepWords, coachName: string, tips: readonly string[]): Card {
  const state = { s: step.id };
  return defineCard({
    id: 'plan:proposal',
    summary: `${coachName} proposes a next step`,
    parts: [
      { kind: 'text', text: [{ bold: coachName }, ' proposes a next step:'] },
      ...stepParts(step),
      ...tips.map((tip): Part => ({ kind: 'text', quiet: true, text: tip })),
      {
        kind: 'text',
        quiet: true,
        text: 'Yours to accept, to say in other words, or to leave. Only the two of you see it in Throughline.',
      },
      {
        kind: 'buttons',
        buttons: [
          { action: 'plan:accept', label: 'Accept', state, style: 'primary' },
          { action: 'plan:reword', label: 'In my own words', state, opens: 'form' },
          { action: 'plan:decline', label: 'Not now', state },
        ],
      },
    ],
  });
}

export function agreedCard(step: StepWords, reworded: boolean): Card {
  return defineCard({
    id: 'plan:agreed',
    summary: 'Your next step is set.',
    parts: [
      { kind: 'text', text: reworded ? 'Your next step, in your words:' : 'Your next step:' },
      ...stepParts(step),
    ],
  });
}

export function acceptedCard(principalName: string, step: StepWords, reworded: boolean): Card {
  return defineCard({
    id: 'plan:accepted',
    summary: `${principalName} accepted the next step${reworded ? ' in other words' : ''}.`,
    parts: [
      {
        kind: 'text',
        text: [
          { bold: principalName },
          reworded ? ' accepted the next step in other words:' : ' accepted the next step:',
        ],
      },
      ...stepParts(step),
    ],
  });
}

export function chooseCard(step: StepWords): Card {
  const state = { s: step.id };
  return defineCard({
    id: 'plan:choose',
    summary: 'This step has moved three times.',
    parts: [
      { kind: 'text', text: "This one has moved three times. Make it smaller, name what's in the way, or let it go?" },
      ...stepParts(step),
      {
        kind: 'buttons',
        buttons: [
          { action: 'plan:smaller', label: 'Make it smaller', state, style: 'primary', opens: 'form' },
          { action: 'plan:name-barrier', label: "Name what's in the way", state, opens: 'form' },
          { action: 'plan:let-go', label: 'Let it go', state, opens: 'form' },
        ],
      },
    ],
  });
}

function stepParts(step: StepWords): Part[] {
  const facts = [
    { label: 'By', value: dayInWords(step.dueOn) },
    ...(step.evidence === '' ? [] : [{ label: 'Someone will see', value: step.evidence }]),
  ];
  return [
    { kind: 'text', text: `“${step.text}”` },
    { kind: 'facts', facts },
  ];
}

export function wordsCard(text: string): Card {
  return defineCard({ id: 'plan:words', summary: text, parts: [{ kind: 'text', text }] });
}

export interface PlanWords {
  principalName: string;
  goals: readonly { statement: string; standard: number; status: string }[];
  steps: readonly { text: string; dueOn: Day; status: string; carriedCount: number }[];
  verified: number;
  ended: number;
}

export const STEP_WORDS: Record<string, string> = {
  DRAFT: 'Proposed',
  COMMITTED: 'Agreed',
  IN_PROGRESS: 'Moving',
  STUCK: 'Stuck',
  CLAIMED_DONE: 'Done, waits for your coach to see it',
  VERIFIED: 'Done and seen',
  DROPPED: 'Let go',
};

export function planCard(plan: PlanWords): Card {
  return defineCard({
    id: 'plan:plan',
    summary: `The coaching plan of ${plan.principalName}`,
    parts: [
      titlePart(`Coaching plan of ${plan.principalName}`),
      ...(plan.goals.length === 0
        ? [{ kind: 'text' as const, text: 'No goals yet. Agree on one to three together.' }]
        : [
            {
              kind: 'list' as const,
              items: plan.goals.map((goal) => `${goal.statement} (${standardWords(goal.standard)})`),
            },
          ]),
      ...(plan.steps.length === 0
        ? [{ kind: 'text' as const, text: 'No open steps.' }]
        : [
            {
              kind: 'table' as const,
              caption: 'Steps',
              columns: ['Step', 'By', 'Where it is'],
              rows: plan.steps.map((step) => [
                step.text,
                dayInWords(step.dueOn),
                STEP_WORDS[step.status] ?? step.status,
              ]),
            },
          ]),
      ...(plan.ended === 0
        ? []
        : [
            {
              kind: 'progress' as const,
              label: 'Steps done and seen by the coach',
              done: plan.verified,
              total: plan.ended,
            },
          ]),
      { kind: 'text', quiet: true, text: 'Only the pair sees this in Throughline.' },
    ],
  });
}

export function standardWords(standard: number): string {
  return `PSEL ${standard}: ${STANDARDS[standard as keyof typeof STANDARDS]}`;
}
