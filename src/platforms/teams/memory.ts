/**
 * What the last verified activities told about people and channels, for the calls that need more than the stored ids. It may be
 * empty at any time, for example after a restart, and is never needed for a decision.
 */
import type { Address } from '../../chat/platform.ts';
import { channelOf, isPersonal, personOf, tenantOf, type Activity } from './activity.ts';

interface SeenPerson {
  address: Address;
  timeZone?: string;
}

export interface SeenChannel {
  name?: string;
  team?: string;
  teamThreadId?: string;
  shared: boolean;
}

export interface Memory {
  remember(activity: Activity): void;
  person(teamId: string, userId: string): SeenPerson | undefined;
  channel(channelId: string): SeenChannel | undefined;
}

const KEPT = 5_000;

export function createMemory(): Memory {
  const people = new Map<string, SeenPerson>();
  const channels = new Map<string, SeenChannel>();
  return {
    remember: (activity) => {
      const teamId = tenantOf(activity);
      if (teamId === undefined) return;
      const key = `${teamId}/${activity.from.id}`;
      const before = people.get(key);
      const { serviceUrl, localTimezone } = activity;
      // A personal chat is a better place to ask about somebody than the last channel they wrote in.
      const address: Address =
        isPersonal(activity) || before === undefined
          ? { teamId, ...personOf(activity), conversationId: rosterOf(activity), serviceUrl }
          : { ...before.address, serviceUrl };
      const timeZone = localTimezone ?? before?.timeZone;
      keep(people, key, { address, ...(timeZone === undefined ? {} : { timeZone }) });
      const channelId = channelOf(activity);
      if (channelId !== undefined) keep(channels, channelId, { ...channels.get(channelId), ...seenChannel(activity) });
    },
    person: (teamId, userId) => people.get(`${teamId}/${userId}`),
    channel: (channelId) => channels.get(channelId),
  };
}

/** The conversation whose member list has this person: the team for its standard channels, else the place itself. */
function rosterOf(activity: Activity): string {
  const { conversation, channelData } = activity;
  const place = conversation.id.split(';')[0] ?? conversation.id;
  if (isPersonal(activity)) return conversation.id;
  const own = seenChannel(activity).shared || channelData?.channel?.type === 'private';
  return own ? (channelData?.channel?.id ?? place) : (channelData?.team?.id ?? place);
}

function seenChannel(activity: Activity): SeenChannel {
  const { channel, team } = activity.channelData ?? {};
  const name = channel?.name ?? activity.conversation.name;
  return {
    shared: channel?.type === 'shared' || channel?.membershipType === 'shared',
    ...(name ? { name } : {}),
    ...(team?.name ? { team: team.name } : {}),
    ...(team ? { teamThreadId: team.id } : {}),
  };
}

function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > KEPT && oldest !== undefined) map.delete(oldest);
}
