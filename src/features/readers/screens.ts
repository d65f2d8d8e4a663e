import { defineCard, type Card } from '../../chat/card.ts';
import { dayInWords } from '../../zone.ts';
import type { ReadOnDay } from './rules.ts';

const LINES = 15;

export function readersCard(lines: readonly ReadOnDay[], days: number): Card {
  const shown = lines.slice(0, LINES);
  const nobody = `Nobody but you has read what you wrote in the last ${days} days.`;
  return defineCard({
    id: 'readers:list',
    summary: lines.length === 0 ? nobody : 'Who has read what you wrote',
    parts: [
      { kind: 'heading', text: 'Who has read what you wrote' },
      lines.length === 0
        ? { kind: 'text', text: nobody }
        : {
            kind: 'list',
            items: shown.map(({ day, byName, things }) => [
              { bold: byName },
              `: ${inSeries(things)}, ${dayInWords(day)}`,
            ]),
          },
      {
        kind: 'text',
        quiet: true,
        text: `${lines.length > LINES ? `The newest ${LINES} lines. ` : ''}The last ${days} days, in Throughline. Whoever runs it sees settings and delivery, and none of your words here. As a public employee's work it may be requested under public-records law.`,
      },
    ],
  });
}

/** `a`, `a and b`, `a, b and c`. */
function inSeries(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

export const examples = [
  {
    card: readersCard(
      [
        { day: '2026-10-16', byName: 'Sam Bell', things: ['your check-ins', 'your steps', 'your goals'] },
        { day: '2026-10-13', byName: 'Sam Bell', things: ['your steps'] },
      ],
      60,
    ),
  },
  { card: readersCard([], 60) },
];
