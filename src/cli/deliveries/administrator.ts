import { systemClock } from '../../clock.ts';
import type { Tx } from '../../db/client.ts';
import { ForbiddenError } from '../../errors.ts';
import { hasRole, type Viewer } from '../../roster/access.ts';
import { findPersonByEmail } from '../../roster/accounts.ts';
import { getPersonName, viewerOf } from '../../roster/store.ts';

/** Somebody whom the roster names as an administrator today. */
export async function findAdministrator(tx: Tx, viewer: Viewer, email: string): Promise<{ id: string; name: string }> {
  const id = await findPersonByEmail(tx, viewer, email);
  const today = systemClock.now().toISOString().slice(0, 10);
  const person = id === undefined ? undefined : await viewerOf(tx, viewer.tenantId, id, today);
  if (id === undefined || person === undefined || !hasRole(person, 'ADMIN'))
    throw new ForbiddenError(`Nobody with the address ${email} is an administrator in the roster.`);
  return { id, name: await getPersonName(tx, viewer, id) };
}
