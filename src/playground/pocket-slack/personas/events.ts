/** The Events API: delivered with three seconds to answer, retried at once, then after 1 and 5 minutes when told. */
import { makeId } from '../ids.ts';
import { openDirectMessage } from '../people-and-channels.ts';
import { postAsPerson } from '../messages.ts';
import { sendJson } from '../signed-request.ts';
import { describeView } from '../view-stack.ts';
import { getDesk, getPerson, getWorkspace, nextTs } from '../world.ts';
import type { User, Who, World } from '../world.ts';
import { getConversationOf } from './command.ts';
import { verificationToken } from './envelope.ts';

/** Delivery is not something a person sees; tests and fault drills do. */
export type Delivery = { ok: true; eventId?: string; delivered: boolean; attempts: number };

type Pending = { envelope: Record<string, unknown>; attempts: number; reason: string };

type Events = {
  say: (who: Who, channel: string, text: string) => Promise<Delivery>;
  openHome: (who: Who, tab: 'home' | 'messages') => Promise<Delivery>;
  send: (workspaceId: string, event: Record<string, unknown>) => Promise<Delivery>;
  retry: () => Promise<number>;
  redeliver: (eventId: string) => Promise<Delivery>;
  clear: () => void;
};

export function createEvents(world: World): Events {
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

  async function send(workspaceId: string, event: Record<string, unknown>): Promise<Delivery> {
    return deliver(buildEnvelope(world, workspaceId, event));
  }

  return {
    send,
    say: async (who, channel, text) => {
      const user = getPerson(world, who);
      const conversation = getConversationOf(world, user, channel);
      const message = postAsPerson(world, conversation, user.id, text);
      const event = describeSaid(world, user, conversation.id, conversation.kind === 'im', message.ts, text);
      return event ? send(user.workspaceId, event) : { ok: true, delivered: false, attempts: 0 };
    },
    openHome: async (who, tab) => {
      const user = getPerson(world, who);
      const { home } = getDesk(world, user);
      return send(user.workspaceId, {
        type: 'app_home_opened',
        user: user.id,
        channel: openDirectMessage(world, user).id,
        tab,
        ...(home && tab === 'home' ? { view: describeView(world, home) } : {}),
        event_ts: nextTs(world),
      });
    },
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

/** The app hears direct messages with im:history, and its own name in channels with app_mentions:read. */
function describeSaid(world: World, user: User, channel: string, isDirect: boolean, ts: string, text: string) {
  const { scopes, botUserId } = getWorkspace(world, user.workspaceId);
  const said = { user: user.id, text, ts, channel, team: user.workspaceId, event_ts: ts };
  if (isDirect) return scopes.includes('im:history') ? { type: 'message', channel_type: 'im', ...said } : undefined;
  const mentioned = text.includes(`<@${botUserId}>`) && scopes.includes('app_mentions:read');
  return mentioned ? { type: 'app_mention', ...said } : undefined;
}

function buildEnvelope(world: World, workspaceId: string, event: Record<string, unknown>): Record<string, unknown> {
  const workspace = getWorkspace(world, workspaceId);
  return {
    token: verificationToken,
    team_id: workspace.id,
    context_team_id: workspace.id,
    context_enterprise_id: null,
    api_app_id: workspace.appId,
    event,
    type: 'event_callback',
    event_id: makeId('Ev'),
    event_time: Math.floor(world.now().getTime() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace.id,
        user_id: workspace.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${makeId('E')}`,
  };
}
