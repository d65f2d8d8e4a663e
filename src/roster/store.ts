// The people, schools and pairs that every feature reads. A pair's words are not here, only who is in it.
import { z } from 'zod';
import { Prisma } from '../db/generated/client.ts';
import type { RoleKey } from '../db/generated/enums.ts';
import type { Tx } from '../db/client.ts';
import { NotFoundError } from '../errors.ts';
import { columnOfDay, type Day } from '../zone.ts';
import { hasRole, isSystem, type Pair, type PersonInPair, type Viewer } from './access.ts';
import { livePairs, pairColumn, viewerColumns, type ViewerRow, viewerFrom } from './viewer-sql.ts';

export type { Pair, PersonInPair };

/** Roles that hold on a day; grants that ended are kept for the record and count no more. */
export async function viewerOf(tx: Tx, tenantId: string, personId: string, today: Day): Promise<Viewer> {
  const [row] = await tx.$queryRaw<ViewerRow[]>`
    select ${viewerColumns(Prisma.sql`${tenantId}::uuid`, today)} from person me where me.tenant_id = ${tenantId}::uuid and me.id = ${personId}::uuid`;
  return viewerFrom(tenantId, personId, row);
}

/** The live pairs that the viewer may know of: all for the clock's own work, else those the viewer is in or manages. */
export async function listPairs(tx: Tx, viewer: Viewer): Promise<Pair[]> {
  if (viewer.pairs && !hasRole(viewer, 'LP_MANAGER')) return [...viewer.pairs];
  const rows = await tx.$queryRaw<{ pair: Pair }[]>`
    select ${pairColumn} as pair from ${livePairs(Prisma.sql`${viewer.tenantId}::uuid`)} and ${mine(viewer)} order by s.name, a.id`;
  return rows.map(({ pair }) => pair);
}

export async function listPairsOfCoach(tx: Tx, viewer: Viewer): Promise<Pair[]> {
  return (await listPairs(tx, viewer)).filter((pair) => pair.coach.id === viewer.personId);
}

export async function findPair(tx: Tx, viewer: Viewer, assignmentId: string): Promise<Pair | undefined> {
  if (!z.uuid().safeParse(assignmentId).success) return undefined;
  const own = viewer.pairs?.find((pair) => pair.assignmentId === assignmentId);
  if (own || (viewer.pairs && !hasRole(viewer, 'LP_MANAGER'))) return own;
  const [row] = await tx.$queryRaw<{ pair: Pair }[]>`
    select ${pairColumn} as pair from ${livePairs(Prisma.sql`${viewer.tenantId}::uuid`)} and ${mine(viewer)} and a.id = ${assignmentId}::uuid`;
  return row?.pair;
}

/** The pair in which the viewer is the principal. */
export async function findPairOfPrincipal(tx: Tx, viewer: Viewer): Promise<Pair | undefined> {
  return (viewer.pairs ?? (await listPairs(tx, viewer))).find((pair) => pair.principal.id === viewer.personId);
}

export async function isOnLeave(tx: Tx, viewer: Viewer, personId: string, day: Day): Promise<boolean> {
  const at = columnOfDay(day);
  const leave = await tx.leave.findFirst({
    where: { tenantId: viewer.tenantId, personId, fromOn: { lte: at }, toOn: { gte: at } },
    select: { id: true },
  });
  return leave !== null;
}

export async function getPersonName(tx: Tx, viewer: Viewer, personId: string): Promise<string> {
  const person = await tx.person.findFirst({
    where: { tenantId: viewer.tenantId, id: personId },
    select: { displayName: true },
  });
  if (!person) throw new NotFoundError('I could not find that person in the roster.');
  return person.displayName;
}

/** People who hold a role in a scope, for a word to an administrator or a manager. */
export async function listHolders(tx: Tx, viewer: Viewer, role: RoleKey, scopeId?: string): Promise<PersonInPair[]> {
  const grants = await tx.roleGrant.findMany({
    where: {
      tenantId: viewer.tenantId,
      role,
      ...(scopeId === undefined ? {} : { scopeId }),
      endsOn: null,
      person: { active: true },
    },
    select: { person: { select: { id: true, displayName: true } } },
    orderBy: { createdAt: 'asc' },
  });
  const people = new Map(
    grants.map((grant) => [grant.person.id, { id: grant.person.id, name: grant.person.displayName }]),
  );
  return [...people.values()];
}

/** The districts that have schools. */
export function listDistricts(tx: Tx, viewer: Viewer): Promise<{ id: string; name: string }[]> {
  return tx.organization.findMany({
    where: { tenantId: viewer.tenantId, schools: { some: {} } },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  });
}

export async function getDistrict(
  tx: Tx,
  viewer: Viewer,
  districtId: string,
): Promise<{ id: string; name: string; timeZone: string }> {
  const district = await tx.organization.findFirst({
    where: { tenantId: viewer.tenantId, id: districtId },
    select: { id: true, name: true, timeZone: true },
  });
  if (!district) throw new NotFoundError('I could not find that district in the roster.');
  return district;
}

/** Whose pairs: everybody's for the clock; a manager's provider's; else only those the viewer is in. */
function mine(viewer: Viewer): Prisma.Sql {
  if (isSystem(viewer)) return Prisma.sql`true`;
  const providers = viewer.roles.filter((grant) => grant.role === 'LP_MANAGER').map((grant) => grant.scopeId);
  return Prisma.sql`(${viewer.personId}::uuid in (a.coach_id, a.principal_id) or e.provider_id = any(${providers}::uuid[]))`;
}
