import type { Card } from '../src/chat/card.ts';
import { features } from '../src/desk/index.ts';

/** The week's prompt to a principal, the message that is sent most. */
export function promptCard(): Card {
  const cards = features.flatMap((feature) => feature.examples.flatMap((one) => ('card' in one ? [one.card] : [])));
  const card = cards.find((one) => one.id === 'check-in:prompt') ?? cards[0];
  if (!card) throw new Error('no feature has a card');
  return card;
}
