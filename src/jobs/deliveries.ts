// The ledger as reports read it: did it arrive, and if not, why.
import type { Tx } from '../db/client.ts';

export type DeliveryState =
  | { state: 'delivered'; sentAt: Date | null }
  | { state: 'waiting'; reason?: string; text?: string }
  | { state: 'not-delivered'; reason: string; text: string }
  /** The call was made and its answer was lost; the message is not sent again, because it may be there. */
  | { state: 'unknown'; reason: string; text: string };

export interface DeliveryReport {
  id: string;
  key: string;
  kind: string;
  personId: string | null;
  about: string | null;
  outcome: DeliveryState;
}

/** Messages about one thing or to one person, oldest first; a change to a message is none of its own, nor is a Home. */
export async function listDeliveries(
  tx: Tx,
  tenantId: string,
  of: { about: string } | { personId: string },
): Promise<DeliveryReport[]> {
  const rows = await tx.delivery.findMany({
    where: { tenantId, updates: null, surface: 'message', ...of },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => {
    const { id, key, kind, personId, about } = row;
    return { id, key, kind, personId, about, outcome: deliveryState(row) };
  });
}

/** What became of one message, in words. */
export function deliveryState(row: {
  status: string;
  reason: string | null;
  reasonText: string | null;
  sentAt: Date | null;
}): DeliveryState {
  const why = { reason: row.reason ?? 'unknown', text: row.reasonText ?? 'No reason was given.' };
  switch (row.status) {
    case 'SENT':
      return { state: 'delivered', sentAt: row.sentAt };
    case 'DEAD':
    case 'SUPERSEDED':
      return { state: 'not-delivered', ...why };
    case 'UNKNOWN':
      return { state: 'unknown', ...why };
    default:
      return row.reason === null ? { state: 'waiting' } : { state: 'waiting', ...why };
  }
}
