import type { Tx } from '../../db/client.ts';
import type { Viewer } from '../../roster/access.ts';
import type { Pair } from '../../roster/store.ts';
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

/** Of each pair: since when it is one, and the days that were written down since `from`. */
export async function listVisitDays(
  tx: Tx,
  viewer: Viewer,
  assignmentIds: readonly string[],
  from: Day,
): Promise<Map<string, { startsOn: Day; days: Day[] }>> {
  const ids = { in: [...assignmentIds] };
  const pairs = await tx.coachAssignment.findMany({
    where: { tenantId: viewer.tenantId, id: ids },
    select: { id: true, startsOn: true },
  });
  const visits = await tx.visit.findMany({
    where: { tenantId: viewer.tenantId, assignmentId: ids, visitedOn: { gte: columnOfDay(from) } },
    select: { assignmentId: true, visitedOn: true },
  });
  return new Map(
    pairs.map((pair) => [
      pair.id,
      {
        startsOn: dayOfColumn(pair.startsOn),
        days: visits.filter((one) => one.assignmentId === pair.id).map((one) => dayOfColumn(one.visitedOn)),
      },
    ]),
  );
}

/** The pairs whose coach asked for help with the match in the newest log, and the day of that log. */
export async function listMatchHelp(
  tx: Tx,
  viewer: Viewer,
  assignmentIds: readonly string[],
  since: Day,
): Promise<Map<string, Day>> {
  const visits = await tx.visit.findMany({
    where: {
      tenantId: viewer.tenantId,
      assignmentId: { in: [...assignmentIds] },
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

/** The principal's steps that a coach may have seen: open ones, and those said to be done. */
export async function listStepsToSee(tx: Tx, viewer: Viewer, pair: Pair) {
  return tx.actionStep.findMany({
    where: {
      tenantId: viewer.tenantId,
      ownerId: pair.principal.id,
      plan: { assignmentId: pair.assignmentId },
      status: { in: ['COMMITTED', 'IN_PROGRESS', 'STUCK', 'CLAIMED_DONE'] },
    },
    select: { id: true, text: true },
    orderBy: { createdAt: 'asc' },
    take: 6,
  });
}
