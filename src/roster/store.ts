// The people, schools and pairs that every feature reads. A pair's words are not here, only who is in it.
import { z } from 'zod';
import type { Prisma } from '../db/generated/client.ts';
import type { RelationshipType, RoleKey } from '../db/generated/enums.ts';
import type { Tx } from '../db/client.ts';
import { NotFoundError } from '../errors.ts';
import { columnOfDay, type Day } from '../zone.ts';
import { hasRole, isSystem, type Viewer } from './access.ts';

export interface PersonInPair {
  id: string;
  name: string;
}

/** A coach and a principal with a live assignment, and the school whose clock they live by. */
export interface Pair {
  assignmentId: string;
  coach: PersonInPair;
  principal: PersonInPair;
  school: { id: string; name: string; timeZone: string; districtId: string; tracks: string[] };
  providerId: string;
  relationshipType: RelationshipType;
  visitWeekday: number | null;
}

/** Roles that hold on a day; grants that ended are kept for the record and count no more. */
export async function viewerOf(tx: Tx, tenantId: string, personId: string, today: Day): Promise<Viewer> {
  const day = columnOfDay(today);
  const roles = await tx.roleGrant.findMany({
    where: {
      tenantId,
      personId,
      AND: [
        { OR: [{ startsOn: null }, { startsOn: { lte: day } }] },
        { OR: [{ endsOn: null }, { endsOn: { gte: day } }] },
      ],
    },
    select: { role: true, scopeId: true },
  });
  return { tenantId, personId, roles: [...roles, ...(await rolesFromPairs(tx, tenantId, personId))] };
}

/** Whoever is in a live pair is its coach or principal, whatever a roster file calls them. */
async function rolesFromPairs(
  tx: Tx,
  tenantId: string,
  personId: string,
): Promise<{ role: RoleKey; scopeId: string }[]> {
  const assignments = await tx.coachAssignment.findMany({
    where: { tenantId, ...live, OR: [{ coachId: personId }, { principalId: personId }] },
    select: { coachId: true, schoolId: true },
  });
  return assignments.map((one) => ({ role: one.coachId === personId ? 'COACH' : 'PRINCIPAL', scopeId: one.schoolId }));
}

/** Nothing may be prompted, logged or noted for a pair before its compact is signed. */
const live = { status: 'ACTIVE', compactSignedOn: { not: null } } as const satisfies Prisma.CoachAssignmentWhereInput;

const pairColumns = {
  id: true,
  visitWeekday: true,
  coach: { select: { id: true, displayName: true } },
  principal: { select: { id: true, displayName: true } },
  school: { select: { id: true, name: true, timeZone: true, districtId: true, tracks: true } },
  engagement: { select: { providerId: true, relationshipType: true } },
} as const;

/** The live pairs that the viewer may know of: all for the clock's own work, else those the viewer is in or manages. */
export async function listPairs(tx: Tx, viewer: Viewer): Promise<Pair[]> {
  const rows = await tx.coachAssignment.findMany({
    where: { tenantId: viewer.tenantId, ...live, ...mine(viewer) },
    select: pairColumns,
    orderBy: [{ school: { name: 'asc' } }, { id: 'asc' }],
  });
  return rows.map(toPair);
}

export async function listPairsOfCoach(tx: Tx, viewer: Viewer): Promise<Pair[]> {
  return (await listPairs(tx, viewer)).filter((pair) => pair.coach.id === viewer.personId);
}

export async function findPair(tx: Tx, viewer: Viewer, assignmentId: string): Promise<Pair | undefined> {
  if (!z.uuid().safeParse(assignmentId).success) return undefined;
  const row = await tx.coachAssignment.findFirst({
    where: { id: assignmentId, tenantId: viewer.tenantId, ...live, ...mine(viewer) },
    select: pairColumns,
  });
  return row === null ? undefined : toPair(row);
}

/** The pair in which the viewer is the principal. */
export async function findPairOfPrincipal(tx: Tx, viewer: Viewer): Promise<Pair | undefined> {
  return (await listPairs(tx, viewer)).find((pair) => pair.principal.id === viewer.personId);
}

/** Pairs of the coach that fit the words: a mention's account, a principal's name or a school's, or a part of one. */
export async function findPairsByWords(tx: Tx, viewer: Viewer, words: string): Promise<Pair[]> {
  const pairs = await listPairsOfCoach(tx, viewer);
  const wanted = words.trim().replace(/^@/, '').toLowerCase();
  if (wanted === '') return [];
  const account = await tx.platformAccount.findFirst({
    where: { tenantId: viewer.tenantId, userId: { equals: wanted, mode: 'insensitive' } },
    select: { personId: true },
  });
  if (account) return pairs.filter((pair) => pair.principal.id === account.personId);
  return pairs.filter((pair) =>
    [pair.principal.name, pair.school.name].some((name) => name.toLowerCase().includes(wanted)),
  );
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
function mine(viewer: Viewer): Prisma.CoachAssignmentWhereInput {
  if (isSystem(viewer)) return {};
  const providers = viewer.roles.filter((grant) => grant.role === 'LP_MANAGER').map((grant) => grant.scopeId);
  const own = [{ coachId: viewer.personId ?? '' }, { principalId: viewer.personId ?? '' }];
  return hasRole(viewer, 'LP_MANAGER')
    ? { OR: [...own, { engagement: { providerId: { in: providers } } }] }
    : { OR: own };
}

function toPair(row: Prisma.CoachAssignmentGetPayload<{ select: typeof pairColumns }>): Pair {
  return {
    assignmentId: row.id,
    coach: { id: row.coach.id, name: row.coach.displayName },
    principal: { id: row.principal.id, name: row.principal.displayName },
    school: row.school,
    providerId: row.engagement.providerId,
    relationshipType: row.engagement.relationshipType,
    visitWeekday: row.visitWeekday,
  };
}
