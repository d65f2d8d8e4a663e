// A person's days away: nothing is prompted while they last, and the week does not count as missing.
import type { Tx } from '../db/client.ts';
import { ForbiddenError, InvalidError, NotFoundError } from '../errors.ts';
import { addDays, columnOfDay, dayOfColumn, daysBetween, type Day } from '../zone.ts';
import { hasRole, isSystem, type Viewer } from './access.ts';

export const LEAVE_KINDS = ['LEAVE', 'VACANCY', 'INTERIM'] as const;
export type LeaveKind = (typeof LEAVE_KINDS)[number];

/** The first and the last day are both away. */
export interface Away {
  email: string;
  from: Day;
  to: Day;
}

/** A mistyped year would silence somebody for good. */
const LONGEST_DAYS = 500;

/** Who is found by the e-mail address of the roster; the names come back. */
export async function saveLeave(
  tx: Tx,
  viewer: Viewer,
  { email, from, to, kind, cover }: Away & { kind: LeaveKind; cover?: string },
): Promise<{ name: string; cover?: string }> {
  assertSpan(viewer, from, to);
  const person = await findByEmail(tx, viewer, email);
  const standIn = cover === undefined ? undefined : await findByEmail(tx, viewer, cover);
  if (standIn?.id === person.id)
    throw new InvalidError(`${person.displayName} cannot stand in for themselves. Name somebody else, or nobody.`);
  await tx.leave.create({
    data: {
      tenantId: viewer.tenantId,
      personId: person.id,
      fromOn: columnOfDay(from),
      toOn: columnOfDay(to),
      kind,
      coverId: standIn?.id ?? null,
    },
  });
  return { name: person.displayName, ...(standIn && { cover: standIn.displayName }) };
}

/** Somebody is there on these days after all; what lies before and after them stays. */
export async function takeLeaveBack(tx: Tx, viewer: Viewer, { email, from, to }: Away): Promise<string> {
  assertSpan(viewer, from, to);
  const person = await findByEmail(tx, viewer, email);
  const { tenantId } = viewer;
  const leaves = await tx.leave.findMany({
    where: { tenantId, personId: person.id, fromOn: { lte: columnOfDay(to) }, toOn: { gte: columnOfDay(from) } },
  });
  if (leaves.length === 0)
    throw new InvalidError(
      `${person.displayName} is not away from ${from} to ${to}, so there is nothing to take back.`,
    );
  await tx.leave.deleteMany({ where: { tenantId, id: { in: leaves.map(({ id }) => id) } } });
  await tx.leave.createMany({
    data: leaves.flatMap(({ fromOn, toOn, kind, coverId }) => {
      const rest = { tenantId, personId: person.id, kind, coverId };
      return [
        ...(dayOfColumn(fromOn) < from ? [{ ...rest, fromOn, toOn: columnOfDay(addDays(from, -1)) }] : []),
        ...(dayOfColumn(toOn) > to ? [{ ...rest, fromOn: columnOfDay(addDays(to, 1)), toOn }] : []),
      ];
    }),
  });
  return person.displayName;
}

/** Who is away on a day, until when, and who stands in. */
export async function listAwayOn(
  tx: Tx,
  viewer: Viewer,
  personIds: readonly string[],
  day: Day,
): Promise<Map<string, { until: Day; cover?: string }>> {
  const at = columnOfDay(day);
  const leaves = await tx.leave.findMany({
    where: { tenantId: viewer.tenantId, personId: { in: [...personIds] }, fromOn: { lte: at }, toOn: { gte: at } },
    orderBy: { toOn: 'asc' },
  });
  const covers = await tx.person.findMany({
    where: { tenantId: viewer.tenantId, id: { in: leaves.flatMap(({ coverId }) => coverId ?? []) } },
    select: { id: true, displayName: true },
  });
  const names = new Map(covers.map(({ id, displayName }) => [id, displayName]));
  return new Map(
    leaves.map(({ personId, toOn, coverId }) => {
      const cover = names.get(coverId ?? '');
      return [personId, { until: dayOfColumn(toOn), ...(cover !== undefined && { cover }) }];
    }),
  );
}

function assertSpan(viewer: Viewer, from: Day, to: Day): void {
  if (!isSystem(viewer) && !hasRole(viewer, 'ADMIN'))
    throw new ForbiddenError('Only an administrator may enter a leave.');
  if (to < from) throw new InvalidError(`The last day, ${to}, is before the first, ${from}. Swap them.`);
  if (daysBetween(from, to) > LONGEST_DAYS)
    throw new InvalidError(`From ${from} to ${to} is more than ${LONGEST_DAYS} days. Check the years.`);
}

async function findByEmail(tx: Tx, viewer: Viewer, email: string): Promise<{ id: string; displayName: string }> {
  const person = await tx.person.findFirst({
    where: { tenantId: viewer.tenantId, email: email.toLowerCase(), active: true },
    select: { id: true, displayName: true },
  });
  if (person) return person;
  throw new NotFoundError(`Nobody of the roster has the address ${email}. Check it, or import the roster first.`);
}
