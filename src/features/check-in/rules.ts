import type { Audience } from '../../chat/audience.ts';
import type { CheckInStatus } from '../../db/generated/enums.ts';
import { ScreenError } from '../../errors.ts';
import type { Shape } from './rules/window.ts';

interface Asked {
  key: string;
  label: string;
  audience: Audience;
  optional?: true;
  /** In which weeks the question is asked. */
  shapes: readonly Shape[];
  note?: { key: string; label: string; maxLength: number };
}
export type Question = Asked &
  (
    | { type: 'STEP_STATUS'; options: Readonly<Record<string, string>> }
    | { type: 'SINGLE' | 'MULTI'; options: Readonly<Record<string, string>> }
    | { type: 'INTEGER'; min: number; max: number }
    | { type: 'SCALE_5'; low: string; high: string }
    | { type: 'SHORT_TEXT'; maxLength: number }
    | { type: 'YES_NO' | 'DATE' }
  );

export interface Template {
  key: string;
  version: number;
  variant: string;
  questions: readonly Question[];
}

/** No leader has more than two open steps, so no form has more rows. */
const STEP_ROWS = 2;

/** Seconds to answer: 10 to begin, 6 a tap, 8 a number, 8 a status row, 35 a text box (domain: weekly check-in, rules). */
export function estimateSeconds(template: Template): number {
  return template.questions.reduce(
    (seconds, question) => seconds + secondsFor(question) + (question.note ? 35 : 0),
    10,
  );
}

function secondsFor(question: Question): number {
  switch (question.type) {
    case 'STEP_STATUS':
      return 8 * STEP_ROWS;
    case 'INTEGER':
      return 8;
    case 'SHORT_TEXT':
      return 35;
    case 'SINGLE':
    case 'MULTI':
    case 'SCALE_5':
    case 'YES_NO':
    case 'DATE':
      return 6;
  }
}

/** A template over the limits is a mistake that must be found when the process starts and not by a principal. */
export function assertTemplate(template: Template): Template {
  const texts = template.questions.filter((question) => question.type === 'SHORT_TEXT' || question.note).length;
  const seconds = estimateSeconds(template);
  const what = `The check-in template ${template.key}`;
  if (template.questions.length > 7)
    throw new ScreenError(`${what} has ${template.questions.length} questions and may have 7. Take some out.`);
  if (texts > 2) throw new ScreenError(`${what} has ${texts} text boxes and may have 2. Turn one into a choice.`);
  if (seconds > 180)
    throw new ScreenError(`${what} takes about ${seconds} seconds and may take 180. Take a question out.`);
  for (const question of template.questions) {
    const longest = Math.max(question.note?.maxLength ?? 0, question.type === 'SHORT_TEXT' ? question.maxLength : 0);
    if (longest > 280) throw new ScreenError(`${what}: ${question.key} may take up to 280 characters.`);
  }
  return template;
}

export type CheckInEvent = 'open' | 'start' | 'submit' | 'close' | 'excuse' | 'skip';

/** The states of a check-in (domain: life-cycles); `undefined` is a transition that does not exist. */
export function nextStatus(
  status: CheckInStatus,
  event: CheckInEvent,
  at: { now: Date; closeAt: Date; lateUntil: Date },
): CheckInStatus | undefined {
  const beforeClose = at.now <= at.closeAt;
  switch (event) {
    case 'open':
      return status === 'SCHEDULED' ? 'OPEN' : undefined;
    case 'skip':
      return status === 'SCHEDULED' ? 'SKIPPED' : undefined;
    case 'start':
      return status === 'OPEN' ? 'STARTED' : undefined;
    case 'excuse':
      return status === 'OPEN' || status === 'STARTED' ? 'EXCUSED' : undefined;
    case 'close':
      return status === 'OPEN' || status === 'STARTED' ? 'MISSED' : undefined;
    case 'submit':
      if (beforeClose && ['OPEN', 'STARTED', 'SUBMITTED'].includes(status)) return 'SUBMITTED';
      // The close runs a moment after its hour; an answer in that moment is late and not lost.
      if (at.now <= at.lateUntil && ['OPEN', 'STARTED', 'MISSED'].includes(status)) return 'SUBMITTED_LATE';
      return undefined;
  }
}

/** What an action step's status looks like as last week's answer. */
export function reportOf(status: string): string {
  switch (status) {
    case 'IN_PROGRESS':
      return 'moving';
    case 'STUCK':
      return 'stuck';
    case 'CLAIMED_DONE':
    case 'VERIFIED':
      return 'done';
    case 'DROPPED':
      return 'dropped';
    default:
      return 'not-started';
  }
}
