/** The app coming and going, and what becomes of teams and channels, as Teams tells a bot. */
import { randomUUID } from 'node:crypto';
import { channelDataOf, conversationOf } from './activities.ts';
import type { Place } from './conversations.ts';
import type { Json } from './json.ts';
import { botId, botName, serviceUrl } from './state.ts';
import type { PocketState } from './state.ts';
import type { PocketUser } from './world.ts';

export type PresenceChange = 'add' | 'remove' | 'add-upgrade' | 'remove-upgrade';

/** Events of a team and its channels that a bot in the team hears. */
export type TeamEvent =
  | 'channelCreated'
  | 'channelDeleted'
  | 'channelRenamed'
  | 'channelRestored'
  | 'teamArchived'
  | 'teamDeleted'
  | 'teamRenamed'
  | 'teamRestored'
  | 'teamUnarchived';

/** Installing and leaving: Teams speaks, so there is neither locale nor zone. `at` tells it late. */
export function installActivities(
  state: PocketState,
  user: PocketUser,
  place: Place,
  change: PresenceChange,
  at = state.options.now(),
): Json[] {
  const base = baseOf(state, user, place, at);
  const data = { ...channelDataOf(place), ...(place.kind === 'channel' ? {} : { source: { name: 'message' } }) };
  const selected = place.kind === 'channel' ? { settings: { selectedChannel: { id: place.team.id } } } : {};
  const install: Json = {
    ...base,
    type: 'installationUpdate',
    action: change,
    id: `f:${randomUUID()}`,
    channelData: { ...data, ...selected },
  };
  // An upgrade changes no conversation, and a bot that leaves a personal chat hears only of the uninstall.
  if (change === 'add-upgrade' || change === 'remove-upgrade') return [install];
  if (change === 'remove' && place.kind === 'personal') return [install];
  const members = { [change === 'add' ? 'membersAdded' : 'membersRemoved']: [{ id: botId(state) }] };
  const eventType = change === 'add' ? 'teamMemberAdded' : 'teamMemberRemoved';
  const update: Json = {
    ...base,
    ...members,
    type: 'conversationUpdate',
    id: `f:${randomUUID()}`,
    channelData: place.kind === 'channel' ? { ...data, eventType } : data,
  };
  return [update, install];
}

export function teamEventActivity(
  state: PocketState,
  user: PocketUser,
  place: Place & { kind: 'channel' },
  eventType: TeamEvent,
  at = state.options.now(),
): Json {
  const { channel: _, ...data } = channelDataOf(place);
  const named = eventType.startsWith('channel') ? { channel: { id: place.channel.id, name: place.channel.name } } : {};
  return {
    ...baseOf(state, user, place, at),
    type: 'conversationUpdate',
    id: `f:${randomUUID()}`,
    channelData: { ...data, ...named, eventType },
  };
}

function baseOf(state: PocketState, user: PocketUser, place: Place, at: Date): Json {
  return {
    timestamp: at.toISOString(),
    channelId: 'msteams',
    serviceUrl: serviceUrl(state),
    from: { id: user.id, aadObjectId: user.aadObjectId },
    recipient: { id: botId(state), name: botName(state) },
    conversation: conversationOf(place, conversationIdOf(place)),
  };
}

function conversationIdOf(place: Place): string {
  if (place.kind === 'personal') return place.user.chatId;
  return place.kind === 'group' ? place.group.id : place.team.id;
}
