import { z } from 'zod';
import { noteReadSql } from '../../audit/write.ts';
import type { Tx } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client.ts';
import { belongsTo, type Viewer } from '../../roster/access.ts';
import { maySee, visibleTo } from '../../roster/matrix.ts';
import type { Pair } from '../../roster/store.ts';
import type { ChangedVisit } from '../../roster/visit-days.ts';
import { columnOfDay, dayOfColumn, mondayOf, type Day } from '../../zone.ts';

export interface VisitFacts {
  outcome: string;
  visitedOn: Day;
  cancelledBy: string | undefined;
  activities: readonly string[];
  standards: readonly string[];
  matchHelp: boolean;
}

/** One visit a pair and day; a second log of the day replaces the first. */
export async function saveVisit(tx: Tx, viewer: Viewer, pair: Pair, visit: VisitFacts): Promise<string> {
  const facts = {
    outcome: visit.outcome,
    cancelledBy: visit.cancelledBy ?? null,
    activities: [...visit.activities],
    standards: [...visit.standards],
    matchHelp: visit.matchHelp,
  };
  const visitedOn = columnOfDay(visit.visitedOn);
  const row = await tx.visit.upsert({
    where: {
      tenantId_assignmentId_visitedOn: { tenantId: viewer.tenantId, assignmentId: pair.assignmentId, visitedOn },
    },
    create: {
      tenantId: viewer.tenantId,
      assignmentId: pair.assignmentId,
      coachId: pair.coach.id,
      schoolId: pair.school.id,
      visitedOn,
      weekOf: columnOfDay(mondayOf(visit.visitedOn)),
      ...facts,
    },
    update: { ...facts, version: { increment: 1 } },
    select: { id: true },
  });
  return row.id;
}

export async function isLogged(tx: Tx, viewer: Viewer, assignmentId: string, day: Day): Promise<boolean> {
  const visit = await tx.visit.findUnique({
    where: {
      tenantId_assignmentId_visitedOn: { tenantId: viewer.tenantId, assignmentId, visitedOn: columnOfDay(day) },
    },
    select: { id: true },
  });
  return visit !== null;
}

/** Days on site that wait for another one, by assignment; without those of which something is written down already. */
export async function openReschedules(
  tx: Tx,
  viewer: Viewer,
  pairs: readonly Pair[],
  day: Day,
): Promise<Map<string, string>> {
  const rows = await tx.visit.createManyAndReturn({
    data: pairs.map((pair) => ({
      tenantId: viewer.tenantId,
      assignmentId: pair.assignmentId,
      coachId: pair.coach.id,
      schoolId: pair.school.id,
      visitedOn: columnOfDay(day),
      weekOf: columnOfDay(mondayOf(day)),
      outcome: 'reschedule',
    })),
    skipDuplicates: true,
    select: { id: true, assignmentId: true },
  });
  return new Map(rows.map(({ id, assignmentId }) => [assignmentId, id]));
}

/** The pair whose day waits for another one; locked, so that it is settled once. */
export async function findReschedule(tx: Tx, viewer: Viewer, visitId: string): Promise<string | undefined> {
  if (!z.uuid().safeParse(visitId).success) return undefined;
  const [row] = await tx.$queryRaw<{ assignmentId: string }[]>`
    select assignment_id as "assignmentId" from visit
    where id = ${visitId}::uuid and tenant_id = ${viewer.tenantId}::uuid and outcome = 'reschedule' for update`;
  return row?.assignmentId;
}

export async function closeReschedule(
  tx: Tx,
  viewer: Viewer,
  visitId: string,
  to: { outcome: 'moved'; movedTo: Day } | { outcome: 'cancelled-school' },
): Promise<void> {
  await tx.visit.update({
    where: { id: visitId, tenantId: viewer.tenantId },
    data: {
      outcome: to.outcome,
      version: { increment: 1 },
      ...('movedTo' in to ? { movedTo: columnOfDay(to.movedTo) } : { cancelledBy: 'SCHOOL' }),
    },
  });
}

/** The day stands after all; by assignment, what waited. What the coach has settled meanwhile stays. */
export async function dropReschedules(
  tx: Tx,
  viewer: Viewer,
  pairs: readonly Pair[],
  day: Day,
): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; assignmentId: string }[]>`
    delete from visit where tenant_id = ${viewer.tenantId}::uuid and visited_on = ${day}::date and outcome = 'reschedule'
      and assignment_id = any(${pairs.map((pair) => pair.assignmentId)}::uuid[])
    returning id, assignment_id as "assignmentId"`;
  return new Map(rows.map(({ id, assignmentId }) => [assignmentId, id]));
}

/** The pairs of which another day was moved to this one. */
export async function listMovedTo(tx: Tx, viewer: Viewer, pairs: readonly Pair[], day: Day): Promise<Set<string>> {
  const rows = await tx.visit.findMany({
    where: {
      tenantId: viewer.tenantId,
      assignmentId: { in: pairs.map((pair) => pair.assignmentId) },
      movedTo: columnOfDay(day),
    },
    select: { assignmentId: true },
  });
  return new Set(rows.map(({ assignmentId }) => assignmentId));
}

/** The pair's days on site that did not stay where they were. */
export async function listChangedVisits(tx: Tx, viewer: Viewer, pair: Pair): Promise<ChangedVisit[]> {
  if (!maySee(viewer, 'visit-facts', belongsTo(pair, pair.coach.id))) return [];
  const rows = await tx.visit.findMany({
    where: { tenantId: viewer.tenantId, assignmentId: pair.assignmentId, outcome: { notIn: ['full', 'part'] } },
    select: { visitedOn: true, movedTo: true },
  });
  return rows.map(({ visitedOn, movedTo }) => ({
    day: dayOfColumn(visitedOn),
    movedTo: movedTo && dayOfColumn(movedTo),
  }));
}

/** Of each pair: since when it is one, and the days that were written down since `from`. */
export async function listVisitDays(
  tx: Tx,
  viewer: Viewer,
  pairs: readonly Pair[],
  from: Day,
): Promise<Map<string, { startsOn: Day; days: Day[] }>> {
  const ids = { in: idsOf(visibleTo(viewer, 'visit-facts', pairs, (pair) => belongsTo(pair, pair.coach.id))) };
  const assignments = await tx.coachAssignment.findMany({
    where: { tenantId: viewer.tenantId, id: ids },
    select: { id: true, startsOn: true },
  });
  const visits = await tx.visit.findMany({
    where: { tenantId: viewer.tenantId, assignmentId: ids, visitedOn: { gte: columnOfDay(from) } },
    select: { assignmentId: true, visitedOn: true },
  });
  return new Map(
    assignments.map((one) => [
      one.id,
      {
        startsOn: dayOfColumn(one.startsOn),
        days: visits.filter((visit) => visit.assignmentId === one.id).map((visit) => dayOfColumn(visit.visitedOn)),
      },
    ]),
  );
}

/** The pairs whose coach asked for help with the match in the newest log, and the day of that log. */
export async function listMatchHelp(
  tx: Tx,
  viewer: Viewer,
  pairs: readonly Pair[],
  since: Day,
): Promise<Map<string, Day>> {
  const shown = visibleTo(viewer, 'match-help', pairs, (pair) => belongsTo(pair, pair.coach.id));
  const visits = await tx.visit.findMany({
    where: {
      tenantId: viewer.tenantId,
      assignmentId: { in: idsOf(shown) },
      visitedOn: { gte: columnOfDay(since) },
    },
    orderBy: { visitedOn: 'asc' },
    select: { assignmentId: true, visitedOn: true, matchHelp: true },
  });
  const newest = new Map(visits.map((visit) => [visit.assignmentId, visit]));
  return new Map(
    [...newest].flatMap(([id, visit]) => (visit.matchHelp ? [[id, dayOfColumn(visit.visitedOn)] as const] : [])),
  );
}

/**
 * The principal's steps that a coach may have seen: open ones, and those said to be done. That they were read is noted in the
 * same statement, because the coach waits for the window.
 */
export async function listStepsToSee(
  tx: Tx,
  viewer: Viewer,
  pair: Pair,
  now: Date,
): Promise<{ id: string; text: string }[]> {
  if (!maySee(viewer, 'step-text', belongsTo(pair, pair.principal.id))) return [];
  return tx.$queryRaw<{ id: string; text: string }[]>`
    with shown as (
      select s.id, s.text, s.created_at from action_step s join plan p on p.id = s.plan_id
      where s.tenant_id = ${viewer.tenantId}::uuid and s.owner_id = ${pair.principal.id}::uuid
        and p.assignment_id = ${pair.assignmentId}::uuid and s.status in ('COMMITTED', 'IN_PROGRESS', 'STUCK', 'CLAIMED_DONE')
      order by s.created_at limit 6
    ), noted as (${noteReadSql(viewer, now, { thing: 'step-text', ownerId: pair.principal.id }, Prisma.sql`shown`)})
    select id, text from shown order by created_at`;
}

function idsOf(pairs: readonly Pair[]): string[] {
  return pairs.map((pair) => pair.assignmentId);
}
