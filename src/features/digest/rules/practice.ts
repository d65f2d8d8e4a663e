// Medians of what principals counted, and when they may be shown (domain: suppression; adults fewer than five).
import { FEWEST_ADULTS } from '../../../roster/suppression.ts';

/** A number that one principal gave, promised as part of totals only. */
export interface Count {
  answerId: string;
  schoolId: string;
  question: CountedQuestion;
  value: number;
}

export const COUNTED = { rooms: 'classrooms visited', 'next-steps': 'clear next steps' } as const;
export type CountedQuestion = keyof typeof COUNTED;
export const QUESTIONS = Object.keys(COUNTED) as readonly CountedQuestion[];
const FEWEST = FEWEST_ADULTS;

export type Median =
  | { question: CountedQuestion; shown: true; median: number; people: number; answerIds: string[] }
  | { question: CountedQuestion; shown: false; why: string };

/**
 * The median of one question. `publishedBefore` is how many people stood behind the last number that was published: two
 * numbers whose groups differ by one to four people would tell what those few answered, so the later one is not shown.
 */
export function medianOf(question: CountedQuestion, counts: readonly Count[], publishedBefore?: number): Median {
  const own = counts.filter((count) => count.question === question);
  const why = whyHidden(own, publishedBefore);
  if (why !== undefined) return { question, shown: false, why };
  const answerIds = own.map((count) => count.answerId).sort();
  return { question, shown: true, median: median(own.map((count) => count.value)), people: own.length, answerIds };
}

function whyHidden(counts: readonly Count[], publishedBefore: number | undefined): string | undefined {
  if (counts.length < FEWEST) return 'Not shown: fewer than 5 principals answered.';
  if (new Set(counts.map((count) => count.schoolId)).size < FEWEST) return 'Not shown: fewer than 5 schools answered.';
  const apart = publishedBefore === undefined ? 0 : Math.abs(counts.length - publishedBefore);
  if (apart >= 1 && apart < FEWEST) return "Not shown: too close to last week's group to keep single answers private.";
  return undefined;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
