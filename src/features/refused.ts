import { defineCard, type Card } from '../chat/card.ts';

/** Told to an administrator when a post was not made, with what to do. */
export function refusedCard(text: string): Card {
  return defineCard({
    id: 'dispatch:refused',
    summary: 'A post was not made. Here is why.',
    parts: [
      { kind: 'text', text },
      { kind: 'text', quiet: true, text: 'It is tried again by itself once this is put right.' },
    ],
  });
}
