import { z } from 'zod';
import type { Audience } from '../../chat/audience.ts';
import type { Tx } from '../../db/client.ts';
import { Prisma, type CheckIn as CheckInRow } from '../../db/generated/client.ts';
import type { CheckInStatus, StepStatus } from '../../db/generated/enums.ts';
import type { Viewer } from '../../roster/access.ts';
import { isSystem } from '../../roster/access.ts';
import type { Pair } from '../../roster/store.ts';
import { columnOfDay, dayOfColumn, type Day } from '../../zone.ts';
import type { LastWeek } from './rules/reminding.ts';
import type { Template } from './rules.ts';
import type { Window } from './rules/window.ts';

export type CheckIn = Omit<CheckInRow, 'draft'>;

const columns = Prisma.sql`c.id, c.tenant_id as "tenantId", c.person_id as "personId", c.assignment_id as "assignmentId",
  c.school_id as "schoolId", c.template, c.template_version as "templateVersion", c.shape, c.week_of as "weekOf",
  c.status::text as status, c.skip_reason as "skipReason", c.open_at as "openAt", c.nudge_at as "nudgeAt",
  c.close_at as "closeAt", c.late_until as "lateUntil", c.submitted_at as "submittedAt", c.version,
  c.created_at as "createdAt", c.updated_at as "updatedAt"`;

/**
 * The steps of the pair that the week's form asks about: open ones, and those that this very check-in has closed. Steps of an
 * earlier pair are the principal's own, and no later coach's.
 */
function stepsAsked(
  tenantId: Prisma.Sql,
  personId: Prisma.Sql,
  assignmentId: Prisma.Sql,
  weekOf: Prisma.Sql,
): Prisma.Sql {
  return Prisma.sql`
    select s.id, s.text, s.status::text as status from action_step s join plan p on p.id = s.plan_id
    where s.tenant_id = ${tenantId} and s.owner_id = ${personId} and p.assignment_id = ${assignmentId} and (s.status in ('COMMITTED', 'IN_PROGRESS', 'STUCK')
      or (s.status in ('CLAIMED_DONE', 'DROPPED') and exists (
        select 1 from step_move m
        where m.step_id = s.id and m.week_of = ${weekOf} and m.event in ('claim', 'drop') and m.by_id = ${personId})))
    order by s.created_at limit 10`;
}

/** What the calendar and a leave make of a week. */
export type PlannedWeek = { window: Window } | { skip: string; at: Date };

/**
 * Opening is idempotent: one check-in a person, template and week, however often the clock strikes. By assignment; those that
 * were there are not in it.
 */
export async function createCheckIns(
  tx: Tx,
  viewer: Viewer,
  template: Template,
  weeks: readonly { pair: Pair; monday: Day; planned: PlannedWeek }[],
): Promise<Map<string, CheckIn>> {
  if (weeks.length === 0) return new Map();
  const made = weeks.map(({ pair, monday, planned }) => ({
    ...{ personId: pair.principal.id, assignmentId: pair.assignmentId, schoolId: pair.school.id, weekOf: monday },
    ...('window' in planned
      ? { ...planned.window, status: 'OPEN' }
      : { ...emptyWindow(planned.at), status: 'SKIPPED', skipReason: planned.skip }),
  }));
  const rows = await tx.$queryRaw<CheckIn[]>`
    insert into check_in as c (id, tenant_id, person_id, assignment_id, school_id, template, template_version, shape, week_of,
      status, skip_reason, open_at, nudge_at, close_at, late_until, updated_at)
    select gen_random_uuid(), ${viewer.tenantId}::uuid, w."personId", w."assignmentId", w."schoolId", ${template.key},
      ${template.version}, w.shape, w."weekOf", w.status::"CheckInStatus", w."skipReason", w."openAt", w."nudgeAt", w."closeAt",
      w."lateUntil", now()
    from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as w("personId" uuid, "assignmentId" uuid, "schoolId" uuid,
      shape text, "weekOf" date, status text, "skipReason" text, "openAt" timestamptz(3), "nudgeAt" timestamptz(3),
      "closeAt" timestamptz(3), "lateUntil" timestamptz(3))
    on conflict (tenant_id, person_id, template, week_of) do nothing
    returning ${columns}`;
  return new Map(rows.map((row) => [row.assignmentId, row]));
}

function emptyWindow(at: Date): Window {
  return { shape: 'full', openAt: at, nudgeAt: at, closeAt: at, lateUntil: at };
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

/** Those of these people and weeks that are there. */
export async function listWeeks(
  tx: Tx,
  viewer: Viewer,
  template: string,
  weeks: readonly { personId: string; weekOf: Day }[],
): Promise<CheckIn[]> {
  if (weeks.length === 0) return [];
  return tx.$queryRaw<CheckIn[]>`
    select ${columns} from check_in c
      join jsonb_to_recordset(${JSON.stringify(weeks)}::jsonb) as w("personId" uuid, "weekOf" date)
        on c.person_id = w."personId" and c.week_of = w."weekOf"
    where c.tenant_id = ${viewer.tenantId}::uuid and c.template = ${template}`;
}

/** The viewer's own check-in, or any for the clock. Locked, so that two submits come one after the other. */
export async function lockCheckIn(tx: Tx, viewer: Viewer, checkInId: string): Promise<CheckIn | undefined> {
  return (await lockCheckIns(tx, viewer, [checkInId]))[0];
}

export async function lockCheckIns(tx: Tx, viewer: Viewer, checkInIds: readonly string[]): Promise<CheckIn[]> {
  const ids = checkInIds.filter((id) => z.uuid().safeParse(id).success);
  if (ids.length === 0) return [];
  return tx.$queryRaw<CheckIn[]>`
    select ${columns} from check_in c
    where c.id = any(${ids}::uuid[]) and c.tenant_id = ${viewer.tenantId}::uuid
      and (${isSystem(viewer)} or c.person_id = ${viewer.personId}::uuid)
    order by c.id for update`;
}

export interface StepAsked {
  id: string;
  text: string;
  status: StepStatus;
}

/** A check-in with all that its form shows. */
export interface Opening {
  row: CheckIn;
  steps: readonly StepAsked[];
  answers: Readonly<Record<string, unknown>>;
}

/**
 * The viewer's own check-in, of an id or the newest that is not skipped: in one statement and without a lock, because
 * somebody waits for the window and nothing is decided by what it shows.
 */
export async function findOpening(
  tx: Tx,
  viewer: Viewer,
  which: { id: string } | 'newest',
): Promise<Opening | undefined> {
  if (which !== 'newest' && !z.uuid().safeParse(which.id).success) return undefined;
  const wanted = which === 'newest' ? Prisma.sql`c.status <> 'SKIPPED'` : Prisma.sql`c.id = ${which.id}::uuid`;
  const [found] = await tx.$queryRaw<(CheckIn & Omit<Opening, 'row'>)[]>`
    select ${columns},
      (select coalesce(jsonb_agg(to_jsonb(asked)), '[]')
        from (${stepsAsked(Prisma.sql`c.tenant_id`, Prisma.sql`c.person_id`, Prisma.sql`c.assignment_id`, Prisma.sql`c.week_of`)}) as asked) as steps,
      (select coalesce(jsonb_object_agg(answer.question, answer.value), '{}') from answer where answer.check_in_id = c.id) as answers
    from check_in c
    where c.tenant_id = ${viewer.tenantId}::uuid and c.person_id = ${viewer.personId}::uuid and ${wanted}
    order by c.week_of desc limit 1`;
  if (!found) return undefined;
  const { steps, answers, ...row } = found;
  return { row, steps, answers };
}

/** The viewer's newest check-in that is not skipped. */
export async function findNewest(tx: Tx, viewer: Viewer): Promise<CheckIn | undefined> {
  const row = await tx.checkIn.findFirst({
    where: { tenantId: viewer.tenantId, personId: viewer.personId ?? '', status: { not: 'SKIPPED' } },
    orderBy: { weekOf: 'desc' },
  });
  return row ?? undefined;
}

/** The check-ins of these pairs that have not closed; who answers is no matter. */
export function listUnclosed(tx: Tx, viewer: Viewer, assignmentIds: readonly string[], now: Date): Promise<CheckIn[]> {
  return tx.checkIn.findMany({
    where: {
      tenantId: viewer.tenantId,
      assignmentId: { in: [...assignmentIds] },
      status: { in: ['OPEN', 'STARTED'] },
      closeAt: { gt: now },
    },
    orderBy: { weekOf: 'asc' },
  });
}

/** By check-in: half a year of weeks up to it, the newest first, and whether the person was reached in each. */
export async function listLastWeeks(
  tx: Tx,
  viewer: Viewer,
  upTo: readonly CheckIn[],
): Promise<Map<string, LastWeek[]>> {
  const rows = await tx.$queryRaw<{ id: string; weeks: LastWeek[] }[]>`
    select last.id, (
      select coalesce(jsonb_agg(jsonb_build_object('status', week.status, 'wasAsked', exists (
        select 1 from delivery d
        where d.tenant_id = last.tenant_id and d.about = week.id::text and d.status in ('SENT', 'UNKNOWN') and d.updates is null
          and d.kind in ('check-in.prompt', 'check-in.nudge'))) order by week.week_of desc), '[]')
      from (
        select c.id, c.status, c.week_of from check_in c
        where c.tenant_id = last.tenant_id and c.assignment_id = last.assignment_id and c.person_id = last.person_id
          and c.week_of <= last.week_of
        order by c.week_of desc limit 26) as week) as weeks
    from check_in last where last.tenant_id = ${viewer.tenantId}::uuid and last.id = any(${upTo.map(({ id }) => id)}::uuid[])`;
  return new Map(rows.map(({ id, weeks }) => [id, weeks]));
}

/** Nobody was asked in them and nothing is written of them. */
export async function dropSkipped(tx: Tx, viewer: Viewer, ids: readonly string[]): Promise<void> {
  await tx.checkIn.deleteMany({ where: { tenantId: viewer.tenantId, id: { in: [...ids] }, status: 'SKIPPED' } });
}

/** By assignment, the week whose opening is planned. */
export async function listOpenings(
  tx: Tx,
  viewer: Viewer,
  assignmentIds: readonly string[],
): Promise<Map<string, Day>> {
  const rows = await tx.$queryRaw<{ subject: string; weekOf: Day | null }[]>`
    select subject, data ->> 'weekOf' as "weekOf" from due_work
    where tenant_id = ${viewer.tenantId}::uuid and job = 'check-in.open' and subject = any(${[...assignmentIds]}::text[])`;
  return new Map(rows.flatMap(({ subject, weekOf }) => (weekOf === null ? [] : [[subject, weekOf]])));
}

/** When the clock opens the pair's next check-in. */
export async function findNextOpening(tx: Tx, viewer: Viewer, assignmentId: string): Promise<Date | undefined> {
  const work = await tx.dueWork.findUnique({
    where: { tenantId_job_subject: { tenantId: viewer.tenantId, job: 'check-in.open', subject: assignmentId } },
    select: { dueAt: true },
  });
  return work?.dueAt;
}

export async function saveStatuses(
  tx: Tx,
  viewer: Viewer,
  checkIns: readonly Pick<CheckIn, 'id'>[],
  status: CheckInStatus,
  reason?: string,
): Promise<void> {
  if (checkIns.length === 0) return;
  await tx.checkIn.updateMany({
    where: { id: { in: checkIns.map(({ id }) => id) }, tenantId: viewer.tenantId },
    data: { status, ...(reason === undefined ? {} : { skipReason: reason }) },
  });
}

/** Check-ins that stand open though their pair has ended, and whether the person is still there. */
export async function lockOfEndedPairs(tx: Tx, viewer: Viewer): Promise<{ id: string; isThere: boolean }[]> {
  return tx.$queryRaw<{ id: string; isThere: boolean }[]>`
    select c.id, p.active as "isThere" from check_in c
      join coach_assignment a on a.id = c.assignment_id join person p on p.id = c.person_id
    where c.tenant_id = ${viewer.tenantId}::uuid and a.status = 'ENDED' and c.status in ('OPEN', 'STARTED')
    order by c.id for update of c`;
}

/** The form was opened for the first time. */
export async function saveStart(tx: Tx, viewer: Viewer, checkInId: string): Promise<void> {
  await tx.checkIn.updateMany({
    where: { id: checkInId, tenantId: viewer.tenantId, status: 'OPEN' },
    data: { status: 'STARTED' },
  });
}

export async function saveWindows(
  tx: Tx,
  viewer: Viewer,
  windows: readonly (Omit<Window, 'shape'> & { id: string; shape: string })[],
): Promise<void> {
  if (windows.length === 0) return;
  await tx.$executeRaw`
    update check_in c set shape = w.shape, open_at = w."openAt", nudge_at = w."nudgeAt", close_at = w."closeAt",
      late_until = w."lateUntil", updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(windows)}::jsonb) as w(id uuid, shape text, "openAt" timestamptz(3),
      "nudgeAt" timestamptz(3), "closeAt" timestamptz(3), "lateUntil" timestamptz(3))
    where c.id = w.id and c.tenant_id = ${viewer.tenantId}::uuid`;
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
    data: { status, submittedAt: now, version: { increment: 1 } },
  });
}

export async function listStepsAsked(
  tx: Tx,
  viewer: Viewer,
  { personId, assignmentId, weekOf }: Pick<CheckIn, 'personId' | 'assignmentId' | 'weekOf'>,
): Promise<StepAsked[]> {
  return tx.$queryRaw<StepAsked[]>(
    stepsAsked(
      Prisma.sql`${viewer.tenantId}::uuid`,
      Prisma.sql`${personId}::uuid`,
      Prisma.sql`${assignmentId}::uuid`,
      Prisma.sql`${dayOfColumn(weekOf)}::date`,
    ),
  );
}

/** By check-in. */
export async function listAllStepsAsked(
  tx: Tx,
  viewer: Viewer,
  checkIns: readonly Pick<CheckIn, 'id'>[],
): Promise<Map<string, StepAsked[]>> {
  const rows = await tx.$queryRaw<(StepAsked & { checkInId: string })[]>`
    select c.id as "checkInId", asked.* from check_in c
      cross join lateral (${stepsAsked(Prisma.sql`c.tenant_id`, Prisma.sql`c.person_id`, Prisma.sql`c.assignment_id`, Prisma.sql`c.week_of`)}) as asked
    where c.tenant_id = ${viewer.tenantId}::uuid and c.id = any(${checkIns.map(({ id }) => id)}::uuid[])`;
  const steps = new Map<string, StepAsked[]>();
  for (const { checkInId, ...step } of rows) steps.set(checkInId, [...(steps.get(checkInId) ?? []), step]);
  return steps;
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
