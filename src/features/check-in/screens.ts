import { defineCard, titlePart, type Button, type Card, type Part } from '../../chat/card.ts';
import { defineForm } from '../../chat/define-form.ts';
import { ask, type Form, type Item } from '../../chat/form.ts';
import type { CheckInStatus } from '../../db/generated/enums.ts';
import { dayInWords } from '../../zone.ts';
import { checkInForm } from './form.ts';
import type { KeptWords } from './kept.ts';
import { PRINCIPAL_WEEKLY } from './templates.ts';

/** What the cards say of one week. */
export interface WeekWords {
  checkInId: string;
  principalName: string;
  coachName: string;
  schoolName: string;
  steps: readonly Item[];
  /** In words and in the school's own time: `Fri 5 PM`. */
  closes: string;
  /** Until when a late answer counts: `Monday 5 AM`. */
  ends: string;
}

function openButton(checkInId: string, label: string): Button {
  return { action: 'check-in:open', label, state: { c: checkInId }, style: 'primary', opens: 'form' };
}

export function promptCard(week: WeekWords): Card {
  const step = week.steps.map((one) => `“${one.label}”`).join(' and ');
  return defineCard({
    id: 'check-in:prompt',
    summary: `Three minutes on the week at ${week.schoolName}?`,
    parts: [
      {
        kind: 'text',
        text: [`Hi ${week.principalName}, three minutes on the week at `, { bold: week.schoolName }, '?'],
      },
      ...(step === ''
        ? []
        : [{ kind: 'text' as const, text: `Your step${week.steps.length > 1 ? 's were' : ' was'} ${step}.` }]),
      {
        kind: 'text',
        quiet: true,
        text: `In Throughline, only you and ${week.coachName} see your words. Open until ${week.closes}.`,
      },
      {
        kind: 'buttons',
        buttons: [
          openButton(week.checkInId, 'Start'),
          { action: 'check-in:not-this-week', label: 'Not this week', state: { c: week.checkInId }, opens: 'form' },
        ],
      },
    ],
  });
}

/** `later` is when it may come once more: `Tomorrow morning`. */
export function nudgeCard(week: WeekWords, later?: string): Card {
  return defineCard({
    id: 'check-in:nudge',
    summary: `Still time before ${week.closes}. Half-done is fine.`,
    parts: [
      { kind: 'text', text: `Still time before ${week.closes}. Half-done is fine.` },
      {
        kind: 'buttons',
        buttons: [
          openButton(week.checkInId, 'Finish'),
          {
            action: 'check-in:not-this-week',
            label: 'Skip: out this week',
            state: { c: week.checkInId },
            opens: 'form',
          },
          ...(later === undefined ? [] : [{ action: 'check-in:snooze', label: later, state: { c: week.checkInId } }]),
        ],
      },
    ],
  });
}

/** The nudge, put off by who got it. */
export function snoozedCard(week: WeekWords, later: string): Card {
  return defineCard({
    id: 'check-in:snooze',
    summary: `${later}, then. It closes ${week.closes}.`,
    parts: [
      { kind: 'text', text: `${later}, then. It closes ${week.closes}.` },
      { kind: 'buttons', buttons: [openButton(week.checkInId, 'Finish now')] },
    ],
  });
}

export function lateNudgeCard(week: WeekWords): Card {
  const text = `There is still time for the week at ${week.schoolName}, until ${week.ends}. Half-done is fine.`;
  return defineCard({
    id: 'check-in:late-nudge',
    summary: text,
    parts: [
      { kind: 'text', text },
      { kind: 'buttons', buttons: [openButton(week.checkInId, 'Send late')] },
    ],
  });
}

/** For the coach alone, and no report: silence has many good reasons. */
export function reachOutCard(principal: string, school: string, weeks: number): Card {
  const text = `I have not heard from ${principal} at ${school} for ${weeks} ${weeks === 1 ? 'week' : 'weeks'}. A short call from you may help more than another message from me.`;
  return defineCard({
    id: 'check-in:reach-out',
    summary: `A word with ${principal}?`,
    parts: [
      { kind: 'text', text },
      {
        kind: 'text',
        quiet: true,
        text: 'Only you see this in Throughline. There are many good reasons for a quiet week.',
      },
    ],
  });
}

/** Says thanks and does not say again what was written: chat history can be exported by others. */
export function receivedCard(week: WeekWords, late: boolean): Card {
  return defineCard({
    id: 'check-in:received',
    summary: `Thanks, ${week.coachName} has it.`,
    parts: [
      { kind: 'text', text: `Thanks, ${week.coachName} has it. That was your week at ${week.schoolName}.` },
      ...(late
        ? []
        : [
            { kind: 'text' as const, quiet: true, text: `You can change it until ${week.closes}.` },
            {
              kind: 'buttons' as const,
              buttons: [{ ...openButton(week.checkInId, 'Change my answers'), style: undefined }].map(withoutStyle),
            },
          ]),
    ],
  });
}

function withoutStyle({ style: _style, ...button }: Omit<Button, 'style'> & { style?: undefined }): Button {
  return button;
}

export function sentForGoodCard(week: WeekWords): Card {
  return defineCard({
    id: 'check-in:sent',
    summary: `Sent. ${week.coachName} has your week.`,
    parts: [{ kind: 'text', text: `Sent. ${week.coachName} has your week at ${week.schoolName}.` }],
  });
}

export function stillOpenCard(week: WeekWords): Card {
  return defineCard({
    id: 'check-in:still-open',
    summary: `The week at ${week.schoolName} can still be sent until ${week.ends}.`,
    parts: [
      { kind: 'text', text: `The week at ${week.schoolName} can still be sent until ${week.ends}. Half-done is fine.` },
      { kind: 'buttons', buttons: [openButton(week.checkInId, 'Send late')] },
    ],
  });
}

/** What was written and could not be sent any more stands in it, for its author alone. */
export function overCard(schoolName: string, kept: readonly KeptWords[] = []): Card {
  const text = `This week's check-in for ${schoolName} is over. The next one comes on its usual day.`;
  return defineCard({
    id: 'check-in:over',
    summary: text,
    parts: [
      { kind: 'text', text },
      ...(kept.length === 0
        ? []
        : ([
            { kind: 'text', text: 'What you wrote and did not send; nobody else sees it:' },
            { kind: 'list', items: kept.map(({ label, value }) => [{ bold: label }, ` ${value}`]) },
          ] as const)),
    ],
  });
}

/** The nudge has had its day; the prompt above it says what still goes. */
export function nudgeOverCard(week: WeekWords): Card {
  return wordsCard('check-in:nudge-over', `${week.closes} has passed. The check-in above can still be sent late.`);
}

export function excusedCard(): Card {
  return wordsCard(
    'check-in:excused',
    'Noted: no check-in this week, and it does not count as missing. See you next week.',
  );
}

export function pairEndedCard(): Card {
  return wordsCard(
    'check-in:pair-ended',
    'Your coaching pair has ended, so there is nothing to answer here. What you wrote stays yours.',
  );
}

export function wordsCard(id: string, text: string): Card {
  return defineCard({ id, summary: text, parts: [{ kind: 'text', text }] });
}

/** The answer to a typed reply that was understood in part. */
export function understoodCard(checkInId: string, understood: readonly string[]): Card {
  return defineCard({
    id: 'check-in:understood',
    summary:
      understood.length > 0
        ? 'Got part of that. The rest takes a minute in the form.'
        : 'The form takes about two minutes.',
    parts: [
      {
        kind: 'text',
        text:
          understood.length > 0
            ? `Got it: ${understood.join(', ')}. I filled that in; the rest takes a minute.`
            : 'I could not read that as an answer to your check-in. The form takes about two minutes, and nothing is sent before you press Send.',
      },
      { kind: 'buttons', buttons: [openButton(checkInId, 'Open the form')] },
    ],
  });
}

export const EXCUSE_REASONS = {
  away: 'I am out this week',
  event: 'A school event took the week',
  other: 'Another reason',
} as const;

export function excuseForm(): Form {
  return defineForm({
    id: 'check-in:excuse',
    version: 1,
    title: 'Not this week',
    submit: 'Skip this week',
    intro: 'A skipped week does not count as missing.',
    fields: {
      reason: ask.choice('Why is this week out?', EXCUSE_REASONS, {
        audience: 'PAIR',
        readers: 'Only you and your coach see this in Throughline.',
      }),
    },
  });
}

const STATUS_WORDS: Record<CheckInStatus, string> = {
  SCHEDULED: 'Planned',
  OPEN: 'Open',
  STARTED: 'Started',
  SUBMITTED: 'Sent',
  SUBMITTED_LATE: 'Sent late',
  MISSED: 'Not sent',
  SKIPPED: 'No check-in',
  EXCUSED: 'Excused',
};

export interface HistoryWeek {
  weekOf: string;
  status: CheckInStatus;
  rooms?: number;
  nextSteps?: number;
}

export function historyCard(schoolName: string, weeks: readonly HistoryWeek[]): Card {
  return defineCard({
    id: 'check-in:history',
    summary: `Your last ${weeks.length} weeks at ${schoolName}`,
    parts: [
      titlePart(`Your weeks at ${schoolName}`),
      ...historyParts(weeks),
      { kind: 'text', quiet: true, text: 'Only you and your coach see this in Throughline.' },
    ],
  });
}

export function historyParts(weeks: readonly HistoryWeek[]): Part[] {
  const counted = weeks.filter((week) => week.rooms !== undefined);
  const latest = counted.at(-1);
  const table: Part = {
    kind: 'table',
    caption: 'Week by week, newest last',
    columns: ['Week of', 'Check-in', 'Classrooms', 'Clear next steps'],
    rows: weeks.map((week) => [
      dayInWords(week.weekOf),
      STATUS_WORDS[week.status],
      String(week.rooms ?? '–'),
      String(week.nextSteps ?? '–'),
    ]),
  };
  if (counted.length < 2 || !latest) return [table];
  return [
    table,
    {
      kind: 'chart',
      chart: 'line',
      title: 'Classrooms visited each week',
      labels: counted.map((week) => week.weekOf.slice(5)),
      series: [{ name: 'Classrooms', values: counted.map((week) => week.rooms ?? 0) }],
      summary: `${counted.map((week) => week.rooms).join(', ')}; ${latest.rooms} in the week of ${dayInWords(latest.weekOf)}`,
    },
  ];
}

const EXAMPLE_WEEK: WeekWords = {
  checkInId: '01990000-0000-7000-8000-000000000001',
  principalName: 'Ms Rivera',
  coachName: 'Sam Bell',
  schoolName: 'Adams ES',
  steps: [{ id: '01990000-0000-7000-8000-00000000000a', label: 'Visit all four grade-5 math rooms for 10 minutes' }],
  closes: 'Fri 5 PM',
  ends: 'Monday 5 AM',
};

const EXAMPLE_FORM = { steps: EXAMPLE_WEEK.steps, coachName: 'Sam Bell', schoolName: 'Adams ES' };
const STEP_ID = EXAMPLE_WEEK.steps[0]?.id ?? '';

export const examples = [
  { card: promptCard(EXAMPLE_WEEK) },
  { card: nudgeCard(EXAMPLE_WEEK) },
  { card: nudgeCard(EXAMPLE_WEEK, 'Tomorrow morning') },
  { card: snoozedCard(EXAMPLE_WEEK, 'Tomorrow morning') },
  { card: lateNudgeCard(EXAMPLE_WEEK) },
  { card: reachOutCard('Ada Rivera', 'Adams ES', 2) },
  { card: receivedCard(EXAMPLE_WEEK, false) },
  { card: stillOpenCard(EXAMPLE_WEEK) },
  { card: sentForGoodCard(EXAMPLE_WEEK) },
  { card: overCard('Adams ES') },
  { card: overCard('Adams ES', [{ label: 'What do you need next?', value: 'Look at data' }]) },
  { card: excusedCard() },
  { card: pairEndedCard() },
  { card: understoodCard(EXAMPLE_WEEK.checkInId, ['step done', '4 classrooms']) },
  {
    card: historyCard('Adams ES', [
      { weekOf: '2026-09-28', status: 'SUBMITTED', rooms: 6, nextSteps: 4 },
      { weekOf: '2026-10-05', status: 'SUBMITTED_LATE', rooms: 9, nextSteps: 5 },
      { weekOf: '2026-10-12', status: 'SKIPPED' },
    ]),
  },
  { form: excuseForm(), answers: { reason: 'away' } },
  {
    form: checkInForm(PRINCIPAL_WEEKLY, { ...EXAMPLE_FORM, shape: 'full' }),
    answers: {
      steps: { [STEP_ID]: 'done' },
      rooms: 7,
      'next-steps': 5,
      led: ['plc', 'data'],
      barriers: ['substitutes'],
      need: 'data',
      'need-note': 'Grade 5 exit tickets',
      ready: 4,
    },
  },
  {
    form: checkInForm(PRINCIPAL_WEEKLY, { ...EXAMPLE_FORM, shape: 'short' }),
    answers: { steps: { [STEP_ID]: 'moving' }, need: 'check-in' },
  },
  {
    form: checkInForm(PRINCIPAL_WEEKLY, { ...EXAMPLE_FORM, shape: 'no-visits', steps: [] }),
    answers: { led: ['none'], barriers: ['nothing'], need: 'nothing' },
  },
];
