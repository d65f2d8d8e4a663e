/** The app coming and going: with people, with teams and their channels, with group chats. */
import type { Interaction, PlaceChange, Sender } from '../../chat/interaction.ts';
import { isGroupChat, type Activity } from './activity.ts';
import { readAbout, type About } from './read.ts';

export function readPresence(activity: Activity): Interaction | undefined {
  const about = readAbout(activity);
  if (about === undefined) return undefined;
  if (!about.place.private) return readPlace(activity, about);
  const change = ofTheBot(activity);
  if (change === undefined) return undefined;
  const sender: Sender = change === 'installed' ? { ...about.sender, hasAdded: true } : about.sender;
  return { ...about, sender, kind: 'presence', change };
}

/** Teams says most of it twice, as a change of the conversation and as one of the installation. */
function ofTheBot(activity: Activity): 'installed' | 'removed' | undefined {
  if (activity.type === 'installationUpdate') {
    if (activity.action === 'add' || activity.action === 'add-upgrade') return 'installed';
    // An upgrade takes the old version away and adds the new one at once: only the adding counts.
    return activity.action === 'remove' ? 'removed' : undefined;
  }
  const bot = activity.recipient.id;
  if (activity.membersAdded?.some((member) => member.id === bot)) return 'installed';
  return activity.membersRemoved?.some((member) => member.id === bot) ? 'removed' : undefined;
}

const PLACE_EVENTS: Partial<Record<string, { change: PlaceChange; of: 'team' | 'channel' }>> = {
  channelDeleted: { change: 'deleted', of: 'channel' },
  channelRestored: { change: 'restored', of: 'channel' },
  teamDeleted: { change: 'deleted', of: 'team' },
  teamHardDeleted: { change: 'deleted', of: 'team' },
  teamRestored: { change: 'restored', of: 'team' },
  teamArchived: { change: 'archived', of: 'team' },
  teamUnarchived: { change: 'restored', of: 'team' },
};

function readPlace(activity: Activity, about: About): Interaction | undefined {
  const event = PLACE_EVENTS[activity.channelData?.eventType ?? ''];
  if (event) return { ...about, kind: 'place', ...event };
  const change = ofTheBot(activity);
  if (change === undefined) return undefined;
  const isUpgrade = activity.action === 'add-upgrade';
  return {
    ...about,
    kind: 'place',
    change: change === 'removed' ? 'removed' : isUpgrade ? 'restored' : 'added',
    of: isGroupChat(activity) ? 'chat' : 'team',
  };
}
