// Writes a plan: the only writer of organizations, schools, people, role grants, engagements and assignments.

import { randomUUID } from 'node:crypto';
import type { Tx } from '../../db/client.ts';
import { columnOfDay } from '../../zone.ts';
import type { Viewer } from '../access.ts';
import type { Change, Plan, Ref } from './plan.ts';

/** All of it or, with the caller's transaction, nothing. Rows that others refer to come first. */
export async function writePlan(tx: Tx, viewer: Viewer, plan: Plan): Promise<void> {
  const { tenantId } = viewer;
  const made = new Map<Ref, string>();
  const idOf = (ref: Ref): string => {
    if (!ref.startsWith('new:')) return ref;
    const id = made.get(ref) ?? randomUUID();
    made.set(ref, id);
    return id;
  };

  const organizations = split(plan.organizations);
  await tx.organization.createMany({
    data: organizations.added.map(({ ref, set }) => ({ ...complete(set), id: idOf(ref), tenantId })),
  });
  for (const { ref, set } of organizations.changed)
    await tx.organization.updateMany({ where: { tenantId, id: ref }, data: set });

  const schools = split(plan.schools);
  await tx.school.createMany({
    data: schools.added.map(({ ref, set }) => {
      const { district, ...values } = complete(set);
      return { ...values, id: idOf(ref), tenantId, districtId: idOf(district) };
    }),
  });
  for (const { ref, set } of schools.changed) {
    const { district, ...values } = set;
    const data = { ...values, ...(district === undefined ? {} : { districtId: idOf(district) }) };
    await tx.school.updateMany({ where: { tenantId, id: ref }, data });
  }

  await writePeople(tx, tenantId, plan, idOf);

  const engagements = split(plan.engagements);
  await tx.engagement.createMany({
    data: engagements.added.map(({ ref, set }) => {
      const { provider, district, relationshipType } = complete(set);
      return { id: idOf(ref), tenantId, providerId: idOf(provider), districtId: idOf(district), relationshipType };
    }),
  });
  for (const { ref, set } of engagements.changed) {
    const data = set.relationshipType === undefined ? {} : { relationshipType: set.relationshipType };
    await tx.engagement.updateMany({ where: { tenantId, id: ref }, data });
  }

  await writeGrants(tx, tenantId, plan, idOf);
  await writeAssignments(tx, tenantId, plan, idOf);
}

async function writePeople(tx: Tx, tenantId: string, plan: Plan, idOf: (ref: Ref) => string): Promise<void> {
  const { added, changed } = split(plan.people);
  // Two people may trade addresses or ids, so the old ones are given up before the new ones are taken.
  const renamed = (field: 'email' | 'externalId') => changed.filter(({ set }) => field in set).map(({ ref }) => ref);
  await tx.person.updateMany({ where: { tenantId, id: { in: renamed('email') } }, data: { email: null } });
  await tx.person.updateMany({ where: { tenantId, id: { in: renamed('externalId') } }, data: { externalId: null } });
  for (const { ref, set } of changed) await tx.person.updateMany({ where: { tenantId, id: ref }, data: set });
  await tx.person.createMany({ data: added.map(({ ref, set }) => ({ ...complete(set), id: idOf(ref), tenantId })) });
}

async function writeGrants(tx: Tx, tenantId: string, plan: Plan, idOf: (ref: Ref) => string): Promise<void> {
  const { added, changed } = split(plan.grants);
  await tx.roleGrant.createMany({
    data: added.map(({ ref, set }) => {
      const { person, scope, role, subRole, startsOn, endsOn } = complete(set);
      const dates = { startsOn: column(startsOn), endsOn: column(endsOn) };
      return {
        id: idOf(ref),
        tenantId,
        personId: idOf(person),
        scopeId: idOf(scope),
        role,
        subRole: subRole ?? null,
        ...dates,
      };
    }),
  });
  for (const { ref, set } of changed) {
    const data = {
      ...('startsOn' in set ? { startsOn: column(set.startsOn) } : {}),
      ...('endsOn' in set ? { endsOn: column(set.endsOn) } : {}),
    };
    await tx.roleGrant.updateMany({ where: { tenantId, id: ref }, data });
  }
}

async function writeAssignments(tx: Tx, tenantId: string, plan: Plan, idOf: (ref: Ref) => string): Promise<void> {
  const { added, changed } = split(plan.assignments);
  for (const { ref, set } of changed) {
    const { status, visitWeekday, endReason } = set;
    const data = {
      ...(status === undefined ? {} : { status }),
      ...(visitWeekday === undefined ? {} : { visitWeekday }),
      ...(endReason === undefined ? {} : { endReason }),
      ...('compactSignedOn' in set ? { compactSignedOn: column(set.compactSignedOn) } : {}),
      ...('endsOn' in set ? { endsOn: column(set.endsOn) } : {}),
    };
    await tx.coachAssignment.updateMany({ where: { tenantId, id: ref }, data });
  }
  await tx.coachAssignment.createMany({
    data: added.map(({ ref, set }) => {
      const { engagement, coach, principal, school, status, visitWeekday, compactSignedOn, startsOn } = complete(set);
      return {
        id: idOf(ref),
        tenantId,
        engagementId: idOf(engagement),
        coachId: idOf(coach),
        principalId: idOf(principal),
        schoolId: idOf(school),
        status,
        visitWeekday: visitWeekday ?? null,
        compactSignedOn: column(compactSignedOn),
        startsOn: columnOfDay(startsOn),
      };
    }),
  });
}

function split<Values>(changes: Change<Values>[]): { added: Change<Values>[]; changed: Change<Values>[] } {
  return { added: changes.filter(({ isNew }) => isNew), changed: changes.filter(({ isNew }) => !isNew) };
}

/** The comparison gives a new row every value it needs; columns it leaves out have a default. */
function complete<Values>(set: Partial<Values>): Values {
  return set as Values;
}

function column(day: string | null | undefined): Date | null {
  return day === null || day === undefined ? null : columnOfDay(day);
}
