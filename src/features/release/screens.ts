import { defineCard, type Button, type Card, type Part } from '../../chat/card.ts';
import { defineForm } from '../../chat/define-form.ts';
import { ask } from '../../chat/form.ts';
import { LIMITS } from '../../chat/limits.ts';
import type { Releasable } from '../../roster/release-keys.ts';
import {
  KINDS,
  NOUNS,
  mayWithdraw,
  readersInWords,
  standingInWords,
  type ReleaseAudience,
  type Standing,
} from './rules.ts';

/** A button's state: which item, to whom, and the words that stand beside the button. */
export type ChosenState = { k: string; i: string; p: string; u: string; h: string };

export interface OfferedItem {
  kind: Releasable;
  words: string;
  choices: readonly { audience: ReleaseAudience; state: ChosenState }[];
}

const TO: Record<ReleaseAudience, string> = { DISTRICT: 'To the district', PROGRAM: 'To the managers' };

/** What can be released, each in its own words. */
export function chooseCard(items: readonly OfferedItem[]): Card {
  const lead =
    items.length === 0
      ? 'There is nothing to release just now. A step that is done, a goal or a note in a check-in can be released.'
      : 'One thing at a time, to one audience, in exactly these words. You see who reads them before anything happens.';
  return defineCard({
    id: 'release:choose',
    summary: items.length === 0 ? 'There is nothing to release just now' : 'What would you like to release?',
    parts: [
      { kind: 'heading', text: 'Release' },
      { kind: 'text', text: lead },
      ...items.flatMap(({ kind, words, choices }): Part[] => [
        { kind: 'text', text: [{ bold: KINDS[kind] }, `: “${words}”`] },
        {
          kind: 'buttons',
          buttons: choices.map(({ audience, state }) => ({
            action: 'release:open',
            label: TO[audience],
            state,
            opens: 'form',
          })),
        },
      ]),
      { kind: 'text', quiet: true, text: 'See and withdraw all that you released with /checkin releases.' },
    ],
  });
}

export interface Confirming {
  words: string;
  audience: ReleaseAudience;
  district: string;
  school: string;
  nextPost?: string;
  /** Whose yes it takes as well. */
  alsoAsked?: string;
}

/** The exact words, who will read them, and whose yes it takes; nothing can be typed, so nothing can be another word. */
export function confirmForm(of: Confirming) {
  const both =
    of.alsoAsked === undefined
      ? ''
      : ` Two of you wrote it, so ${of.alsoAsked} is asked first: nothing is released without that yes.`;
  return defineForm({
    id: 'release:confirm',
    version: 1,
    title: 'Release these words',
    submit: 'Release',
    intro: `The exact words: “${of.words}”${both}`,
    fields: {
      sure: ask.yesNo('Release exactly these words?', { audience: of.audience, readers: readersOf(of) }),
    },
  });
}

/** As long names leave room for. */
function readersOf(of: Confirming): string {
  const words = readersInWords(of.audience, of);
  return words.length <= 280
    ? words
    : readersInWords(of.audience, { ...of, district: 'your district', school: 'your school' });
}

/** To the coach, before anybody else reads a word of it. */
export function keyCard(of: Confirming & { grantId: string; wordsHash: string; owner: string }): Card {
  const state = { g: of.grantId, h: of.wordsHash };
  return defineCard({
    id: 'release:key',
    summary: `${of.owner} would like to release words that you both worked on`,
    parts: [
      {
        kind: 'text',
        text: [
          { bold: of.owner },
          ' would like to release this. You both wrote it, so it takes a yes from both of you:',
        ],
      },
      { kind: 'text', text: `“${of.words}”` },
      { kind: 'text', quiet: true, text: readersInWords(of.audience, of) },
      { kind: 'buttons', buttons: keyButtons(state) },
    ],
  });
}

function keyButtons(state: { g: string; h: string }): Button[] {
  return [
    { action: 'release:agree', label: 'Agree', state, style: 'primary' },
    { action: 'release:not-now', label: 'Not now', state },
  ];
}

export interface Line extends Standing {
  grantId: string;
  wordsHash: string;
  kind: Releasable;
  words: string;
  /** Of whom, where it is not the reader's own. */
  of?: string;
}

/** To the one who released it: what became of it, in one message of its own. */
export function ownCard(line: Line): Card {
  return defineCard({
    id: 'release:own',
    summary: `Your ${NOUNS[line.kind]}: ${standingInWords(line)}`,
    parts: lineParts(line, 'own'),
  });
}

function lineParts(line: Line, as: 'own' | 'coach' | 'reader'): Part[] {
  const buttons: Button[] =
    as === 'own' && mayWithdraw(line)
      ? [{ action: 'release:withdraw', label: 'Withdraw', state: { g: line.grantId } }]
      : as === 'coach' && line.state === 'WAITING'
        ? keyButtons({ g: line.grantId, h: line.wordsHash })
        : [];
  const name = line.of === undefined ? KINDS[line.kind] : line.of;
  return [
    { kind: 'text', text: [{ bold: name }, `: “${line.words}”`] },
    ...(as === 'reader' ? [] : [{ kind: 'text', quiet: true, text: standingInWords(line) } as const]),
    ...(buttons.length === 0 ? [] : [{ kind: 'buttons', buttons } as const]),
  ];
}

const TITLES = { own: 'What you released', coach: 'Releases of your pairs', reader: 'Released to you' } as const;
const NONE = {
  own: 'You have released nothing. /checkin release shows what can be.',
  coach: 'None of your pairs has released anything.',
  reader: 'No principal has released anything to you yet.',
} as const;

export function listCard(
  as: 'own' | 'coach' | 'reader',
  lines: readonly Line[],
  page: { number: number; isLast: boolean },
): Card {
  const more = page.isLast ? '' : ` More: type the same with ${page.number + 1} behind it.`;
  const note =
    as === 'own'
      ? 'Withdrawing keeps words out of what is not posted yet. What was posted cannot be unsent, and what is released for public work may be asked for under public-records law.'
      : 'In the words of the principal, and withdrawn when they say so.';
  return defineCard({
    id: 'release:list',
    summary: lines.length === 0 ? NONE[as] : TITLES[as],
    parts: [
      { kind: 'heading', text: page.number > 1 ? `${TITLES[as]}, page ${page.number}` : TITLES[as] },
      ...(lines.length === 0 ? [{ kind: 'text', text: NONE[as] } as const] : []),
      ...lines.flatMap((line) => lineParts(line, as)),
      { kind: 'text', quiet: true, text: `${note}${more}` },
    ],
  });
}

export function wordsCard(text: string): Card {
  const summary = text.length <= LIMITS.heading ? text : 'About something that was released, or was to be';
  return defineCard({ id: 'release:words', summary, parts: [{ kind: 'text', text }] });
}

const ID = '01990000-0000-7000-8000-00000000000e';
const state: ChosenState = { k: 'step', i: ID, p: '', u: 'DISTRICT', h: 'ab12' };
const confirming: Confirming = {
  words: 'First grade-team data meeting led by teachers',
  audience: 'DISTRICT',
  district: 'Harbor City',
  school: 'Adams ES',
  nextPost: 'Mon, Oct 26, 7 AM',
};
const line: Line = {
  grantId: ID,
  wordsHash: 'ab12',
  kind: 'step',
  words: confirming.words,
  state: 'RELEASED',
  audience: 'DISTRICT',
  coach: 'Jordan Bell',
  district: 'Harbor City',
  wasOut: false,
  isOut: false,
  nextPost: 'Mon, Oct 26, 7 AM',
};

export const examples = [
  {
    card: chooseCard([
      {
        kind: 'step',
        words: confirming.words,
        choices: [
          { audience: 'DISTRICT', state },
          { audience: 'PROGRAM', state: { ...state, u: 'PROGRAM' } },
        ],
      },
    ]),
  },
  { card: chooseCard([]) },
  { form: confirmForm({ ...confirming, alsoAsked: 'Jordan Bell' }), answers: { sure: true } },
  { form: confirmForm({ ...confirming, audience: 'PROGRAM' }), answers: { sure: false } },
  { card: keyCard({ ...confirming, grantId: ID, wordsHash: 'ab12', owner: 'Elena Rivera' }) },
  { card: ownCard(line) },
  {
    card: listCard(
      'own',
      [
        { ...line, state: 'WAITING' },
        { ...line, state: 'WITHDRAWN', wasOut: true },
      ],
      {
        number: 1,
        isLast: true,
      },
    ),
  },
  { card: listCard('coach', [{ ...line, of: 'Elena Rivera', state: 'WAITING' }], { number: 1, isLast: false }) },
  { card: listCard('reader', [], { number: 1, isLast: true }) },
  { card: wordsCard('Withdrawn before it was posted. No summary will have it.') },
];
