// A principal's own hour for the check-in, within the program's bounds, or before each visit; "as usual" gives it back.
import { noteActs } from '../../audit/write.ts';
import { defineForm } from '../../chat/define-form.ts';
import { ask, optional } from '../../chat/form.ts';
import type { Reply } from '../../chat/interaction.ts';
import { hoursOfPair, mayChoose, saveSendTime } from '../../roster/schedule.ts';
import type { Moment, ProgramTimes } from '../../roster/program-times.ts';
import { isQuiet } from '../../roster/week-hours.ts';
import { findPairOfPrincipal } from '../../roster/store.ts';
import { onSubmit, type Asked } from '../feature.ts';
import { replan } from './replan.ts';
import * as screens from './screens.ts';

const SEND_TIME_FORM = 'check-in:time';
const USUAL = 'usual';
const BEFORE_VISIT = 'visit';
const BEFORE_IN_WORDS = 'Two school days before my coach’s visit';
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] as const;

/** The days and half hours that the program allows; day and hour are checked together once they are chosen. */
export function sendTimeForm(schoolName: string, times: ProgramTimes, hasVisits = false) {
  const { earliest, latest } = times;
  const days = DAYS.map((name, index) => [index + 1, name] as const).filter(
    ([weekday]) => weekday >= earliest.weekday && weekday <= latest.weekday,
  );
  return defineForm({
    id: SEND_TIME_FORM,
    version: 1,
    title: 'When shall I ask?',
    submit: 'Save',
    intro: `By the clock of ${schoolName}, from ${inWords(earliest)} to ${inWords(latest)}. Holidays still move it.`,
    fields: {
      day: ask.choice<string>('On which day?', {
        [USUAL]: `As usual: ${inWords(times.open)}`,
        ...(hasVisits ? { [BEFORE_VISIT]: BEFORE_IN_WORDS } : {}),
        ...Object.fromEntries(days.map(([weekday, name]) => [String(weekday), name])),
      }),
      time: optional(ask.choice('At what time?', timesOfDay(times))),
    },
  });
}

function timesOfDay(times: ProgramTimes): Record<string, string> {
  const all = Array.from({ length: 48 }, (_, half) => {
    return `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`;
  });
  const allowed = all.filter(
    (time) => !isQuiet(times, time) && DAYS.some((_, index) => mayChoose(times, { weekday: index + 1, time })),
  );
  return Object.fromEntries(allowed.map((time) => [time, clockInWords(time)]));
}

function inWords({ weekday, time }: Moment): string {
  return `${DAYS[weekday - 1] ?? ''} ${clockInWords(time)}`;
}

function clockInWords(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const half = hours < 12 ? 'AM' : 'PM';
  return `${hours % 12 === 0 ? 12 : hours % 12}${minutes === 0 ? '' : `:${time.slice(3)}`} ${half}`;
}

export async function openSendTime(ctx: Asked): Promise<Reply> {
  const pair = await findPairOfPrincipal(ctx.tx, ctx.viewer);
  if (!pair)
    return { kind: 'say', card: screens.wordsCard('check-in:words', 'You have no coach yet, so no check-in comes.') };
  const { times, own, visitOn } = await hoursOfPair(ctx.tx, ctx.viewer, pair);
  const chosen = visitOn && pair.visitWeekday !== null ? BEFORE_VISIT : USUAL;
  return {
    kind: 'open',
    form: sendTimeForm(pair.school.name, times, pair.visitWeekday !== null),
    state: {},
    values: own ? { day: String(own.weekday), time: own.time } : { day: chosen },
    launcher: { action: 'check-in:time', label: 'Choose my time', state: {}, opens: 'form' },
  };
}

export const choosingTime = onSubmit({
  id: SEND_TIME_FORM,
  draw: async (ctx) => {
    const pair = await findPairOfPrincipal(ctx.tx, ctx.viewer);
    if (!pair) return undefined;
    const { times } = await hoursOfPair(ctx.tx, ctx.viewer, pair);
    return sendTimeForm(pair.school.name, times, pair.visitWeekday !== null);
  },
  submit: async (ctx, answers: { day: string; time?: string }) => {
    const pair = await findPairOfPrincipal(ctx.tx, ctx.viewer);
    if (!pair) return { kind: 'done', message: 'You have no coach any more, so nothing was changed.' };
    const { times } = await hoursOfPair(ctx.tx, ctx.viewer, pair);
    const { day, time } = answers;
    if (day === USUAL) await saveSendTime(ctx.tx, ctx.viewer, ctx.personId, undefined);
    else if (day === BEFORE_VISIT)
      await saveSendTime(ctx.tx, ctx.viewer, ctx.personId, { ...times.open, beforeVisit: true });
    else {
      const own = { weekday: Number(day), time: time ?? times.open.time };
      if (time === undefined || !mayChoose(times, own)) {
        const wrong = `Choose a time from ${inWords(times.earliest)} to ${inWords(times.latest)}.`;
        const form = sendTimeForm(pair.school.name, times, pair.visitWeekday !== null);
        return { kind: 'refuse', form, state: {}, values: { ...answers }, errors: { time: wrong } };
      }
      await saveSendTime(ctx.tx, ctx.viewer, ctx.personId, { ...own, beforeVisit: false });
    }
    const aboutId = ctx.personId;
    await noteActs(ctx.tx, ctx.viewer, ctx.now, [{ act: 'configured', thing: 'hours', aboutId, detail: { day } }]);
    await replan(ctx, [pair]);
    if (day === BEFORE_VISIT)
      return {
        kind: 'done',
        message: `Saved: I will ask two school days before each visit of ${pair.coach.name}, until 6 PM on the day before it.`,
      };
    const hours = await hoursOfPair(ctx.tx, ctx.viewer, pair);
    return { kind: 'done', message: `Saved: I will ask on ${inWords(hours.own ?? times.open)}.` };
  },
});
