/** The Events API's post office: three seconds to answer, one retry at once, and two more, after 1 and 5 minutes, when told. */
import { sendJson } from '../signed-request.ts';
import type { World } from '../world.ts';

/** Delivery is not something a person sees; tests and fault drills do. */
export type Delivery = { ok: true; eventId?: string; delivered: boolean; attempts: number };

/** What comes of an event that the app did not subscribe to, or may not have. */
export const notSent: Delivery = { ok: true, delivered: false, attempts: 0 };

type Pending = { envelope: Record<string, unknown>; attempts: number; reason: string };

type PostOffice = {
  deliver: (envelope: Record<string, unknown>) => Promise<Delivery>;
  retry: () => Promise<number>;
  redeliver: (eventId: string) => Promise<Delivery>;
  clear: () => void;
};

export function createPostOffice(world: World): PostOffice {
  const pending = new Map<string, Pending>();
  const sent = new Map<string, Record<string, unknown>>();

  async function attempt(eventId: string, one: Pending): Promise<boolean> {
    const retry =
      one.attempts > 0 ? { 'x-slack-retry-num': String(one.attempts), 'x-slack-retry-reason': one.reason } : {};
    const reply = await sendJson(world, one.envelope, retry);
    one.attempts += 1;
    const done = reply.kind === 'answered' && reply.status >= 200 && reply.status < 300;
    one.reason =
      reply.kind === 'timeout' ? 'http_timeout' : reply.kind === 'unreachable' ? 'connection_failed' : 'http_error';
    if (done || one.attempts > 3 || (reply.kind === 'answered' && reply.stopRetries)) pending.delete(eventId);
    return done;
  }

  async function deliver(envelope: Record<string, unknown>): Promise<Delivery> {
    const eventId = String(envelope['event_id']);
    const one: Pending = { envelope, attempts: 0, reason: '' };
    sent.set(eventId, envelope);
    pending.set(eventId, one);
    let delivered = await attempt(eventId, one);
    if (!delivered && pending.has(eventId)) delivered = await attempt(eventId, one);
    return { ok: true, eventId, delivered, attempts: one.attempts };
  }

  return {
    deliver,
    retry: async () => {
      const waiting = [...pending];
      for (const [eventId, one] of waiting) await attempt(eventId, one);
      return waiting.length;
    },
    redeliver: async (eventId) => {
      const envelope = sent.get(eventId);
      if (!envelope) throw new Error(`There was no event ${eventId}.`);
      return deliver(envelope);
    },
    clear: () => {
      pending.clear();
      sent.clear();
    },
  };
}
