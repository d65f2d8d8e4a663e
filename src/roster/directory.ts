import type { Tx } from '../db/client.ts';
import type { Viewer } from './access.ts';

/** Also of people who have left. */
export async function listNames(tx: Tx, viewer: Viewer, personIds: readonly string[]): Promise<Map<string, string>> {
  const people = await tx.person.findMany({
    where: { tenantId: viewer.tenantId, id: { in: [...new Set(personIds)] } },
    select: { id: true, displayName: true },
  });
  return new Map(people.map((person) => [person.id, person.displayName]));
}

/** By name; only those whose name has `part` in it, where one is given. */
export async function listSchoolNames(tx: Tx, viewer: Viewer, part?: string): Promise<{ id: string; name: string }[]> {
  return tx.school.findMany({
    where: {
      tenantId: viewer.tenantId,
      ...(part === undefined ? {} : { name: { contains: part, mode: 'insensitive' } }),
    },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  });
}
