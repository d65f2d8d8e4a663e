import { addDays, dayIn, dayInWords, instantAt, mondayOf } from '../zone.ts';

export const DISTRICT_ZONE = 'America/New_York';

export interface Moment {
  id: string;
  label: string;
  hint: string;
  at: string;
}

const WEEK = [
  { id: 'tue', day: 1, time: '15:30', label: 'Tuesday 3:30 PM', hint: 'Coaches are asked to log the visit' },
  { id: 'thu', day: 3, time: '14:00', label: 'Thursday 2 PM', hint: 'Check-ins open, each at its school’s own time' },
  { id: 'fri-nudge', day: 4, time: '09:00', label: 'Friday 9 AM', hint: 'One nudge to those who have not answered' },
  { id: 'fri-summary', day: 4, time: '17:15', label: 'Friday 5:15 PM', hint: 'Coaches get their summary' },
  { id: 'mon', day: 7, time: '07:00', label: 'Monday 7 AM', hint: 'The district gets its digest' },
] as const;

/** The next moments of the week at which something happens, by the district's clock; a minute later, so that it has happened. */
export function nextMoments(now: Date): Moment[] {
  const monday = mondayOf(dayIn(DISTRICT_ZONE, now));
  return [-7, 0, 7]
    .flatMap((offset) =>
      WEEK.map((moment) => {
        const day = addDays(monday, offset + moment.day);
        const at = new Date(instantAt(DISTRICT_ZONE, day, moment.time).getTime() + 60_000);
        return {
          id: `${moment.id}:${day}`,
          label: `${moment.label}, ${dayInWords(day).slice(5)}`,
          hint: moment.hint,
          at: at.toISOString(),
        };
      }),
    )
    .filter((moment) => new Date(moment.at) > now)
    .slice(0, WEEK.length);
}
