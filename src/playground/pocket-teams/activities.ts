/** Activities as Teams clients and Teams itself send them to a bot. */
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

export function mentionOf(state: PocketState): { text: string; entity: Json } {
  const text = `<at>${botName(state)}</at>`;
  return { text, entity: { type: 'mention', text, mentioned: { id: botId(state), name: botName(state) } } };
}

function teamJson(team: PocketTeam): Json {
  return { id: team.id, name: team.name, aadGroupId: team.aadGroupId };
}

export function conversationOf(place: Place, conversationId: string): Json {
  if (place.kind === 'personal') {
    return { conversationType: 'personal', tenantId: place.user.tenantId, id: conversationId };
  }
  if (place.kind === 'group')
    return { isGroup: true, conversationType: 'groupChat', tenantId: place.group.tenantId, id: conversationId };
  return {
    isGroup: true,
    conversationType: 'channel',
    tenantId: place.team.tenantId,
    id: conversationId,
    name: place.channel.name,
  };
}

export function channelDataOf(place: Place): Json {
  if (place.kind === 'personal') return { tenant: { id: place.user.tenantId } };
  if (place.kind === 'group') return { tenant: { id: place.group.tenantId } };
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
