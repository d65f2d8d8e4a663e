import { defineCard, type Card } from '../../chat/card.ts';
import { defineForm } from '../../chat/define-form.ts';
import { ask, optional, type Fields, type Item } from '../../chat/form.ts';
import type { Day } from '../../zone.ts';
import { BARRIERS, STANDARDS } from '../vocabulary.ts';
import { ACTIVITIES, OUTCOMES, SIGHTS } from './rules.ts';

export const VISIT_FORM = 'visit:log';
const PAIR = 'Only you and the principal see this in Throughline.';
const VISITED = 'The district sees that the visit happened, and when.';
const PROGRAM = "The partner's managers see this; the district sees totals.";

export interface VisitFormWords {
  principalName: string;
  schoolName: string;
  steps: readonly Item[];
  days: { from: Day; today: Day; to: Day };
}

/** The coach's form after an on-site day: taps, one sentence, and no name of a teacher. */
export function visitForm(words: VisitFormWords) {
  const seen: Fields =
    words.steps.length === 0
      ? {}
      : {
          seen: optional(
            ask.rows('For each step, what did you see?', words.steps, SIGHTS, { audience: 'PAIR', readers: PAIR }),
          ),
        };
  return defineForm({
    id: VISIT_FORM,
    version: 1,
    title: 'After the visit',
    submit: 'Save',
    intro: `${words.principalName} at ${words.schoolName}. Please don't name a student or a teacher.`,
    fields: {
      outcome: ask.choice('Did the visit happen?', OUTCOMES, {
        audience: 'DISTRICT',
        readers: VISITED,
      }),
      visitedOn: ask.date('On which day?', {
        from: words.days.from,
        to: words.days.today,
        audience: 'DISTRICT',
        readers: VISITED,
      }),
      activities: optional(
        ask.choices('What did you do together?', ACTIVITIES, { audience: 'PROGRAM', readers: PROGRAM }),
      ),
      ...seen,
      next: optional(
        ask.line('What is the next step, in one sentence?', {
          maxLength: 200,
          audience: 'PAIR',
          readers: `${PAIR} The principal accepts it or rewords it.`,
        }),
      ),
      nextBy: optional(
        ask.date('By when?', { from: words.days.today, to: words.days.to, audience: 'PAIR', readers: PAIR }),
      ),
      barrier: optional(
        ask.choice('Anything to raise as a barrier?', BARRIERS, {
          audience: 'PAIR',
          readers: `${PAIR} The district sees it only after the principal's yes.`,
        }),
      ),
      agreed: optional(
        ask.yesNo('Shall I ask the principal to share it with the district?', { audience: 'PAIR', readers: PAIR }),
      ),
      standards: optional(
        ask.choices('Which leadership standard was the focus? (at most two)', STANDARDS, {
          max: 2,
          audience: 'PROGRAM',
          readers: PROGRAM,
        }),
      ),
      help: optional(
        ask.choice(
          'Do you want help with this match?',
          { no: 'No', talk: 'Talk to me' },
          { audience: 'PROGRAM', readers: "Only you and the partner's managers see this in Throughline." },
        ),
      ),
    },
  });
}

/** `again` is said on the next staff morning; it must not read like the first ask come twice. */
export function askCard(assignmentId: string, schoolName: string, day: string, again = false): Card {
  const lead = again ? 'Once more, and for the last time: write down the visit at ' : 'Write down the visit at ';
  return defineCard({
    id: again ? 'visit:ask-again' : 'visit:ask',
    summary: `${lead}${schoolName}, ${day}?`,
    parts: [
      {
        kind: 'text',
        text: [lead, { bold: schoolName }, `, ${day}? A few taps and one sentence.`],
      },
      {
        kind: 'buttons',
        buttons: [
          { action: 'visit:log', label: 'Log the visit', state: { a: assignmentId }, style: 'primary', opens: 'form' },
        ],
      },
    ],
  });
}

export function wordsCard(text: string): Card {
  return defineCard({ id: 'visit:words', summary: text, parts: [{ kind: 'text', text }] });
}

const ID = '01990000-0000-7000-8000-00000000000a';

export const examples = [
  {
    form: visitForm({
      principalName: 'Ada Rivera',
      schoolName: 'Adams ES',
      steps: [{ id: ID, label: 'Visit all four grade-5 math rooms for 10 minutes' }],
      days: { from: '2026-10-01', today: '2026-10-15', to: '2026-10-29' },
    }),
    answers: {
      outcome: 'full',
      visitedOn: '2026-10-13',
      activities: ['co-observed', 'debriefed'],
      seen: { [ID]: 'partly' },
      next: 'Ask each teacher one question after the visit',
      nextBy: '2026-10-20',
      barrier: 'substitutes',
      agreed: true,
      standards: ['4', '6'],
      help: 'no',
    },
  },
  { card: askCard(ID, 'Adams ES', 'Tue, Oct 13') },
  { card: askCard(ID, 'Adams ES', 'Tue, Oct 13', true) },
  { card: wordsCard('That pair is not yours, or it has ended.') },
];
