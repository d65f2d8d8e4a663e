// The coach's Friday summary: once a week and coach, own pairs only, in full; a late answer changes it in place.
import { noteReads } from '../../audit/write.ts';
import type { Viewer } from '../../roster/access.ts';
import { goodTime } from '../../roster/manners.ts';
import { USUAL_TIMES, type ProgramTimes } from '../../roster/program-times.ts';
import { hoursOfPair, hoursOfPairs } from '../../roster/schedule.ts';
import { chainOf } from '../../roster/school-days.ts';
import { findPair, listPairs, listPairsOfCoach, type Pair } from '../../roster/store.ts';
import { mannersIn } from '../../roster/workdays.ts';
import { addDays, dayIn, instantAt, mondayOf, type Day } from '../../zone.ts';
import type { Card } from '../../chat/card.ts';
import type { Context, PlannedWork, Work } from '../feature.ts';
import { clockEyes } from './compile.ts';
import { schoolStaffDays, type IsStaffDay } from './rules/days.ts';
import { outcomeOf } from '../outcomes.ts';
import { listCheckIns, listPrompts } from '../week-delivery.ts';
import { readReports, thingsIn, type PairWeek } from './rules/summary.ts';
import { AFTER_CLOSE_MS, GRACE_MS, nextWeek, summaryTime } from './rules/times.ts';
import { emptyPage, summaryCards } from './screens/summary-card.ts';
import { listCalendars, listOwnAnswers, listOwnSteps } from './facts/store.ts';
import { countMessages } from './store.ts';

const JOB = 'digest.coach-summary';

export async function planCoachesOf(ctx: Context, districtId: string): Promise<void> {
  const pairs = await listPairs(ctx.tx, clockEyes(ctx.viewer));
  const there = pairs.filter((pair) => pair.school.districtId === districtId);
  const coachIds = new Set(there.map((pair) => pair.coach.id));
  await planCoaches(
    ctx,
    pairs.filter((pair) => coachIds.has(pair.coach.id)),
  );
}

/** Their next summaries; `pairs` are all pairs of each of these coaches. */
export async function planCoaches(ctx: Context, pairs: readonly Pair[]): Promise<void> {
  const [first] = pairs;
  if (!first) return;
  const viewer = clockEyes(ctx.viewer);
  const hours = await hoursOfPairs(ctx.tx, viewer, pairs);
  const calendars = await listCalendars(
    ctx.tx,
    viewer,
    pairs.map(({ school }) => school.districtId),
    mondayOf(dayIn(first.school.timeZone, ctx.now)),
  );
  const schools = new Map<string, CoachedSchool[]>();
  for (const { assignmentId, coach, school } of pairs) {
    const { times } = hours.get(assignmentId) ?? { times: USUAL_TIMES };
    const isStaffDay = schoolStaffDays(calendars.get(school.districtId) ?? [], chainOf(school));
    schools.set(coach.id, [...(schools.get(coach.id) ?? []), { zone: school.timeZone, isStaffDay, times }]);
  }
  await ctx.planAll([...schools].flatMap(([coachId, own]) => nextSummary(ctx, coachId, own) ?? []));
}

interface CoachedSchool {
  zone: string;
  isStaffDay: IsStaffDay;
  times: ProgramTimes;
}

function nextSummary(ctx: Context, coachId: string, schools: readonly CoachedSchool[]): PlannedWork | undefined {
  const next = nextWeek(ctx.now, schools[0]?.zone ?? 'UTC', (week) => summaryTime(week, schools));
  const data = { coach: coachId, week: next?.weekOf ?? '' };
  return next && { job: JOB, subject: `${coachId}:${next.weekOf}`, dueAt: next.dueAt, data };
}

export async function runSummary(ctx: Context, work: Work): Promise<void> {
  const [coachId, weekOf] = [work.data['coach'] ?? '', work.data['week'] ?? ''];
  const viewer = eyesOf(ctx, coachId);
  const pairs = await listPairsOfCoach(ctx.tx, viewer);
  const weeks = await readWeeks(ctx, viewer, pairs, weekOf);
  const closes = latest(weeks.flatMap((week) => (isOpen(week, ctx.now) && week.closeAt ? [week.closeAt] : [])));
  if (closes !== undefined && closes > work.dueAt) {
    // The calendar moved a close after this was planned.
    const dueAt = new Date(closes.getTime() + AFTER_CLOSE_MS);
    await ctx.plan(JOB, work.subject, dueAt, work.data);
  } else if (weeks.some((week) => week.outcome !== undefined)) {
    await send(ctx, coachId, weekOf, summaryCards(weekOf, weeks), await startAt(ctx, coachId, work, pairs));
    await noteSummary(ctx, coachId, pairs, weeks);
  }
  await planCoaches(ctx, pairs);
}

function isOpen({ outcome, closeAt }: PairWeek, now: Date): boolean {
  return (outcome?.kind === 'waiting' || outcome?.kind === 'answered') && closeAt !== undefined && closeAt > now;
}

function latest(times: readonly Date[]): Date | undefined {
  return times.reduce<Date | undefined>((last, at) => (last === undefined || at > last ? at : last), undefined);
}

/**
 * Nothing unasked comes in the evening, at a weekend or while the coach is away: then, and where it was missed by more than
 * the grace, it waits for the next good morning by the coach's own clock.
 */
async function startAt(ctx: Context, coachId: string, work: Work, pairs: readonly Pair[]): Promise<Date | undefined> {
  const [pair] = pairs;
  if (!pair) return undefined;
  const { times } = await hoursOfPair(ctx.tx, clockEyes(ctx.viewer), pair);
  const manners = await mannersIn(ctx.tx, clockEyes(ctx.viewer), { pair, personId: coachId, times }, ctx.now);
  const isLate = ctx.now.getTime() - work.dueAt.getTime() > GRACE_MS;
  const morning = (day: Day) => instantAt(manners.zone, day, times.post.time);
  const found = goodTime(isLate ? morning(addDays(dayIn(manners.zone, ctx.now), 1)) : ctx.now, manners);
  if (found === undefined || found.getTime() === ctx.now.getTime()) return found;
  const best = morning(dayIn(manners.zone, found));
  return best > found ? best : found;
}

async function send(
  ctx: Context,
  coachId: string,
  weekOf: Day,
  cards: readonly Card[],
  notBefore?: Date,
): Promise<void> {
  for (const [index, card] of cards.entries())
    await ctx.send(coachId, {
      key: pageKey(coachId, weekOf, index + 1),
      kind: JOB,
      card,
      expiresAt: new Date(ctx.now.getTime() + 14 * 24 * 60 * 60 * 1000),
      ...(notBefore && { notBefore }),
    });
}

/** A late answer of a pair whose coach has the summary already. */
export async function amendSummary(
  ctx: Context,
  fact: { assignmentId: string; checkInId: string; weekOf: string },
): Promise<void> {
  const pair = await findPair(ctx.tx, clockEyes(ctx.viewer), fact.assignmentId);
  if (!pair) return;
  const coachId = pair.coach.id;
  const pagesOut = await countMessages(ctx.tx, ctx.viewer, keyPrefix(coachId, fact.weekOf));
  if (pagesOut === 0) return;
  const viewer = eyesOf(ctx, coachId);
  const weeks = await readWeeks(ctx, viewer, await listPairsOfCoach(ctx.tx, viewer), fact.weekOf);
  const changed = weeks.find((week) => week.assignmentId === fact.assignmentId);
  if (changed?.outcome?.kind !== 'answered') return;
  const cards = summaryCards(fact.weekOf, weeks);
  for (let page = 1; page <= pagesOut; page++)
    await ctx.amend(pageKey(coachId, fact.weekOf, page), cards[page - 1] ?? emptyPage(fact.weekOf));
  await noteSummary(ctx, coachId, [pair], [changed]);
  // Pages that are out keep their key, so sending all again sends only the new ones.
  if (cards.length > pagesOut) await send(ctx, coachId, fact.weekOf, cards);
}

export async function readWeeks(
  ctx: Context,
  viewer: Viewer,
  pairs: readonly Pair[],
  weekOf: Day,
): Promise<PairWeek[]> {
  const checkIns = await listCheckIns(
    ctx.tx,
    viewer,
    pairs.map((pair) => pair.assignmentId),
    weekOf,
  );
  const prompts = await listPrompts(
    ctx.tx,
    viewer,
    checkIns.map((one) => one.id),
  );
  const answers = await listOwnAnswers(ctx.tx, viewer, pairs, weekOf);
  const steps = await listOwnSteps(ctx.tx, viewer, pairs, weekOf);
  return pairs.map((pair) => {
    const checkIn = checkIns.find((one) => one.assignmentId === pair.assignmentId);
    const own = answers.get(pair.assignmentId) ?? {};
    const reports = readReports(own['steps']);
    return {
      assignmentId: pair.assignmentId,
      principal: pair.principal.name,
      school: pair.school.name,
      zone: pair.school.timeZone,
      answers: own,
      steps: (steps.get(pair.assignmentId) ?? []).map((step) => {
        const report = reports[step.id];
        return { ...step, ...(report !== undefined && { report }) };
      }),
      ...(checkIn && {
        outcome: outcomeOf(checkIn, prompts.get(checkIn.id) ?? [], ctx.now),
        closeAt: checkIn.closeAt,
        ...(checkIn.lateUntil > ctx.now && { lateUntil: checkIn.lateUntil }),
      }),
    };
  });
}

/** The coach has it in the chat from now on; nobody can tell when it is looked at. */
export async function noteSummary(
  ctx: Context,
  coachId: string,
  pairs: readonly Pair[],
  weeks: readonly PairWeek[],
): Promise<void> {
  const looks = pairs.flatMap(({ assignmentId, principal }) =>
    weeks
      .filter((week) => week.assignmentId === assignmentId)
      .flatMap(thingsIn)
      .map((thing) => ({ thing, ownerId: principal.id })),
  );
  await noteReads(ctx.tx, eyesOf(ctx, coachId), ctx.now, looks);
}

/** The coach's own eyes: what this viewer may not read is not in the summary. */
export function eyesOf(ctx: Context, coachId: string): Viewer {
  return { tenantId: ctx.viewer.tenantId, personId: coachId, roles: [] };
}

function keyPrefix(coachId: string, weekOf: Day): string {
  return `digest:coach-summary:${coachId}:${weekOf}:`;
}

function pageKey(coachId: string, weekOf: Day, page: number): string {
  return `${keyPrefix(coachId, weekOf)}${page}`;
}
