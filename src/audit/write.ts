// Writing down who read or changed what. In the transaction of the reading or the change, so both are there or neither.
import { z } from 'zod';
import type { Tx } from '../db/client.ts';
import type { Viewer } from '../roster/access.ts';
import type { Thing } from '../roster/matrix.ts';

/** Ids, numbers and words of the product: whoever writes a sentence into the audit has made it a second place to leak from. */
const Detail = z.record(
  z.string().regex(/^[a-zA-Z]{1,30}$/),
  z.union([z.uuid(), z.number(), z.boolean(), z.string().regex(/^[a-zA-Z0-9:._-]{0,60}$/), z.array(z.uuid()).max(200)]),
);

export interface Act {
  act:
    'read' | 'wrote' | 'released' | 'withdrew' | 'signed' | 'exported' | 'erased' | 'held' | 'redacted' | 'configured';
  thing: Thing | 'compact' | 'records' | 'records-request' | 'legal-hold' | 'person' | 'release' | 'backup';
  aboutId?: string;
  /** Whose words they are. */
  ownerId?: string;
  detail?: z.input<typeof Detail>;
}

/** Many acts are one statement. */
export async function noteActs(tx: Tx, viewer: Viewer, now: Date, acts: readonly Act[]): Promise<void> {
  if (acts.length === 0) return;
  await tx.auditEvent.createMany({
    data: acts.map((one) => ({ ...rowOf(viewer, now, one) })),
  });
}

/**
 * Notes that the viewer read what belongs to others; one's own is nobody's business. The same again within an hour of the
 * clock is one reading.
 */
export async function noteReads(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  reads: readonly { thing: Thing; ownerId: string; aboutId?: string }[],
): Promise<void> {
  const { personId } = viewer;
  const others = reads.filter((read) => personId !== null && read.ownerId !== personId);
  if (others.length === 0) return;
  const hour = now.toISOString().slice(0, 13);
  await tx.auditEvent.createMany({
    data: others.map((read) => ({
      ...rowOf(viewer, now, { act: 'read', ...read }),
      once: [hour, personId, read.thing, read.ownerId, read.aboutId ?? ''].join(' '),
    })),
    skipDuplicates: true,
  });
}

function rowOf({ tenantId, personId }: Viewer, at: Date, { detail, ...act }: Act) {
  return { tenantId, at, actorId: personId, ...act, ...(detail === undefined ? {} : { detail: Detail.parse(detail) }) };
}
