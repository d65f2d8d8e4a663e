import { defineCard, type Card, type Part } from '../../chat/card.ts';
import { dayInWords, type Day } from '../../zone.ts';
import type { Party } from './rules.ts';
import { TERMS, idOfTerms, type Terms } from './terms.ts';

export interface OfPair {
  assignmentId: string;
  coach: string;
  principal: string;
  school: string;
  district: string;
  provider: string;
}

const WHO: Record<Party, string> = { PRINCIPAL: 'principal', COACH: 'coach', SPONSOR: 'district' };

/** To each of the three, once for each version of the terms. */
export function askCard(of: OfPair, terms: Terms, as: Party, isNew: boolean): Card {
  const pair =
    as === 'SPONSOR'
      ? `The coaching of ${of.provider} in ${of.district}`
      : `${of.coach} and ${of.principal}, ${of.school}`;
  const why = isNew
    ? 'Before coaching begins, all three read and agree: principal, coach and district. Until then nothing is asked or noted.'
    : 'The terms have changed. Until all three have agreed anew, nothing is asked or noted.';
  return defineCard({
    id: 'compact:ask',
    summary: 'Please read your coaching compact and say whether you agree',
    parts: [
      { kind: 'heading', text: 'Your coaching compact' },
      { kind: 'text', text: [{ bold: pair }, '. ', why] },
      { kind: 'buttons', buttons: [readButton(of.assignmentId, terms, 'primary')] },
    ],
  });
}

function readButton(assignmentId: string, terms: Terms, style?: 'primary') {
  const state = { a: assignmentId, v: idOfTerms(terms) };
  return { action: 'compact:read', label: 'Read the compact', state, ...(style && { style }) };
}

/** The words themselves, and the button for whoever has not signed them. */
export function termsCard(
  of: OfPair,
  terms: Terms,
  standing: { signedOn: Day | null; missing: readonly Party[]; maySign: boolean },
): Card {
  const { signedOn, missing, maySign } = standing;
  const state = { a: of.assignmentId, v: idOfTerms(terms) };
  return defineCard({
    id: 'compact:terms',
    summary: `The compact of ${of.coach} and ${of.principal}`,
    parts: [
      { kind: 'heading', text: 'The coaching compact' },
      { kind: 'text', text: `${of.coach} and ${of.principal}, ${of.school}. ${of.provider} for ${of.district}.` },
      ...terms.sections.flatMap(({ title, lines }): Part[] => [
        { kind: 'text', text: [{ bold: title }] },
        { kind: 'list', items: lines },
      ]),
      { kind: 'divider' },
      { kind: 'text', text: standingInWords(signedOn, missing), quiet: true },
      ...(maySign
        ? [
            {
              kind: 'buttons',
              buttons: [{ action: 'compact:sign', label: 'I agree', state, style: 'primary' }],
            } as const,
          ]
        : []),
      {
        kind: 'text',
        quiet: true,
        text: `Version ${terms.version}. Read it again any time with compact after /checkin, /coach or /district.`,
      },
    ],
  });
}

function standingInWords(signedOn: Day | null, missing: readonly Party[]): string {
  if (signedOn !== null) return `Signed by all three on ${dayInWords(signedOn)}.`;
  return `Still to agree: ${missing.map((party) => WHO[party]).join(', ')}.`;
}

export function agreedCard(missing: readonly Party[]): Card {
  const text =
    missing.length === 0
      ? 'Thank you. All three have agreed, and the coaching begins.'
      : `Thank you. Still to agree: ${missing.map((party) => WHO[party]).join(', ')}.`;
  return defineCard({ id: 'compact:agreed', summary: text, parts: [{ kind: 'text', text }] });
}

/** To the pair, when the last of the three has signed. */
export function beginCard(of: OfPair): Card {
  return defineCard({
    id: 'compact:begin',
    summary: `The compact of ${of.coach} and ${of.principal} is signed`,
    parts: [
      {
        kind: 'text',
        text: [
          { bold: 'The compact is signed by all three.' },
          ` The coaching of ${of.coach} and ${of.principal} begins now; check-ins come at the school’s own time.`,
        ],
      },
    ],
  });
}

export function listCard(pairs: readonly (OfPair & { signedOn: Day | null })[], page: number, pages: number): Card {
  return defineCard({
    id: 'compact:list',
    summary: 'Your coaching compacts',
    parts: [
      { kind: 'heading', text: pages > 1 ? `Your compacts, page ${page} of ${pages}` : 'Your compacts' },
      ...pairs.flatMap((of): Part[] => [
        {
          kind: 'text',
          text: [
            { bold: of.school },
            `: ${of.coach} and ${of.principal}. ${of.signedOn === null ? 'Not signed by all three yet.' : `Signed on ${dayInWords(of.signedOn)}.`}`,
          ],
        },
        {
          kind: 'buttons',
          buttons: [{ action: 'compact:read', label: 'Read the compact', state: { a: of.assignmentId } }],
        },
      ]),
    ],
  });
}

export function wordsCard(text: string): Card {
  return defineCard({ id: 'compact:words', summary: text, parts: [{ kind: 'text', text }] });
}

const PAIR: OfPair = {
  assignmentId: '01990000-0000-7000-8000-000000000001',
  coach: 'Sam Bell',
  principal: 'Ada Rivera',
  school: 'Adams ES',
  district: 'Harbor City',
  provider: 'Northlight Partners',
};
const { NON_EVALUATIVE, SUPERVISOR_COACH } = TERMS;

export const examples = [
  { card: askCard(PAIR, NON_EVALUATIVE, 'PRINCIPAL', true) },
  { card: askCard(PAIR, NON_EVALUATIVE, 'SPONSOR', false) },
  { card: termsCard(PAIR, NON_EVALUATIVE, { signedOn: null, missing: ['COACH', 'SPONSOR'], maySign: true }) },
  { card: termsCard(PAIR, SUPERVISOR_COACH, { signedOn: '2026-08-20', missing: [], maySign: false }) },
  { card: agreedCard(['SPONSOR']) },
  { card: agreedCard([]) },
  { card: beginCard(PAIR) },
  {
    card: listCard(
      [
        { ...PAIR, signedOn: null },
        { ...PAIR, school: 'Baker ES', signedOn: '2026-08-20' },
      ],
      1,
      1,
    ),
  },
  { card: wordsCard('You have no compact yet. It comes when you are matched.') },
];
