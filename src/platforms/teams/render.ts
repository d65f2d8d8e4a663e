/** What goes over the wire: cards as messages, forms as dialogs. */
import type { Card } from '../../chat/card.ts';
import type { AnyForm } from '../../chat/form.ts';
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

export function renderMessage(card: Card): OutgoingMessage {
  return { type: 'message', summary: card.summary, attachments: [attach(renderCard(card))] };
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

export function renderNotice(words: string): TaskAnswer {
  return { task: { type: 'message', value: words } };
}

function attach(content: AdaptiveCard): Attachment {
  return { contentType: 'application/vnd.microsoft.card.adaptive', content };
}
