import type { Thing } from '../../roster/matrix.ts';
import { dayIn, type Day } from '../../zone.ts';

/** What was read, as its owner calls it. */
const WORDS = {
  'principal-text': 'your check-ins',
  'principal-confidence': 'how ready you feel',
  'principal-counts': 'your counts',
  'step-text': 'your steps',
  'step-numbers': 'how many steps are open',
  'focus-areas': 'your goals',
  'coach-notes': 'your notes',
  'visit-facts': 'your visits',
  'visit-activities': 'what was done in your visits',
  'visit-agreements': 'what was agreed in your visits',
  'match-help': 'that you asked to talk about a match',
  'rematch-request': 'your request for another match',
  'school-plan': 'the plan of your school',
  'system-ratings': 'the ratings of your school’s systems',
  'review-evidence': 'the evidence of a review',
  'review-report': 'the report of a review',
  'walk-rooms': 'what you saw in a walk',
  'walk-synthesis': 'the synthesis of a walk',
  'barrier-shared': 'a barrier that you shared',
  'barrier-of-pair': 'a barrier that stays with the pair',
  'who-missed': 'whether you answered',
  contract: 'the contract',
  'test-of-change': 'your tests of change',
  'small-numbers': 'your numbers',
  'delivery-status': 'whether messages reached you',
  person: 'everything about you, with your code',
} satisfies Record<Thing | 'person', string>;

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
    const words = new Map(Object.entries(WORDS)).get(thing) ?? 'something of yours';
    const line = lines.find((one) => one.day === day && one.byName === byName);
    if (!line) lines.push({ day, byName, things: [words] });
    else if (!line.things.includes(words)) line.things.push(words);
  }
  return lines;
}
