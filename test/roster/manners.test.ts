import fc from 'fast-check';
import { goodTime, quietStart, spreadOf } from '../../src/roster/manners.ts';

const ZONE = 'America/New_York';
const HOLIDAY = '2026-10-12';
const manners = { zone: ZONE, isWorkday: (day: string) => day !== HOLIDAY };
const good = (at: string, until?: string) =>
  goodTime(new Date(at), manners, until === undefined ? undefined : new Date(until))?.toISOString();

describe('what nobody asked for', () => {
  it.each([
    ['in working hours comes at once', '2026-10-14T15:00:00Z', '2026-10-14T15:00:00.000Z'],
    ['at half past five still comes', '2026-10-14T21:30:00Z', '2026-10-14T21:30:00.000Z'],
    ['in the evening waits for the morning', '2026-10-14T22:00:00Z', '2026-10-15T10:30:00.000Z'],
    ['before dawn waits for half past six', '2026-10-14T08:00:00Z', '2026-10-14T10:30:00.000Z'],
    ['on a weekend before a holiday waits until Tuesday', '2026-10-09T23:00:00Z', '2026-10-13T10:30:00.000Z'],
    ['across the change of the clocks comes by the wall', '2026-10-30T23:00:00Z', '2026-11-02T11:30:00.000Z'],
  ])('%s', (_what, at, expected) => {
    expect(good(at)).toBe(expected);
  });

  it('does not come at all where its time is over before the next good hour', () => {
    expect(good('2026-10-16T22:00:00Z', '2026-10-19T09:00:00Z')).toBeUndefined();
    expect(good('2026-10-16T21:15:00Z', '2026-10-19T09:00:00Z')).toBe('2026-10-16T21:15:00.000Z');
  });

  it('never comes to somebody who has no day left', () => {
    expect(goodTime(new Date('2026-10-14T15:00:00Z'), { zone: ZONE, isWorkday: () => false })).toBeUndefined();
  });

  it('is over for the day when the quiet hours begin', () => {
    expect(quietStart(new Date('2026-10-14T15:00:00Z'), manners).toISOString()).toBe('2026-10-14T21:30:00.000Z');
  });
});

describe('the spread of prompts', () => {
  const people = Array.from(
    { length: 600 },
    (_, index) => `01990000-0000-7000-8000-${String(index).padStart(12, '0')}`,
  );

  it('is the same for a person each time, and below its bound', () => {
    for (const person of people) {
      expect(spreadOf(person, 30)).toBe(spreadOf(person, 30));
      expect(spreadOf(person, 30)).toBeLessThan(30);
    }
    expect(spreadOf('anybody', 0)).toBe(0);
  });

  it('leaves no second with a crowd', () => {
    const seconds = new Map<number, number>();
    for (const person of people) seconds.set(spreadOf(person, 30), (seconds.get(spreadOf(person, 30)) ?? 0) + 1);
    expect(seconds.size).toBe(30);
    expect(Math.max(...seconds.values())).toBeLessThan(60);
  });
});

describe('whatever the calendar, the zone and the hours', () => {
  const aTime = fc.integer({ min: 0, max: 95 }).map(timeOf);
  const aZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const span = { min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) };

  it('never comes in quiet hours, at a weekend, on a day off or a day away, nor later than it had to', () => {
    fc.assert(
      fc.property(
        aZone,
        fc.integer(span).map((at) => new Date(at - (at % 60_000))),
        fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 15 }),
        fc.record({ quietFrom: aTime, quietUntil: aTime }),
        fc.option(fc.integer({ min: 1, max: 240 }), { nil: undefined }),
        (zone, at, off, quiet, hours) => {
          const first = wallOf(zone, at).day;
          const away = new Set(off.map((ahead) => isoDay(Date.parse(first) + ahead * 86_400_000)));
          const until = hours === undefined ? undefined : new Date(at.getTime() + hours * 3_600_000);
          const isGood = (instant: Date) => {
            const { day, time } = wallOf(zone, instant);
            const isWeekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
            return !isWeekend && !away.has(day) && !isQuietByTheClock(quiet, time);
          };

          const found = goodTime(at, { zone, isWorkday: (day) => !away.has(day), quiet }, until);

          if (found === undefined) expect(until).toBeDefined();
          else {
            expect(isGood(found)).toBe(true);
            expect(found.getTime()).toBeGreaterThanOrEqual(at.getTime());
            if (until) expect(found.getTime()).toBeLessThanOrEqual(until.getTime());
          }
          // Nothing good was passed over where the night is quiet: each quarter of an hour on the way was a bad one.
          if (quiet.quietFrom <= quiet.quietUntil) return;
          const end = Math.min((found ?? until ?? at).getTime(), at.getTime() + 30 * 86_400_000);
          for (let passed = at.getTime(); passed < end; passed += 900_000)
            expect(isGood(new Date(passed)) ? new Date(passed).toISOString() : '').toBe('');
        },
      ),
      { numRuns: 200 },
    );
  });
});

function timeOf(quarter: number): string {
  return `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The wall of a zone by Intl alone. */
function wallOf(zone: string, at: Date): { day: string; time: string } {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at);
  return { day: shown.slice(0, 10), time: shown.slice(11, 16) };
}

/** Minute by minute around the clock, as somebody would count it: both ends are no part of it. */
function isQuietByTheClock(
  { quietFrom, quietUntil }: { quietFrom: string; quietUntil: string },
  time: string,
): boolean {
  const minute = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
  const length = (minute(quietUntil) - minute(quietFrom) + 1440) % 1440;
  const into = (minute(time) - minute(quietFrom) + 1440) % 1440;
  return into > 0 && into < length;
}
