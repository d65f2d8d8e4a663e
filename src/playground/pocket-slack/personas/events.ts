/** What happens in the workspace and reaches the app as an event, where it subscribed and has the scope. */
import type { Installation } from '../app.ts';
import { makeId } from '../ids.ts';
import { describeUser } from '../methods/describe-user.ts';
import { openDirectMessage } from '../people-and-channels.ts';
import { describeMessage, postAsPerson } from '../messages.ts';
import { describeView } from '../view-stack.ts';
import { findInstallation, getDesk, getPerson, getWorkspace, inWorkspace, isInstalled, nextTs } from '../world.ts';
import type { User, Who, World } from '../world.ts';
import { getConversationOf } from './command.ts';
import { createPostOffice, notSent } from './deliver.ts';
import type { Delivery } from './deliver.ts';
import { verificationToken } from './envelope.ts';

type Events = {
  say: (who: Who, channel: string, text: string, threadTs?: string) => Promise<Delivery>;
  openHome: (who: Who, tab: 'home' | 'messages') => Promise<Delivery>;
  tellUser: (who: Who, type: 'user_change' | 'team_join') => Promise<Delivery>;
  send: (workspaceId: string, event: Record<string, unknown>) => Promise<Delivery>;
  /** An event about the installation itself, which needs no living token. */
  sendFor: (installation: Installation, event: Record<string, unknown>, seconds?: number) => Promise<Delivery>;
  retry: () => Promise<number>;
  redeliver: (eventId: string) => Promise<Delivery>;
  clear: () => void;
};

const scopeOfEvent: Record<string, string | undefined> = {
  app_mention: 'app_mentions:read',
  'message.im': 'im:history',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  team_join: 'users:read',
  user_change: 'users:read',
};

export function createEvents(world: World): Events {
  const { deliver, ...office } = createPostOffice(world);

  async function send(workspaceId: string, event: Record<string, unknown>): Promise<Delivery> {
    const installation = findInstallation(world, workspaceId);
    if (!installation || !isInstalled(world, workspaceId)) return notSent;
    const scope = scopeOfEvent[nameEvent(event)];
    if (!isSubscribed(world, event) || (scope !== undefined && !installation.scopes.includes(scope))) return notSent;
    return deliver(buildEnvelope(world, installation, event, workspaceId));
  }

  world.tellPosted = (conversation, message) => {
    const { id: channel, workspaceId, kind } = conversation;
    const said = describeMessage(message, getWorkspace(world, workspaceId), conversation);
    const channel_type = kind === 'im' ? 'im' : kind === 'private' ? 'group' : 'channel';
    // Nobody waits for it: it may overtake the answer to the call, or come after it.
    void send(workspaceId, { ...said, channel, channel_type, event_ts: message.ts });
  };

  return {
    ...office,
    send,
    sendFor: async (installation, event, seconds) => {
      if (!isSubscribed(world, event)) return notSent;
      const envelope = buildEnvelope(world, installation, event, installation.isOrganization ? null : installation.id);
      return deliver({ ...envelope, ...(seconds === undefined ? {} : { event_time: seconds }) });
    },
    say: async (who, channel, text, threadTs) => {
      const user = getPerson(world, who);
      const conversation = getConversationOf(world, user, channel);
      const message = postAsPerson(world, conversation, user.id, text, threadTs);
      const event = describeSaid(world, user, conversation.id, conversation.kind === 'im', message.ts, text);
      return event
        ? send(user.workspaceId, { ...event, ...(threadTs === undefined ? {} : { thread_ts: threadTs }) })
        : notSent;
    },
    openHome: async (who, tab) => {
      const user = getPerson(world, who);
      const { home } = getDesk(world, user);
      if (!world.features.homeTab && tab === 'home') throw new Error('The app has no Home tab.');
      return send(user.workspaceId, {
        type: 'app_home_opened',
        user: user.id,
        channel: openDirectMessage(world, user).id,
        tab,
        ...(home && tab === 'home' ? { view: describeView(world, home) } : {}),
        event_ts: nextTs(world),
      });
    },
    tellUser: async (who, type) => {
      const user = getPerson(world, who);
      if (!isInstalled(world, user.workspaceId)) return notSent;
      const shown = describeUser(world, user, getWorkspace(world, user.workspaceId), true);
      return send(user.workspaceId, { type, user: shown, cache_ts: shown.updated, event_ts: nextTs(world) });
    },
  };
}

/** The app hears direct messages, and its own name in channels. */
function describeSaid(world: World, user: User, channel: string, isDirect: boolean, ts: string, text: string) {
  if (!isInstalled(world, user.workspaceId)) return undefined;
  const { botUserId } = getWorkspace(world, user.workspaceId);
  const said = { user: user.id, text, ts, channel, team: user.homeTeamId ?? user.workspaceId, event_ts: ts };
  if (isDirect) return { type: 'message', channel_type: 'im', ...said };
  return text.includes(`<@${botUserId}>`) ? { type: 'app_mention', ...said } : undefined;
}

/** As the subscription names it: messages are subscribed to by the kind of conversation. */
function nameEvent(event: Record<string, unknown>): string {
  const { type, channel_type: kind } = event;
  if (type !== 'message') return String(type);
  return `message.${kind === 'channel' ? 'channels' : kind === 'group' ? 'groups' : String(kind)}`;
}

function isSubscribed(world: World, event: Record<string, unknown>): boolean {
  return world.features.events?.includes(nameEvent(event)) ?? true;
}

function buildEnvelope(
  world: World,
  installation: Installation,
  event: Record<string, unknown>,
  workspaceId: string | null,
): Record<string, unknown> {
  const team = workspaceId === null ? undefined : world.workspaces.get(workspaceId);
  const channel = world.conversations.get(inWorkspace(workspaceId ?? '', String(event['channel'])));
  const enterpriseId = installation.isOrganization ? installation.id : (team?.enterpriseId ?? null);
  return {
    token: verificationToken,
    team_id: workspaceId,
    ...(enterpriseId === null ? {} : { enterprise_id: enterpriseId }),
    context_team_id: workspaceId,
    context_enterprise_id: enterpriseId,
    api_app_id: installation.appId,
    event,
    type: 'event_callback',
    event_id: makeId('Ev'),
    event_time: Math.floor(world.now().getTime() / 1000),
    authorizations: [
      {
        enterprise_id: enterpriseId,
        team_id: workspaceId,
        user_id: installation.botUserId,
        is_bot: true,
        is_enterprise_install: installation.isOrganization,
      },
    ],
    is_ext_shared_channel: channel?.isExtShared === true,
    event_context: `4-${makeId('E')}`,
  };
}
