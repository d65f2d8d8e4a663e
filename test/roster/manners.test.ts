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
