// What became of a week's check-ins, as the tables tell it: one reading for coaches, administrators, operators and digests.
import { z } from 'zod';
import type { Tx } from '../db/client.ts';
import type { Viewer } from '../roster/access.ts';
import { columnOfDay, type Day } from '../zone.ts';
import { outcomeOf, type CheckInFact, type Outcome, type Prompt } from './outcomes.ts';

export interface WeekLine {
  checkIn: CheckInFact;
  school: string;
  principal: string;
  outcome: Outcome;
}

/** The check-ins of a week in these schools, by the name of the school. */
export async function readWeek(
  tx: Tx,
  viewer: Viewer,
  schools: readonly { id: string; name: string }[],
  weekOf: Day,
  now: Date,
): Promise<WeekLine[]> {
  const checkIns = await findCheckIns(tx, viewer, { schoolId: { in: schools.map((school) => school.id) } }, weekOf);
  const prompts = await listPrompts(
    tx,
    viewer,
    checkIns.map((checkIn) => checkIn.id),
  );
  const people = await tx.person.findMany({
    where: { tenantId: viewer.tenantId, id: { in: checkIns.map((checkIn) => checkIn.personId) } },
    select: { id: true, displayName: true },
  });
  const [schoolNames, names] = [
    new Map(schools.map((school) => [school.id, school.name])),
    new Map(people.map((person) => [person.id, person.displayName])),
  ];
  return checkIns
    .map((checkIn) => ({
      checkIn,
      school: schoolNames.get(checkIn.schoolId) ?? '',
      principal: names.get(checkIn.personId) ?? '',
      outcome: outcomeOf(checkIn, prompts.get(checkIn.id) ?? [], now),
    }))
    .sort((a, b) => a.school.localeCompare(b.school) || a.principal.localeCompare(b.principal));
}

export function listCheckIns(
  tx: Tx,
  viewer: Viewer,
  assignmentIds: readonly string[],
  weekOf: Day,
): Promise<CheckInFact[]> {
  return findCheckIns(tx, viewer, { assignmentId: { in: [...assignmentIds] } }, weekOf);
}

async function findCheckIns(
  tx: Tx,
  viewer: Viewer,
  where: { assignmentId: { in: string[] } } | { schoolId: { in: string[] } },
  weekOf: Day,
): Promise<(CheckInFact & { personId: string })[]> {
  const rows = await tx.checkIn.findMany({
    where: { tenantId: viewer.tenantId, ...where, weekOf: columnOfDay(weekOf) },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => ({ ...factOf(row), personId: row.personId }));
}

/** Of all these ids, the check-ins that nobody needs to be asked for any more. */
export async function listOver(tx: Tx, viewer: Viewer, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.checkIn.findMany({
    where: {
      tenantId: viewer.tenantId,
      id: { in: ids.filter((id) => z.uuid().safeParse(id).success) },
      status: { in: ['SUBMITTED', 'SUBMITTED_LATE', 'EXCUSED', 'SKIPPED'] },
    },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** A row of the table with no more than its fate. */
export function factOf(
  row: Omit<CheckInFact, 'skipReason' | 'submittedAt'> & { skipReason: string | null; submittedAt: Date | null },
): CheckInFact {
  const { id, assignmentId, schoolId, status, shape, openAt, closeAt, lateUntil } = row;
  return {
    ...{ id, assignmentId, schoolId, status, shape, openAt, closeAt, lateUntil },
    ...(row.skipReason !== null && { skipReason: row.skipReason }),
    ...(row.submittedAt !== null && { submittedAt: row.submittedAt }),
  };
}

/** What the ledger says of each check-in's messages; changes of a message that is out are not messages. */
export async function listPrompts(
  tx: Tx,
  viewer: Viewer,
  checkInIds: readonly string[],
): Promise<Map<string, Prompt[]>> {
  const rows = await tx.delivery.findMany({
    where: {
      tenantId: viewer.tenantId,
      about: { in: [...checkInIds] },
      kind: { in: ['check-in.prompt', 'check-in.nudge'] },
      updates: null,
    },
    select: { about: true, status: true, reason: true, reasonText: true, sentAt: true },
    orderBy: { createdAt: 'asc' },
  });
  const prompts = new Map<string, Prompt[]>();
  for (const { about, status, reason, reasonText, sentAt } of rows)
    prompts.set(about ?? '', [
      ...(prompts.get(about ?? '') ?? []),
      {
        status,
        ...(reason !== null && { reason }),
        ...(reasonText !== null && { reasonText }),
        ...(sentAt !== null && { sentAt }),
      },
    ]);
  return prompts;
}
