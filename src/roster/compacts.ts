// Which pairs have agreed to the terms of their coaching, and which are still to. A pair without a signed compact is no live
// pair (viewer-sql.ts), so everything else leaves it alone by itself.
import { z } from 'zod';
import { Prisma } from '../db/generated/client.ts';
import type { RelationshipType } from '../db/generated/enums.ts';
import type { Tx } from '../db/client.ts';
import { columnOfDay, type Day } from '../zone.ts';
import { hasRole, isSystem, type PersonInPair, type Viewer } from './access.ts';

/** A pair and what stands between it and its compact. */
export interface Agreement {
  assignmentId: string;
  engagementId: string;
  coach: PersonInPair;
  principal: PersonInPair;
  school: { id: string; name: string; timeZone: string; districtId: string };
  providerId: string;
  districtName: string;
  providerName: string;
  relationshipType: RelationshipType;
  signedOn: Day | null;
  asked: string | null;
}

/** The version of the terms that hold now, for each relationship. */
export type Versions = Readonly<Record<RelationshipType, string>>;

const agreementColumns = Prisma.sql`
  a.id as "assignmentId", a.engagement_id as "engagementId", a.compact_asked as asked, a.compact_signed_on::text as "signedOn",
  jsonb_build_object('id', coach.id, 'name', coach.display_name) as coach,
  jsonb_build_object('id', principal.id, 'name', principal.display_name) as principal,
  jsonb_build_object('id', s.id, 'name', s.name, 'timeZone', s.time_zone, 'districtId', s.district_id) as school,
  e.provider_id as "providerId", e.relationship_type::text as "relationshipType",
  (select name from organization o where o.id = e.district_id) as "districtName",
  (select name from organization o where o.id = e.provider_id) as "providerName"`;

const agreements = (tenantId: string) => Prisma.sql`coach_assignment a
  join person coach on coach.id = a.coach_id join person principal on principal.id = a.principal_id
  join school s on s.id = a.school_id join engagement e on e.id = a.engagement_id
  where a.tenant_id = ${tenantId}::uuid and a.status in ('PROPOSED', 'ACCEPTED', 'ACTIVE')`;

/** For the clock all; else the viewer's own pairs, and those of a district that the viewer leads. */
function mine(viewer: Viewer): Prisma.Sql {
  if (isSystem(viewer)) return Prisma.sql`true`;
  const led = viewer.roles.flatMap(({ role, scopeId }) => (role === 'DISTRICT_LEADER' ? [scopeId] : []));
  return Prisma.sql`(${viewer.personId}::uuid in (a.coach_id, a.principal_id) or e.district_id = any(${led}::uuid[]))`;
}

export async function listAgreements(tx: Tx, viewer: Viewer): Promise<Agreement[]> {
  return tx.$queryRaw<Agreement[]>`
    select ${agreementColumns} from ${agreements(viewer.tenantId)} and ${mine(viewer)} order by s.name, a.id`;
}

/** To sign it: whoever else signs in the engagement waits, so that the last of them sees all the others. */
export async function lockAgreement(tx: Tx, viewer: Viewer, assignmentId: string): Promise<Agreement | undefined> {
  const found = await findAgreement(tx, viewer, assignmentId);
  if (!found) return undefined;
  await tx.$queryRaw`select 1 from engagement where id = ${found.engagementId}::uuid for update`;
  return findAgreement(tx, viewer, assignmentId);
}

export async function findAgreement(tx: Tx, viewer: Viewer, assignmentId: string): Promise<Agreement | undefined> {
  if (!z.uuid().safeParse(assignmentId).success) return undefined;
  const [row] = await tx.$queryRaw<Agreement[]>`
    select ${agreementColumns} from ${agreements(viewer.tenantId)} and ${mine(viewer)} and a.id = ${assignmentId}::uuid`;
  return row;
}

/** What somebody is asked to sign for: as one of the pair, or for the district. */
export function partiesOf(viewer: Viewer, of: Agreement): ('PRINCIPAL' | 'COACH' | 'SPONSOR')[] {
  return [
    ...(viewer.personId === of.principal.id ? ['PRINCIPAL' as const] : []),
    ...(viewer.personId === of.coach.id ? ['COACH' as const] : []),
    ...(hasRole(viewer, 'DISTRICT_LEADER', of.school.districtId) ? ['SPONSOR' as const] : []),
  ];
}

/**
 * Pairs that signed other terms than hold now are paused until they sign anew, and listed; what was signed on paper and
 * entered with the roster counts for the terms of that day.
 */
export async function pauseForNewTerms(tx: Tx, viewer: Viewer, versions: Versions): Promise<string[]> {
  const current = Prisma.sql`(${JSON.stringify(versions)}::jsonb ->> e.relationship_type::text)`;
  await tx.$executeRaw`
    update coach_assignment a set compact_type = e.relationship_type, compact_version = ${current}
    from engagement e where e.id = a.engagement_id and a.tenant_id = ${viewer.tenantId}::uuid
      and a.compact_signed_on is not null and a.compact_type is null`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    update coach_assignment a set compact_signed_on = null, compact_asked = null, updated_at = now()
    from engagement e where e.id = a.engagement_id and a.tenant_id = ${viewer.tenantId}::uuid
      and a.compact_signed_on is not null and (a.compact_type <> e.relationship_type or a.compact_version <> ${current})
    returning a.id`;
  return rows.map((row) => row.id);
}

/** Pairs that have not signed, and whose three were not asked for these terms yet. */
export async function listToAsk(tx: Tx, viewer: Viewer, terms: Versions): Promise<Agreement[]> {
  return tx.$queryRaw<Agreement[]>`
    select ${agreementColumns} from ${agreements(viewer.tenantId)} and ${mine(viewer)} and a.compact_signed_on is null
      and a.compact_asked is distinct from e.relationship_type::text || ' ' || (${JSON.stringify(terms)}::jsonb ->> e.relationship_type::text)
    order by a.id`;
}

export async function saveAsked(tx: Tx, viewer: Viewer, assignmentId: string, terms: string): Promise<void> {
  await tx.coachAssignment.update({
    where: { id: assignmentId, tenantId: viewer.tenantId },
    data: { compactAsked: terms },
  });
}

/** All three have signed: the pair begins. */
export async function saveSigned(
  tx: Tx,
  viewer: Viewer,
  assignmentId: string,
  terms: { on: Day; type: RelationshipType; version: string },
): Promise<void> {
  await tx.coachAssignment.update({
    where: { id: assignmentId, tenantId: viewer.tenantId },
    data: {
      compactSignedOn: columnOfDay(terms.on),
      compactType: terms.type,
      compactVersion: terms.version,
      status: 'ACTIVE',
    },
  });
}
