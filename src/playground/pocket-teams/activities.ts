/** Activities as Teams clients and Teams itself send them to a bot. */
import { randomUUID } from 'node:crypto';
import { nextMessageId, splitThread } from './conversations.ts';
import type { Place } from './conversations.ts';
import type { Json } from './json.ts';
import { botId, botName, serviceUrl } from './state.ts';
import type { PocketState } from './state.ts';
import type { PocketTeam, PocketUser } from './world.ts';

/** What every activity of a person carries. `conversationId` names the thread for channels. */
export function userActivity(
  state: PocketState,
  user: PocketUser,
  place: Place,
  conversationId: string,
  more: Json,
): Json {
  const now = state.options.now();
  const client = {
    locale: user.locale,
    country: user.locale.split('-')[1] ?? 'US',
    platform: 'Web',
    timezone: user.timeZone,
  };
  return {
    id: nextMessageId(state.conversations, now),
    timestamp: now.toISOString(),
    channelId: 'msteams',
    serviceUrl: serviceUrl(state),
    from: { id: user.id, name: user.name, aadObjectId: user.aadObjectId },
    recipient: { id: botId(state), name: botName(state) },
    conversation: conversationOf(place, conversationId),
    channelData: channelDataOf(place),
    ...(user.sendsClientInfo
      ? {
          locale: user.locale,
          localTimezone: user.timeZone,
          localTimestamp: localTimestamp(now, user.timeZone),
          entities: [{ type: 'clientInfo', ...client }],
        }
      : {}),
    ...more,
  };
}

/** Installing and leaving: Teams speaks, so there is neither locale nor zone. */
export function installActivities(
  state: PocketState,
  user: PocketUser,
  place: Place,
  change: 'add' | 'remove',
): Json[] {
  const conversationId = place.kind === 'personal' ? place.user.chatId : place.team.id;
  const team = place.kind === 'channel' ? place.team : undefined;
  const data = { ...channelDataOf(place), ...(team ? {} : { source: { name: 'message' } }) };
  const base: Json = {
    timestamp: state.options.now().toISOString(),
    channelId: 'msteams',
    serviceUrl: serviceUrl(state),
    from: { id: user.id, aadObjectId: user.aadObjectId },
    recipient: { id: botId(state), name: botName(state) },
    conversation: conversationOf(place, conversationId),
  };
  const members = { [change === 'add' ? 'membersAdded' : 'membersRemoved']: [{ id: botId(state) }] };
  const eventType = change === 'add' ? 'teamMemberAdded' : 'teamMemberRemoved';
  const update: Json = {
    ...base,
    ...members,
    type: 'conversationUpdate',
    id: `f:${randomUUID()}`,
    channelData: team ? { ...data, eventType } : data,
  };
  const selected = team ? { settings: { selectedChannel: { id: team.id } } } : {};
  const install: Json = {
    ...base,
    type: 'installationUpdate',
    action: change,
    id: `f:${randomUUID()}`,
    channelData: { ...data, ...selected },
  };
  // A bot that leaves a personal chat hears only of the uninstall.
  return change === 'remove' && !team ? [install] : [update, install];
}

export function mentionOf(state: PocketState): { text: string; entity: Json } {
  const text = `<at>${botName(state)}</at>`;
  return { text, entity: { type: 'mention', text, mentioned: { id: botId(state), name: botName(state) } } };
}

function teamJson(team: PocketTeam): Json {
  return { id: team.id, name: team.name, aadGroupId: team.aadGroupId };
}

function conversationOf(place: Place, conversationId: string): Json {
  if (place.kind === 'personal') {
    return { conversationType: 'personal', tenantId: place.user.tenantId, id: conversationId };
  }
  return {
    isGroup: true,
    conversationType: 'channel',
    tenantId: place.team.tenantId,
    id: conversationId,
    name: place.channel.name,
  };
}

function channelDataOf(place: Place): Json {
  if (place.kind === 'personal') return { tenant: { id: place.user.tenantId } };
  const { channelId } = splitThread(place.channel.id);
  return {
    teamsChannelId: channelId,
    teamsTeamId: place.team.id,
    channel: { id: channelId },
    team: teamJson(place.team),
    tenant: { id: place.team.tenantId },
  };
}

function localTimestamp(now: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  }).formatToParts(now);
  const part = (type: string): string => parts.find((found) => found.type === type)?.value ?? '';
  const offset = part('timeZoneName').replace('GMT', '') || '+00:00';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}${offset}`;
}
