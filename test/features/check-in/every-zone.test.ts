// Every zone of the world, around each change of its clock in three years, against a calculation that knows nothing of ours:
// the first instant at which the wall shows the hour, found with Intl alone.
import fc from 'fast-check';
import { planWeek } from '../../../src/features/check-in/rules/window.ts';
import { USUAL_TIMES, type Moment } from '../../../src/roster/program-times.ts';
import { addDays, instantAt, mondayOf } from '../../../src/zone.ts';

const YEARS = [2025, 2026, 2027];
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const zones = Intl.supportedValuesOf('timeZone');

/** The wall of a zone as milliseconds, as if it were UTC. */
function wallOf(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] =
      format.format(at).match(/\d+/g)?.map(Number) ?? [];
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
}

/** The instants at which the clock jumps in these years, to the second. Looked for weekly: no zone jumps twice in a week. */
function jumpsOf(wall: (at: number) => number): number[] {
  const jumps: number[] = [];
  const offset = (at: number) => wall(at) - at;
  const end = Date.UTC((YEARS.at(-1) ?? 0) + 1, 0, 1);
  for (let from = Date.UTC(YEARS[0] ?? 0, 0, 1); from < end; from += 7 * DAY) {
    let [low, high] = [from, from + 7 * DAY];
    if (offset(low) === offset(high)) continue;
    while (high - low > 1_000) {
      const middle = Math.floor((low + high) / 2_000) * 1_000;
      if (offset(middle) === offset(from)) low = middle;
      else high = middle;
    }
    jumps.push(high);
  }
  return jumps;
}

/** The first instant at which the wall shows `shown`; where it never does, the first one at which it shows something later. */
function firstInstant(wall: (at: number) => number, shown: number, jumps: readonly number[]): number {
  const around = [-DAY, 0, DAY].map((away) => shown + away);
  const exact = around.map((near) => shown - (wall(near) - near)).filter((at) => wall(at) === shown);
  if (exact.length > 0) return Math.min(...exact);
  const jump = jumps.find((at) => wall(at - 1_000) < shown && wall(at) > shown);
  if (jump === undefined) throw new Error('The wall neither shows this hour nor jumps over it');
  return jump;
}

function expected(wall: (at: number) => number, jumps: readonly number[], day: string, time: string): string {
  return new Date(firstInstant(wall, Date.parse(`${day}T${time}:00Z`), jumps)).toISOString();
}

const known = zones.map((zone) => {
  const wall = wallOf(zone);
  return { zone, wall, jumps: jumpsOf(wall) };
});
const changing = known.filter(({ jumps }) => jumps.length > 0);

function opening(zone: string, monday: string, open: Moment): string | undefined {
  const planned = planWeek([], monday, { school: 'any' }, zone, undefined, { times: { ...USUAL_TIMES, open } });
  return 'window' in planned ? planned.window.openAt.toISOString() : undefined;
}

describe('every zone', () => {
  it('is looked at, and so is each change of its clock', () => {
    expect(zones.length).toBeGreaterThan(400);
    expect(changing.length).toBeGreaterThan(100);
    const york = known.find(({ zone }) => zone === 'America/New_York');
    expect(york?.jumps.map((at) => new Date(at).toISOString())).toEqual([
      '2025-03-09T07:00:00.000Z',
      '2025-11-02T06:00:00.000Z',
      '2026-03-08T07:00:00.000Z',
      '2026-11-01T06:00:00.000Z',
      '2027-03-14T07:00:00.000Z',
      '2027-11-07T06:00:00.000Z',
    ]);
  });

  it('shows an hour once, or by the rule for the gap and the overlap', () => {
    const wrong: string[] = [];
    for (const { zone, wall, jumps } of changing)
      for (const jump of jumps)
        for (const near of [-2 * HOUR, -HOUR, -30 * MINUTE, 0, 30 * MINUTE, HOUR, 2 * HOUR]) {
          const shown = new Date(wall(jump) + near).toISOString();
          const [day, time] = [shown.slice(0, 10), shown.slice(11, 16)];
          if (instantAt(zone, day, time).toISOString() !== expected(wall, jumps, day, time))
            wrong.push(`${zone} ${day} ${time}`);
        }
    expect(wrong).toEqual([]);
  });

  it('has exactly one prompt in each of the weeks around a change, at the wall’s hour', () => {
    const wrong: string[] = [];
    for (const { zone, wall, jumps } of known)
      for (const jump of jumps.length > 0 ? jumps : [Date.UTC(2026, 2, 8)]) {
        const middle = mondayOf(new Date(wall(jump)).toISOString().slice(0, 10));
        const mondays = [-7, 0, 7].map((days) => addDays(middle, days));
        const prompts = mondays.map((monday) => opening(zone, monday, USUAL_TIMES.open));
        const right = mondays.map((monday) => expected(wall, jumps, addDays(monday, 3), '14:00'));
        if (prompts.join() !== right.join()) wrong.push(`${zone} ${middle}`);
      }
    expect(wrong).toEqual([]);
  });

  it('has it at any hour that a program may choose', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...changing),
        fc.nat(),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 47 }),
        ({ zone, wall, jumps }, which, weekday, half) => {
          const jump = jumps[which % jumps.length] ?? 0;
          const time = `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`;
          const monday = mondayOf(new Date(wall(jump)).toISOString().slice(0, 10));
          expect(opening(zone, monday, { weekday, time })).toBe(
            expected(wall, jumps, addDays(monday, weekday - 1), time),
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
