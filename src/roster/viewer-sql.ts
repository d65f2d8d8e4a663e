// A viewer's roles and pairs as columns of whatever statement finds the person: who asks is waiting for a window, and each
// statement of its own would be another way to the database and back.
import { Prisma } from '../db/generated/client.ts';
import type { Day } from '../zone.ts';
import type { Pair, Viewer } from './access.ts';

/** A pair as one value of JSON; goes with `livePairs`. */
export const pairColumn = Prisma.sql`jsonb_build_object('assignmentId', a.id, 'visitWeekday', a.visit_weekday,
  'coach', jsonb_build_object('id', coach.id, 'name', coach.display_name),
  'principal', jsonb_build_object('id', principal.id, 'name', principal.display_name),
  'school', jsonb_build_object('id', s.id, 'name', s.name, 'timeZone', s.time_zone, 'districtId', s.district_id, 'tracks', s.tracks,
    'cluster', s.cluster),
  'providerId', e.provider_id, 'relationshipType', e.relationship_type)`;

/**
 * Nothing may be prompted, logged or noted for a pair before its compact is signed, and of the relationship that it has now.
 * Ends in conditions, so more may follow.
 */
export function livePairs(tenant: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`coach_assignment a
    join person coach on coach.id = a.coach_id join person principal on principal.id = a.principal_id
    join school s on s.id = a.school_id join engagement e on e.id = a.engagement_id
    where a.tenant_id = ${tenant} and a.status = 'ACTIVE' and a.compact_signed_on is not null
      and coalesce(a.compact_type = e.relationship_type, true)`;
}

export interface ViewerRow {
  grants: Viewer['roles'];
  pairs: Pair[];
}

/** Of the person `me` of the statement: the roles that hold on a day, and the live pairs. */
export function viewerColumns(tenant: Prisma.Sql, today: Day): Prisma.Sql {
  return Prisma.sql`
    (select coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'scopeId', g.scope_id)), '[]')
      from role_grant g
      where g.tenant_id = ${tenant} and g.person_id = me.id
        and coalesce(g.starts_on <= ${today}::date, true) and coalesce(g.ends_on >= ${today}::date, true)) as grants,
    (select coalesce(jsonb_agg(${pairColumn} order by s.name, a.id), '[]')
      from ${livePairs(tenant)} and me.id in (a.coach_id, a.principal_id)) as pairs`;
}

/** Whoever is in a live pair is its coach or principal, whatever a roster file calls them. */
export function viewerFrom(tenantId: string, personId: string, row: ViewerRow | undefined): Viewer {
  const pairs = row?.pairs ?? [];
  const fromPairs = pairs.map((pair) => ({
    role: pair.coach.id === personId ? ('COACH' as const) : ('PRINCIPAL' as const),
    scopeId: pair.school.id,
  }));
  return { tenantId, personId, roles: [...(row?.grants ?? []), ...fromPairs], pairs };
}
