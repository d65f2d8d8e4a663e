// Local days and wall clocks. A day is an ISO date (`2026-10-15`), a time `HH:MM`, a zone an IANA name; an instant is a Date.
import { Temporal } from 'temporal-polyfill';

export type Day = string;

export function isZone(name: string): boolean {
  // Offsets such as +05:00 are accepted by Temporal and refused here: they know nothing of daylight saving.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** A zone that a place may live by: `EST` and `Etc/GMT+5` are offsets with a name and know nothing of daylight saving. */
export function isPlaceZone(name: string): boolean {
  return name.includes('/') && !name.startsWith('Etc/') && isZone(name);
}

/** The hours of one week are the same for thousands of schools, and a look at the zone data takes its time. */
const instants = new Map<string, number>();
const MOST_KEPT = 1_000;

/** The instant of a wall clock. A time that is skipped means the first instant after the gap; one that comes twice means the first. */
export function instantAt(zone: string, day: Day, time: string): Date {
  const name = `${zone} ${day} ${time}`;
  const kept = instants.get(name);
  if (kept !== undefined) return new Date(kept);
  const instant = findInstant(zone, day, time);
  if (instants.size >= 10 * MOST_KEPT) instants.clear();
  instants.set(name, instant.getTime());
  return instant;
}

function findInstant(zone: string, day: Day, time: string): Date {
  const local = Temporal.PlainDate.from(day).toPlainDateTime(Temporal.PlainTime.from(time));
  const compatible = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (compatible.toPlainDateTime().equals(local)) return toDate(compatible);
  const transition = compatible.getTimeZoneTransition('next');
  return toDate(transition ?? compatible);
}

export function dayIn(zone: string, instant: Date): Day {
  return zoned(zone, instant).toPlainDate().toString();
}

export function timeIn(zone: string, instant: Date): string {
  return zoned(zone, instant).toPlainTime().toString({ smallestUnit: 'minute' });
}

/** The Monday of the week in which the day lies. */
export function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekdayOf(day));
}

const DAY_MS = 86_400_000;
/** Planning thousands of weeks asks for the same few hundred days over and over. */
const shifted = new Map<Day, Map<number, Day>>();

/** Counted in UTC, where all days are equally long. */
export function addDays(day: Day, days: number): Day {
  const kept = shifted.get(day)?.get(days);
  if (kept !== undefined) return kept;
  const other = dayOfColumn(new Date(columnOfDay(day).getTime() + days * DAY_MS));
  if (shifted.size >= MOST_KEPT) shifted.clear();
  const ofDay = shifted.get(day) ?? new Map<number, Day>();
  shifted.set(day, ofDay.set(days, other));
  return other;
}

/** Negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: Day): number {
  return columnOfDay(day).getUTCDay() || 7;
}

/** A column of type `date` as Prisma gives it, midnight UTC, and back. */
export function dayOfColumn(value: Date): Day {
  return value.toISOString().slice(0, 10);
}

export function columnOfDay(day: Day): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

const IN_WORDS = new Intl.DateTimeFormat('en-US', {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  timeZone: 'UTC',
});

/** `Thu, Oct 15`, as people read it. */
export function dayInWords(day: Day): string {
  return IN_WORDS.format(columnOfDay(day));
}

/** `5 PM` or `5:30 PM`. */
export function timeInWords(zone: string, instant: Date): string {
  const time = zoned(zone, instant).toPlainTime();
  const hour = time.hour % 12 === 0 ? 12 : time.hour % 12;
  return `${hour}${time.minute === 0 ? '' : `:${String(time.minute).padStart(2, '0')}`} ${time.hour < 12 ? 'AM' : 'PM'}`;
}

function zoned(zone: string, instant: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}

function toDate(at: Temporal.ZonedDateTime): Date {
  return new Date(at.epochMilliseconds);
}
