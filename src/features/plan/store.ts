import { z } from 'zod';
import { noteActs } from '../../audit/write.ts';
import type { Tx } from '../../db/client.ts';
import type { ActionStep } from '../../db/generated/client.ts';
import { belongsTo, type Viewer } from '../../roster/access.ts';
import { maySee } from '../../roster/matrix.ts';
import { findPair, type Pair } from '../../roster/store.ts';
import { columnOfDay, dayOfColumn, mondayOf, type Day } from '../../zone.ts';
import { nextStepStatus, type StepEvent } from './rules.ts';

export type Step = Omit<ActionStep, 'dueOn'> & { dueOn: Day };

/** The pair's coaching plan; made when it is first needed. */
export async function ensurePlan(tx: Tx, viewer: Viewer, pair: Pair, today: Day): Promise<string> {
  const key = { tenantId: viewer.tenantId, assignmentId: pair.assignmentId, kind: 'COACHING' };
  await tx.plan.createMany({
    data: { ...key, ownerId: pair.principal.id, startsOn: columnOfDay(today) },
    skipDuplicates: true,
  });
  const plan = await tx.plan.findUniqueOrThrow({ where: { tenantId_assignmentId_kind: key }, select: { id: true } });
  return plan.id;
}

export async function createStep(
  tx: Tx,
  viewer: Viewer,
  step: { planId: string; ownerId: string; proposedById: string; text: string; evidence: string; dueOn: Day },
): Promise<Step> {
  return toStep(
    await tx.actionStep.create({ data: { tenantId: viewer.tenantId, ...step, dueOn: columnOfDay(step.dueOn) } }),
  );
}

/** A step of a pair that the viewer is in, or any for the clock; locked, so that two presses come one after the other. */
export async function lockStep(
  tx: Tx,
  viewer: Viewer,
  stepId: string,
): Promise<(Step & { assignmentId: string }) | undefined> {
  if (!z.uuid().safeParse(stepId).success) return undefined;
  await tx.$queryRaw`select 1 from action_step where id = ${stepId}::uuid for update`;
  const row = await tx.actionStep.findFirst({
    where: { id: stepId, tenantId: viewer.tenantId },
    include: { plan: { select: { assignmentId: true } } },
  });
  const pair = row && (await findPair(tx, viewer, row.plan.assignmentId));
  if (!row || !pair || !mayReadSteps(viewer, pair)) return undefined;
  return { ...toStep(row), assignmentId: row.plan.assignmentId };
}

/** Those of a pair that has ended take up nobody's attention any more. */
export async function countOpenSteps(tx: Tx, viewer: Viewer, ownerId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from action_step s join plan p on p.id = s.plan_id
      join coach_assignment a on a.id = p.assignment_id and a.status <> 'ENDED'
    where s.tenant_id = ${viewer.tenantId}::uuid and s.owner_id = ${ownerId}::uuid
      and s.status in ('COMMITTED', 'IN_PROGRESS', 'STUCK')`;
  return row?.count ?? 0;
}

/** Moves a step and writes down who moved it; false where the transition does not exist. */
export async function moveStep(
  tx: Tx,
  viewer: Viewer,
  step: Pick<Step, 'id' | 'ownerId' | 'status'>,
  event: StepEvent,
  at: { now: Date; today: Day; byId: string | null; note?: string },
): Promise<Step['status'] | undefined> {
  const to = nextStepStatus(step.status, event);
  if (to === undefined) return undefined;
  await tx.actionStep.update({
    where: { id: step.id, tenantId: viewer.tenantId },
    data: {
      status: to,
      version: { increment: 1 },
      ...(event === 'drop' ? { dropReason: at.note ?? null, mustChoose: false } : {}),
    },
  });
  await writeMove(tx, viewer, { step, event, from: step.status, to, ...at });
  return to;
}

/** With the line of the audit that names whoever moved it. */
export async function writeMove(
  tx: Tx,
  { tenantId }: Viewer,
  move: {
    step: Pick<Step, 'id' | 'ownerId'>;
    event: string;
    from: Step['status'];
    to: Step['status'];
    now: Date;
    today: Day;
    byId: string | null;
    note?: string;
  },
): Promise<void> {
  const { step, event, from, to, now, byId } = move;
  await tx.stepMove.create({
    data: {
      tenantId,
      stepId: step.id,
      event,
      fromStatus: from,
      toStatus: to,
      byId,
      weekOf: columnOfDay(mondayOf(move.today)),
      note: move.note ?? null,
      movedAt: now,
    },
  });
  const act = { act: 'wrote', thing: 'step-text', aboutId: step.id, ownerId: step.ownerId } as const;
  await noteActs(tx, { tenantId, personId: byId }, now, [{ ...act, detail: { event, from, to } }]);
}

export async function saveStep(
  tx: Tx,
  viewer: Viewer,
  stepId: string,
  change: { text?: string; dueOn?: Day; carriedCount?: number; mustChoose?: boolean },
): Promise<void> {
  const { dueOn, ...rest } = change;
  await tx.actionStep.update({
    where: { id: stepId, tenantId: viewer.tenantId },
    data: { ...rest, ...(dueOn === undefined ? {} : { dueOn: columnOfDay(dueOn) }), version: { increment: 1 } },
  });
}

export async function createGoal(
  tx: Tx,
  viewer: Viewer,
  goal: { planId: string; statement: string; why: string; evidence: string; standard: number },
): Promise<string> {
  const { id } = await tx.goal.create({ data: { tenantId: viewer.tenantId, ...goal }, select: { id: true } });
  return id;
}

export async function countGoals(tx: Tx, viewer: Viewer, planId: string): Promise<number> {
  return tx.goal.count({ where: { tenantId: viewer.tenantId, planId, status: { not: 'DROPPED' } } });
}

/** The whole plan of one pair, for one of the two. */
export async function readPlan(tx: Tx, viewer: Viewer, pair: Pair) {
  const plan = await tx.plan.findUnique({
    where: {
      tenantId_assignmentId_kind: { tenantId: viewer.tenantId, assignmentId: pair.assignmentId, kind: 'COACHING' },
    },
    include: {
      goals: { where: { status: { not: 'DROPPED' } }, orderBy: { createdAt: 'asc' } },
      steps: { orderBy: { createdAt: 'asc' } },
    },
  });
  const mine = mayReadSteps(viewer, pair);
  return mine && plan ? { goals: plan.goals, steps: plan.steps.map(toStep) } : { goals: [], steps: [] };
}

function mayReadSteps(viewer: Viewer, pair: Pair): boolean {
  return maySee(viewer, 'step-text', belongsTo(pair, pair.principal.id));
}

function toStep(row: ActionStep): Step {
  return { ...row, dueOn: dayOfColumn(row.dueOn) };
}
