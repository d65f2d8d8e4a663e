// A principal's Home: where this week's check-in stands, and the weeks before it.
import type { Button, Part } from '../../chat/card.ts';
import { findPairOfPrincipal, type Pair } from '../../roster/store.ts';
import { dayIn, dayInWords, mondayOf, timeInWords } from '../../zone.ts';
import type { Context, HomePart, HomeSection } from '../feature.ts';
import { nextStatus } from './rules.ts';
import * as screens from './screens.ts';
import * as store from './store.ts';
import { PRINCIPAL_WEEKLY } from './templates.ts';
import { weekOf, wordsOfWeek } from './words.ts';

export const home: HomePart = {
  async sections(ctx) {
    const pair = await findPairOfPrincipal(ctx.tx, ctx.viewer);
    if (!pair) return [];
    const weeks = await store.listHistory(ctx.tx, ctx.viewer, 8);
    return [thisWeek(await stateOf(ctx, pair)), ...(weeks.length === 0 ? [] : [history(weeks)])];
  },
  examples: {
    PRINCIPAL: [
      thisWeek({
        said: 'Your check-in for Adams ES is open until Fri 5 PM. In Throughline, only you and Sam Bell see your words.',
        buttons: buttonsFor('01990000-0000-7000-8000-000000000001', 'OPEN'),
        next: 'Your next check-in comes Thu, Oct 22, 2 PM.',
      }),
      history([
        { weekOf: '2026-10-05', status: 'SUBMITTED', rooms: 6, nextSteps: 4 },
        { weekOf: '2026-10-12', status: 'SUBMITTED_LATE', rooms: 9, nextSteps: 5 },
      ]),
    ],
  },
};

interface Standing {
  said: string;
  buttons: readonly Button[];
  next: string | undefined;
}

async function stateOf(ctx: Context, pair: Pair): Promise<Standing> {
  const zone = pair.school.timeZone;
  const monday = mondayOf(dayIn(zone, ctx.now));
  const opensAt = await store.findNextOpening(ctx.tx, ctx.viewer, pair.assignmentId);
  const next =
    opensAt && opensAt > ctx.now
      ? `Your next check-in comes ${dayInWords(dayIn(zone, opensAt))}, ${timeInWords(zone, opensAt)}.`
      : undefined;
  const newest = await store.findNewest(ctx.tx, ctx.viewer);
  if (newest?.assignmentId === pair.assignmentId) {
    const words = wordsOfWeek(newest, pair, []);
    const maySend = nextStatus(newest.status, 'submit', { now: ctx.now, ...newest }) !== undefined;
    if (maySend)
      return { said: openInWords(newest.status, words), buttons: buttonsFor(newest.id, newest.status), next };
    if (weekOf(newest) === monday) return { said: overInWords(newest.status, words), buttons: [], next };
  }
  const skipped = await store.findWeek(ctx.tx, ctx.viewer, pair.principal.id, PRINCIPAL_WEEKLY.key, monday);
  const said =
    skipped?.status === 'SKIPPED'
      ? `No check-in this week: ${skipped.skipReason ?? 'none is due'}.`
      : 'Nothing to do now.';
  return { said, buttons: [], next };
}

function openInWords(status: store.CheckIn['status'], week: screens.WeekWords): string {
  if (status === 'SUBMITTED') return `Sent: ${week.coachName} has your week. You can change it until ${week.closes}.`;
  if (status === 'MISSED')
    return `Your check-in for ${week.schoolName} can still be sent until ${week.ends}. Half-done is fine.`;
  return `Your check-in for ${week.schoolName} is open until ${week.closes}. In Throughline, only you and ${week.coachName} see your words.`;
}

function overInWords(status: store.CheckIn['status'], week: screens.WeekWords): string {
  return status === 'EXCUSED'
    ? 'No check-in this week, and it does not count as missing.'
    : `Sent: ${week.coachName} has your week at ${week.schoolName}.`;
}

function buttonsFor(checkInId: string, status: store.CheckIn['status']): Button[] {
  const state = { c: checkInId };
  const open = (label: string): Button => ({ action: 'check-in:open', label, state, opens: 'form' });
  if (status === 'SUBMITTED') return [open('Change my answers')];
  if (status === 'MISSED') return [{ ...open('Send late'), style: 'primary' }];
  return [
    { ...open(status === 'STARTED' ? 'Finish my check-in' : 'Open my check-in'), style: 'primary' },
    { action: 'check-in:not-this-week', label: 'Not this week', state, opens: 'form' },
  ];
}

function thisWeek({ said, buttons, next }: Standing): HomeSection {
  return {
    place: 10,
    title: 'This week',
    parts: [
      { kind: 'text', text: said },
      ...(buttons.length === 0 ? [] : [{ kind: 'buttons', buttons } satisfies Part]),
      ...(next === undefined ? [] : [{ kind: 'text', quiet: true, text: next } satisfies Part]),
    ],
  };
}

function history(weeks: readonly screens.HistoryWeek[]): HomeSection {
  return { place: 30, title: 'Your last weeks', parts: screens.historyParts(weeks) };
}
