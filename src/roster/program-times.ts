// A program's hours: when its check-ins open and close and its reports go out. Pure: words in, hours or a sentence out.
import { z } from 'zod';
import { InvalidError } from '../errors.ts';

/** A weekday (1 is Monday) and a wall clock, each week again. */
export interface Moment {
  weekday: number;
  time: string;
}

export const MOMENTS = ['open', 'nudge', 'close', 'late', 'summary', 'preview', 'post', 'earliest', 'latest'] as const;
export type MomentName = (typeof MOMENTS)[number];

export interface ProgramTimes extends Record<MomentName, Moment> {
  /** Nothing comes unasked between these two, nor at a weekend. */
  quietFrom: string;
  quietUntil: string;
  /** When the coach is asked to write a day on site down: that afternoon, and once more on the next staff morning. */
  visitAsk: string;
  visitAgain: string;
  /** Prompts of one hour are spread over so many seconds after it, so that not all come in the same one. */
  spreadSeconds: number;
  /** So many reminders at most reach one person in a week, of all kinds together. */
  mostUnasked: number;
  /** After so many weeks in a row without an answer the coach is asked to reach out; 0 is never. */
  askCoachAfter: number;
}

/** The field's usual week. `earliest` and `latest` are the bounds within which a principal may choose an hour. */
export const USUAL_TIMES: ProgramTimes = {
  open: { weekday: 4, time: '14:00' },
  nudge: { weekday: 5, time: '09:00' },
  close: { weekday: 5, time: '17:00' },
  late: { weekday: 1, time: '05:00' },
  summary: { weekday: 5, time: '17:15' },
  preview: { weekday: 5, time: '17:30' },
  post: { weekday: 1, time: '07:00' },
  earliest: { weekday: 3, time: '07:00' },
  latest: { weekday: 5, time: '12:00' },
  quietFrom: '17:30',
  quietUntil: '06:30',
  visitAsk: '15:30',
  visitAgain: '09:00',
  spreadSeconds: 30,
  mostUnasked: 4,
  askCoachAfter: 2,
};

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

export function momentInWords({ weekday, time }: Moment): string {
  return `${WEEKDAYS[weekday - 1] ?? ''} ${time}`;
}

/** `Thu 14:00`, also `thursday 14:00`. */
export function readMoment(words: string): Moment {
  const [day = '', time = '', ...more] = words.trim().split(/\s+/);
  const weekday = WEEKDAYS.findIndex((name) => day.length >= 3 && name.toLowerCase() === day.slice(0, 3).toLowerCase());
  if (weekday < 0 || !/^[a-z]+$/i.test(day))
    throw new InvalidError(`“${words}” names no day. Write a day and a time, such as Thu 14:00.`);
  return { weekday: weekday + 1, time: readTime(more.length > 0 ? words : time, words) };
}

export function readTime(time: string, words = time): string {
  if (!TIME.test(time))
    throw new InvalidError(`“${words}” is no time of day. Write it from 00:00 to 23:59, such as 14:00.`);
  return time;
}

const StoredMoment = z.object({ weekday: z.int().min(1).max(7), time: z.string().regex(TIME) });

/** As it is stored; what a later version adds has its usual value. */
const StoredTimes = z
  .object({
    ...(Object.fromEntries(MOMENTS.map((name) => [name, StoredMoment])) as Record<MomentName, typeof StoredMoment>),
    quietFrom: z.string().regex(TIME),
    quietUntil: z.string().regex(TIME),
    visitAsk: z.string().regex(TIME),
    visitAgain: z.string().regex(TIME),
    spreadSeconds: z.int().min(0).max(900),
    mostUnasked: z.int().min(0).max(50),
    askCoachAfter: z.int().min(0).max(20),
  })
  .partial();

/** What stands in the database, or the usual week where nothing does. */
export function readStoredTimes(stored: unknown): ProgramTimes {
  const read = StoredTimes.safeParse(stored ?? {});
  if (!read.success)
    throw new InvalidError('The hours that are stored cannot be read. Set them again: throughline schedule reset');
  const given = Object.fromEntries(Object.entries(read.data).filter(([, value]) => value !== undefined));
  return { ...USUAL_TIMES, ...given };
}

const OTHER_KEYS = ['quiet', 'visit', 'again', 'spread', 'reminders', 'missed'] as const;
export type ScheduleKey = MomentName | (typeof OTHER_KEYS)[number];
export const SCHEDULE_KEYS: readonly ScheduleKey[] = [...MOMENTS, ...OTHER_KEYS];

/** Changes from `key=value`, as somebody types them. */
export function readChange(change: string): Partial<ProgramTimes> {
  const [, key = '', value = ''] = /^([a-z]+)=(.*)$/s.exec(change.trim()) ?? [];
  if ((MOMENTS as readonly string[]).includes(key)) return { [key]: readMoment(value) };
  switch (key) {
    case 'quiet': {
      const [from = '', until = ''] = value.split('-');
      return { quietFrom: readTime(from.trim(), value), quietUntil: readTime(until.trim(), value) };
    }
    case 'visit':
      return { visitAsk: readTime(value.trim()) };
    case 'again':
      return { visitAgain: readTime(value.trim()) };
    case 'spread':
      return { spreadSeconds: readCount(value, 'spread', 900) };
    case 'reminders':
      return { mostUnasked: readCount(value, 'reminders', 50) };
    case 'missed':
      return { askCoachAfter: readCount(value, 'missed', 20) };
    default:
      throw new InvalidError(`“${change}” is no setting. Write KEY=VALUE with one of: ${SCHEDULE_KEYS.join(', ')}.`);
  }
}

function readCount(value: string, key: string, most: number): number {
  const count = /^\d{1,4}$/.test(value.trim()) ? Number(value) : Number.NaN;
  if (!(count <= most)) throw new InvalidError(`“${key}=${value}” is no number from 0 to ${most}.`);
  return count;
}

/** Everything that may be set, as it is typed. */
export function timesInWords(times: ProgramTimes): Record<ScheduleKey, string> {
  const moments = Object.fromEntries(MOMENTS.map((name) => [name, momentInWords(times[name])]));
  return {
    ...(moments as Record<MomentName, string>),
    quiet: `${times.quietFrom}-${times.quietUntil}`,
    visit: times.visitAsk,
    again: times.visitAgain,
    spread: String(times.spreadSeconds),
    reminders: String(times.mostUnasked),
    missed: String(times.askCoachAfter),
  };
}
