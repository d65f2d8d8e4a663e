// How a text that may name somebody is answered: asked about where it may be nobody's name, refused where it cannot be.
import { findIdentifying, isHard, nameOf, type Finding } from './finding.ts';
import type { FoundKind } from './rule.ts';

/** Where and by whom a text is written. */
export interface Setting {
  /** As `2026-10-22`. */
  today: string;
  /** Words of the staff list's names, in lower case: these people are adults of the program, and are named. */
  staff: ReadonlySet<string>;
  /** Names that the author was asked about and sent again, by `nameOf`. */
  confirmed: ReadonlySet<string>;
}

/** What the author reads beside the text, and the names that this asks about. */
export interface Objection {
  words: string;
  asked: readonly string[];
}

/** Undefined where there is nothing to say. A name that was confirmed is not asked about again; a hard kind never passes. */
export function objectTo(text: string, { today, staff, confirmed }: Setting): Objection | undefined {
  const found = findIdentifying(text, today);
  const hard = found.filter(isHard);
  const soft = found.filter((one) => !isHard(one) && !confirmed.has(nameOf(one)) && !isOfStaff(one, staff));
  if (hard.length + soft.length === 0) return undefined;
  return { words: [...new Set([...hard, ...soft].map(sentenceAbout))].join(' '), asked: soft.map(nameOf) };
}

/** The names in a text that may be of the staff list, word by word. */
export function namesIn(text: string, today: string): string[] {
  return findIdentifying(text, today).flatMap(({ names }) => names);
}

function isOfStaff({ names }: Finding, staff: ReadonlySet<string>): boolean {
  return names.length > 0 && names.every((name) => staff.has(name));
}

function sentenceAbout(finding: Finding): string {
  const { kind, sentence, without } = finding;
  const found = `${OPENING[kind]}: “${sentence}”`;
  const instead = without === '' || without === '…' ? '' : ` Without it: “${without}”.`;
  return isHard(finding)
    ? `Please don't name a student or a teacher. ${found}.${instead}`
    : `${found}?${instead} If it names ${NOBODY[kind]}, send it again as it is.`;
}

const OPENING: Record<FoundKind, string> = {
  'e-mail': 'Here is an e-mail address',
  birth: 'Here is what looks like a date of birth',
  phone: 'Here is a telephone number',
  number: 'Here is a number that may be somebody’s',
  student: 'Does this name a student',
  adult: 'Does this name a teacher or a parent',
};

const NOBODY: Partial<Record<FoundKind, string>> = { student: 'no student', adult: 'neither' };
