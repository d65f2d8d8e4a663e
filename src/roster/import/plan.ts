// What an import would do, as data: made by comparing, shown to a human, and written in one transaction. Also what it is compared with.

import type {
  AssignmentStatus,
  OrganizationType,
  PlatformName,
  RelationshipType,
  RoleKey,
  SchoolLevel,
  SchoolStatus,
} from '../../db/generated/enums.ts';
import type { Day } from '../../zone.ts';

/** The id of a row that stands, or `new:…` for one that the plan itself makes. */
export type Ref = string;

/** One row made or changed. Only what differs stands in `set`. */
export interface Change<Values> {
  ref: Ref;
  isNew: boolean;
  /** How people call it. */
  label: string;
  set: Partial<Values>;
}

export interface OrganizationValues {
  type: OrganizationType;
  name: string;
  externalId: string | null;
  timeZone: string;
}

export interface SchoolValues {
  district: Ref;
  externalId: string;
  ncesId: string | null;
  name: string;
  level: SchoolLevel;
  timeZone: string;
  tracks: string[];
  cluster: string | null;
  status: SchoolStatus;
}

export interface PersonValues {
  displayName: string;
  email: string | null;
  externalId: string | null;
  active: boolean;
  preferredPlatform: PlatformName | null;
  timeZone: string | null;
}

export interface GrantValues {
  person: Ref;
  role: RoleKey;
  scope: Ref;
  subRole: string | null;
  startsOn: Day | null;
  endsOn: Day | null;
}

export interface AssignmentValues {
  engagement: Ref;
  coach: Ref;
  principal: Ref;
  school: Ref;
  status: AssignmentStatus;
  visitWeekday: number | null;
  compactSignedOn: Day | null;
  startsOn: Day;
  endsOn: Day | null;
  endReason: string | null;
}

export interface EngagementValues {
  provider: Ref;
  district: Ref;
  relationshipType: RelationshipType;
}

export interface PrincipalChange {
  school: string;
  from: string | null;
  to: string | null;
  /** A human named the person, so nobody has to be asked again. */
  chosen: boolean;
}

export interface Plan {
  organizations: Change<OrganizationValues>[];
  schools: Change<SchoolValues>[];
  people: Change<PersonValues>[];
  grants: Change<GrantValues>[];
  engagements: Change<EngagementValues>[];
  assignments: Change<AssignmentValues>[];
  principals: PrincipalChange[];
  /** Known before and not in the file; nothing is deleted. */
  missing: { schools: string[]; people: string[]; pairs: string[] };
  /** Why a human has to agree; empty when nobody has to. */
  approval: string[];
}

export interface CurrentRoster {
  organizations: readonly ({ id: string } & OrganizationValues)[];
  schools: readonly ({ id: string } & SchoolValues)[];
  people: readonly ({ id: string } & PersonValues)[];
  grants: readonly ({ id: string } & GrantValues)[];
  engagements: readonly ({ id: string } & EngagementValues)[];
  /** Those that have not ended. */
  assignments: readonly ({ id: string } & AssignmentValues)[];
}

export function emptyPlan(): Plan {
  return {
    organizations: [],
    schools: [],
    people: [],
    grants: [],
    engagements: [],
    assignments: [],
    principals: [],
    missing: { schools: [], people: [], pairs: [] },
    approval: [],
  };
}

/** The wished values that differ from those that stand. */
export function differences<Values extends object>(now: Values, wished: Partial<Values>): Partial<Values> {
  const entries = Object.entries(wished).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(now[name as keyof Values]),
  );
  return Object.fromEntries(entries) as Partial<Values>;
}

/** Names and titles are compared without regard to case and blanks. */
export function fold(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}

export type Grants = ReadonlyMap<string, readonly CurrentRoster['grants'][number][]>;

/** All grants by their scope, as a large district has too many to look through for each school. */
export function grantsByScope(grants: CurrentRoster['grants']): Grants {
  const byScope = new Map<Ref, CurrentRoster['grants'][number][]>();
  for (const grant of grants) {
    const list = byScope.get(grant.scope);
    if (list) list.push(grant);
    else byScope.set(grant.scope, [grant]);
  }
  return byScope;
}

export function holdsOn(grant: Pick<GrantValues, 'startsOn' | 'endsOn'>, today: Day): boolean {
  return (grant.startsOn === null || grant.startsOn <= today) && (grant.endsOn === null || grant.endsOn >= today);
}
