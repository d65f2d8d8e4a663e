import { defineCard, type Card } from '../../chat/card.ts';
import { dayInWords, type Day } from '../../zone.ts';
import { stoppedInWords, type Stopped } from './rules.ts';

const ID = '01990000-0000-7000-8000-000000000009';

export function closedCard(place: string, day: Day, stopped: Stopped, state: Record<string, string>): Card {
  const text = `${place} is closed on ${dayInWords(day)}.`;
  return defineCard({
    id: 'closure:closed',
    summary: text,
    parts: [
      { kind: 'text', text: [{ bold: place }, ` is closed on ${dayInWords(day)}.`] },
      { kind: 'text', text: stoppedInWords(stopped) },
      { kind: 'text', quiet: true, text: 'Nobody’s week counts less for it. What went out already stays.' },
      { kind: 'buttons', buttons: [{ action: 'closure:undo', label: 'Undo', state }] },
    ],
  });
}

export function openAgainCard(place: string, day: Day): Card {
  const text = `${place} is open on ${dayInWords(day)} after all. What was planned for that day comes again as far as its hour has not passed.`;
  return wordsCard(text);
}

export function wordsCard(text: string): Card {
  return defineCard({ id: 'closure:words', summary: text.slice(0, 290), parts: [{ kind: 'text', text }] });
}

export const examples = [
  {
    card: closedCard(
      'Harbor City',
      '2026-11-19',
      { checkIns: 8, reminders: 1, visits: 1 },
      { d: ID, s: 'district', y: '2026-11-19' },
    ),
  },
  {
    card: closedCard(
      'Adams ES',
      '2026-11-19',
      { checkIns: 0, reminders: 0, visits: 0 },
      { d: ID, s: ID, y: '2026-11-19' },
    ),
  },
  { card: openAgainCard('Adams ES', '2026-11-19') },
];
