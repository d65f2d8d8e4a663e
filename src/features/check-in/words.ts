// One week of a pair in the terms of its screens, and the names of its messages.
import type { Item } from '../../chat/form.ts';
import type { Pair } from '../../roster/store.ts';
import { dayIn, dayInWords, timeInWords, type Day } from '../../zone.ts';
import type { FormWeek } from './form.ts';
import type * as screens from './screens.ts';
import type * as store from './store.ts';
import type { Shape } from './rules/window.ts';

export interface Week {
  row: store.CheckIn;
  pair: Pair;
}

export const openingKey = (checkInId: string) => `check-in:prompt:${checkInId}`;
export const nudgeKey = (checkInId: string) => `check-in:nudge:${checkInId}`;
export const lateNudgeKey = (checkInId: string) => `check-in:late-nudge:${checkInId}`;
export const snoozedKey = (checkInId: string) => `check-in:snoozed:${checkInId}`;
/** Every reminder of a check-in, whichever of them came. */
export const reminderKeys = (checkInId: string) => [nudgeKey, snoozedKey, lateNudgeKey].map((key) => key(checkInId));
/** The work that reminds. */
export const REMINDING = ['check-in.nudge', 'check-in.snoozed', 'check-in.late-nudge'] as const;

export function weekOf(row: store.CheckIn): Day {
  return row.weekOf.toISOString().slice(0, 10);
}

/** Why a week is skipped or excused, where it is not for the calendar's sake. */
export const ON_LEAVE = 'On leave';

export function isUnsent(row: store.CheckIn): boolean {
  return row.status === 'OPEN' || row.status === 'STARTED';
}

export function wordsOfWeek(
  row: store.CheckIn,
  pair: Pair,
  steps: readonly { id: string; text: string }[],
): screens.WeekWords {
  const zone = pair.school.timeZone;
  return {
    checkInId: row.id,
    principalName: pair.principal.name,
    coachName: pair.coach.name,
    schoolName: pair.school.name,
    steps: steps.map(itemOf),
    closes: hourInWords(zone, row.closeAt),
    ends: hourInWords(zone, row.lateUntil, 'long'),
  };
}

/** `Fri 5 PM`, or `Monday 5 AM`. */
function hourInWords(zone: string, at: Date, weekday: 'short' | 'long' = 'short'): string {
  const day = dayIn(zone, at);
  const name = weekday === 'short' ? dayInWords(day).slice(0, 3) : longName(day);
  return `${name} ${timeInWords(zone, at)}`;
}

const LONG = new Intl.DateTimeFormat('en-US', { weekday: 'long', timeZone: 'UTC' });

function longName(day: Day): string {
  return LONG.format(new Date(`${day}T00:00:00.000Z`));
}

export function formWeekOf(row: store.CheckIn, pair: Pair, steps: readonly { id: string; text: string }[]): FormWeek {
  return {
    shape: row.shape as Shape,
    steps: steps.map(itemOf),
    coachName: pair.coach.name,
    schoolName: pair.school.name,
  };
}

function itemOf(step: { id: string; text: string }): Item {
  return { id: step.id, label: step.text };
}
