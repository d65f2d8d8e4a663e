// On site, in three Homes: the principal's next day, the coach's days that are not written down yet, and for the partner's
// managers the coaches who would like to talk about a match.
import { dayKind, type SchoolDay } from '../../roster/calendar.ts';
import { chainOf, listSchoolDays } from '../../roster/school-days.ts';
import { listAwayOn } from '../../roster/leave.ts';
import { findPairOfPrincipal, isOnLeave, listPairs, type Pair } from '../../roster/store.ts';
import { hasRole } from '../../roster/access.ts';
import { visitDayIn } from '../../roster/visit-days.ts';
import { addDays, dayIn, dayInWords, mondayOf, type Day } from '../../zone.ts';
import type { Context, HomePart, HomeSection } from '../feature.ts';
import { lastVisitDay } from './rules.ts';
import * as store from './store.ts';

const HELP_STANDS_FOR_DAYS = 28;

export const home: HomePart = {
  async sections(ctx) {
    const [next, missing, asking] = [await nextDay(ctx), await listUnlogged(ctx), await listAsking(ctx)];
    return [
      ...(next ? [nextSection(next)] : []),
      ...(missing.length > 0 ? [logSection(missing)] : []),
      ...(asking.length > 0 ? [askingSection(asking)] : []),
    ];
  },
  examples: {
    PRINCIPAL: [nextSection({ day: '2026-10-20', coachName: 'Sam Bell' })],
    COACH: [
      logSection([{ assignmentId: '01990000-0000-7000-8000-00000000000c', school: 'Adams ES', day: '2026-10-13' }]),
    ],
    LP_MANAGER: [
      askingSection([
        { coachId: '01990000-0000-7000-8000-000000000002', coach: 'Sam Bell', school: 'Adams ES', day: '2026-10-13' },
      ]),
    ],
  },
};

/** Whether the staff of a pair's school works on a day; each district's calendar is read once. */
async function staffDays(ctx: Context, pairs: readonly Pair[]): Promise<(pair: Pair, day: Day) => boolean> {
  const calendars = new Map<string, SchoolDay[]>();
  const monday = mondayOf(dayIn('UTC', ctx.now));
  for (const districtId of new Set(pairs.map((pair) => pair.school.districtId)))
    calendars.set(districtId, await listSchoolDays(ctx.tx, ctx.viewer, districtId, monday));
  return ({ school }, day) => dayKind(calendars.get(school.districtId) ?? [], day, chainOf(school)).staff;
}

const WEEKS_AHEAD = 5;

interface NextDay {
  coachName: string;
  day: Day | undefined;
  /** Where the coach is away today. */
  away?: { until: Day; cover?: string };
}

/** The coach's next day at the principal's school: where it was moved, and not while the coach is away. */
async function nextDay(ctx: Context): Promise<NextDay | undefined> {
  const { tx, viewer } = ctx;
  const pair = await findPairOfPrincipal(tx, viewer);
  if (!pair) return undefined;
  const isStaffDay = await staffDays(ctx, [pair]);
  const today = dayIn(pair.school.timeZone, ctx.now);
  const changed = await store.listChangedVisits(tx, viewer, pair);
  const away = (await listAwayOn(tx, viewer, [pair.coach.id], today)).get(pair.coach.id);
  const known = { coachName: pair.coach.name, ...(away && { away }) };
  for (let week = 0; week < WEEKS_AHEAD; week++) {
    const day = visitDayIn(addDays(mondayOf(today), 7 * week), pair.visitWeekday, changed);
    if (day === undefined || day < today || !isStaffDay(pair, day)) continue;
    if (!(await isOnLeave(tx, viewer, pair.coach.id, day))) return { ...known, day };
  }
  return away ? { ...known, day: undefined } : undefined;
}

/** The visit day of each pair that was last, where it is over and nobody has written it down. */
async function listUnlogged(ctx: Context): Promise<{ assignmentId: string; school: string; day: Day }[]> {
  const pairs = (await listPairs(ctx.tx, ctx.viewer)).filter((pair) => pair.coach.id === ctx.viewer.personId);
  const known = await store.listVisitDays(ctx.tx, ctx.viewer, pairs, addDays(dayIn('UTC', ctx.now), -14));
  const isStaffDay = await staffDays(ctx, pairs);
  const missing = [];
  for (const pair of pairs) {
    if (pair.visitWeekday === null) continue;
    // The day itself is for the visit; in its afternoon a message asks for it.
    const day = lastVisitDay(pair.visitWeekday, addDays(dayIn(pair.school.timeZone, ctx.now), -1));
    const { startsOn = day, days = [] } = known.get(pair.assignmentId) ?? {};
    if (day < startsOn || days.includes(day) || !isStaffDay(pair, day)) continue;
    if (await isOnLeave(ctx.tx, ctx.viewer, pair.coach.id, day)) continue;
    missing.push({ assignmentId: pair.assignmentId, school: pair.school.name, day });
  }
  return missing.sort((a, b) => a.day.localeCompare(b.day) || a.school.localeCompare(b.school));
}

/** A coach's private flag is for the managers of the coach's own provider. */
async function listAsking(ctx: Context): Promise<Asking[]> {
  const pairs = (await listPairs(ctx.tx, ctx.viewer)).filter((pair) =>
    hasRole(ctx.viewer, 'LP_MANAGER', pair.providerId),
  );
  const since = addDays(dayIn('UTC', ctx.now), -HELP_STANDS_FOR_DAYS);
  const asked = await store.listMatchHelp(ctx.tx, ctx.viewer, pairs, since);
  return pairs.flatMap((pair) => {
    const day = asked.get(pair.assignmentId);
    return day === undefined ? [] : [{ coachId: pair.coach.id, coach: pair.coach.name, school: pair.school.name, day }];
  });
}

function nextSection({ day, coachName, away }: NextDay): HomeSection {
  const standsIn = away?.cover === undefined ? '' : ` ${away.cover} stands in, and sees none of your words.`;
  return {
    place: 15,
    title: 'On site',
    parts: [
      ...(away
        ? [
            {
              kind: 'text' as const,
              text: [{ bold: coachName }, ` is away until ${dayInWords(away.until)}.${standsIn}`],
            },
          ]
        : []),
      ...(day === undefined
        ? []
        : [{ kind: 'text' as const, text: ['Next day with ', { bold: coachName }, `: ${dayInWords(day)}.`] }]),
    ],
  };
}

function logSection(missing: readonly { assignmentId: string; school: string; day: Day }[]): HomeSection {
  return {
    place: 40,
    title: `Visits to write down: ${missing.length}`,
    parts: missing.flatMap(({ assignmentId, school, day }) => [
      { kind: 'text' as const, text: [{ bold: school }, `, ${dayInWords(day)}. A few taps and one sentence.`] },
      {
        kind: 'buttons' as const,
        buttons: [{ action: 'visit:log', label: 'Log the visit', state: { a: assignmentId }, opens: 'form' as const }],
      },
    ]),
  };
}

interface Asking {
  coachId: string;
  coach: string;
  school: string;
  day: Day;
}

function askingSection(asking: readonly Asking[]): HomeSection {
  return {
    place: 50,
    title: 'Coaches who would like to talk',
    parts: asking.map(({ coach, school, day }) => ({
      kind: 'text',
      text: [{ bold: coach }, `, about the match at ${school}, since ${dayInWords(day)}.`],
    })),
    looks: asking.map(({ coachId }) => ({ thing: 'match-help', ownerId: coachId })),
  };
}
