/** What people do with the app itself: they add it and take it away, and change the teams and chats that it is in. */
import { openConversation } from './conversations.ts';
import type { Place } from './conversations.ts';
import { deliver } from './deliver.ts';
import type { Delivery } from './deliver.ts';
import type { Json } from './json.ts';
import { PersonaError } from './personas.ts';
import { installActivities, teamEventActivity } from './presence.ts';
import type { PresenceChange, TeamEvent } from './presence.ts';
import { announce } from './state.ts';
import type { PocketState } from './state.ts';
import type { PocketChannel, PocketGroup, PocketTeam, PocketUser } from './world.ts';

export async function install(state: PocketState, user: PocketUser): Promise<Delivery> {
  user.installed = true;
  openConversation(state.conversations, user.chatId);
  announce(state, user.tenantId);
  return deliverAll(state, installActivities(state, user, { kind: 'personal', user }, 'add'));
}

export async function uninstall(state: PocketState, user: PocketUser): Promise<Delivery> {
  user.installed = false;
  state.dialogs.delete(user.id);
  announce(state, user.tenantId);
  return deliverAll(state, installActivities(state, user, { kind: 'personal', user }, 'remove'));
}

export async function changeTeam(
  state: PocketState,
  team: PocketTeam,
  by: PocketUser,
  change: 'add' | 'remove',
): Promise<Delivery> {
  team.installed = change === 'add';
  announce(state, team.tenantId);
  return deliverAll(state, installActivities(state, by, generalOf(team), change));
}

export async function changeGroup(
  state: PocketState,
  group: PocketGroup,
  by: PocketUser,
  change: 'add' | 'remove',
): Promise<Delivery> {
  group.installed = change === 'add';
  if (change === 'add') openConversation(state.conversations, group.id);
  announce(state, group.tenantId);
  return deliverAll(state, installActivities(state, by, { kind: 'group', group }, change));
}

/** The activities alone, for a test that tells them late, twice or in another order. */
export function presenceOf(
  state: PocketState,
  by: PocketUser,
  where: PocketUser | PocketTeam | PocketGroup,
  change: PresenceChange,
  at?: Date,
): Json[] {
  return installActivities(state, by, placeFor(where), change, at);
}

/** Changes the team as the event says, and tells the app if it is in the team. */
export async function tellTeam(
  state: PocketState,
  team: PocketTeam,
  by: PocketUser,
  event: TeamEvent,
  channel: PocketChannel | undefined,
  at?: Date,
): Promise<Delivery | undefined> {
  if (event === 'teamArchived' || event === 'teamUnarchived') team.archived = event === 'teamArchived';
  if (event === 'teamDeleted' || event === 'teamRestored') team.deleted = event === 'teamDeleted';
  if (channel && (event === 'channelDeleted' || event === 'channelRestored'))
    channel.deleted = event === 'channelDeleted';
  announce(state, team.tenantId);
  if (!team.installed) return undefined;
  const place = generalOf(team);
  return deliver(state, teamEventActivity(state, by, { ...place, ...(channel ? { channel } : {}) }, event, at));
}

function placeFor(where: PocketUser | PocketTeam | PocketGroup): Place {
  if ('channels' in where) return generalOf(where);
  return 'chatId' in where ? { kind: 'personal', user: where } : { kind: 'group', group: where };
}

function generalOf(team: PocketTeam): Place & { kind: 'channel' } {
  const [channel] = team.channels;
  if (!channel) throw new PersonaError(`The team ${team.name} has no channel.`);
  return { kind: 'channel', team, channel };
}

async function deliverAll(state: PocketState, activities: Json[]): Promise<Delivery> {
  let last: Delivery = { status: 0, body: undefined, attempts: 0, timedOut: false };
  for (const activity of activities) last = await deliver(state, activity);
  return last;
}
