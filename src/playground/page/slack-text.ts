/** Draws text objects, rich text and markdown blocks. */
import { el } from './slack-dom.ts';
import type { Inline, Paragraph } from './slack-mrkdwn.ts';
import { isSafeHref, parseMrkdwn } from './slack-mrkdwn.ts';
import type { RichPart, Span, Text } from './slack-screen.ts';

/** Names for the ids in mentions. */
export type Names = Record<string, string>;

export function drawText(text: Text, names: Names): Node {
  return text.type === 'mrkdwn' ? drawMrkdwn(text.text, names) : drawLines(text.text);
}

export function drawMrkdwn(source: string, names: Names): Node {
  const whole = document.createDocumentFragment();
  let quote: HTMLElement | undefined;
  let last: Paragraph | undefined;
  for (const paragraph of parseMrkdwn(source)) {
    if (paragraph.kind === 'pre') whole.append(el('pre', { class: 'ps-pre', tabindex: 0 }, paragraph.text));
    else if (paragraph.kind === 'quote') {
      if (last?.kind !== 'quote' || !quote) whole.append((quote = el('blockquote', { class: 'ps-quote' })));
      else quote.append(el('br'));
      quote.append(...drawInline(paragraph.inside, names));
    } else {
      if (last?.kind === 'line') whole.append(el('br'));
      whole.append(...drawInline(paragraph.inside, names));
    }
    last = paragraph;
  }
  return whole;
}

export function drawRichText(parts: readonly RichPart[], names: Names): Node[] {
  return parts.map((part) => drawRichPart(part, names));
}

/** The markdown block: headings, lists, quotes, rules, bold, italic, code and links. */
export function drawMarkdown(source: string, names: Names): Node {
  const whole = el('div', { class: 'ps-markdown' });
  let list: HTMLElement | undefined;
  for (const line of source.split('\n')) {
    const item = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/.exec(line);
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    const mark = (text: string) => drawMrkdwn(toMrkdwn(text), names);
    if (item) {
      const tag = item[1] === undefined ? 'ul' : 'ol';
      if (list?.localName !== tag) whole.append((list = el(tag)));
      list.append(el('li', {}, mark(item[2] ?? '')));
      continue;
    }
    list = undefined;
    if (heading)
      whole.append(el('p', { class: `ps-heading ps-heading-${String(heading[1]?.length)}` }, mark(heading[2] ?? '')));
    else if (/^(-{3,}|\*{3,})$/.test(line.trim())) whole.append(el('hr', { class: 'ps-divider' }));
    else if (line.trim() !== '') whole.append(el('p', {}, mark(line)));
  }
  return whole;
}

function drawLink(href: string, ...inside: (Node | string)[]): Node {
  if (!isSafeHref(href)) return el('span', {}, ...inside);
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...inside);
}

function drawInline(parts: readonly Inline[], names: Names): Node[] {
  return parts.map((part): Node => {
    switch (part.kind) {
      case 'text':
        return document.createTextNode(part.text);
      case 'bold':
        return el('strong', {}, ...drawInline(part.inside, names));
      case 'italic':
        return el('em', {}, ...drawInline(part.inside, names));
      case 'strike':
        return el('s', {}, ...drawInline(part.inside, names));
      case 'code':
        return el('code', { class: 'ps-code' }, part.text);
      case 'link':
        return drawLink(part.href, ...drawInline(part.inside, names));
      case 'mention':
        return drawMention(part.id, part.label, names);
      case 'broadcast':
        return el('span', { class: 'ps-mention ps-mention-loud' }, `@${part.range}`);
    }
  });
}

function drawMention(id: string, label: string | undefined, names: Names): Node {
  const sign = id.startsWith('C') || id.startsWith('G') ? '#' : '@';
  return el('span', { class: 'ps-mention' }, `${sign}${names[id] ?? label ?? id}`);
}

function drawLines(text: string): Node {
  const whole = document.createDocumentFragment();
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) whole.append(el('br'));
    whole.append(line);
  }
  return whole;
}

function drawRichPart(part: RichPart, names: Names): Node {
  // The four kinds hold spans, except a list, which holds sections.
  if (part.type === 'rich_text_list') {
    const items = (part.elements as RichPart[]).map((one) => el('li', {}, ...drawSpans(one.elements as Span[], names)));
    return el(part.style === 'ordered' ? 'ol' : 'ul', { class: 'ps-rich-list' }, ...items);
  }
  const spans = drawSpans(part.elements as Span[], names);
  if (part.type === 'rich_text_quote') return el('blockquote', { class: 'ps-quote' }, ...spans);
  if (part.type === 'rich_text_preformatted') return el('pre', { class: 'ps-pre', tabindex: 0 }, ...spans);
  return el('p', { class: 'ps-rich-line' }, ...spans);
}

function drawSpans(spans: readonly Span[], names: Names): Node[] {
  return spans.map((span) => {
    let node: Node = drawSpan(span, names);
    if (span.style?.code === true) node = el('code', { class: 'ps-code' }, node);
    if (span.style?.strike === true) node = el('s', {}, node);
    if (span.style?.italic === true) node = el('em', {}, node);
    if (span.style?.bold === true) node = el('strong', {}, node);
    return node;
  });
}

function drawSpan(span: Span, names: Names): Node {
  switch (span.type) {
    case 'link':
      return drawLink(span.url ?? '', span.text ?? span.url ?? '');
    case 'user':
      return drawMention(span.user_id ?? '', undefined, names);
    case 'channel':
      return drawMention(span.channel_id ?? '', undefined, names);
    case 'broadcast':
      return el('span', { class: 'ps-mention ps-mention-loud' }, `@${span.range ?? 'channel'}`);
    case 'emoji':
      return drawMrkdwn(`:${span.name ?? ''}:`, names);
    default:
      return drawLines(span.text ?? span.fallback ?? '');
  }
}

/** Markdown writes bold and links in another way than mrkdwn, and escapes nothing. */
function toMrkdwn(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/^&gt; ?/, '> ')
    .replaceAll(/\[([^\]]+)\]\(([^)\s]+)\)/g, '<$2|$1>')
    .replaceAll(/(?<!\*)\*(?!\*)([^*\n]+)\*(?!\*)/g, '_$1_')
    .replaceAll(/\*\*([^*\n]+)\*\*/g, '*$1*')
    .replaceAll(/~~([^~\n]+)~~/g, '~$1~');
}
