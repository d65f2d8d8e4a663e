// How long each class of records is kept, and from when on (domain, section 16.3). A district's schedule may say otherwise.
import { z } from 'zod';
import { InvalidError } from '../errors.ts';

export interface Period {
  count: number;
  unit: 'days' | 'years';
}

interface RecordClass {
  /** In words, for people who are no archivists. */
  holds: string;
  /** What its time begins with. */
  from: string;
  kept: Period;
  /** No schedule goes below this, for the reason. */
  least: Period & { why: string };
}

export const CLASSES = {
  TRANSITORY: {
    holds: 'the words of prompts and reminders, forms that were not sent, files while they are read in',
    from: 'the day it was written',
    kept: { count: 30, unit: 'days' },
    least: { count: 7, unit: 'days', why: 'a message is corrected in place for a week' },
  },
  COACHING_PAIR: {
    holds: 'answers, goals, steps, barriers that stay with the pair',
    from: 'the day the pair ended',
    kept: { count: 1, unit: 'years' },
    least: { count: 30, unit: 'days', why: 'somebody who was ended by a mistyped roster must find everything again' },
  },
  AUTHOR_NOTES: {
    holds: 'what only its author sees',
    from: 'the day the pair ended',
    kept: { count: 90, unit: 'days' },
    least: { count: 30, unit: 'days', why: 'somebody who was ended by a mistyped roster must find everything again' },
  },
  PROGRAM: {
    holds: 'visits, barriers that the district sees, digests, reports of roster files',
    from: 'the day it is about',
    kept: { count: 5, unit: 'years' },
    least: { count: 1, unit: 'years', why: 'a school year is told by them' },
  },
  REVIEW: {
    holds: 'ratings and reports of reviews',
    from: 'the day it is about',
    kept: { count: 5, unit: 'years' },
    least: { count: 1, unit: 'years', why: 'the next review is compared with the last' },
  },
  AUDIT: {
    holds: 'who read or changed what, in ids',
    from: 'the day it happened',
    kept: { count: 7, unit: 'years' },
    least: { count: 7, unit: 'years', why: 'the database itself refuses to let it go earlier' },
  },
} as const satisfies Record<string, RecordClass>;

export type RecordClassName = keyof typeof CLASSES;
export const CLASS_NAMES = Object.keys(CLASSES) as RecordClassName[];

const MOST_YEARS = 100;
const Written = z
  .string()
  .trim()
  .regex(/^\d{1,6}\s*(day|year)s?$/i);

/** `30 days`, `5 years`. */
export function readPeriod(written: string): Period {
  const given = Written.safeParse(written);
  const count = parseInt(written, 10);
  const unit = /year/i.test(written) ? 'years' : 'days';
  if (!given.success || count < 1 || roughDays({ count, unit }) > MOST_YEARS * 366)
    throw new InvalidError(`“${written.slice(0, 40)}” is no time to keep. Write it like 30 days, or 5 years.`);
  return { count, unit };
}

export function periodInWords({ count, unit }: Period): string {
  return `${String(count)} ${count === 1 ? unit.slice(0, -1) : unit}`;
}

/** Throws, in words, where a schedule would let a class go before anybody may. */
export function assertLongEnough(name: RecordClassName, period: Period): void {
  const { least } = CLASSES[name];
  if (roughDays(period) >= roughDays(least)) return;
  throw new InvalidError(
    `${name} is kept for ${periodInWords(least)} at least: ${least.why}. You wrote ${periodInWords(period)}.`,
  );
}

function roughDays({ count, unit }: Period): number {
  return unit === 'years' ? count * 365 : count;
}
