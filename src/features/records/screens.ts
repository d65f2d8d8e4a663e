import { defineCard, type Button, type Card, type Part } from '../../chat/card.ts';
import { defineForm } from '../../chat/define-form.ts';
import { ask, optional } from '../../chat/form.ts';
import { requestName, stateInWords } from '../../records/request-rules.ts';
import type { RecordsRequestStatus } from '../../db/generated/enums.ts';
import { dayInWords, type Day } from '../../zone.ts';

/** What is told of a request: never a word of what it is about. */
export interface Told {
  id: string;
  number: number;
  status: RecordsRequestStatus;
  about: string;
  from: Day;
  to: Day;
  reference: string;
  isTold: boolean;
  openedBy: string;
  contentHash: string | null;
}

export interface Count {
  title: string;
  count: number;
}

const OFFICERS = { audience: 'AUTHOR_ONLY', readers: 'You and the other records officers see this.' } as const;

export const openForm = defineForm({
  id: 'records:open',
  version: 1,
  title: 'Open a records request',
  submit: 'Open',
  intro:
    'A second records officer has to approve this before anybody can read what it is about. Until then only numbers are shown. What it names is held: nothing of it is deleted.',
  fields: {
    about: ask.line('School or person', {
      hint: 'A school’s name, or a person’s full name or e-mail address.',
      ...OFFICERS,
      mayIdentify: true,
    }),
    from: ask.date('First day', OFFICERS),
    to: ask.date('Last day', OFFICERS),
    reference: ask.line('Your reference', {
      hint: 'Such as the number of the request. No names of students.',
      ...OFFICERS,
      maxLength: 80,
      mayIdentify: true,
    }),
    tell: ask.yesNo('Tell the people it is about that there is a request?', {
      hint: 'Yes, unless a law forbids it. They are told once the second officer has approved.',
      ...OFFICERS,
    }),
    why: optional(
      ask.line('If not: which law or order forbids it?', { ...OFFICERS, maxLength: 140, mayIdentify: true }),
    ),
  },
});

const OPEN: Button = { action: 'records:open', label: 'Open a request', state: {}, style: 'primary', opens: 'form' };
export const launcher = OPEN;

export function listCard(requests: readonly Told[]): Card {
  const shown = requests.slice(0, 10);
  return defineCard({
    id: 'records:list',
    summary: requests.length === 0 ? 'No records request yet' : 'Records requests',
    parts: [
      { kind: 'heading', text: 'Records requests' },
      shown.length === 0
        ? { kind: 'text', text: 'There is none yet.' }
        : {
            kind: 'list',
            items: shown.map((one) => [
              { bold: requestName(one.number) },
              `: ${aboutWords(one)}; ${stateInWords(one.status)}`,
            ]),
          },
      { kind: 'text', quiet: true, text: 'For one of them type its number: /district records 3' },
      { kind: 'buttons', buttons: [OPEN] },
    ],
  });
}

/** One request, and what the reader may do about it. */
export function requestCard(one: Told, counts: readonly Count[], buttons: readonly Button[], note?: string): Card {
  const name = requestName(one.number);
  const parts: Part[] = [
    { kind: 'heading', text: `Records request ${name}` },
    {
      kind: 'facts',
      facts: [
        { label: 'About', value: aboutWords(one) },
        { label: 'Reference', value: one.reference },
        { label: 'Opened by', value: one.openedBy },
        { label: 'State', value: stateInWords(one.status) },
        {
          label: 'Told to those it is about',
          value: one.isTold ? 'yes, once two officers agree' : 'no, as a law forbids it',
        },
        {
          label: 'Holds',
          value: counts.map(({ title, count }) => `${title}: ${String(count)}`).join('; ') || 'nothing yet',
        },
        ...(one.contentHash === null
          ? []
          : [{ label: 'Put forward', value: `exactly the content with the hash ${one.contentHash.slice(0, 16)}…` }]),
      ],
    },
    ...(note === undefined ? [] : [{ kind: 'text', text: note } as const]),
    ...(buttons.length === 0 ? [] : [{ kind: 'buttons', buttons } as const]),
  ];
  return defineCard({ id: 'records:request', summary: `Records request ${name}: ${stateInWords(one.status)}`, parts });
}

export function buttonsFor(one: Pick<Told, 'id' | 'status' | 'contentHash'>, isFirstKey: boolean): Button[] {
  const state = { r: one.id };
  const withdraw: Button = { action: 'records:withdraw', label: 'Withdraw', state, style: 'danger' };
  switch (one.status) {
    case 'OPENED':
      return isFirstKey
        ? [withdraw]
        : [
            { action: 'records:approve', label: 'Approve', state, style: 'primary' },
            { action: 'records:refuse', label: 'Refuse', state, style: 'danger' },
          ];
    case 'COLLECTING':
    case 'APPROVED':
      return [{ action: 'records:code', label: 'Get a code', state }, withdraw];
    case 'SUBMITTED':
      return [
        ...(isFirstKey
          ? []
          : [
              {
                action: 'records:release',
                label: 'Approve this content',
                state: { ...state, h: one.contentHash ?? '' },
                style: 'primary',
              } as const,
              { action: 'records:return', label: 'Send back', state } as const,
            ]),
        { action: 'records:code', label: 'Get a code', state },
        withdraw,
      ];
    case 'EXPORTED':
      return [
        { action: 'records:code', label: 'Get a code', state },
        { action: 'records:close', label: 'Close', state },
      ];
    default:
      return [];
  }
}

export function codeCard(number: number, code: string): Card {
  const name = requestName(number);
  return defineCard({
    id: 'records:code',
    summary: `A code for ${name}`,
    parts: [
      { kind: 'text', text: [`Your code for ${name}: `, { bold: code }] },
      {
        kind: 'text',
        text: `For half an hour whoever has it acts as you on ${name}, on the server of Throughline: throughline records preview ${name} --code ${code}. Give it only to who works on this request with you; what they do stands under your name.`,
      },
    ],
  });
}

/** To those whom a request is about. */
export function toldCard(about: string, from: Day, to: Day): Card {
  return defineCard({
    id: 'records:told',
    summary: 'There is a public-records request about your work in Throughline',
    parts: [
      {
        kind: 'text',
        text: `The district has a public-records request about ${about}, from ${dayInWords(from)} to ${dayInWords(to)}. Two records officers have agreed to look at what it covers, and that may be what you and your coach or principal wrote here.`,
      },
      {
        kind: 'text',
        text: 'What is about students, third persons or health is taken out before anything goes out. You need to do nothing. If you have a question, ask the district’s records officer.',
      },
    ],
  });
}

export function personCodeCard(code: string): Card {
  return defineCard({
    id: 'records:mydata',
    summary: 'Everything about you in Throughline',
    parts: [
      {
        kind: 'text',
        text: 'You can have everything that Throughline holds about you, as a page to read and as a file for programs.',
      },
      { kind: 'text', text: ['Give this code to whoever runs Throughline for you: ', { bold: code }] },
      {
        kind: 'text',
        quiet: true,
        text: 'With it, once within a week, they make the files and hand them to you. They could read them on the way, so give the code only to somebody you trust with them. Without your code nobody can make them.',
      },
    ],
  });
}

export function wordsCard(text: string): Card {
  return defineCard({ id: 'records:words', summary: text.slice(0, 290), parts: [{ kind: 'text', text }] });
}

function aboutWords({ about, from, to }: Pick<Told, 'about' | 'from' | 'to'>): string {
  return `${about}, ${dayInWords(from)} to ${dayInWords(to)}`;
}

const EXAMPLE: Told = {
  id: '01990000-0000-7000-8000-000000000003',
  number: 3,
  status: 'OPENED',
  about: 'Adams ES',
  from: '2026-09-01',
  to: '2026-12-31',
  reference: 'PRR 2026-14',
  isTold: true,
  openedBy: 'Dana Reyes',
  contentHash: null,
};
const HASH = 'a3f1'.repeat(16);
const COUNTS = [
  { title: 'Answers of check-ins', count: 48 },
  { title: 'Action steps', count: 7 },
];
const SUBMITTED: Told = { ...EXAMPLE, status: 'SUBMITTED', contentHash: HASH };

export const examples = [
  {
    form: openForm,
    answers: { about: 'Adams ES', from: '2026-09-01', to: '2026-12-31', reference: 'PRR 2026-14', tell: true },
  },
  { card: listCard([EXAMPLE]) },
  { card: listCard([]) },
  { card: requestCard(EXAMPLE, COUNTS, buttonsFor(EXAMPLE, false)) },
  { card: requestCard(SUBMITTED, COUNTS, buttonsFor(SUBMITTED, false)) },
  {
    card: requestCard({ ...EXAMPLE, status: 'EXPORTED' }, COUNTS, buttonsFor({ ...EXAMPLE, status: 'EXPORTED' }, true)),
  },
  { card: codeCard(3, '1A2B3-C4D5E-6F708-192A3') },
  { card: toldCard('Adams ES', '2026-09-01', '2026-12-31') },
  { card: personCodeCard('1A2B3-C4D5E-6F708-192A3') },
  { card: wordsCard('There is no such records request of yours.') },
];
