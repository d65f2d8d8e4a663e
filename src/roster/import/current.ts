// Reads the roster as it stands, to compare a file with it.

import type { Tx } from '../../db/client.ts';
import { dayOfColumn } from '../../zone.ts';
import type { Viewer } from '../access.ts';
import type { CurrentRoster } from './plan.ts';

export async function readCurrentRoster(tx: Tx, viewer: Viewer): Promise<CurrentRoster> {
  const { tenantId } = viewer;
  const organizations = await tx.organization.findMany({ where: { tenantId }, orderBy: { id: 'asc' } });
  const schools = await tx.school.findMany({ where: { tenantId }, orderBy: { id: 'asc' } });
  const people = await tx.person.findMany({ where: { tenantId }, orderBy: { id: 'asc' } });
  const grants = await tx.roleGrant.findMany({ where: { tenantId }, orderBy: { id: 'asc' } });
  const engagements = await tx.engagement.findMany({ where: { tenantId }, orderBy: { id: 'asc' } });
  const assignments = await tx.coachAssignment.findMany({
    where: { tenantId, status: { not: 'ENDED' } },
    orderBy: { id: 'asc' },
  });
  return {
    organizations,
    schools: schools.map((school) => ({ ...school, district: school.districtId })),
    people,
    grants: grants.map((grant) => ({
      ...grant,
      person: grant.personId,
      scope: grant.scopeId,
      startsOn: dayOf(grant.startsOn),
      endsOn: dayOf(grant.endsOn),
    })),
    engagements: engagements.map(({ id, providerId, districtId, relationshipType }) => ({
      relationshipType,
      id,
      provider: providerId,
      district: districtId,
    })),
    assignments: assignments.map((one) => ({
      ...one,
      engagement: one.engagementId,
      coach: one.coachId,
      principal: one.principalId,
      school: one.schoolId,
      compactSignedOn: dayOf(one.compactSignedOn),
      startsOn: dayOfColumn(one.startsOn),
      endsOn: dayOf(one.endsOn),
    })),
  };
}

function dayOf(column: Date | null): string | null {
  return column === null ? null : dayOfColumn(column);
}
