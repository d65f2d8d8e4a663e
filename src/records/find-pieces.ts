// What should perhaps not go out, found in a text: students, third persons, medical matters, addresses and numbers. Pure. Only a
// proposal: an officer looks at each, keeps what may go out and takes out what was not found.
import { findIdentifying } from '../chat/identifying/finding.ts';
import type { Day } from '../zone.ts';

export interface Piece {
  start: number;
  length: number;
  reason: string;
}

const NAME = "[A-Z][\\p{L}'’-]+(?: [A-Z][\\p{L}'’-]+)?";
const CHILD = '(?:student|pupil|child|kid|boy|girl|scholar|son|daughter|grader|freshman|sophomore|junior|senior)';
const FAMILY =
  '(?:mom|mother|dad|father|parents?|guardian|family|grandmother|grandfather|IEP|504(?: plan)?|suspension|placement)';

/** The first group is the name. */
const LOOKS: readonly (readonly [reason: string, pattern: RegExp])[] = [
  ['student', new RegExp(`\\b${CHILD}s?,? (?:named |called )?(${NAME})`, 'dgu')],
  ['student', new RegExp(`(${NAME})['’]s? ${FAMILY}\\b`, 'dgu')],
  ['student', new RegExp(`\\b${FAMILY} of (${NAME})`, 'dgu')],
  ['third person', new RegExp(`\\b((?:Mr|Mrs|Ms|Miss|Mx|Dr|Coach)\\.? ${NAME})`, 'dgu')],
  [
    'medical',
    /\b((?:diagnos|medicat|pregnan|surger|hospital|therap|depress|anxiety|autis|adhd|cancer|disabilit|illness|sick leave|medical leave)[\p{L}]*)/dgiu,
  ],
];

const REASONS = {
  'e-mail': 'contact',
  phone: 'contact',
  birth: 'date of birth',
  number: 'number',
  student: 'student',
  adult: 'third person',
} as const;

/**
 * In the order in which they stand, none within another. `known` are those whom the request is about: their names go out. The
 * day is the request's and not the present, so that the same text is always judged alike.
 */
export function findPieces(text: string, known: readonly string[], day: Day): Piece[] {
  const found: Piece[] = [
    ...findIdentifying(text, day).flatMap(({ kind, words }) =>
      isKnown(words, known) ? [] : placesOf(text, words).map((place) => ({ ...place, reason: REASONS[kind] })),
    ),
    ...LOOKS.flatMap(([reason, pattern]) =>
      [...text.matchAll(pattern)].flatMap((match) => {
        const [start, end] = match.indices?.[1] ?? [0, 0];
        return isKnown(text.slice(start, end), known) ? [] : [{ start, length: end - start, reason }];
      }),
    ),
  ];
  return withoutOverlaps(found);
}

/** The guard reads a text with its signs made plain; what cannot be found again in the text itself is proposed as a whole. */
function placesOf(text: string, words: string): { start: number; length: number }[] {
  const plain = text.replaceAll('’', "'");
  const places: { start: number; length: number }[] = [];
  for (let at = plain.indexOf(words); at >= 0; at = plain.indexOf(words, at + words.length))
    places.push({ start: at, length: words.length });
  return places.length > 0 ? places : [{ start: 0, length: text.length }];
}

export function withoutOverlaps(pieces: readonly Piece[]): Piece[] {
  const kept: Piece[] = [];
  for (const piece of [...pieces].sort((a, b) => a.start - b.start || b.length - a.length)) {
    const last = kept.at(-1);
    if (!last || piece.start >= last.start + last.length) kept.push(piece);
    // Of two that run into one another, all of both.
    else last.length = Math.max(last.length, piece.start + piece.length - last.start);
  }
  return kept.map((piece) => ({ ...piece }));
}

function isKnown(name: string, known: readonly string[]): boolean {
  const words = name.replace(/^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Coach)\.? /u, '').split(' ');
  return known.some((one) => words.every((word) => one.split(' ').includes(word)));
}
