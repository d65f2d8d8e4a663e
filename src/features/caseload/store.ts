import type { Tx } from '../../db/client.ts';
import type { Viewer } from '../../roster/access.ts';
import type { Pair } from '../../roster/store.ts';
import { addDays, columnOfDay, dayIn, dayOfColumn, mondayOf, weekdayOf, type Day } from '../../zone.ts';
import type { Standing } from './rules.ts';

/** How one of the coach's own pairs stands; for the coach of that pair only. */
export async function readStanding(tx: Tx, viewer: Viewer, pair: Pair, now: Date): Promise<Standing> {
  const today = dayIn(pair.school.timeZone, now);

  const checkIn = await tx.checkIn.findFirst({
    where: {
      tenantId: viewer.tenantId,
      assignmentId: pair.assignmentId,
      weekOf: { gte: columnOfDay(addDays(mondayOf(today), -7)) },
    },
    orderBy: { weekOf: 'desc' },
    select: { id: true, status: true, answers: { where: { question: 'need' }, select: { value: true } } },
  });
  const steps = await tx.actionStep.findMany({
    where: {
      tenantId: viewer.tenantId,
      plan: { assignmentId: pair.assignmentId },
      status: { in: ['COMMITTED', 'IN_PROGRESS', 'STUCK', 'CLAIMED_DONE'] },
    },
    select: { status: true, mustChoose: true },
  });
  const visit = await tx.visit.findFirst({
    where: { tenantId: viewer.tenantId, assignmentId: pair.assignmentId },
    orderBy: { visitedOn: 'desc' },
    select: { visitedOn: true },
  });
  const prompt =
    checkIn &&
    (await tx.delivery.findFirst({
      where: { tenantId: viewer.tenantId, about: checkIn.id, kind: 'check-in.prompt' },
      select: { status: true, reasonText: true },
    }));
  const need = checkIn?.answers[0]?.value;
  return {
    assignmentId: pair.assignmentId,
    principalName: pair.principal.name,
    schoolName: pair.school.name,
    checkIn: checkIn?.status,
    notDelivered:
      prompt && (prompt.status === 'DEAD' || prompt.status === 'FAILED')
        ? (prompt.reasonText ?? 'the reason is not known')
        : undefined,
    need: typeof need === 'string' ? need : undefined,
    openSteps: steps.filter((step) => step.status !== 'CLAIMED_DONE').length,
    stuckSteps: steps.filter((step) => step.status === 'STUCK').length,
    mustChoose: steps.some((step) => step.mustChoose),
    toVerify: steps.filter((step) => step.status === 'CLAIMED_DONE').length,
    lastVisit: visit ? dayOfColumn(visit.visitedOn) : undefined,
    nextVisit: nextVisit(pair.visitWeekday, today),
  };
}

function nextVisit(weekday: number | null, today: Day): Day | undefined {
  return weekday === null ? undefined : addDays(today, (weekday - weekdayOf(today) + 7) % 7);
}
