// What the week left behind in everybody's tables, for the summary and the digest; nothing is written here.
import { z } from 'zod';
import type { Tx } from '../../../db/client.ts';
import { Prisma } from '../../../db/generated/client.ts';
import { ForbiddenError } from '../../../errors.ts';
import { belongsTo, isSystem, mayRead, type Viewer } from '../../../roster/access.ts';
import { listDaysOf, type KeptDay } from '../../../roster/school-days.ts';
import type { Pair } from '../../../roster/store.ts';
import { addDays, columnOfDay, dayOfColumn, type Day } from '../../../zone.ts';
import type { CheckInFact } from '../../outcomes.ts';
import { postsOf, releasableItems } from '../../releases.ts';
import { QUESTIONS, type Count, type CountedQuestion } from '../rules/practice.ts';
import type { ReleasedWords } from '../rules/sections.ts';
import type { SummaryStep } from '../rules/summary.ts';

/** Twenty weeks to both sides: a summer may lie between two posts. */
export async function listCalendar(tx: Tx, viewer: Viewer, districtId: string, weekOf: Day): Promise<KeptDay[]> {
  return (await listCalendars(tx, viewer, [districtId], weekOf)).get(districtId) ?? [];
}

/** By district. */
export function listCalendars(
  tx: Tx,
  viewer: Viewer,
  districtIds: readonly string[],
  weekOf: Day,
): Promise<Map<string, KeptDay[]>> {
  return listDaysOf(tx, viewer, districtIds, { from: addDays(weekOf, -140), to: addDays(weekOf, 140) });
}

/** Numbers that principals gave for totals, for the clock's own work only: who counts them decides whether they may be shown. */
export async function listCounts(tx: Tx, viewer: Viewer, checkIns: readonly CheckInFact[]): Promise<Count[]> {
  if (!isSystem(viewer)) throw new ForbiddenError('Single counts are never shown.');
  const rows = await tx.answer.findMany({
    where: {
      tenantId: viewer.tenantId,
      checkInId: { in: checkIns.map((checkIn) => checkIn.id) },
      question: { in: [...QUESTIONS] },
      audience: { in: FOR_TOTALS },
    },
    select: { id: true, question: true, value: true, checkIn: { select: { personId: true, schoolId: true } } },
    orderBy: { id: 'asc' },
  });
  return rows.flatMap((row) => {
    const value = z.number().safeParse(row.value);
    // The query asks for no other questions.
    const question = row.question as CountedQuestion;
    return value.success ? [{ answerId: row.id, ...row.checkIn, question, value: value.data }] : [];
  });
}

type Audience = Parameters<typeof mayRead>[1];
const FOR_TOTALS: Audience[] = ['PAIR_AND_COUNTS', 'DISTRICT_AGGREGATE'];

export interface VisitFact {
  id: string;
  assignmentId: string;
  visitedOn: Day;
  outcome: string;
}

export async function listVisits(
  tx: Tx,
  viewer: Viewer,
  assignmentIds: readonly string[],
  weekOf: Day,
): Promise<VisitFact[]> {
  const rows = await tx.visit.findMany({
    where: { tenantId: viewer.tenantId, assignmentId: { in: [...assignmentIds] }, weekOf: columnOfDay(weekOf) },
    select: { id: true, assignmentId: true, visitedOn: true, outcome: true },
    orderBy: [{ visitedOn: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => ({ ...row, visitedOn: dayOfColumn(row.visitedOn) }));
}

export interface BarrierFact {
  id: string;
  category: string;
  lever: string;
  school: string;
  raisedOn: Day;
  neededBy?: Day;
  resolvedOn?: Day;
  status: string;
}

/** Only what the principal agreed to show to the district, of pairs whose compact is signed. */
export async function listDistrictBarriers(
  tx: Tx,
  viewer: Viewer,
  districtId: string,
  raisedBy: Day,
): Promise<BarrierFact[]> {
  const schools = await tx.school.findMany({
    where: { tenantId: viewer.tenantId, districtId },
    select: { id: true, name: true },
  });
  const names = new Map(schools.map((school) => [school.id, school.name]));
  const signed = await tx.coachAssignment.findMany({
    where: { tenantId: viewer.tenantId, schoolId: { in: [...names.keys()] }, compactSignedOn: { not: null } },
    select: { id: true },
  });
  const rows = await tx.barrier.findMany({
    where: {
      tenantId: viewer.tenantId,
      visibility: 'DISTRICT',
      assignmentId: { in: signed.map((one) => one.id) },
      raisedOn: { lte: columnOfDay(raisedBy) },
    },
    orderBy: [{ raisedOn: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => ({
    id: row.id,
    category: row.category,
    lever: row.lever,
    school: names.get(row.schoolId) ?? '',
    raisedOn: dayOfColumn(row.raisedOn),
    status: row.status,
    ...(row.neededBy !== null && { neededBy: dayOfColumn(row.neededBy) }),
    ...(row.resolvedOn !== null && { resolvedOn: dayOfColumn(row.resolvedOn) }),
  }));
}

/**
 * What principals of live pairs released to the district and no other digest has: each only while the item still says the
 * words. Held, nobody withdraws any of it until the transaction ends.
 */
export async function listReleased(
  tx: Tx,
  viewer: Viewer,
  district: { id: string; weekOf: Day },
  holds: boolean,
): Promise<ReleasedWords[]> {
  if (!isSystem(viewer)) throw new ForbiddenError('A digest is put together by the clock.');
  return tx.$queryRaw<ReleasedWords[]>`
    select g.id, s.name as school, g.words
    from share_grant g join coach_assignment a on a.id = g.assignment_id join school s on s.id = a.school_id
      join ${releasableItems} on item.tenant_id = g.tenant_id and item.kind = g.kind and item.item_id = g.item_id and item.part = g.part
    where g.tenant_id = ${viewer.tenantId}::uuid and g.state = 'RELEASED' and g.audience = 'DISTRICT' and item.words = g.words
      and s.district_id = ${district.id}::uuid and a.status = 'ACTIVE' and a.compact_signed_on is not null
      and not exists (${postsOf} and (d.organization_id, d.week_of) <> (${district.id}::uuid, ${columnOfDay(district.weekOf)}::date))
    order by g.id ${holds ? Prisma.sql`for share of g` : Prisma.empty}`;
}

/** By assignment and question; each answer only if its own audience lets this viewer read it. */
export async function listOwnAnswers(
  tx: Tx,
  viewer: Viewer,
  pairs: readonly Pair[],
  weekOf: Day,
): Promise<Map<string, Record<string, unknown>>> {
  const rows = await tx.answer.findMany({
    where: {
      tenantId: viewer.tenantId,
      checkIn: { assignmentId: { in: pairs.map((pair) => pair.assignmentId) }, weekOf: columnOfDay(weekOf) },
    },
    select: {
      question: true,
      value: true,
      audience: true,
      checkIn: { select: { assignmentId: true, personId: true } },
    },
  });
  const answers = new Map<string, Record<string, unknown>>();
  for (const { question, value, audience, checkIn } of rows) {
    const pair = pairs.find((one) => one.assignmentId === checkIn.assignmentId);
    // Audiences are written by features/check-in from the same list of words.
    if (pair === undefined || !mayRead(viewer, audience as Audience, belongsTo(pair, checkIn.personId))) continue;
    answers.set(pair.assignmentId, { ...answers.get(pair.assignmentId), [question]: value });
  }
  return answers;
}

/** The steps that are open, or moved this week, by assignment. */
export async function listOwnSteps(
  tx: Tx,
  viewer: Viewer,
  pairs: readonly Pair[],
  weekOf: Day,
): Promise<Map<string, SummaryStep[]>> {
  // Not even the clock: a summary is read with the eyes of whom it is for.
  const own = pairs.filter((pair) => mayRead(viewer, 'PAIR', belongsTo(pair, pair.principal.id)));
  const rows = await tx.actionStep.findMany({
    where: {
      tenantId: viewer.tenantId,
      plan: { assignmentId: { in: own.map((pair) => pair.assignmentId) } },
      OR: [{ status: { notIn: ['VERIFIED', 'DROPPED'] } }, { moves: { some: { weekOf: columnOfDay(weekOf) } } }],
    },
    include: {
      plan: { select: { assignmentId: true } },
      moves: { where: { weekOf: columnOfDay(weekOf) }, orderBy: { movedAt: 'asc' } },
    },
    orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
  });
  const steps = new Map<string, SummaryStep[]>();
  for (const row of rows) {
    const was = row.moves[0]?.fromStatus;
    const step: SummaryStep = {
      id: row.id,
      text: row.text,
      status: row.status,
      dueOn: dayOfColumn(row.dueOn),
      carriedCount: row.carriedCount,
      mustChoose: row.mustChoose,
      ...(was !== undefined && was !== row.status && { was }),
    };
    steps.set(row.plan.assignmentId, [...(steps.get(row.plan.assignmentId) ?? []), step]);
  }
  return steps;
}
