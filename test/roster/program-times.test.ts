import {
  momentInWords,
  readChange,
  readMoment,
  readStoredTimes,
  timesInWords,
  USUAL_TIMES,
  type ProgramTimes,
} from '../../src/roster/program-times.ts';
import { assertTimes, layOut } from '../../src/roster/week-hours.ts';

const changed = (...changes: string[]): ProgramTimes =>
  Object.assign({ ...USUAL_TIMES }, ...changes.map(readChange)) as ProgramTimes;

describe('the hours of a program', () => {
  it('are the field’s usual week where nobody has set any', () => {
    expect(readStoredTimes(undefined)).toEqual(USUAL_TIMES);
    expect(assertTimes(USUAL_TIMES)).toBe(USUAL_TIMES);
    expect(timesInWords(USUAL_TIMES)).toMatchObject({
      open: 'Thu 14:00',
      close: 'Fri 17:00',
      post: 'Mon 07:00',
      quiet: '17:30-06:30',
    });
  });

  it('are read as they are typed', () => {
    expect(readMoment('thursday 14:00')).toEqual({ weekday: 4, time: '14:00' });
    expect(momentInWords(readMoment('Mon 05:00'))).toBe('Mon 05:00');
    expect(readChange('quiet=18:00-07:00')).toEqual({ quietFrom: '18:00', quietUntil: '07:00' });
  });

  it.each([
    ['a time without a day', 'open=14:00', 'names no day'],
    ['a day without a time', 'open=Thu', 'no time of day'],
    ['an hour that does not exist', 'open=Thu 25:00', 'no time of day'],
    ['more than a day and a time', 'open=Thu 14:00 15:00', 'no time of day'],
    ['a setting that does not exist', 'opens=Thu 14:00', 'Write KEY=VALUE with one of: open, nudge'],
    ['a count below zero', 'reminders=-1', 'no number from 0 to 50'],
    ['a count beyond measure', 'spread=9000', 'no number from 0 to 900'],
  ])('%s is refused', (_what, change, words) => {
    expect(() => readChange(change)).toThrow(words);
  });

  it.each([
    ['a window that never opens', ['open=Fri 17:00'], 'never be open for an hour'],
    ['a window on days on which no school works', ['open=Sat 09:00', 'close=Sun 17:00'], 'when no school works'],
    ['a close before the opening', ['close=Thu 09:00'], 'It would close on Thu 09:00, before it opens on Thu 14:00.'],
    ['a nudge after the close', ['nudge=Fri 17:15'], 'does not lie between'],
    ['a nudge in the quiet hours', ['open=Thu 08:00', 'nudge=Thu 18:00'], 'lies in the quiet hours'],
    [
      'a question after a visit in the evening',
      ['visit=19:00'],
      'after a day on site at 19:00 lies in the quiet hours',
    ],
    ['a second question before dawn', ['again=05:00'], 'on the morning after it at 05:00 lies in the quiet hours'],
    ['a digest on a Sunday', ['post=Sun 07:00'], 'on a weekend'],
    ['a late answer for a whole week', ['late=Fri 12:00'], 'more than four days after'],
    ['a choice that leaves no hour', ['latest=Fri 16:30'], 'leaves no hour before it closes'],
    ['bounds the wrong way round', ['earliest=Fri 12:00', 'latest=Wed 07:00'], 'is before the earliest'],
  ])('%s is refused with the mend', (_what, changes, words) => {
    expect(() => assertTimes(changed(...changes))).toThrow(words);
  });

  it('may run across midnight', () => {
    const times = changed(
      'open=Thu 22:00',
      'nudge=Fri 07:00',
      'close=Fri 12:00',
      'latest=Fri 10:00',
      'summary=Fri 12:15',
    );
    expect(layOut(assertTimes(times))).toMatchObject({
      open: { offset: 3 },
      nudge: { offset: 4 },
      close: { offset: 4 },
    });
  });

  it('may run across the weekend, and what follows moves with it', () => {
    const times = changed(
      'open=Fri 13:00',
      'nudge=Mon 08:00',
      'close=Mon 12:00',
      'late=Tue 05:00',
      'summary=Mon 12:15',
      'preview=Mon 13:00',
      'post=Tue 07:00',
    );
    expect(layOut(assertTimes(times))).toEqual({
      open: { offset: 4, time: '13:00' },
      nudge: { offset: 7, time: '08:00' },
      close: { offset: 7, time: '12:00' },
      late: { offset: 8, time: '05:00' },
      summary: { offset: 7, time: '12:15' },
      preview: { offset: 7, time: '13:00' },
      post: { offset: 8, time: '07:00' },
    });
  });

  it('that a database has lost the sense of are named with the mend', () => {
    expect(() => readStoredTimes({ open: { weekday: 9, time: '14:00' } })).toThrow('throughline schedule reset');
    expect(readStoredTimes({ mostUnasked: 2 })).toEqual({ ...USUAL_TIMES, mostUnasked: 2 });
  });
});
