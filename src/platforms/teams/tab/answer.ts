/** What the page is told to show. */
import { randomUUID } from 'node:crypto';
import type { Card } from '../../../chat/card.ts';
import type { Reply } from '../../../chat/interaction.ts';
import type { Drawing } from '../read.ts';
import { renderCard, type AdaptiveCard } from '../render-card.ts';
import { renderForm } from '../render-form.ts';

export type TabAnswer =
  | { show: 'home'; card: AdaptiveCard }
  | { show: 'form' | 'card'; title: string; card: AdaptiveCard }
  /** It is done; the page says so and looks at Home again. */
  | { show: 'done'; words?: string }
  /** Not done yet, or not known. What was typed stays. */
  | { show: 'late'; words: string }
  /** Nobody we know: the page sends the person to the chat, whose first word tells us. */
  | { show: 'stranger'; chat: string };

export function answerTo(reply: Reply, before?: Drawing): TabAnswer {
  switch (reply.kind) {
    case 'home':
      return { show: 'home', card: renderCard(reply.card) };
    case 'say':
      return { show: 'card', ...underTitle(reply.card) };
    case 'open':
    case 'refuse': {
      const { form, values, state, errors } = reply;
      const drawing =
        reply.kind === 'refuse' && before
          ? { nonce: before.nonce, draw: before.draw + 1 }
          : { nonce: randomUUID(), draw: 1 };
      const shown = { values, state, ...drawing, ...(errors === undefined ? {} : { errors }) };
      return { show: 'form', title: form.title, card: renderForm(form, shown) };
    }
    case 'done':
      return { show: 'done', ...(reply.message === undefined ? {} : { words: reply.message }) };
    case 'busy':
      return { show: 'late', words: reply.message };
    case 'nothing':
      // It came again, and its effect stands already: Home says what it was.
      return { show: 'done', words: '' };
  }
}

/** A dialog needs a name of its own, also where the card begins with other things than a heading. */
function underTitle(card: Card): { title: string; card: AdaptiveCard } {
  const [first, ...parts] = card.parts;
  return first?.kind === 'heading' && parts.length > 0
    ? { title: first.text, card: renderCard({ ...card, parts }) }
    : { title: 'Throughline', card: renderCard(card) };
}
