import type { Tx } from '../db/client.ts';
import { callMark } from './lease.ts';

/**
 * Puts a message off that has not gone out: it waits until then, and nobody has it in hand any more. False where there is none,
 * or where it is out already. One that finds nobody stays written down as that.
 */
export async function postpone(
  tx: Tx,
  tenantId: string,
  key: string,
  notBefore: Date,
  expiresAt?: Date,
): Promise<boolean> {
  const { count } = await tx.delivery.updateMany({
    where: {
      tenantId,
      key,
      OR: [{ status: { in: ['PENDING', 'FAILED'] } }, { status: 'SENDING', leaseBy: { not: { endsWith: callMark } } }],
    },
    data: { status: 'PENDING', leaseBy: null, leaseUntil: null, notBefore, ...(expiresAt && { expiresAt }) },
  });
  return count > 0;
}
