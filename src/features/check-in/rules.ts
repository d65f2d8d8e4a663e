import type { Audience } from '../../chat/audience.ts';
import type { CheckInStatus } from '../../db/generated/enums.ts';
import { ScreenError } from '../../errors.ts';
import { dayKind, staffDays, weekShape, type SchoolDay, type ScopeChain } from '../../roster/calendar.ts';
import { addDays, instantAt, type Day } from '../../zone.ts';

export type Shape = 'full' | 'no-visits' | 'short';

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

/** When a week's check-in opens, nudges and closes; all moved by the calendar. */
export interface Window {
  shape: Shape;
  openAt: Date;
  nudgeAt: Date;
  closeAt: Date;
  lateUntil: Date;
}

export type Planned = { window: Window } | { skip: string };

/** A prompt that is later than this is not sent any more (domain: time and school calendars). */
export const GRACE_MS = 4 * 60 * 60 * 1000;

/**
 * Thursday 14:00 to Friday 17:00, and late until Monday 05:00, by the school's own clock. It closes on the last staff day of
 * the week and opens on the latest one before, Thursday at the latest; where there is but one, in its morning. `notBefore` is
 * the present: a day whose hour has passed by more than the grace is no choice any more, so a closure on the morning of the
 * day moves the prompt on.
 */
export function planWeek(
  days: readonly SchoolDay[],
  monday: Day,
  chain: ScopeChain,
  zone: string,
  notBefore?: Date,
): Planned {
  const shape = weekShape(days, monday, chain);
  if (shape === 'skip') return { skip: 'No staff days this week' };
  const weekdays = staffDays(days, monday, chain).filter((day) => day <= addDays(monday, 4));
  const closeDay = weekdays.at(-1);
  if (closeDay === undefined) return { skip: 'No staff day is left this week' };
  const before = weekdays.filter((day) => day < closeDay && day <= addDays(monday, 3)).reverse();
  for (const day of [...before, closeDay]) {
    const closesSameDay = day === closeDay;
    const openAt = instantAt(zone, day, closesSameDay ? '09:00' : '14:00');
    if (notBefore && openAt.getTime() + GRACE_MS < notBefore.getTime()) continue;
    return {
      window: {
        shape,
        openAt,
        nudgeAt: closesSameDay ? instantAt(zone, day, '14:00') : instantAt(zone, closeDay, '09:00'),
        closeAt: instantAt(zone, closeDay, '17:00'),
        lateUntil: instantAt(zone, addDays(monday, 7), '05:00'),
      },
    };
  }
  return { skip: 'No staff day is left this week' };
}

/** A nudge on a day that has meanwhile become a day off is not sent. */
export function mayNudge(days: readonly SchoolDay[], today: Day, chain: ScopeChain): boolean {
  return dayKind(days, today, chain).staff;
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
