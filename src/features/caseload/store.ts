import type { Tx } from '../../db/client.ts';
import { belongsTo, type Viewer } from '../../roster/access.ts';
import { visibleTo } from '../../roster/matrix.ts';
import type { Pair } from '../../roster/store.ts';
import { addDays, columnOfDay, dayIn, mondayOf, weekdayOf, type Day } from '../../zone.ts';
import { outcomeOf } from '../outcomes.ts';
import { factOf, listPrompts } from '../week-delivery.ts';
import type { Standing } from './rules.ts';

/** How the coach's own pairs stand, as many questions for sixty as for one; for the coach of those pairs only. */
export async function readStandings(tx: Tx, viewer: Viewer, pairs: readonly Pair[], now: Date): Promise<Standing[]> {
  const coached = pairs.filter((pair) => pair.coach.id === viewer.personId);
  const mine = visibleTo(viewer, 'principal-text', coached, (pair) => belongsTo(pair, pair.principal.id));
  const ids = mine.map((pair) => pair.assignmentId);
  const checkIns = await listCheckIns(tx, viewer, ids, now);
  const steps = await listSteps(tx, viewer, ids);
  const prompts = await listPrompts(
    tx,
    viewer,
    [...checkIns.values()].map((checkIn) => checkIn.id),
  );
  return mine.map((pair) => {
    const today = dayIn(pair.school.timeZone, now);
    const found = checkIns.get(pair.assignmentId);
    const checkIn = found && found.weekOf >= columnOfDay(addDays(mondayOf(today), -7)) ? found : undefined;
    const own = steps.filter((step) => step.plan.assignmentId === pair.assignmentId);
    const need = checkIn?.answers[0]?.value;
    return {
      assignmentId: pair.assignmentId,
      principalId: pair.principal.id,
      principalName: pair.principal.name,
      schoolName: pair.school.name,
      timeZone: pair.school.timeZone,
      outcome: checkIn && outcomeOf(factOf(checkIn), prompts.get(checkIn.id) ?? [], now),
      need: typeof need === 'string' ? need : undefined,
      openSteps: own.filter((step) => step.status !== 'CLAIMED_DONE').length,
      stuckSteps: own.filter((step) => step.status === 'STUCK').length,
      mustChoose: own.some((step) => step.mustChoose),
      toVerify: own.filter((step) => step.status === 'CLAIMED_DONE').length,
      nextVisit: nextVisit(pair.visitWeekday, today),
    };
  });
}

/** The newest of each pair, of this week or the last one wherever its school is. */
async function listCheckIns(tx: Tx, viewer: Viewer, assignmentIds: string[], now: Date) {
  const rows = await tx.checkIn.findMany({
    where: {
      tenantId: viewer.tenantId,
      assignmentId: { in: assignmentIds },
      weekOf: { gte: columnOfDay(addDays(mondayOf(dayIn('UTC', now)), -14)) },
    },
    orderBy: { weekOf: 'asc' },
    include: { answers: { where: { question: 'need' }, select: { value: true } } },
    omit: { draft: true },
  });
  return new Map(rows.map((row) => [row.assignmentId, row]));
}

function listSteps(tx: Tx, viewer: Viewer, assignmentIds: string[]) {
  return tx.actionStep.findMany({
    where: {
      tenantId: viewer.tenantId,
      plan: { assignmentId: { in: assignmentIds } },
      status: { in: ['COMMITTED', 'IN_PROGRESS', 'STUCK', 'CLAIMED_DONE'] },
    },
    select: { status: true, mustChoose: true, plan: { select: { assignmentId: true } } },
  });
}

function nextVisit(weekday: number | null, today: Day): Day | undefined {
  return weekday === null ? undefined : addDays(today, (weekday - weekdayOf(today) + 7) % 7);
}
