// The hard kinds: addresses, days of birth, telephone numbers, and numbers long enough to be somebody's.
import type { FoundKind, Match, Rule } from './rule.ts';

const MONTH = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\\.?';
const DAY = '\\d{1,2}(?:st|nd|rd|th)?';
const A_DATE = `(?:\\d{1,2}[/.-]\\d{1,2}(?:[/.-]\\d{2,4})?|(?:${MONTH} ${DAY}|${DAY} (?:of )?${MONTH})(?:,? (?:19|20)\\d\\d)?|(?:19|20)\\d\\d-\\d{1,2}-\\d{1,2})`;
const WITH_YEAR = new RegExp(
  [
    '\\b(?<iso>(?:19|20)\\d\\d)[-/.]\\d{1,2}[-/.]\\d{1,2}\\b',
    '(?<![\\d/.-])\\d{1,2}(?<mark>[/.-])\\d{1,2}\\k<mark>(?<numbers>(?:19|20)\\d\\d|\\d\\d)(?![\\d/-])',
    `\\b${MONTH} ${DAY},? (?<months>(?:19|20)\\d\\d)\\b`,
    `\\b${DAY} (?:of )?${MONTH},? (?<days>(?:19|20)\\d\\d)\\b`,
  ].join('|'),
  'giu',
);
/** No child in school is younger. */
const YOUNGEST = 3;

const FINE = [
  // Money, spans of years, and from one room or page to another.
  /[$€£]\s?\d[\d,]*(?:\.\d+)?/g,
  /\b(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d\b(?![-/]\d)/g,
];

export const NUMBERS: readonly Rule[] = [
  find('e-mail', /(?<![^\s@<>(),;:"])[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.\p{L}{2,}/gu, '(by e-mail)'),
  find(
    'e-mail',
    /[\w.+-]+\s?(?:\(at\)|\[at\]|\bat\b)\s?[\w-]+\s?(?:\(dot\)|\[dot\]|\bdot\b)\s?(?:com|org|net|edu|us|gov)\b/gi,
    '(by e-mail)',
  ),
  find('birth', new RegExp(`\\b(?:born(?: on)?|birthday(?: is| was| on|:)*|birth ?date:?) ${A_DATE}`, 'gi'), '…'),
  find('birth', new RegExp(`(?:\\bdob\\b|\\bd\\.o\\.b\\.|\\bdate of birth\\b)(?:\\W{0,3}${A_DATE})?`, 'gi'), '…'),
  (text, today) =>
    [...text.matchAll(WITH_YEAR)].filter((match) => isBirth(match, today)).map((match) => toMatch('birth', match, '…')),
  find('phone', /(?<![\w.-])(?:\+?1[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\d)/g, '(by phone)'),
  find('phone', /(?<![\w.-])\d{3}[.-]\d{4}(?![\d.-])/g, '(by phone)'),
  find('phone', /(?<!\w)\+\d[\d .()-]{7,}\d/g, '(by phone)'),
  find('number', /\b(?:ids?|ssid|sasid|lasid|student number|case number|ssn)\b\W{0,3}\d(?:[ -]?\d){3,}/gi, '…'),
  (text) => {
    const fine = [...FINE, WITH_YEAR].flatMap((pattern) => [...text.matchAll(pattern)].map((match) => spanOf(match)));
    return [...text.matchAll(LONG)]
      .filter((match) => !isSpan(match[0]) && !fine.some((span) => overlap(span, spanOf(match))))
      .map((match) => toMatch('number', match, '…'));
  },
];

/** Six digits in one, or in groups that are joined by hyphens or dots. */
const LONG = /\d{6,}|(?<![\d.-])(?=(?:\d[-.]?){6})\d{2,}(?:[-.]\d{2,})+(?![\d-])/g;

/** Rooms 101-110, pages 120-135. */
function isSpan(words: string): boolean {
  const [, from = '', to = ''] = /^(\d{1,4})-(\d{1,4})$/.exec(words) ?? [];
  return from !== '' && from.length === to.length && from < to;
}

function isBirth({ groups = {} }: RegExpMatchArray, today: string): boolean {
  const written = groups['iso'] ?? groups['numbers'] ?? groups['months'] ?? groups['days'] ?? '';
  const thisYear = Number(today.slice(0, 4));
  const short = 2000 + Number(written);
  const year = written.length === 4 ? Number(written) : short > thisYear + 10 ? short - 100 : short;
  return year <= thisYear - YOUNGEST;
}

function find(kind: FoundKind, pattern: RegExp, instead: string): Rule {
  return (text) => [...text.matchAll(pattern)].map((match) => toMatch(kind, match, instead));
}

function toMatch(kind: FoundKind, match: RegExpMatchArray, instead: string): Match {
  return { kind, ...spanOf(match), instead, names: [] };
}

interface Span {
  from: number;
  to: number;
}

function spanOf(match: RegExpMatchArray): Span {
  const from = match.index ?? 0;
  return { from, to: from + match[0].length };
}

function overlap(a: Span, b: Span): boolean {
  return a.from < b.to && b.from < a.to;
}
