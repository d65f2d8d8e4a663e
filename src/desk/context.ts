import type { Tx } from '../db/client.ts';
import { amend, enqueue, withdraw, type Target } from '../jobs/ledger.ts';
import { dropWork, planWork } from '../jobs/due.ts';
import type { Viewer } from '../roster/access.ts';
import { findDestination, findDigestChannel } from '../roster/accounts.ts';
import type { Fact } from '../features/facts.ts';
import type { Context, Message } from '../features/feature.ts';

/**
 * What a feature is handed: everything it does lies in the transaction `tx`. Facts it announces are put into `facts`, and
 * `onWork` is told when it writes what the clockwork has to look at.
 */
export function createContext(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  facts: Fact[],
  onWork: () => void = () => undefined,
): Context {
  const { tenantId } = viewer;

  function write(message: Message, to: Target | undefined, personId?: string): Promise<void> {
    onWork();
    return enqueue(tx, tenantId, {
      ...message,
      to,
      notBefore: message.notBefore ?? now,
      ...(personId === undefined ? {} : { personId }),
    });
  }

  function noted(written: Promise<void>): Promise<void> {
    onWork();
    return written;
  }

  return {
    now,
    tx,
    viewer,
    announce: (fact) => void facts.push(fact),
    send: async (personId, message) => write(message, await findDestination(tx, viewer, personId), personId),
    async post(organizationId, message) {
      const channel = await findDigestChannel(tx, viewer, organizationId);
      if (channel) await write(message, channel);
      return channel !== undefined;
    },
    amend: (key, card) => noted(amend(tx, tenantId, key, card)),
    withdraw: (key) => noted(withdraw(tx, tenantId, key)),
    plan: (job, subject, dueAt, data = {}) => noted(planWork(tx, tenantId, { job, subject, dueAt, data })),
    unplan: (job, subject) => noted(dropWork(tx, tenantId, job, subject)),
  };
}
