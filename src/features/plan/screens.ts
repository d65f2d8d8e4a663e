import { defineCard, type Card, type Part } from '../../chat/card.ts';
import { defineForm } from '../../chat/define-form.ts';
import { ask, optional, type Item } from '../../chat/form.ts';
import { dayInWords, type Day } from '../../zone.ts';
import { BARRIERS, STANDARDS } from '../vocabulary.ts';
import { LONGEST_STEP } from './rules.ts';

const PAIR = 'Only you and your coach see this in Throughline.';
const PAIR_OF_COACH = 'Only you and the principal see this in Throughline.';

export function proposeForm(principalName: string, days: { from: Day; to: Day }) {
  return defineForm({
    id: 'plan:propose',
    version: 1,
    title: 'Propose a next step',
    submit: 'Propose',
    intro: `For ${principalName}, who accepts it or says it in other words. Small, visible, within two weeks.`,
    fields: {
      text: ask.line('What is the next step, in one sentence?', {
        maxLength: LONGEST_STEP,
        audience: 'PAIR',
        readers: PAIR_OF_COACH,
      }),
      dueOn: ask.date('By when?', { from: days.from, to: days.to }),
      evidence: optional(
        ask.line('What will someone see when it is done?', { audience: 'PAIR', readers: PAIR_OF_COACH }),
      ),
    },
  });
}

export function rewordForm(days: { from: Day; to: Day }, smaller: boolean) {
  return defineForm({
    id: 'plan:reword',
    version: 1,
    title: smaller ? 'Make it smaller' : 'In your own words',
    submit: smaller ? 'Keep this one' : 'Accept',
    fields: {
      text: ask.line('What will you do, in one sentence?', {
        maxLength: LONGEST_STEP,
        audience: 'PAIR',
        readers: PAIR,
      }),
      dueOn: ask.date('By when?', { from: days.from, to: days.to }),
    },
  });
}

export const DROP_REASONS = {
  done: 'It is done another way',
  priority: 'Something else matters more now',
  fit: 'It does not fit our school',
  other: 'Another reason',
} as const;

export function letGoForm() {
  return defineForm({
    id: 'plan:let-go',
    version: 1,
    title: 'Let it go',
    submit: 'Let it go',
    intro: 'Letting a step go is a decision and not a failure.',
    fields: { reason: ask.choice('Why?', DROP_REASONS, { audience: 'PAIR', readers: PAIR }) },
  });
}

const NAMED_BARRIERS = Object.fromEntries(Object.entries(BARRIERS).filter(([key]) => key !== 'nothing'));

export function nameBarrierForm() {
  return defineForm({
    id: 'plan:name-barrier',
    version: 1,
    title: 'What is in the way?',
    submit: 'Save',
    fields: {
      category: ask.choice('What is in the way?', NAMED_BARRIERS, { audience: 'PAIR', readers: PAIR }),
      share: ask.yesNo('May the district see this barrier?', {
        audience: 'DISTRICT',
        readers: 'With yes, the district sees the kind of barrier and your school, no words of yours.',
      }),
    },
  });
}

export function goalForm(principalName: string) {
  return defineForm({
    id: 'plan:goal',
    version: 1,
    title: 'Coaching goal',
    submit: 'Save goal',
    intro: `One of one to three goals for ${principalName}, agreed by the pair.`,
    fields: {
      statement: ask.line('What will change in your leadership?', { maxLength: 200, audience: 'PAIR', readers: PAIR }),
      standard: ask.choice('Which leadership standard is it about?', STANDARDS, {
        audience: 'PROGRAM',
        readers: "The partner's managers see the standard.",
      }),
      why: optional(ask.paragraph('Why this one?', { audience: 'PAIR', readers: PAIR })),
      evidence: optional(ask.paragraph('How will you know?', { audience: 'PAIR', readers: PAIR })),
    },
  });
}

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

const STEP_WORDS: Record<string, string> = {
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
      { kind: 'heading', text: `Coaching plan of ${plan.principalName}` },
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

function standardWords(standard: number): string {
  return `PSEL ${standard}: ${STANDARDS[standard as keyof typeof STANDARDS]}`;
}

const ID = '01990000-0000-7000-8000-00000000000a';
const EXAMPLE: StepWords = {
  id: ID,
  text: 'Open Tuesday’s grade-7 PLC with one work sample from each teacher',
  dueOn: '2026-10-22',
  evidence: 'Four samples on the table',
};
const DAYS = { from: '2026-10-15', to: '2026-10-29' };
export const EXAMPLE_ITEM: Item = { id: ID, label: EXAMPLE.text };

export const examples = [
  {
    form: proposeForm('Ada Rivera', DAYS),
    answers: { text: EXAMPLE.text, dueOn: '2026-10-22', evidence: EXAMPLE.evidence },
  },
  {
    form: rewordForm(DAYS, false),
    answers: { text: 'Ask each grade-7 teacher for one sample on Tuesday', dueOn: '2026-10-20' },
  },
  { form: rewordForm(DAYS, true), answers: { text: 'Ask two teachers for one sample', dueOn: '2026-10-20' } },
  { form: letGoForm(), answers: { reason: 'priority' } },
  { form: nameBarrierForm(), answers: { category: 'substitutes', share: true } },
  {
    form: goalForm('Ada Rivera'),
    answers: {
      statement: 'Give every teacher feedback they can use the next day',
      standard: '6',
      why: 'Walks showed praise only',
    },
  },
  { card: proposalCard(EXAMPLE, 'Sam Bell', ['Can someone see it? Say what you will do, where and with whom.']) },
  { card: agreedCard(EXAMPLE, true) },
  { card: acceptedCard('Ada Rivera', EXAMPLE, true) },
  { card: chooseCard(EXAMPLE) },
  { card: wordsCard('I found no step like that.') },
  {
    card: planCard({
      principalName: 'Ada Rivera',
      goals: [{ statement: 'Give every teacher feedback they can use the next day', standard: 6, status: 'ON_TRACK' }],
      steps: [{ text: EXAMPLE.text, dueOn: '2026-10-22', status: 'IN_PROGRESS', carriedCount: 0 }],
      verified: 3,
      ended: 5,
    }),
  },
];
