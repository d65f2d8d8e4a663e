/** Words in Adaptive Cards. Runs of a RichTextBlock are plain text to every client; a TextBlock reads markdown, so it is escaped. */
import { spansOf, type Span, type Text } from '../../chat/text.ts';

export interface Element {
  type: string;
  [field: string]: unknown;
}

interface Look {
  isSubtle?: boolean;
  size?: 'Small';
  weight?: 'Bolder';
}

const LINES = 40;

/** One block a line, because clients do not agree on line breaks within a run; very many lines are kept together to stay small. */
export function renderText(text: Text, look: Look = {}): Element[] {
  const spans = spansOf(text);
  const lines = linesOf(spans);
  return (lines.length > LINES ? [spans] : lines).map((line, index) => ({
    type: 'RichTextBlock',
    inlines: line.map((span) => renderSpan(span, look)),
    ...(index === 0 ? {} : { spacing: 'None' }),
  }));
}

/** Many texts in one block, a line each, where a block for each would make the card too big. */
export function renderTogether(texts: readonly Text[]): Element {
  const lines = texts.flatMap((text, index) => [...(index === 0 ? [] : ['\n']), ...spansOf(text)]);
  return { type: 'RichTextBlock', inlines: lines.map((span) => renderSpan(span, {})) };
}

export function renderTextBlock(text: string, look: Record<string, unknown>): Element {
  return { type: 'TextBlock', text: escapeMarkdown(unmacro(text)), wrap: true, ...look };
}

export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*_[\]`~]/g, '\\$&')
    .replace(/^(\s*)([#>+-])/gm, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)])/gm, '$1\\$2');
}

/** Whether the words would be read as they are where markdown is read. */
export function isPlain(text: string): boolean {
  return escapeMarkdown(text) === text;
}

/** `{{DATE(…)}}` and `{{TIME(…)}}` are functions of the card format, and nobody's words should be. */
export function unmacro(text: string): string {
  return text.replace(/\{(?=\{\s*(?:DATE|TIME)\s*\()/gi, '{\u2060');
}

/** An address that a card may open; others are shown as words. */
export function isLink(url: string): boolean {
  return /^https:\/\//i.test(url) || /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/.test(url);
}

function renderSpan(span: Span, look: Look): string | Element {
  const plainLook = Object.keys(look).length === 0;
  if (typeof span === 'string') return plainLook ? unmacro(span) : { type: 'TextRun', text: unmacro(span), ...look };
  if ('bold' in span) return { type: 'TextRun', text: unmacro(span.bold), ...look, weight: 'Bolder' };
  if ('italic' in span) return { type: 'TextRun', text: unmacro(span.italic), ...look, italic: true };
  if (!isLink(span.url)) return { type: 'TextRun', text: unmacro(`${span.link} (${span.url})`), ...look };
  const selectAction = { type: 'Action.OpenUrl', title: unmacro(span.link), url: span.url };
  return { type: 'TextRun', text: unmacro(span.link), ...look, underline: true, selectAction };
}

function linesOf(spans: readonly Span[]): Span[][] {
  const lines: Span[][] = [[]];
  for (const span of spans) {
    const [first = '', ...more] = wordsIn(span).split(/\r?\n/);
    if (first !== '') lines.at(-1)?.push(withWords(span, first));
    for (const words of more) lines.push(words === '' ? [] : [withWords(span, words)]);
  }
  // An empty line has to have something in it to be as high as a line.
  return lines.map((line) => (line.length > 0 ? line : [' ']));
}

function wordsIn(span: Span): string {
  if (typeof span === 'string') return span;
  return 'bold' in span ? span.bold : 'italic' in span ? span.italic : span.link;
}

function withWords(span: Span, words: string): Span {
  if (typeof span === 'string') return words;
  if ('bold' in span) return { bold: words };
  return 'italic' in span ? { italic: words } : { link: words, url: span.url };
}
