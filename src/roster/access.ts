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
  school: { id: string; name: string; timeZone: string; districtId: string; tracks: string[] };
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

/** The people and places that a thing belongs to. */
export interface Belongs {
  authorId: string;
  coachId: string;
  principalId: string;
  schoolId: string;
  districtId: string;
  providerId: string;
}

/** May this viewer read the thing itself? Aggregates are decided where they are made and never here. */
export function mayRead(viewer: Viewer, audience: Audience, of: Belongs): boolean {
  if (viewer.personId === null) return false;
  if (viewer.personId === of.authorId) return true;
  const inPair = viewer.personId === of.coachId || viewer.personId === of.principalId;
  switch (audience) {
    case 'AUTHOR_ONLY':
      return false;
    case 'PAIR':
    case 'PAIR_AND_COUNTS':
      return inPair;
    case 'SCHOOL_TEAM':
      return inPair || hasRole(viewer, 'SCHOOL_TEAM', of.schoolId);
    case 'PROGRAM':
      return inPair || hasRole(viewer, 'LP_MANAGER', of.providerId);
    case 'DISTRICT':
      return (
        inPair || hasRole(viewer, 'LP_MANAGER', of.providerId) || hasRole(viewer, 'DISTRICT_LEADER', of.districtId)
      );
    case 'NETWORK':
      return inPair || hasRole(viewer, 'NETWORK_HUB');
    case 'DISTRICT_AGGREGATE':
    case 'NETWORK_AGGREGATE':
      return false;
  }
}
