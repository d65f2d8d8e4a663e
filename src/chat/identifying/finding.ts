// What may name a student or a teacher in a text. A pure table of rules; `test/chat/identifying.data.ts` says what each must and
// must not find (domain: weekly check-in, rules; free-text safety).
import { NAMES } from './names.ts';
import { NUMBERS } from './numbers.ts';
import type { FoundKind, Match } from './rule.ts';

export interface Finding {
  kind: FoundKind;
  /** As it was written. */
  words: string;
  /** The sentence it stands in, and the same without it. */
  sentence: string;
  without: string;
  names: Match['names'];
}

export function isHard({ kind }: Pick<Finding, 'kind'>): boolean {
  return kind !== 'student' && kind !== 'adult';
}

/** By this a name that was asked about is known again, however it is written. */
export function nameOf({ words }: Pick<Finding, 'words'>): string {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();
}

/** In the order of the text; what two rules find is told once, by the first of them. */
export function findIdentifying(given: string, today: string): Finding[] {
  const text = given.normalize('NFKC').replaceAll('’', "'");
  const matches: Match[] = [];
  for (const rule of [...NUMBERS, ...NAMES])
    for (const match of rule(text, today))
      if (matches.every((other) => match.to <= other.from || match.from >= other.to)) matches.push(match);
  return matches.sort((a, b) => a.from - b.from).map((match) => toFinding(text, match));
}

function toFinding(text: string, { kind, from, to, instead, names }: Match): Finding {
  const begin = sentenceBegin(text, from);
  const end = sentenceEnd(text, to);
  const tidy = (words: string) =>
    words
      .replace(/\s+/g, ' ')
      .replace(/ ([,.;!?])/g, '$1')
      .trim();
  return {
    kind,
    words: text.slice(from, to),
    sentence: tidy(text.slice(begin, end)),
    without: tidy(`${text.slice(begin, from)}${instead}${text.slice(to, end)}`),
    names,
  };
}

/** As much of a sentence as can be told beside an input. */
const AROUND = 60;

function sentenceBegin(text: string, from: number): number {
  const before = text.slice(0, from);
  const begin = [...before.matchAll(/[.!?;]\s|\n/g)].at(-1);
  const start = begin === undefined ? 0 : begin.index + begin[0].length;
  return from - start <= AROUND ? start : before.lastIndexOf(' ', from - AROUND) + 1;
}

function sentenceEnd(text: string, to: number): number {
  const rest = /^[^\n]*?(?:[.!?;](?=\s|$)|$|(?=\n))/.exec(text.slice(to))?.[0].length ?? 0;
  if (rest <= AROUND) return to + rest;
  const space = text.indexOf(' ', to + AROUND);
  return space < 0 ? to + rest : Math.min(space, to + rest);
}
