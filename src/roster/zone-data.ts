// Governments change their clocks, and a new version of the runtime brings the news: hours are then computed anew.
import type { Tx } from '../db/client.ts';
import type { Viewer } from './access.ts';

/** Remembers the version by which hours are computed now; true where it is another than before. */
export async function noteZoneData(tx: Tx, { tenantId }: Viewer, version: string): Promise<boolean> {
  const before = await tx.zoneData.findUnique({ where: { tenantId } });
  if (before?.version === version) return false;
  await tx.zoneData.upsert({ where: { tenantId }, create: { tenantId, version }, update: { version } });
  return before !== null;
}
