import type { Tx } from '../db/client.ts';
import type { Card } from '../chat/card.ts';
import { amendAll, enqueueAll, withdrawAll, type Target } from '../jobs/ledger.ts';
import { postpone, postponeAll } from '../jobs/postpone.ts';
import { listWelcome } from '../jobs/unasked.ts';
import { dropWork, planAll, type OnWork, type Planned } from '../jobs/due.ts';
import { isSystem, type Viewer } from '../roster/access.ts';
import { findDestinations } from '../roster/accounts.ts';
import { findDigestChannel } from '../roster/digest-channels.ts';
import { listToEvaluated } from '../roster/evaluators.ts';
import type { Fact } from '../features/facts.ts';
import type { Context, Message, PersonalMessage } from '../features/feature.ts';
import { promiseCard, standingOf } from '../features/promise.ts';

/**
 * What a feature is handed: everything it does lies in the transaction `tx`. Facts it announces are put into `facts`, and
 * `onWork` is told when it writes what the clockwork has to look at, with the id of the message or of the piece of work.
 */
export function createContext(
  tx: Tx,
  viewer: Viewer,
  now: Date,
  facts: Fact[],
  onWork: OnWork = () => undefined,
): Context {
  const { tenantId } = viewer;

  async function write(messages: readonly (Message & { to: Target | undefined; personId?: string })[]): Promise<void> {
    const asked = messages.flatMap(({ key, personId, unasked, notBefore = now }) =>
      unasked && personId !== undefined ? [{ key, personId, notBefore, ...unasked }] : [],
    );
    const welcome = await listWelcome(tx, tenantId, asked);
    const isWelcome = ({ key, personId, unasked }: (typeof messages)[number]) =>
      unasked === undefined || personId === undefined || welcome.has(key);
    const rows = messages
      .filter(isWelcome)
      .map(({ unasked, ...message }) => ({ notBefore: now, ...message, unasked: unasked !== undefined }));
    if (rows.length === 0) return;
    onWork({});
    for (const delivery of await enqueueAll(tx, tenantId, rows)) onWork({ delivery });
  }

  async function sendAll(messages: readonly PersonalMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const places = await findDestinations(
      tx,
      viewer,
      messages.map(({ to }) => to),
    );
    await write(
      messages.map(({ to: personId, ...message }) => {
        const { isEvaluated = false, ...to } = places.get(personId) ?? {};
        const card = promiseCard(message.card, isEvaluated ? 'evaluated' : undefined);
        return { ...message, card, personId, to: 'lane' in to ? to : undefined };
      }),
    );
  }

  function noted<T>(written: Promise<T>): Promise<T> {
    onWork({});
    return written;
  }

  async function amendNoted(changes: readonly { key: string; card: Card }[]): Promise<void> {
    if (changes.length === 0) return;
    onWork({});
    const toEvaluated = await listOwnEvaluated(changes.map(({ key }) => key));
    const promised = changes.map(({ key, card }) => ({
      key,
      card: promiseCard(card, toEvaluated.has(key) ? 'evaluated' : undefined),
    }));
    for (const delivery of await amendAll(tx, tenantId, promised)) onWork({ delivery });
  }

  /** Whoever asks changes what is their own, and is known already. */
  async function listOwnEvaluated(keys: readonly string[]): Promise<Set<string>> {
    if (isSystem(viewer)) return listToEvaluated(tx, viewer, keys);
    return new Set(standingOf(viewer) === 'evaluated' ? keys : []);
  }

  async function planNoted(works: readonly Planned[]): Promise<void> {
    onWork({});
    for (const work of await planAll(tx, tenantId, works)) onWork({ work });
  }

  return {
    now,
    tx,
    viewer,
    announce: (fact) => void facts.push(fact),
    send: (personId, message) => sendAll([{ ...message, to: personId }]),
    sendAll,
    async post(organizationId, message) {
      const channel = await findDigestChannel(tx, viewer, organizationId);
      if (channel) await write([{ ...message, to: channel }]);
      return channel !== undefined;
    },
    amend: (key, card) => amendNoted([{ key, card }]),
    amendAll: amendNoted,
    withdraw: (key) => noted(withdrawAll(tx, tenantId, [key])),
    withdrawAll: (keys) => noted(withdrawAll(tx, tenantId, keys)),
    postpone: (key, notBefore, expiresAt) => noted(postpone(tx, tenantId, key, notBefore, expiresAt)),
    postponeAll: (messages) => noted(postponeAll(tx, tenantId, messages)),
    plan: (job, subject, dueAt, data = {}) => planNoted([{ job, subject, dueAt, data }]),
    planAll: planNoted,
    unplan: (job, subject) => noted(dropWork(tx, tenantId, job, subject)),
  };
}
