import fc from 'fast-check';
import {
  addDays,
  dayIn,
  dayInWords,
  daysBetween,
  instantAt,
  isZone,
  mondayOf,
  timeIn,
  timeInWords,
  weekdayOf,
} from '../src/zone.ts';

describe('wall clocks', () => {
  it.each([
    ['America/New_York', '2026-10-15', '14:00', '2026-10-15T18:00:00.000Z'],
    ['America/New_York', '2026-12-03', '14:00', '2026-12-03T19:00:00.000Z'],
    ['America/Phoenix', '2026-10-15', '14:00', '2026-10-15T21:00:00.000Z'],
    ['Pacific/Honolulu', '2026-03-12', '14:00', '2026-03-13T00:00:00.000Z'],
  ])('%s %s %s is %s', (zone, day, time, instant) => {
    expect(instantAt(zone, day, time).toISOString()).toBe(instant);
  });

  it('takes the first instant after a gap', () => {
    expect(instantAt('America/New_York', '2026-03-08', '02:30').toISOString()).toBe('2026-03-08T07:00:00.000Z');
  });

  it('takes the first of two when an hour comes twice', () => {
    expect(instantAt('America/New_York', '2026-11-01', '01:30').toISOString()).toBe('2026-11-01T05:30:00.000Z');
  });

  it('gives back the day and time that it was made of, outside of gaps, in any zone and week', () => {
    const zones = [
      'America/New_York',
      'America/Chicago',
      'America/Phoenix',
      'America/Adak',
      'Pacific/Guam',
      'America/Indiana/Knox',
      'Australia/Lord_Howe',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 1_095 }),
        fc.integer({ min: 4, max: 23 }),
        (zone, offset, hour) => {
          const day = addDays('2025-01-01', offset);
          const time = `${String(hour).padStart(2, '0')}:15`;
          const instant = instantAt(zone, day, time);

          expect([dayIn(zone, instant), timeIn(zone, instant)]).toEqual([day, time]);
        },
      ),
    );
  });
});

describe('days', () => {
  it.each([
    ['2026-10-12', '2026-10-12'],
    ['2026-10-18', '2026-10-12'],
    ['2026-11-01', '2026-10-26'],
  ])('the Monday of %s is %s', (day, monday) => {
    expect(mondayOf(day)).toBe(monday);
  });

  it('counts days and weekdays', () => {
    expect(daysBetween('2026-10-30', '2026-11-02')).toBe(3);
    expect(daysBetween('2026-11-02', '2026-10-30')).toBe(-3);
    expect(weekdayOf('2026-10-18')).toBe(7);
  });

  it('says days and times as people read them', () => {
    expect(dayInWords('2026-10-15')).toBe('Thu, Oct 15');
    expect(timeInWords('America/New_York', new Date('2026-10-16T21:00:00Z'))).toBe('5 PM');
    expect(timeInWords('America/Phoenix', new Date('2026-10-16T19:30:00Z'))).toBe('12:30 PM');
  });
});

describe('zones', () => {
  it.each(['America/New_York', 'Pacific/Honolulu', 'UTC'])('%s is one', (zone) => {
    expect(isZone(zone)).toBe(true);
  });

  it.each(['', '+05:00', 'Eastern', 'America/Nowhere', 'Mars/Phobos'])('“%s” is none', (zone) => {
    expect(isZone(zone)).toBe(false);
  });
});
