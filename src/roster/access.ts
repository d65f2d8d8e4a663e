// Who may read what. Pure: a viewer and the thing's audience and owners go in, a yes or no comes out.
import type { Audience } from '../chat/audience.ts';
import type { RelationshipType, RoleKey } from '../db/generated/enums.ts';

/** Whom a store answers to. Every store function takes one; nothing is read for nobody. */
export interface Viewer {
  tenantId: string;
  /** null for work that nobody asked for: the clock's. */
  personId: string | null;
  roles: readonly { role: RoleKey; scopeId: string }[];
  /** The live pairs that the person is in, where they were found together with the roles; otherwise they are asked for. */
  pairs?: readonly Pair[];
}

export interface PersonInPair {
  id: string;
  name: string;
}

/** A coach and a principal with a live assignment, and the school whose clock they live by. */
export interface Pair {
  assignmentId: string;
  coach: PersonInPair;
  principal: PersonInPair;
  school: { id: string; name: string; timeZone: string; districtId: string; tracks: string[]; cluster: string | null };
  providerId: string;
  relationshipType: RelationshipType;
  visitWeekday: number | null;
}

/** The clock's own eyes: it opens, counts and posts, and shows nothing to anybody by itself. */
export function systemViewer(tenantId: string): Viewer {
  return { tenantId, personId: null, roles: [] };
}

export function isSystem(viewer: Viewer): boolean {
  return viewer.personId === null;
}

export function hasRole(viewer: Viewer, role: RoleKey, scopeId?: string): boolean {
  return viewer.roles.some((grant) => grant.role === role && (scopeId === undefined || grant.scopeId === scopeId));
}

/** Where somebody holds a role. */
export function scopesOf(viewer: Viewer, role: RoleKey): string[] {
  return viewer.roles.flatMap((grant) => (grant.role === role ? [grant.scopeId] : []));
}

/** The people and places that a thing belongs to. */
export interface Belongs {
  authorId: string;
  coachId: string;
  principalId: string;
  schoolId: string;
  districtId: string;
  providerId: string;
  networkId?: string;
}

/** What one of a pair wrote, or what is about them both. */
export function belongsTo(pair: Pair, authorId: string): Belongs {
  return {
    authorId,
    coachId: pair.coach.id,
    principalId: pair.principal.id,
    schoolId: pair.school.id,
    districtId: pair.school.districtId,
    providerId: pair.providerId,
  };
}

/** What somebody is to a thing. A role counts in its own scope only: the leader of another district is nobody here. */
export const RELATIONS = ['principal', 'coach', 'manager', 'leader', 'hub', 'team', 'admin'] as const;
export type Relation = (typeof RELATIONS)[number];

/** Nobody is the coach or the principal of a thing by a role, but by the pair alone. The clock is nobody. */
export function relationsOf(viewer: Viewer, of: Belongs): Relation[] {
  if (viewer.personId === null) return [];
  const is: Record<Relation, boolean> = {
    principal: viewer.personId === of.principalId,
    coach: viewer.personId === of.coachId,
    manager: hasRole(viewer, 'LP_MANAGER', of.providerId),
    leader: hasRole(viewer, 'DISTRICT_LEADER', of.districtId),
    hub: of.networkId !== undefined && hasRole(viewer, 'NETWORK_HUB', of.networkId),
    team: hasRole(viewer, 'SCHOOL_TEAM', of.schoolId),
    admin: hasRole(viewer, 'ADMIN', of.districtId) || hasRole(viewer, 'ADMIN', of.providerId),
  };
  return RELATIONS.filter((relation) => is[relation]);
}

/** Who reads a thing of an audience, beside its author. Totals are decided where they are made (suppression), never here. */
export const READERS: Readonly<Record<Audience, readonly Relation[]>> = {
  AUTHOR_ONLY: [],
  PAIR: ['principal', 'coach'],
  PAIR_AND_COUNTS: ['principal', 'coach'],
  SCHOOL_TEAM: ['principal', 'coach', 'team'],
  PROGRAM: ['principal', 'coach', 'manager'],
  DISTRICT: ['principal', 'coach', 'manager', 'leader'],
  NETWORK: ['principal', 'coach', 'hub'],
  DISTRICT_AGGREGATE: [],
  NETWORK_AGGREGATE: [],
};

/** May this viewer read the thing itself? */
export function mayRead(viewer: Viewer, audience: Audience, of: Belongs): boolean {
  if (viewer.personId === null) return false;
  if (viewer.personId === of.authorId) return true;
  return relationsOf(viewer, of).some((relation) => READERS[audience].includes(relation));
}
