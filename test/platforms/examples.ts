/** Forms and cards with every kind of field and part, and some at the limits, for the contract that all platforms keep. */
import { defineCard, type Card, type Part } from '../../src/chat/card.ts';
import { defineForm } from '../../src/chat/define-form.ts';
import { ask, optional, type AnyForm } from '../../src/chat/form.ts';

export interface FormExample {
  form: AnyForm;
  answers: Record<string, unknown>;
}

const many = (count: number, name: string) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `${name}-${String(index + 1)}`,
      `${name} number ${String(index + 1)}`,
    ]),
  );

/** One form with every kind of field required, one with every kind optional, and one at the limits. */
export const formExamples: FormExample[] = [
  {
    form: defineForm({
      id: 'sample:every-field',
      version: 3,
      title: 'Weekly check-in',
      submit: 'Send',
      intro: 'Five minutes. <b>Nothing here is marked up</b> & *nothing* is _hidden_.',
      fields: {
        win: ask.line('One thing that went well', { hint: 'In a few words.', audience: 'PAIR' }),
        next: ask.paragraph('What will you try next?', { maxLength: 400, audience: 'AUTHOR_ONLY' }),
        mood: ask.choice('How was the week?', { good: 'Good', mixed: 'Mixed', hard: 'Hard' }),
        topics: ask.choices(
          'What was it about?',
          { visits: 'Class visits', team: 'The team', family: 'Families' },
          { max: 2 },
        ),
        visits: ask.number('How many class visits?', 0, 60),
        due: ask.date('By when?', { from: '2026-10-01', to: '2026-12-31' }),
        helper: ask.person('Who can help?', [
          { id: 'p1', label: 'Dana Okafor' },
          { id: 'p2', label: 'Luis Ortega' },
        ]),
        met: ask.yesNo('Did you meet your coach?'),
        confidence: ask.scale('How sure are you?', 5, 'Not at all', 'Very'),
        steps: ask.rows(
          'How far are your steps?',
          [
            { id: 'a1', label: 'Visit two classes a day' },
            { id: 'a2', label: 'Write to every family' },
          ],
          { todo: 'Not started', doing: 'Under way', done: 'Done' },
          { hint: 'One for each step.', audience: 'PAIR_AND_COUNTS' },
        ),
      },
    }),
    answers: {
      win: 'We held *five* <short> talks & laughed 🎉',
      next: 'Two lines\nand more of them',
      mood: 'mixed',
      topics: ['visits', 'family'],
      visits: 7,
      due: '2026-11-20',
      helper: 'p2',
      met: false,
      confidence: 4,
      steps: { a1: 'doing', a2: 'done' },
    },
  },
  {
    form: defineForm({
      id: 'sample:every-field-optional',
      version: 1,
      title: 'Anything to add?',
      submit: 'Save',
      fields: {
        win: optional(ask.line('One thing that went well')),
        next: optional(ask.paragraph('What will you try next?')),
        mood: optional(ask.choice('How was the week?', { good: 'Good', hard: 'Hard' })),
        topics: optional(ask.choices('What was it about?', { visits: 'Class visits', team: 'The team' })),
        visits: optional(ask.number('How many class visits?', 0, 60)),
        due: optional(ask.date('By when?')),
        helper: optional(ask.person('Who can help?', [{ id: 'p1', label: 'Dana Okafor' }])),
        met: optional(ask.yesNo('Did you meet your coach?')),
        confidence: optional(ask.scale('How sure are you?', 10, 'Not at all', 'Very')),
        steps: optional(
          ask.rows('How far are your steps?', [{ id: 'a1', label: 'Visit two classes a day' }], {
            todo: 'Not started',
            done: 'Done',
          }),
        ),
      },
    }),
    answers: { visits: 0, met: true },
  },
  {
    form: defineForm({
      id: 'sample:at-the-limits',
      version: 12,
      title: 'T'.repeat(24),
      submit: 'S'.repeat(24),
      intro: 'I'.repeat(1_000),
      fields: {
        essay: ask.paragraph('L'.repeat(150), { maxLength: 3_000, hint: 'H'.repeat(300), audience: 'DISTRICT' }),
        place: ask.choice('Which of many?', many(100, 'place')),
        places: ask.choices('Which ones of many?', many(60, 'places'), { max: 30 }),
        steps: ask.rows(
          'Ten rows',
          Array.from({ length: 10 }, (_, index) => ({
            id: `step-${String(index)}`,
            label: `${String(index)} ${'x'.repeat(290)}`,
          })),
          many(100, 'status'),
        ),
      },
    }),
    answers: {
      essay: 'e'.repeat(3_000),
      place: 'place-100',
      places: ['places-1', 'places-60'],
      steps: Object.fromEntries(
        Array.from({ length: 10 }, (_, index) => [`step-${String(index)}`, `status-${String(index + 1)}`]),
      ),
    },
  },
];

/** One card with every part, and some at the limits. */
export const cardExamples: Card[] = [
  defineCard({
    id: 'sample:every-part',
    summary: 'Your week in one look',
    parts: [
      { kind: 'heading', text: 'Week of October 12' },
      { kind: 'text', text: 'Plain words: *no bold*, <!channel>, <@U1> & `no code`.' },
      {
        kind: 'text',
        text: [
          'With ',
          { bold: 'bold' },
          ', ',
          { italic: 'italic' },
          ' and ',
          { link: 'a link', url: 'https://example.org/plan?a=1' },
        ],
      },
      { kind: 'text', text: 'Said quietly.', quiet: true },
      {
        kind: 'facts',
        facts: [
          { label: 'Coach', value: 'Dana Okafor' },
          { label: 'Next visit', value: 'Thursday' },
        ],
      },
      { kind: 'list', items: ['First step', ['Second ', { bold: 'step' }]] },
      { kind: 'divider' },
      { kind: 'progress', label: 'Answered', done: 3, total: 8 },
      {
        kind: 'table',
        caption: 'Answers by school',
        columns: ['School', 'Answered', 'Share'],
        rows: [
          ['Lakeview', '4', '80%'],
          ['North', '3', '60%'],
        ],
      },
      {
        kind: 'chart',
        chart: 'line',
        title: 'Confidence by week',
        labels: ['Oct 5', 'Oct 12'],
        series: [
          { name: 'Median', values: [3, 4] },
          { name: 'Lowest', values: [1, 2] },
        ],
        summary: 'The median rose from 3 to 4.',
      },
      {
        kind: 'buttons',
        buttons: [
          { action: 'sample:open', label: 'Check in', state: { week: '2026-10-12' }, style: 'primary', opens: 'form' },
          { action: 'sample:skip', label: 'Not this week', state: { week: '2026-10-12', why: 'away' } },
          { action: 'sample:skip', label: 'Never', state: { why: 'left' }, style: 'danger' },
        ],
      },
      { kind: 'link', label: 'The whole plan', url: 'https://example.org/plan' },
    ],
  }),
  defineCard({
    id: 'sample:drawings',
    summary: 'Three tables and three charts',
    parts: [1, 2, 3].flatMap((number): Part[] => [
      {
        kind: 'table',
        caption: `Table ${String(number)}`,
        columns: ['A rather long name of a column', 'Another rather long name', 'Third'],
        rows: [[`${'cell '.repeat(10)}${String(number)}`, '', `row ${String(number)}`]],
      },
      {
        kind: 'chart',
        chart: 'bar',
        title: `Chart ${String(number)}`,
        labels: ['one', 'two'],
        series: [{ name: `A name of a series longer than a label ${String(number)}`, values: [1.5, 0] }],
        summary: `Summary ${String(number)}`,
      },
    ]),
  }),
  defineCard({
    id: 'sample:long',
    summary: 'A long digest',
    parts: Array.from({ length: 40 }, (_, index): Part => ({
      kind: 'text',
      text: `${String(index)} ${'word '.repeat(40)}end`,
    })),
  }),
];
