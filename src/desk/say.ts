import { defineCard, type Card } from '../chat/card.ts';
import type { Reply } from '../chat/interaction.ts';

export function say(id: string, text: string): Reply {
  return { kind: 'say', card: wordsCard(id, text) };
}

function wordsCard(id: string, text: string): Card {
  return defineCard({ id: `dispatch:${id}`, summary: text.slice(0, 200), parts: [{ kind: 'text', text }] });
}
