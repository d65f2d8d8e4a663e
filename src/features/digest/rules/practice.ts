// Medians of what principals counted, and when they may be shown (domain: suppression; adults fewer than five).
import { whyHidden, type WhyHidden } from '../../../roster/suppression.ts';

/** A number that one principal gave, promised as part of totals only. */
export interface Count {
  answerId: string;
  personId: string;
  schoolId: string;
  question: CountedQuestion;
  value: number;
}

export const COUNTED = { rooms: 'classrooms visited', 'next-steps': 'clear next steps' } as const;
export type CountedQuestion = keyof typeof COUNTED;
export const QUESTIONS = Object.keys(COUNTED) as readonly CountedQuestion[];

export type Median =
  | { question: CountedQuestion; shown: true; median: number; people: number; answerIds: string[] }
  | { question: CountedQuestion; shown: false; why: string };

/**
 * Who stood behind each number that the same readers were shown before. A digest stands beside as many earlier ones as its
 * thread draws, and so its group is compared with theirs.
 */
export type Published = Partial<Record<CountedQuestion, readonly ReadonlySet<string>[]>>;

/** The median of one question, or why nobody may see it. */
export function medianOf(question: CountedQuestion, counts: readonly Count[], published: Published = {}): Median {
  const own = counts.filter((count) => count.question === question);
  const people = new Set(own.map((count) => count.personId));
  const why = whyHidden(people, new Set(own.map((count) => count.schoolId)), published[question]);
  if (why !== undefined) return { question, shown: false, why: WHY[why] };
  const answerIds = own.map((count) => count.answerId).sort();
  return { question, shown: true, median: median(own.map((count) => count.value)), people: people.size, answerIds };
}

const WHY: Record<WhyHidden, string> = {
  'few people': 'Not shown: fewer than 5 principals answered.',
  'few schools': 'Not shown: fewer than 5 schools answered.',
  'too close': "Not shown: too close to an earlier week's group to keep single answers private.",
};

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
