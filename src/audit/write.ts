// Writing down who read or changed what. In the transaction of the reading or the change, so both are there or neither.
import { z } from 'zod';
import { Prisma } from '../db/generated/client.ts';
import type { Tx } from '../db/client.ts';
import type { Viewer } from '../roster/access.ts';
import type { Look, Thing } from '../roster/matrix.ts';

/** Ids, numbers and words of the product: whoever writes a sentence into the audit has made it a second place to leak from. */
const Detail = z.record(
  z.string().regex(/^[a-zA-Z]{1,30}$/),
  z.union([z.uuid(), z.number(), z.boolean(), z.string().regex(/^[a-zA-Z0-9:._-]{0,60}$/), z.array(z.uuid()).max(200)]),
);

/** Who did it: somebody, or with null the product by itself. */
export type Actor = Pick<Viewer, 'tenantId' | 'personId'>;

export interface Act {
  act:
    'read' | 'wrote' | 'released' | 'withdrew' | 'signed' | 'exported' | 'erased' | 'held' | 'redacted' | 'configured';
  thing:
    | Thing
    | 'compact'
    | 'records'
    | 'records-request'
    | 'legal-hold'
    | 'person'
    | 'release'
    | 'backup'
    | 'digest'
    | 'calendar'
    | 'hours'
    | 'leave'
    | 'channel'
    | 'roster';
  aboutId?: string;
  /** Whose words they are. */
  ownerId?: string;
  detail?: z.input<typeof Detail>;
}

/** Many acts are one statement. */
export async function noteActs(tx: Tx, by: Actor, now: Date, acts: readonly Act[]): Promise<void> {
  if (acts.length === 0) return;
  await tx.auditEvent.createMany({
    data: acts.map((one) => ({ ...rowOf(by, now, one) })),
  });
}

/**
 * Notes that the viewer looked at what belongs to others; one's own is nobody's business. The same again within an hour of
 * the clock is one reading.
 */
export async function noteReads(tx: Tx, by: Actor, now: Date, looks: readonly Look[]): Promise<void> {
  const others = looks.filter((look) => by.personId !== null && look.ownerId !== by.personId);
  if (others.length === 0) return;
  await tx.auditEvent.createMany({ data: others.map((look) => readingOf(by, now, look)), skipDuplicates: true });
}

/**
 * The same as a part of the statement that reads, where somebody waits for a window: `with found as (…), noted as (…)`. It is
 * noted if `found` has a row.
 */
export function noteReadSql(by: Actor, now: Date, look: Look, found: Prisma.Sql): Prisma.Sql {
  const { tenantId, at, actorId, act, thing, ownerId, aboutId, once } = readingOf(by, now, look);
  const isAnothers = by.personId !== null && ownerId !== by.personId;
  return Prisma.sql`insert into audit_event (id, tenant_id, at, actor_id, act, thing, owner_id, about_id, once)
    select gen_random_uuid(), ${tenantId}::uuid, ${at}::timestamptz, ${actorId}::uuid, ${act}, ${thing}, ${ownerId}::uuid,
      ${aboutId ?? null}::uuid, ${once}
    where ${isAnothers}::boolean and exists (select 1 from ${found}) on conflict do nothing`;
}

function readingOf(by: Actor, now: Date, look: Look) {
  const hour = now.toISOString().slice(0, 13);
  return {
    ...{ ...look, tenantId: by.tenantId, at: now, actorId: by.personId, act: 'read' },
    once: [hour, by.personId, look.thing, look.ownerId, look.aboutId ?? ''].join(' '),
  };
}

function rowOf({ tenantId, personId }: Actor, at: Date, { detail, ...act }: Act) {
  return { tenantId, at, actorId: personId, ...act, ...(detail === undefined ? {} : { detail: Detail.parse(detail) }) };
}
