// How much comes to one person that nobody asked for: counted over all features, in the ledger itself.
import type { Tx } from '../db/client.ts';

/** May one more come? A message that is written already counts for itself, and what was taken back counts for nothing. */
export async function mayCome(
  tx: Tx,
  tenantId: string,
  personId: string,
  key: string,
  { since, most }: { since: Date; most: number },
): Promise<boolean> {
  // Two reminders at once would both count the same earlier ones; the lock makes the second wait.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`unasked ${tenantId} ${personId}`}, 0))`;
  const count = await tx.delivery.count({
    where: {
      tenantId,
      personId,
      unasked: true,
      notBefore: { gte: since },
      status: { not: 'SUPERSEDED' },
      key: { not: key },
    },
  });
  return count < most;
}
