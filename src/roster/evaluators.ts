// Who is coached by their own evaluator: what they are sent says so on its head.
import { Prisma } from '../db/generated/client.ts';
import type { Tx } from '../db/client.ts';
import type { Viewer } from './access.ts';

/** Whether a person of a statement is. */
export function isEvaluated(tenantId: Prisma.Sql, personId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`exists (
    select 1 from coach_assignment a join engagement e on e.id = a.engagement_id and e.relationship_type = 'SUPERVISOR_COACH'
    where a.tenant_id = ${tenantId} and a.principal_id = ${personId} and a.status <> 'ENDED')`;
}

/** Of these messages, by their keys, those to somebody who is. */
export async function listToEvaluated(tx: Tx, viewer: Viewer, keys: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ key: string }[]>`
    select d.key from delivery d
    where d.tenant_id = ${viewer.tenantId}::uuid and d.key = any(${[...keys]}::text[])
      and ${isEvaluated(Prisma.sql`d.tenant_id`, Prisma.sql`d.person_id`)}`;
  return new Set(rows.map(({ key }) => key));
}
