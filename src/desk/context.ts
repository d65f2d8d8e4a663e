import type { Tx } from '../db/client.ts';
import { amend, enqueue, withdraw, type Target } from '../jobs/ledger.ts';
import { postpone } from '../jobs/postpone.ts';
import { mayCome } from '../jobs/unasked.ts';
import { dropWork, planWork } from '../jobs/due.ts';
import type { Viewer } from '../roster/access.ts';
import { findDestination } from '../roster/accounts.ts';
import { findDigestChannel } from '../roster/digest-channels.ts';
import type { Fact } from '../features/facts.ts';
import type { Context, Message } from '../features/feature.ts';

/**
 * What a feature is handed: everything it does lies in the transaction `tx`. Facts it announces are put into `facts`, and
 * `onWork` is told when it writes what the clockwork has to look at, with the id of the message where it is one.
 */
export function createContext(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  facts: Fact[],
  onWork: (deliveryId?: string) => void = () => undefined,
): Context {
  const { tenantId } = viewer;

  async function write({ unasked, ...message }: Message, to: Target | undefined, personId?: string): Promise<void> {
    if (unasked && personId !== undefined && !(await mayCome(tx, tenantId, personId, message.key, unasked))) return;
    const id = await enqueue(tx, tenantId, {
      ...message,
      unasked: unasked !== undefined,
      to,
      notBefore: message.notBefore ?? now,
      ...(personId === undefined ? {} : { personId }),
    });
    onWork(id);
  }

  function noted<T>(written: Promise<T>): Promise<T> {
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
    amend: async (key, card) => onWork(await amend(tx, tenantId, key, card)),
    withdraw: (key) => noted(withdraw(tx, tenantId, key)),
    postpone: (key, notBefore, expiresAt) => noted(postpone(tx, tenantId, key, notBefore, expiresAt)),
    plan: (job, subject, dueAt, data = {}) => noted(planWork(tx, tenantId, { job, subject, dueAt, data })),
    unplan: (job, subject) => noted(dropWork(tx, tenantId, job, subject)),
  };
}
