// Whom a hold or an erasure is about: people of the roster, also those who have left it.
import { z } from 'zod';
import type { Tx } from '../db/client.ts';
import { InvalidError, NotFoundError } from '../errors.ts';
import type { Viewer } from '../roster/access.ts';

export interface Subject {
  id: string;
  name: string;
  email: string | null;
  active: boolean;
}

/** By address, by full name, or by the id that a list shows. */
export async function findSubject(tx: Tx, viewer: Viewer, named: string): Promise<Subject> {
  const people = await tx.person.findMany({
    where: {
      tenantId: viewer.tenantId,
      OR: z.uuid().safeParse(named).success
        ? [{ id: named }]
        : [{ email: named.toLowerCase() }, { displayName: { equals: named, mode: 'insensitive' } }],
    },
    select: { id: true, displayName: true, email: true, active: true },
  });
  const [only, ...more] = people;
  if (!only)
    throw new NotFoundError(
      `Nobody of the roster, past or present, is “${named}”. Use an e-mail address or the full name.`,
    );
  if (more.length > 0)
    throw new InvalidError(
      `Several people are called “${named}”. Use one of these ids: ${people.map(({ id, email }) => `${id} (${email ?? 'no address'})`).join(', ')}`,
    );
  return { id: only.id, name: only.displayName, email: only.email, active: only.active };
}
