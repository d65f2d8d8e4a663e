import { defineCard, type Card } from '../../chat/card.ts';

export function consentCard(barrierId: string, coachName: string, category: string): Card {
  const state = { b: barrierId };
  return defineCard({
    id: 'barrier:consent',
    summary: `May ${coachName} raise a barrier with the district?`,
    parts: [
      {
        kind: 'text',
        text: [{ bold: coachName }, ' would like to raise this with the district: ', { bold: category }, '. Share it?'],
      },
      {
        kind: 'text',
        quiet: true,
        text: 'With yes, the district sees the kind of barrier and your school, no words of yours. Without it, it stays with the two of you.',
      },
      {
        kind: 'buttons',
        buttons: [
          { action: 'barrier:share', label: 'Yes, share', state, style: 'primary' },
          { action: 'barrier:keep', label: 'Keep between us', state },
        ],
      },
    ],
  });
}

export function decidedCard(shared: boolean, category: string): Card {
  const text = shared ? `Shared with the district: ${category}.` : `Kept between the two of you: ${category}.`;
  return defineCard({ id: 'barrier:decided', summary: text, parts: [{ kind: 'text', text }] });
}

export function goneCard(): Card {
  const text = 'This barrier is not yours to share, or it is gone.';
  return defineCard({ id: 'barrier:gone', summary: text, parts: [{ kind: 'text', text }] });
}

const ID = '01990000-0000-7000-8000-00000000000b';

export const examples = [
  { card: consentCard(ID, 'Sam Bell', 'Substitute coverage') },
  { card: decidedCard(true, 'Substitute coverage') },
  { card: goneCard() },
];
