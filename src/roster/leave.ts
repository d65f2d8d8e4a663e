// A person's days away: nothing is prompted while they last, and the week does not count as missing.
import type { Tx } from '../db/client.ts';
import { InvalidError, NotFoundError } from '../errors.ts';
import { columnOfDay, type Day } from '../zone.ts';
import { hasRole, isSystem, type Viewer } from './access.ts';

export const LEAVE_KINDS = ['LEAVE', 'VACANCY', 'INTERIM'] as const;
export type LeaveKind = (typeof LEAVE_KINDS)[number];

/** The first and the last day are both away. Who is found by the e-mail address of the roster; the name comes back. */
export async function saveLeave(
  tx: Tx,
  viewer: Viewer,
  leave: { email: string; from: Day; to: Day; kind: LeaveKind },
): Promise<string> {
  if (!isSystem(viewer) && !hasRole(viewer, 'ADMIN'))
    throw new InvalidError('Only an administrator may enter a leave.');
  if (leave.to < leave.from) throw new InvalidError(`The last day, ${leave.to}, is before the first, ${leave.from}.`);
  const person = await tx.person.findFirst({
    where: { tenantId: viewer.tenantId, email: leave.email.toLowerCase(), active: true },
    select: { id: true, displayName: true },
  });
  if (!person)
    throw new NotFoundError(
      `Nobody of the roster has the address ${leave.email}. Check it, or import the roster first.`,
    );
  await tx.leave.create({
    data: {
      tenantId: viewer.tenantId,
      personId: person.id,
      fromOn: columnOfDay(leave.from),
      toOn: columnOfDay(leave.to),
      kind: leave.kind,
    },
  });
  return person.displayName;
}
