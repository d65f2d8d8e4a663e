import type { Card, Part } from './card.ts';
import { wordsOf } from './text.ts';

/** A card in plain text: what a notification, a screen reader and the ledger's reader get. Says everything that the card shows. */
export function plainText(card: Card): string {
  return card.parts
    .map(plainPart)
    .filter((line) => line !== '')
    .join('\n');
}

function plainPart(part: Part): string {
  switch (part.kind) {
    case 'heading':
      return part.text;
    case 'text':
      return wordsOf(part.text);
    case 'facts':
      return part.facts.map((fact) => `${fact.label}: ${fact.value}`).join('\n');
    case 'list':
      return part.items.map((item) => `• ${wordsOf(item)}`).join('\n');
    case 'table':
      return [part.caption, part.columns.join(' | '), ...part.rows.map((row) => row.join(' | '))].join('\n');
    case 'progress':
      return `${part.label}: ${part.done} of ${part.total}`;
    case 'chart':
      return [`${part.title}: ${part.summary}`, ...part.labels.map((label, at) => numbersAt(part, label, at))].join(
        '\n',
      );
    case 'divider':
      return '';
    case 'buttons':
      return part.buttons.map((button) => `[${button.label}]`).join(' ');
    case 'link':
      return `${part.label}: ${part.url}`;
  }
}

function numbersAt({ series }: Part & { kind: 'chart' }, label: string, at: number): string {
  return `${label}: ${series.map((one) => `${one.name} ${one.values[at] ?? '–'}`).join(', ')}`;
}
