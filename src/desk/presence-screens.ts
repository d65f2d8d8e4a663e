import { defineCard, type Card } from '../chat/card.ts';
import type { Gone } from '../roster/digest-channels.ts';

/** To a place that others read, once: what the app does here, and that nobody is answered in front of the others. */
export function helloCard(of: 'team' | 'channel' | 'chat'): Card {
  const here = of === 'chat' ? 'this chat' : 'this channel';
  return defineCard({
    id: 'presence:hello',
    summary: 'Throughline is here. It answers in private.',
    parts: [
      {
        kind: 'text',
        text: [
          'Hello. I am ',
          { bold: 'Throughline' },
          '. I am for school coaching, and I answer each of you in private: add me for yourself, and write to me there.',
        ],
      },
      {
        kind: 'text',
        text: [
          `Only one thing is posted here: the district's weekly summary, after a leader has named me in ${here} with `,
          { bold: 'district here' },
          '. Everybody here must have a role in the district then.',
        ],
      },
      { kind: 'text', quiet: true, text: 'I read only messages that name me.' },
    ],
  });
}

/** To an administrator, when the platform tells that the summary's place is gone. */
export function channelGoneCard(district: string, why: Gone): Card {
  return defineCard({
    id: 'presence:channel-gone',
    summary: `The weekly summary of ${district} has lost its channel.`,
    parts: [
      { kind: 'text', text: [{ bold: `The weekly summary of ${district}` }, ` cannot be posted: ${GONE[why]}`] },
      {
        kind: 'text',
        quiet: true,
        text: 'Put that right, or type “district here” in another private channel or chat of the leadership team.',
      },
    ],
  });
}

const GONE: Record<Gone, string> = {
  removed: 'the app was taken out of the team or chat where it goes.',
  deleted: 'the channel where it goes was deleted, or its team was.',
  archived: 'the team where it goes was archived, and nobody can write there.',
};
