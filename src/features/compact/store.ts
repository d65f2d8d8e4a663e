import type { Tx } from '../../db/client.ts';
import type { Viewer } from '../../roster/access.ts';
import type { Agreement } from '../../roster/compacts.ts';
import type { Party, Signature } from './rules.ts';
import { VERSIONS } from './terms.ts';

/** What was signed for a pair under the terms that hold now. */
export async function listSignatures(tx: Tx, viewer: Viewer, of: Agreement): Promise<Signature[]> {
  return tx.compactSignature.findMany({
    where: {
      tenantId: viewer.tenantId,
      relationshipType: of.relationshipType,
      version: VERSIONS[of.relationshipType],
      OR: [
        { subject: of.assignmentId, party: { in: ['PRINCIPAL', 'COACH'] } },
        { subject: of.engagementId, party: 'SPONSOR' },
      ],
    },
    select: { party: true, personId: true },
  });
}

/** The same signature again changes nothing. */
export async function saveSignature(
  tx: Tx,
  viewer: Viewer,
  of: Agreement,
  { party, personId, signedAt }: { party: Party; personId: string; signedAt: Date },
): Promise<void> {
  const { tenantId } = viewer;
  const subject = party === 'SPONSOR' ? of.engagementId : of.assignmentId;
  const { relationshipType } = of;
  const version = VERSIONS[relationshipType];
  await tx.compactSignature.createMany({
    data: { tenantId, subject, party, personId, relationshipType, version, signedAt },
    skipDuplicates: true,
  });
}
