// A program's hours laid out over one week, and whether they make sense. Pure.
import { InvalidError } from '../errors.ts';
import { momentInWords, type Moment, type ProgramTimes } from './program-times.ts';

/** Days after the week's Monday, and a wall clock: a window may cross midnight and the weekend. */
export interface Hour {
  offset: number;
  time: string;
}

export interface WeekHours {
  open: Hour;
  nudge: Hour;
  close: Hour;
  late: Hour;
  summary: Hour;
  preview: Hour;
  post: Hour;
}

/** Each is the first of its kind at or after the one it follows: a close on `Mon 09:00` after an opening on Friday is the next Monday's. */
export function layOut(times: ProgramTimes): WeekHours {
  const open = { offset: times.open.weekday - 1, time: times.open.time };
  const close = next(open, times.close);
  const preview = next(close, times.preview);
  return {
    open,
    nudge: next(open, times.nudge),
    close,
    late: next(close, times.late),
    summary: next(close, times.summary),
    preview,
    post: next(preview, times.post),
  };
}

/** Minutes since Monday's midnight, by the wall. */
export function minuteOf({ offset, time }: Hour): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (offset * 24 + hours) * 60 + minutes;
}

function next(from: Hour, moment: Moment): Hour {
  const offset = from.offset + ((moment.weekday - 1 - from.offset + 70) % 7);
  const hour = { offset, time: moment.time };
  return minuteOf(hour) < minuteOf(from) ? { ...hour, offset: offset + 7 } : hour;
}

const HOUR = 60;
const DAY = 24 * HOUR;

/** Refuses, with the mend, hours by which a week could not happen. */
export function assertTimes(times: ProgramTimes): ProgramTimes {
  const problem = findProblem(times);
  if (problem !== undefined) throw new InvalidError(problem);
  return times;
}

function findProblem(times: ProgramTimes): string | undefined {
  const at = layOut(times);
  const length = minuteOf(at.close) - minuteOf(at.open);
  const [open, close] = [momentInWords(times.open), momentInWords(times.close)];
  if (times.open.weekday > 5)
    return `It would open on ${open}, when no school works, so it would never open. Choose a day from Monday to Friday.`;
  if (length < HOUR)
    return `It would open on ${open} and close on ${close}, so it would never be open for an hour. Leave more time.`;
  if (length > 4 * DAY)
    return `It would close on ${close}, before it opens on ${open}. Close it at the latest four days after it opens.`;
  if (minuteOf(at.nudge) > minuteOf(at.close))
    return `The nudge on ${momentInWords(times.nudge)} does not lie between ${open} and ${close}. Choose an hour between.`;
  for (const [name, moment] of [
    ['nudge', times.nudge],
    ['coach’s summary', times.summary],
    ['preview', times.preview],
    ['digest', times.post],
  ] as const) {
    if (moment.weekday > 5) return `The ${name} would come on a weekend. Choose a day from Monday to Friday.`;
    if (isQuiet(times, moment.time))
      return `The ${name} at ${moment.time} lies in the quiet hours, ${times.quietFrom} to ${times.quietUntil}. Choose an hour outside.`;
  }
  for (const [name, time] of [
    ['The question after a day on site', times.visitAsk],
    ['The question on the morning after it', times.visitAgain],
  ] as const)
    if (isQuiet(times, time))
      return `${name} at ${time} lies in the quiet hours, ${times.quietFrom} to ${times.quietUntil}. Choose an hour outside.`;
  if (minuteOf(at.late) - minuteOf(at.close) > 4 * DAY)
    return `Late answers until ${momentInWords(times.late)} would be more than four days after ${close}. Choose an earlier hour.`;
  if (minuteOf(at.post) - minuteOf(at.close) > 7 * DAY)
    return 'The digest would come more than a week after the check-ins close. Put preview and post closer to the close.';
  return problemOfChoice(times, at);
}

/** Within these bounds a principal may choose, so even their last choice must leave an hour to answer. */
function problemOfChoice({ earliest, latest }: ProgramTimes, { close }: WeekHours): string | undefined {
  const [first, last] = [earliest, latest].map((moment) => ({ offset: moment.weekday - 1, time: moment.time }));
  if (!first || !last) return undefined;
  if (earliest.weekday > 5 || latest.weekday > 5) return 'A principal may choose a day from Monday to Friday only.';
  if (minuteOf(last) < minuteOf(first))
    return `The latest hour to choose, ${momentInWords(latest)}, is before the earliest, ${momentInWords(earliest)}. Swap them.`;
  if (minuteOf(close) - minuteOf(last) < HOUR)
    return `The latest hour to choose, ${momentInWords(latest)}, leaves no hour before it closes. Choose an earlier one.`;
  if (minuteOf(close) - minuteOf(first) > 7 * DAY)
    return 'The earliest hour to choose is more than a week before the close.';
  return undefined;
}

/** Both ends are no part of the quiet hours: what is due at 17:30 still comes. */
export function isQuiet(
  { quietFrom, quietUntil }: Pick<ProgramTimes, 'quietFrom' | 'quietUntil'>,
  time: string,
): boolean {
  if (quietFrom === quietUntil) return false;
  return quietFrom < quietUntil ? time > quietFrom && time < quietUntil : time > quietFrom || time < quietUntil;
}
