// Reads a district's iCal feed: mostly noise, some days off. All-day entries end on the day before their DTEND.

import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { addDays, daysBetween } from '../../zone.ts';
import { isWeekend, type DayType, type SchoolDay } from '../calendar.ts';
import { mergeDays, type CalendarReading } from './calendar-days.ts';
import { classifyDay, plainText } from './classify-day.ts';
import { splitCalendar, type EventText } from './ical-lines.ts';
import type { IssueLog } from './issue.ts';
import { sizeOf } from './sheet.ts';
import { readIsoDay, tidy } from './values.ts';

export interface ICalOptions {
  today: string;
  /** In which zone an entry in UTC falls on a day. */
  timeZone: string;
  /** Whom the whole file speaks of. */
  scope?: string | undefined;
}

const MAX_BYTES = 20 * 2 ** 20;
const MAX_OCCURRENCES = 1000;
const MAX_LENGTH_DAYS = 400;
/** An appointment of some hours says nothing about the day, except these. */
const PART_OF_DAY: readonly DayType[] = [
  'EARLY_RELEASE',
  'LATE_START',
  'WEATHER_CLOSURE',
  'EMERGENCY',
  'REMOTE_LEARNING',
];

interface Entry {
  line: number;
  event: ICAL.Event;
}

export async function readICal(path: string, log: IssueLog, options: ICalOptions): Promise<CalendarReading> {
  const file = basename(path);
  const text = await readText(path, file, log);
  const events = text === undefined ? [] : splitCalendar(text, file, log);
  const entries = log.hasErrors() ? [] : readEvents(events, file, log);
  const days: SchoolDay[] = [];
  let ignored = 0;
  for (const { line, event } of entries) {
    const title = titleOf(event);
    const first = dayOf(event.startDate, options);
    const guess = classifyDay(title, textOf(event.description));
    const timed = !event.startDate.isDate;
    if (!guess || (timed && !PART_OF_DAY.includes(guess.type)) || isCancelled(event)) {
      ignored += 1;
      log.note(
        'NOT_A_CALENDAR_DAY',
        file,
        line,
        `"${title || 'untitled'}" (${first}) is not a calendar day; it changes nothing.`,
      );
      continue;
    }
    if (!guess.sure) {
      log.warn(
        'CHECK_DAY',
        file,
        line,
        `"${title}" (${first}) does not say whether staff work; it is read as ${guess.type}. Check it, and state the day in a CSV if it is wrong.`,
      );
    }
    const scope = options.scope ?? 'district';
    for (const day of daysOf({ line, event }, file, log, options))
      days.push({ day, type: guess.type, scope, label: title });
  }
  return { format: 'ical', days: mergeDays(days, file, log), ignored };
}

async function readText(path: string, file: string, log: IssueLog): Promise<string | undefined> {
  const bytes = await sizeOf(path, file, log);
  if (bytes === undefined) return undefined;
  if (bytes > MAX_BYTES) {
    log.error(
      'NOT_A_CALENDAR',
      file,
      undefined,
      'The file is larger than any school calendar (20 MB). Export fewer years.',
    );
    return undefined;
  }
  const content = await readFile(path);
  if (isUtf8(content)) return content.toString('utf8');
  log.error('NOT_UTF8', file, undefined, 'The file is not UTF-8. Download the .ics file again rather than copying it.');
  return undefined;
}

/** Every event that has a day; entries that replace a single occurrence are joined to the series they belong to. */
function readEvents(texts: EventText[], file: string, log: IssueLog): Entry[] {
  const series = new Map<string, Entry>();
  const single: Entry[] = [];
  const replacements: Entry[] = [];
  for (const { line, text } of texts) {
    const event = parseEvent(text);
    if (typeof event === 'string') {
      log.error('BAD_LINE', file, line, event);
    } else if (event.isRecurrenceException()) {
      replacements.push({ line, event });
    } else {
      single.push({ line, event });
      if (textOf(event.uid) !== '') series.set(event.uid, { line, event });
    }
  }
  for (const replacement of replacements) {
    series.get(replacement.event.uid)?.event.relateException(replacement.event);
    single.push(replacement);
  }
  return single;
}

/** The event, or what is wrong with it. */
function parseEvent(text: string): ICAL.Event | string {
  try {
    const calendar = new ICAL.Component(ICAL.parse(`BEGIN:VCALENDAR\r\n${text}\r\nEND:VCALENDAR`) as object[]);
    const component = calendar.getFirstSubcomponent('vevent');
    if (!component) return 'This event cannot be read. Download the calendar again.';
    const event = new ICAL.Event(component, { strictExceptions: false });
    const start = component.getFirstPropertyValue('dtstart');
    if (!(start instanceof ICAL.Time) || !hasRealDays(text))
      return 'This event has no day (DTSTART) that exists. Correct it in the calendar.';
    const end = component.getFirstPropertyValue('dtend');
    if (end !== null && (!(end instanceof ICAL.Time) || end.compare(start) < 0)) {
      return 'This event ends (DTEND) before it begins, or on no day that exists. Correct it in the calendar.';
    }
    const rule = component.getFirstPropertyValue('rrule');
    if (rule instanceof ICAL.Recur && /SECONDLY|MINUTELY|HOURLY/.test(rule.freq)) {
      return 'This event repeats within the day, which no school day does. Remove it from the calendar.';
    }
    return event;
  } catch {
    return 'This event cannot be read. Look at its dates and its repetition, or download the calendar again.';
  }
}

function daysOf({ line, event }: Entry, file: string, log: IssueLog, options: ICalOptions): string[] {
  const length = lengthInDays(event, options);
  if (length > MAX_LENGTH_DAYS) {
    log.warn('CHECK_DAY', file, line, `"${titleOf(event)}" lasts longer than a year and was left out. Check its end.`);
    return [];
  }
  const starts = event.isRecurring()
    ? occurrences({ line, event }, file, log, options)
    : [dayOf(event.startDate, options)];
  const days = starts.flatMap((start) => Array.from({ length }, (_, at) => addDays(start, at)));
  // A break goes over its weekends; a single Saturday is meant.
  return length === 1 ? days : days.filter((day) => !isWeekend(day));
}

function occurrences({ line, event }: Entry, file: string, log: IssueLog, options: ICalOptions): string[] {
  const until = addDays(options.today, 800);
  const replaced = new Set(Object.keys(event.exceptions));
  const days: string[] = [];
  try {
    const iterator = event.iterator();
    for (let count = 0; count < MAX_OCCURRENCES; count += 1) {
      const next = iterator.next() as ICAL.Time | null | undefined;
      if (!next) return days;
      const day = dayOf(next, options);
      if (day > until) break;
      if (!replaced.has(next.toString())) days.push(day);
    }
  } catch {
    log.error(
      'BAD_LINE',
      file,
      line,
      'This event repeats by a rule (RRULE) that cannot be. Correct it in the calendar.',
    );
    return [];
  }
  const title = titleOf(event);
  log.note(
    'ENDLESS_EVENT',
    file,
    line,
    `"${title}" repeats without a near end; it was read up to ${days.at(-1) ?? until}.`,
  );
  return days;
}

function lengthInDays(event: ICAL.Event, options: ICalOptions): number {
  const between = daysBetween(dayOf(event.startDate, options), dayOf(event.endDate, options));
  // The end of an all-day entry is the day after; an entry of some hours ends on its last day.
  return Math.max(1, event.startDate.isDate ? between : between + 1);
}

function titleOf(event: ICAL.Event): string {
  return tidy(plainText(textOf(event.summary))).slice(0, 200);
}

/** ical.js gives null, whatever its types say, for a line that is missing. */
function textOf(text: string | null): string {
  return text ?? '';
}

function isCancelled(event: ICAL.Event): boolean {
  return String(event.component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED';
}

/** ical.js reads the 45th of a 13th month as some day of the next year, so the written digits are looked at. */
function hasRealDays(text: string): boolean {
  const written = [...text.matchAll(/^(?:DTSTART|DTEND|RECURRENCE-ID)[^:\r\n]*:(\d{4})(\d{2})(\d{2})/gim)];
  return written.every(([, year, month, day]) => readIsoDay(`${year ?? ''}-${month ?? ''}-${day ?? ''}`) !== undefined);
}

/** The day as written; only an instant in UTC has to be looked up in the school's zone. */
function dayOf(time: ICAL.Time, { timeZone }: ICalOptions): string {
  if (time.isDate || time.zone !== ICAL.Timezone.utcTimezone) return time.toString().slice(0, 10);
  return Temporal.Instant.from(time.toString()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}
