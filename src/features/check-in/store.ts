import { z } from 'zod';
import type { Audience } from '../../chat/audience.ts';
import type { Values } from '../../chat/form.ts';
import type { Tx } from '../../db/client.ts';
import type { CheckIn as CheckInRow } from '../../db/generated/client.ts';
import type { CheckInStatus } from '../../db/generated/enums.ts';
import type { Viewer } from '../../roster/access.ts';
import { isSystem } from '../../roster/access.ts';
import type { Pair } from '../../roster/store.ts';
import { columnOfDay, dayOfColumn, type Day } from '../../zone.ts';
import type { Template, Window } from './rules.ts';

export type CheckIn = CheckInRow;

/** Opening is idempotent: one check-in a person, template and week, however often the clock strikes. Undefined when it was there. */
export async function createCheckIn(
  tx: Tx,
  viewer: Viewer,
  of: { pair: Pair; template: Template; weekOf: Day },
  planned: { window: Window } | { skip: string; at: Date },
): Promise<CheckIn | undefined> {
  const times =
    'window' in planned
      ? planned.window
      : { shape: 'full', openAt: planned.at, nudgeAt: planned.at, closeAt: planned.at, lateUntil: planned.at };
  const { count } = await tx.checkIn.createMany({
    data: {
      tenantId: viewer.tenantId,
      personId: of.pair.principal.id,
      assignmentId: of.pair.assignmentId,
      schoolId: of.pair.school.id,
      template: of.template.key,
      templateVersion: of.template.version,
      weekOf: columnOfDay(of.weekOf),
      ...times,
      status: 'window' in planned ? 'OPEN' : 'SKIPPED',
      skipReason: 'window' in planned ? null : planned.skip,
    },
    skipDuplicates: true,
  });
  if (count === 0) return undefined;
  return (await findWeek(tx, viewer, of.pair.principal.id, of.template.key, of.weekOf)) ?? undefined;
}

export function findWeek(
  tx: Tx,
  viewer: Viewer,
  personId: string,
  template: string,
  weekOf: Day,
): Promise<CheckIn | null> {
  return tx.checkIn.findUnique({
    where: {
      tenantId_personId_template_weekOf: { tenantId: viewer.tenantId, personId, template, weekOf: columnOfDay(weekOf) },
    },
  });
}

/** The viewer's own check-in, or any for the clock. Locked, so that two submits come one after the other. */
export async function lockCheckIn(tx: Tx, viewer: Viewer, checkInId: string): Promise<CheckIn | undefined> {
  if (!z.uuid().safeParse(checkInId).success) return undefined;
  await tx.$queryRaw`select 1 from check_in where id = ${checkInId}::uuid for update`;
  const row = await tx.checkIn.findFirst({
    where: {
      id: checkInId,
      tenantId: viewer.tenantId,
      ...(isSystem(viewer) ? {} : { personId: viewer.personId ?? '' }),
    },
  });
  return row ?? undefined;
}

/** The viewer's newest check-in that is not skipped. */
export async function findNewest(tx: Tx, viewer: Viewer): Promise<CheckIn | undefined> {
  const row = await tx.checkIn.findFirst({
    where: { tenantId: viewer.tenantId, personId: viewer.personId ?? '', status: { not: 'SKIPPED' } },
    orderBy: { weekOf: 'desc' },
  });
  return row ?? undefined;
}

export async function saveStatus(
  tx: Tx,
  viewer: Viewer,
  checkInId: string,
  status: CheckInStatus,
  reason?: string,
): Promise<void> {
  await tx.checkIn.update({
    where: { id: checkInId, tenantId: viewer.tenantId },
    data: { status, ...(reason === undefined ? {} : { skipReason: reason }) },
  });
}

export async function saveWindow(tx: Tx, viewer: Viewer, checkInId: string, window: Window): Promise<void> {
  await tx.checkIn.update({ where: { id: checkInId, tenantId: viewer.tenantId }, data: { ...window } });
}

export async function saveDraft(tx: Tx, viewer: Viewer, checkInId: string, draft: Values): Promise<void> {
  await tx.checkIn.updateMany({
    where: { id: checkInId, tenantId: viewer.tenantId, personId: viewer.personId ?? '' },
    data: { draft },
  });
}

const Draft = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

export function draftOf(checkIn: CheckIn): Values | undefined {
  const draft = Draft.safeParse(checkIn.draft);
  return draft.success ? draft.data : undefined;
}

/** Answers replace those of an earlier save; each keeps the audience that the form promised. */
export async function saveAnswers(
  tx: Tx,
  viewer: Viewer,
  checkIn: CheckIn,
  status: CheckInStatus,
  now: Date,
  answers: readonly { question: string; value: unknown; audience: Audience }[],
): Promise<void> {
  await tx.answer.deleteMany({ where: { checkInId: checkIn.id, tenantId: viewer.tenantId } });
  await tx.answer.createMany({
    data: answers.map((answer) => ({
      tenantId: viewer.tenantId,
      checkInId: checkIn.id,
      question: answer.question,
      value: answer.value as never,
      audience: answer.audience,
    })),
  });
  await tx.checkIn.update({
    where: { id: checkIn.id, tenantId: viewer.tenantId },
    data: { status, submittedAt: now, version: { increment: 1 }, draft: {} },
  });
}

/** The viewer's own answers to one check-in. */
export async function readOwnAnswers(tx: Tx, viewer: Viewer, checkInId: string): Promise<Record<string, unknown>> {
  const rows = await tx.answer.findMany({
    where: { checkInId, tenantId: viewer.tenantId, checkIn: { personId: viewer.personId ?? '' } },
  });
  return Object.fromEntries(rows.map((row) => [row.question, row.value]));
}

/** The steps that the week's form asks about: open ones, and those that this very check-in has closed. */
export async function listStepsAsked(tx: Tx, viewer: Viewer, personId: string, weekOf: Date) {
  return tx.actionStep.findMany({
    where: {
      tenantId: viewer.tenantId,
      ownerId: personId,
      OR: [
        { status: { in: ['COMMITTED', 'IN_PROGRESS', 'STUCK'] } },
        {
          status: { in: ['CLAIMED_DONE', 'DROPPED'] },
          moves: { some: { weekOf, event: { in: ['claim', 'drop'] }, byId: personId } },
        },
      ],
    },
    select: { id: true, text: true, status: true },
    orderBy: { createdAt: 'asc' },
    take: 10,
  });
}

export async function listHistory(tx: Tx, viewer: Viewer, weeks: number) {
  const rows = await tx.checkIn.findMany({
    where: { tenantId: viewer.tenantId, personId: viewer.personId ?? '' },
    orderBy: { weekOf: 'desc' },
    take: weeks,
    select: {
      weekOf: true,
      status: true,
      answers: { where: { question: { in: ['rooms', 'next-steps'] } }, select: { question: true, value: true } },
    },
  });
  return rows.reverse().map((row) => ({
    weekOf: dayOfColumn(row.weekOf),
    status: row.status,
    ...numberAt('rooms', row.answers, 'rooms'),
    ...numberAt('nextSteps', row.answers, 'next-steps'),
  }));
}

function numberAt<K extends string>(
  name: K,
  answers: readonly { question: string; value: unknown }[],
  question: string,
): Partial<Record<K, number>> {
  const value = answers.find((answer) => answer.question === question)?.value;
  return typeof value === 'number' ? ({ [name]: value } as Partial<Record<K, number>>) : {};
}
