/** Text with bold words and links as Slack's rich_text, in which nothing that a person typed is read as markup. */
import { spansOf, type Span, type Text } from '../../chat/text.ts';
import type { Block } from './block-kit.ts';

export type RichElement = Record<string, unknown>;

export function richText(...elements: RichElement[]): Block {
  return { type: 'rich_text', elements };
}

export function richSection(...texts: Text[]): RichElement {
  const elements = texts.flatMap(spansOf).flatMap(richSpan);
  return { type: 'rich_text_section', elements: elements.length > 0 ? elements : [{ type: 'text', text: ' ' }] };
}

export function richList(items: readonly Text[]): RichElement {
  return { type: 'rich_text_list', style: 'bullet', elements: items.map((item) => richSection(item)) };
}

export function preformatted(text: string): RichElement {
  return { type: 'rich_text_preformatted', elements: [{ type: 'text', text }] };
}

function richSpan(span: Span): RichElement[] {
  if (typeof span === 'string') return span === '' ? [] : [{ type: 'text', text: span }];
  if ('bold' in span) return span.bold === '' ? [] : [{ type: 'text', text: span.bold, style: { bold: true } }];
  if ('italic' in span) return span.italic === '' ? [] : [{ type: 'text', text: span.italic, style: { italic: true } }];
  return [{ type: 'link', url: span.url, text: span.link === '' ? span.url : span.link }];
}
