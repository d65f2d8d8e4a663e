// What digests said over weeks, as numbers. Only posted lines are read, so a chart of them tells nothing new: what could not
// be shown in its week is not in it.
import type { Day } from '../../../zone.ts';
import { QUESTIONS, type CountedQuestion } from './practice.ts';
import type { Item } from './sections.ts';

export interface PostedWeek {
  weekOf: Day;
  items: readonly Item[];
}

export interface WeekNumbers {
  weekOf: Day;
  onSite?: { planned: number; done: number };
  barriers?: { open: number; resolved: number };
  medians: Partial<Record<CountedQuestion, number>>;
}

/** With the week itself as much as fits on a phone. */
export const EARLIER_WEEKS = 11;

/** Reads the numbers back from the words in which `sections.ts` writes them. */
export function numbersOf({ weekOf, items }: PostedWeek): WeekNumbers {
  const [done, planned] = find(items, 'visit', /^on-site days (\d+) of (\d+)/);
  const [open, resolved] = find(items, 'barrier', /^open (\d+) · resolved (\d+)/);
  const medians = QUESTIONS.flatMap((question) => {
    const [median] = find(items, `answer:${question}`, / (\d+(?:\.\d+)?)\/wk$/);
    return median === undefined ? [] : [[question, median] as const];
  });
  return {
    weekOf,
    ...(done !== undefined && planned !== undefined && { onSite: { done, planned } }),
    ...(open !== undefined && resolved !== undefined && { barriers: { open, resolved } }),
    medians: Object.fromEntries(medians),
  };
}

/** The questions that have a median this week, and the weeks in which all of them had one. */
export function practiceOver(weeks: readonly WeekNumbers[]): { questions: CountedQuestion[]; weeks: WeekNumbers[] } {
  const questions = QUESTIONS.filter((question) => weeks.at(-1)?.medians[question] !== undefined);
  return { questions, weeks: weeks.filter((week) => questions.every((one) => week.medians[one] !== undefined)) };
}

function find(items: readonly Item[], sourceType: string, pattern: RegExp): (number | undefined)[] {
  for (const item of items) {
    const found = item.sourceType === sourceType ? pattern.exec(item.text) : null;
    if (found) return found.slice(1).map(Number);
  }
  return [];
}
