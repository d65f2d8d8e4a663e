/** What goes over the wire: cards as messages, forms as dialogs. */
import type { Card } from '../../chat/card.ts';
import type { AnyForm } from '../../chat/form.ts';
import { plainText } from '../../chat/plain.ts';
import { renderCard, type AdaptiveCard } from './render-card.ts';
import { renderForm, type FormOnScreen } from './render-form.ts';

interface Attachment {
  contentType: 'application/vnd.microsoft.card.adaptive';
  content: AdaptiveCard;
}

/** A card alone, without text beside it: Teams may split the two, and then no id comes back for the second. */
export interface OutgoingMessage {
  type: 'message';
  summary: string;
  attachments: Attachment[];
}

type TaskAnswer =
  | {
      task: {
        type: 'continue';
        value: { title: string; width: 'medium'; height: 'medium' | 'large'; card: Attachment };
      };
    }
  | { task: { type: 'message'; value: string } };

export function renderMessage(card: Card, mark?: string): OutgoingMessage {
  return { type: 'message', summary: card.summary, attachments: [attach(renderCard(card, mark))] };
}

export function renderDialog(form: AnyForm, shown: FormOnScreen): TaskAnswer {
  const height = Object.keys(form.fields).length > 3 ? 'large' : 'medium';
  return {
    task: {
      type: 'continue',
      value: { title: form.title, width: 'medium', height, card: attach(renderForm(form, shown)) },
    },
  };
}

/** A card as the page of a dialog; a few words are a notice, as Teams itself shows one. */
export function renderPage(card: Card): TaskAnswer {
  if (card.parts.every(({ kind }) => kind === 'text' || kind === 'heading')) return renderNotice(plainText(card));
  const value = { title: 'Throughline', width: 'medium', height: 'large' } as const;
  return { task: { type: 'continue', value: { ...value, card: attach(renderCard(withinDialog(card))) } } };
}

/** A press in a dialog comes back to it and is answered with the next page; one that asks for another dialog would be lost. */
function withinDialog(card: Card): Card {
  const parts = card.parts.map((part) =>
    part.kind === 'buttons' ? { ...part, buttons: part.buttons.map(({ opens: _, ...button }) => button) } : part,
  );
  return { ...card, parts };
}

export function renderNotice(words: string): TaskAnswer {
  return { task: { type: 'message', value: words } };
}

function attach(content: AdaptiveCard): Attachment {
  return { contentType: 'application/vnd.microsoft.card.adaptive', content };
}
