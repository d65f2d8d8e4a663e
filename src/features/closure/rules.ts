// What somebody asks for when they type a closure; pure.
import { addDays, type Day } from '../../zone.ts';

/** The names are roster/closures'. */
const KINDS = ['weather', 'emergency', 'strike'] as const;

export interface Request {
  undo: boolean;
  /** Undefined where no day is named. */
  day: Day | undefined;
  kind: (typeof KINDS)[number];
  /** A school's or a district's name, or nothing. */
  place: string;
}

/** `today`, `tomorrow adams es`, `2026-11-19 strike`, `undo`; in any order, what is left is the place. */
export function readRequest(words: string, today: Day): Request {
  const request: Request = { undo: false, day: undefined, kind: 'weather', place: '' };
  const rest: string[] = [];
  for (const word of words.trim().split(/\s+/)) {
    const small = word.toLowerCase();
    const kind = KINDS.find((one) => one === small);
    if (small === 'undo') request.undo = true;
    else if (small === 'today') request.day = today;
    else if (small === 'tomorrow') request.day = addDays(today, 1);
    else if (isDay(small)) request.day = small;
    else if (kind) request.kind = kind;
    else rest.push(word);
  }
  return { ...request, place: rest.join(' ') };
}

function isDay(word: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(word) && !Number.isNaN(Date.parse(`${word}T00:00:00Z`));
}

/** How far ahead a day is called off like this; later ones belong into the calendar. */
export const AHEAD_DAYS = 14;

/** What a closure stopped, in numbers. */
export interface Stopped {
  checkIns: number;
  reminders: number;
  visits: number;
}

export function stoppedInWords({ checkIns, reminders, visits }: Stopped): string {
  const said = [
    checkIns > 0 &&
      `${count(checkIns, 'check-in')} of that day ${checkIns === 1 ? 'moves' : 'move'} to the next staff day`,
    reminders > 0 && `${count(reminders, 'reminder')} ${reminders === 1 ? 'is' : 'are'} stopped`,
    visits > 0 &&
      `${count(visits, 'day')} on site ${visits === 1 ? 'needs' : 'need'} another day, and the coach is asked`,
  ].filter((part) => part !== false);
  return said.length === 0 ? 'Nothing was planned for that day.' : `${said.join('; ')}.`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
