// What a hold or a request for records is about: people, a school, a span of days, or what all that is said has in common.
import { Prisma } from '../db/generated/client.ts';
import type { Tx } from '../db/client.ts';
import { hasRole, isSystem, type Viewer } from '../roster/access.ts';
import { ForbiddenError } from '../errors.ts';
import type { Day } from '../zone.ts';
import type { Recorded } from './tables.ts';

/** Nothing said means no bound. */
export interface Scope {
  personId?: string;
  schoolId?: string;
  from?: Day;
  to?: Day;
}

/** Of the rows `r` of a table, those in the scope; what a row does not tell counts as in it, as throughline_held counts. */
export function covers(one: Recorded, scope: Scope): Prisma.Sql {
  const only = Prisma.raw(one.only === undefined ? 'true' : `(${one.only})`);
  return Prisma.sql`${only}
    and (${scope.personId ?? null}::uuid is null or coalesce(${scope.personId ?? null}::uuid = any(${Prisma.raw(one.people)}), true))
    and (${scope.schoolId ?? null}::uuid is null or coalesce(${scope.schoolId ?? null}::uuid = any(${Prisma.raw(one.schools)}), true))
    and (${scope.from ?? null}::date is null or coalesce(${Prisma.raw(one.last)} >= ${scope.from ?? null}::date, true))
    and (${scope.to ?? null}::date is null or coalesce(${Prisma.raw(one.first)} <= ${scope.to ?? null}::date, true))`;
}

/** An officer answers for the districts of their role; the command line for all. */
export async function isOfficerOf(tx: Tx, viewer: Viewer, { personId, schoolId }: Scope): Promise<boolean> {
  if (isSystem(viewer)) return true;
  const districts = await tx.$queryRaw<{ id: string }[]>`
    select s.district_id as id from school s where s.tenant_id = ${viewer.tenantId}::uuid and (s.id = ${schoolId ?? null}::uuid
      or s.id in (select a.school_id from coach_assignment a where ${personId ?? null}::uuid in (a.coach_id, a.principal_id))
      or s.id in (select g.scope_id from role_grant g where g.person_id = ${personId ?? null}::uuid))`;
  return districts.some(({ id }) => hasRole(viewer, 'RECORDS_OFFICER', id));
}

export async function assertOfficer(tx: Tx, viewer: Viewer, scope: Scope): Promise<void> {
  if (!(await isOfficerOf(tx, viewer, scope)))
    throw new ForbiddenError('Only a records officer of the district may do this.');
}
