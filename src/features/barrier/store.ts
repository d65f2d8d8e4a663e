import { z } from 'zod';
import type { Tx } from '../../db/client.ts';
import type { Lever } from '../../db/generated/enums.ts';
import { belongsTo, type Viewer } from '../../roster/access.ts';
import { maySee } from '../../roster/matrix.ts';
import { findPair, type Pair } from '../../roster/store.ts';
import { columnOfDay, type Day } from '../../zone.ts';

/** Open barriers of one kind at one school are one barrier: naming it again does not make two. */
export async function raiseBarrier(
  tx: Tx,
  viewer: Viewer,
  pair: Pair,
  barrier: { category: string; lever: Lever; byId: string; raisedOn: Day; visibility: 'PAIR' | 'DISTRICT' },
): Promise<{ id: string; visibility: string }> {
  const open = await findOpen(tx, viewer, pair, barrier.category);
  if (open) {
    if (barrier.visibility === 'DISTRICT' && open.visibility !== 'DISTRICT')
      await tx.barrier.update({ where: { id: open.id }, data: { visibility: 'DISTRICT' } });
    return { id: open.id, visibility: barrier.visibility === 'DISTRICT' ? 'DISTRICT' : open.visibility };
  }
  return tx.barrier.create({
    data: {
      tenantId: viewer.tenantId,
      schoolId: pair.school.id,
      assignmentId: pair.assignmentId,
      category: barrier.category,
      lever: barrier.lever,
      raisedById: barrier.byId,
      visibility: barrier.visibility,
      raisedOn: columnOfDay(barrier.raisedOn),
    },
    select: { id: true, visibility: true },
  });
}

export async function findOpen(
  tx: Tx,
  viewer: Viewer,
  pair: Pair,
  category: string,
): Promise<{ id: string; visibility: string } | undefined> {
  const row = await tx.barrier.findFirst({
    where: {
      tenantId: viewer.tenantId,
      // What the district sees is the school's, and whoever leads it next finds it.
      OR: [{ assignmentId: pair.assignmentId }, { schoolId: pair.school.id, visibility: 'DISTRICT' }],
      category,
      status: { in: ['RAISED', 'ACKNOWLEDGED', 'IN_PROGRESS', 'ESCALATED', 'REOPENED'] },
    },
    select: { id: true, visibility: true },
  });
  return row ?? undefined;
}

/** A barrier with its pair, for the two of them; what is shared with the district reaches it in the digest. */
export async function findBarrier(
  tx: Tx,
  viewer: Viewer,
  id: string,
): Promise<{ category: string; pair: Pair } | undefined> {
  if (!z.uuid().safeParse(id).success) return undefined;
  const row = await tx.barrier.findFirst({ where: { id, tenantId: viewer.tenantId } });
  const pair = row && (await findPair(tx, viewer, row.assignmentId));
  if (!row || !pair || !maySee(viewer, 'barrier-of-pair', belongsTo(pair, row.raisedById))) return undefined;
  return { category: row.category, pair };
}

export async function shareWithDistrict(tx: Tx, viewer: Viewer, id: string, neededBy: Day | undefined): Promise<void> {
  await tx.barrier.update({
    where: { id, tenantId: viewer.tenantId },
    data: { visibility: 'DISTRICT', ...(neededBy === undefined ? {} : { neededBy: columnOfDay(neededBy) }) },
  });
}
