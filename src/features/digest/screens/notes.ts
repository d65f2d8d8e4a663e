// Short cards that are said to one person about a digest.
import type { Card } from '../../../chat/card.ts';
import type { Reply } from '../../../chat/interaction.ts';
import { defineCard } from '../../../chat/card.ts';
import { dayInWords, type Day } from '../../../zone.ts';
import type { Item } from '../rules/sections.ts';
import { buttons } from './digest-card.ts';

export function noteCard(id: string, text: string): Card {
  return defineCard({ id, summary: text, parts: [{ kind: 'text', text }] });
}

export function sayNote(text: string): Reply {
  return { kind: 'say', card: noteCard('digest:note', text) };
}

/** Where each line comes from, as numbers of records: never which ones. */
export function howCard(items: readonly Item[]): Card {
  const lines = items.flatMap((item) => {
    const source = SOURCES[item.sourceType.split(':')[0] ?? ''];
    return source === undefined || item.sourceIds.length === 0
      ? []
      : [`${item.section}: ${item.sourceIds.length} ${source}`];
  });
  return defineCard({
    id: 'digest:how',
    summary: 'How this summary is made',
    parts: [
      { kind: 'heading', text: 'How this is made' },
      {
        kind: 'list',
        items: [
          'Decisions and barriers: only what a principal agreed to show to the district. “Resolved” counts this week.',
          'Good news: words that a principal released, exactly as released. They can withdraw them, and then no later summary has them.',
          'On-site days: the days that coaches logged, out of those planned. A snow day stays in the plan, a holiday does not.',
          'Check-ins: answers, out of all that were asked. Who was out or excused is not counted; a message that could not be delivered is counted apart.',
          'Practice: the middle value of what principals counted. Shown only when 5 or more principals at 5 or more schools answered.',
          'Never in it: what a principal wrote and did not release, who did not answer, notes, ratings, or schools in any order.',
        ],
      },
      ...(lines.length === 0
        ? []
        : [{ kind: 'text', quiet: true, text: `Records behind it: ${[...new Set(lines)].join(', ')}.` } as const]),
    ],
  });
}

const SOURCES: Partial<Record<string, string>> = {
  barrier: 'barriers',
  share_grant: 'releases',
  visit: 'visits',
  check_in: 'check-ins',
  answer: 'counts',
  calendar_day: 'calendar days',
};

export function channelChosenCard(district: string, next: string | undefined): Card {
  return defineCard({
    id: 'digest:here',
    summary: 'The weekly summary will be posted here.',
    parts: [
      { kind: 'heading', text: 'The weekly summary will be posted here' },
      {
        kind: 'text',
        text: next === undefined ? `For ${named(district)}.` : `For ${named(district)}. The next one comes on ${next}.`,
      },
      {
        kind: 'text',
        quiet: true,
        text: 'Before each post I look who is in this channel. If it is public or shared with others, or if it has a guest or somebody without a role here, I do not post and tell an administrator.',
      },
    ],
  });
}

export function noChannelCard(district: string, weekOf: Day): Card {
  return defineCard({
    id: 'digest:no-channel',
    summary: 'The weekly summary was not posted: no channel is chosen.',
    parts: [
      { kind: 'heading', text: 'Where should the weekly summary go?' },
      {
        kind: 'text',
        text: `The summary of ${named(district)} for the week of ${dayInWords(weekOf)} is ready, and no channel is chosen. In a private channel of your leadership team, add me and type “/district here”. I post it there once you do.`,
      },
    ],
  });
}

export function heldCard(district: string, weekOf: Day, digestId: string): Card {
  return defineCard({
    id: 'digest:held',
    summary: "Monday's summary is still on hold.",
    parts: [
      {
        kind: 'text',
        text: `The summary of ${named(district)} for the week of ${dayInWords(weekOf)} is still on hold, so I did not post it.`,
      },
      buttons([{ action: 'digest:release', label: 'Release and post', state: { digest: digestId }, style: 'primary' }]),
    ],
  });
}

function named(district: string): string {
  return district.length <= 150 ? district : 'your district';
}
