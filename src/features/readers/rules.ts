import { dayIn, type Day } from '../../zone.ts';

/** What was read, as its owner calls it. */
const WORDS: Record<string, string> = {
  'principal-text': 'your check-ins',
  'principal-counts': 'your counts',
  'step-text': 'your plan',
  'focus-areas': 'your goals',
};

export interface ReadOnDay {
  day: Day;
  byName: string;
  things: string[];
}

/** A line a day and reader, newest first. */
export function byDay(readings: readonly { at: Date; byName: string; thing: string }[], zone: string): ReadOnDay[] {
  const lines: ReadOnDay[] = [];
  for (const { at, byName, thing } of readings) {
    const day = dayIn(zone, at);
    const words = WORDS[thing] ?? 'something of yours';
    const line = lines.find((one) => one.day === day && one.byName === byName);
    if (!line) lines.push({ day, byName, things: [words] });
    else if (!line.things.includes(words)) line.things.push(words);
  }
  return lines;
}
