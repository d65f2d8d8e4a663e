import type { Part } from '../../chat/card.ts';
import { dayIn, dayInWords } from '../../zone.ts';
import type { AddLinks, HomeSection } from '../feature.ts';
import { lostInWords } from '../reasons.ts';
import type { ChannelAtHome, Unreached, WorkspaceAtHome } from './rules.ts';

const NAMES_A_LIST = 8;

export function peopleSection(
  unreached: readonly (Unreached & { name: string })[],
  people: number,
  addLinks: AddLinks = {},
): HomeSection {
  const title =
    unreached.length === 0 ? 'Everybody can be reached' : `Who cannot be reached: ${unreached.length} of ${people}`;
  const lines = unreached.map(({ name, why, since }) => [{ bold: name }, `: ${why}. Since ${on(since)}.`]);
  return {
    place: 70,
    title,
    parts: [
      ...pieces(lines).map((items): Part => ({ kind: 'list', items })),
      ...(unreached.some((person) => person.addsOn === 'TEAMS') ? addParts(addLinks.teams) : []),
      { kind: 'text', quiet: true, text: 'Here is whether messages arrive, and never what they say.' },
    ],
  };
}

/** An administrator copies the address and sends it; it is also where they look how adding goes. */
function addParts(link: string | undefined): Part[] {
  if (link === undefined) return [];
  return [
    { kind: 'text', text: `Whoever has not added the app in Microsoft Teams can do so here. Send them this: ${link}` },
    { kind: 'link', label: 'The app in Microsoft Teams', url: link },
  ];
}

export function placesSection(places: {
  workspaces: readonly WorkspaceAtHome[];
  channels: readonly ChannelAtHome[];
}): HomeSection {
  const workspaces = places.workspaces.map(({ platform, name, removedAt }) => [
    { bold: name === '' ? PLATFORMS[platform] : `${name} (${PLATFORMS[platform]})` },
    removedAt ? `: the app is gone since ${on(removedAt)}. Install it again.` : ': connected.',
  ]);
  const channels = places.channels.map((channel) => [
    { bold: `Summary of ${channel.organization}` },
    `: ${channelInWords(channel)}`,
  ]);
  return {
    place: 75,
    title: 'Workspaces and channels',
    parts: pieces([...workspaces, ...channels]).map((items) => ({ kind: 'list', items })),
  };
}

const PLATFORMS = { SLACK: 'Slack', TEAMS: 'Microsoft Teams' } as const;

function channelInWords({ platform, last, gone }: ChannelAtHome): string {
  if (platform === undefined)
    return 'no channel is chosen. Type “district here” in a private channel of the leadership team.';
  if (gone) return `cannot be posted since ${on(gone.at)}: ${GONE[gone.why]}. Type “district here” in another one.`;
  const where = `goes to a channel in ${PLATFORMS[platform]}`;
  if (last === undefined) return `${where}; nothing was posted yet.`;
  if (last.status === 'SENT') return `${where}; last posted on ${on(last.at)}.`;
  if (last.status === 'UNKNOWN') return `${where}; nobody can tell whether the newest arrived: please look there.`;
  if (last.status !== 'DEAD') return `${where}; the newest is on its way.`;
  return `${where}; the newest was not posted: ${channelReason(last.reason ?? '')}.`;
}

const GONE: Record<NonNullable<ChannelAtHome['gone']>['why'], string> = {
  removed: 'the app was taken out of the team or chat',
  deleted: 'the channel or its team was deleted',
  archived: 'the team was archived',
};

function channelReason(reason: string): string {
  return CHANNEL_REASONS[reason] ?? lostInWords(reason).replace('the last message', 'it');
}

const CHANNEL_REASONS: Partial<Record<string, string>> = {
  'channel-public': 'the channel is open to everybody',
  'channel-shared': 'the channel is shared with another organization',
  'channel-guests': 'there are guests in the channel',
  'channel-strangers': 'there are members without a role in the channel',
  BotNotInConversationRoster: 'the app is not in the team or chat any more',
  ConversationNotFound: 'Teams does not find the channel any more',
  MessageWritesBlocked: 'nobody can write there any more; the team may be archived',
};

/** Long lists are cut into pieces between which a page may turn. */
function pieces<T>(lines: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(lines.length / NAMES_A_LIST) }, (_, index) =>
    lines.slice(index * NAMES_A_LIST, (index + 1) * NAMES_A_LIST),
  );
}

function on(instant: Date): string {
  return dayInWords(dayIn('UTC', instant));
}

export const exampleSections: readonly HomeSection[] = [
  peopleSection(
    [
      { name: 'Ada Rivera', why: lostInWords('user_disabled'), since: new Date('2026-10-12T14:00:00Z') },
      { name: 'Ben Okoye', why: lostInWords('BotNotInConversationRoster'), since: new Date('2026-10-14T14:00:00Z') },
      { name: 'Chris Tan', why: 'has not added the app yet', since: new Date('2026-10-14T14:00:00Z'), addsOn: 'TEAMS' },
    ],
    41,
    { teams: 'https://teams.microsoft.com/l/app/7f5d3c1e-0b1a-4a58-9d0e-6f2a5b8c9d10' },
  ),
  placesSection({
    workspaces: [
      { platform: 'SLACK', name: 'Northlight Partners', removedAt: null },
      { platform: 'TEAMS', name: 'Harbor City Public Schools', removedAt: new Date('2026-10-14T14:00:00Z') },
    ],
    channels: [
      {
        organization: 'Harbor City',
        platform: 'TEAMS',
        last: { status: 'DEAD', reason: 'channel-guests', at: new Date('2026-10-12T11:00:00Z') },
      },
    ],
  }),
];
