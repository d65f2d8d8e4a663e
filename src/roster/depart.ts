// Somebody leaves for good whom no roster file tells of, such as a coach of the partner. The same day their pairs and roles end.
import type { Tx } from '../db/client.ts';
import { ForbiddenError, NotFoundError } from '../errors.ts';
import { addDays, columnOfDay, type Day } from '../zone.ts';
import { hasRole, isSystem, type Viewer } from './access.ts';

/** Returns who it was and how many pairs ended; what the pairs wrote stays with those who wrote it. */
export async function departPerson(
  tx: Tx,
  viewer: Viewer,
  email: string,
  today: Day,
): Promise<{ name: string; pairs: number }> {
  if (!isSystem(viewer) && !hasRole(viewer, 'ADMIN'))
    throw new ForbiddenError('Only an administrator may take somebody out of the roster.');
  const { tenantId } = viewer;
  const person = await tx.person.findFirst({
    where: { tenantId, email: email.toLowerCase(), active: true },
    select: { id: true, displayName: true },
  });
  if (!person)
    throw new NotFoundError(
      `Nobody who is in the roster now has the address ${email}. Check it; they may have left already.`,
    );
  const { id } = person;
  await tx.person.update({ where: { id, tenantId }, data: { active: false } });
  await tx.roleGrant.updateMany({
    where: { tenantId, personId: id, OR: [{ endsOn: null }, { endsOn: { gte: columnOfDay(today) } }] },
    data: { endsOn: columnOfDay(addDays(today, -1)) },
  });
  const end = async (side: 'coachId' | 'principalId', endReason: string) => {
    const { count } = await tx.coachAssignment.updateMany({
      where: { tenantId, [side]: id, status: { not: 'ENDED' } },
      data: { status: 'ENDED', endsOn: columnOfDay(today), endReason },
    });
    return count;
  };
  const pairs = (await end('principalId', 'PRINCIPAL_LEFT')) + (await end('coachId', 'COACH_LEFT'));
  return { name: person.displayName, pairs };
}
