// The people, schools and pairs that every feature reads. A pair's words are not here, only who is in it.
import { z } from 'zod';
import { Prisma } from '../db/generated/client.ts';
import type { RoleKey } from '../db/generated/enums.ts';
import type { Tx } from '../db/client.ts';
import { NotFoundError } from '../errors.ts';
import { columnOfDay, dayOfColumn, type Day } from '../zone.ts';
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

/** Those of one district. */
export async function listPairsOfDistrict(tx: Tx, viewer: Viewer, districtId: string): Promise<Pair[]> {
  if (viewer.pairs && !hasRole(viewer, 'LP_MANAGER'))
    return viewer.pairs.filter((pair) => pair.school.districtId === districtId);
  const rows = await tx.$queryRaw<{ pair: Pair }[]>`
    select ${pairColumn} as pair from ${livePairs(Prisma.sql`${viewer.tenantId}::uuid`)} and ${mine(viewer)} and s.district_id = ${districtId}::uuid
    order by s.name, a.id`;
  return rows.map(({ pair }) => pair);
}

export async function listPairsOfCoach(tx: Tx, viewer: Viewer): Promise<Pair[]> {
  return (await listPairs(tx, viewer)).filter((pair) => pair.coach.id === viewer.personId);
}

export async function findPair(tx: Tx, viewer: Viewer, assignmentId: string): Promise<Pair | undefined> {
  return (await findPairs(tx, viewer, [assignmentId])).get(assignmentId);
}

/** By assignment; those that are none, or none for this viewer, are not in it. */
export async function findPairs(tx: Tx, viewer: Viewer, ids: readonly string[]): Promise<Map<string, Pair>> {
  const own = viewer.pairs?.filter((pair) => ids.includes(pair.assignmentId)) ?? [];
  const found = new Map(own.map((pair) => [pair.assignmentId, pair]));
  if (viewer.pairs && !hasRole(viewer, 'LP_MANAGER')) return found;
  const others = ids.filter((id) => !found.has(id) && z.uuid().safeParse(id).success);
  if (others.length === 0) return found;
  const rows = await tx.$queryRaw<{ pair: Pair }[]>`
    select ${pairColumn} as pair from ${livePairs(Prisma.sql`${viewer.tenantId}::uuid`)} and ${mine(viewer)} and a.id = any(${others}::uuid[])`;
  for (const { pair } of rows) found.set(pair.assignmentId, pair);
  return found;
}

/**
 * The live pairs of the coaches after one, for the clock's own work: about `atMost`, and always all pairs of a coach. Empty
 * behind the last.
 */
export async function listPairsAfter(tx: Tx, { tenantId }: Viewer, coachId: string, atMost: number): Promise<Pair[]> {
  const rows = await tx.$queryRaw<{ pair: Pair }[]>`
    select ${pairColumn} as pair from ${livePairs(Prisma.sql`${tenantId}::uuid`)} and a.coach_id > ${coachId}::uuid and a.coach_id <= (
      select coach_id from (
        select a.coach_id from ${livePairs(Prisma.sql`${tenantId}::uuid`)} and a.coach_id > ${coachId}::uuid
        order by a.coach_id limit ${atMost}) as page
      order by coach_id desc limit 1)
    order by a.coach_id, a.id`;
  return rows.map(({ pair }) => pair);
}

/** The pair in which the viewer is the principal. */
export async function findPairOfPrincipal(tx: Tx, viewer: Viewer): Promise<Pair | undefined> {
  return (viewer.pairs ?? (await listPairs(tx, viewer))).find((pair) => pair.principal.id === viewer.personId);
}

export async function isOnLeave(tx: Tx, viewer: Viewer, personId: string, day: Day): Promise<boolean> {
  return (await findLeaves(tx, viewer, [{ personId, day }]))(personId, day);
}

/** Answers, for any of these people and days, whether the person is away on the day. */
export async function findLeaves(
  tx: Tx,
  viewer: Viewer,
  asked: readonly { personId: string; day: Day }[],
): Promise<(personId: string, day: Day) => boolean> {
  const days = asked.map(({ day }) => day).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return () => false;
  const leaves = await tx.leave.findMany({
    where: {
      tenantId: viewer.tenantId,
      personId: { in: [...new Set(asked.map(({ personId }) => personId))] },
      fromOn: { lte: columnOfDay(last) },
      toOn: { gte: columnOfDay(first) },
    },
    select: { personId: true, fromOn: true, toOn: true },
  });
  const spans = leaves.map((row) => ({ ...row, from: dayOfColumn(row.fromOn), to: dayOfColumn(row.toOn) }));
  return (personId, day) => spans.some((span) => span.personId === personId && span.from <= day && day <= span.to);
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
  const [district] = await findDistricts(tx, viewer, [districtId]);
  if (!district) throw new NotFoundError('I could not find that district in the roster.');
  return district;
}

export function findDistricts(
  tx: Tx,
  viewer: Viewer,
  districtIds: readonly string[],
): Promise<{ id: string; name: string; timeZone: string }[]> {
  return tx.organization.findMany({
    where: { tenantId: viewer.tenantId, id: { in: [...districtIds] } },
    select: { id: true, name: true, timeZone: true },
  });
}

/** Whose pairs: everybody's for the clock; a manager's provider's; else only those the viewer is in. */
function mine(viewer: Viewer): Prisma.Sql {
  if (isSystem(viewer)) return Prisma.sql`true`;
  const providers = viewer.roles.filter((grant) => grant.role === 'LP_MANAGER').map((grant) => grant.scopeId);
  return Prisma.sql`(${viewer.personId}::uuid in (a.coach_id, a.principal_id) or e.provider_id = any(${providers}::uuid[]))`;
}
