import type { Button, Card, Part } from '../../chat/card.ts';
import type { Text } from '../../chat/text.ts';
import { ScreenError } from '../../errors.ts';
import { renderChart, renderChartAsText } from './render-chart.ts';
import { renderTable, renderTableAsText } from './render-table.ts';
import { isLink, isPlain, renderText, renderTextBlock, renderTogether, unmacro, type Element } from './render-text.ts';

export interface AdaptiveCard {
  $schema: string;
  type: 'AdaptiveCard';
  version: '1.5';
  body: Element[];
  [field: string]: unknown;
}

const BYTES = 25_000;
/** What may stand in no XML: control characters and halves of signs. */
const UNSPEAKABLE = /[^\P{Cc}\t\n\r]|\p{Cs}|[\uFFFE\uFFFF]/gu;

/** A card as an Adaptive Card within the size that every Teams client takes; where tables, charts and a block a line would burst it, they become text. `mark` comes back with each press of its buttons. */
export function renderCard(card: Card, mark?: string): AdaptiveCard {
  const roomy = draw(card, false, mark);
  if (bytesOf(roomy) <= BYTES) return roomy;
  const tight = draw(card, true, mark);
  if (bytesOf(tight) <= BYTES) return tight;
  throw new ScreenError(`card ${card.id} has ${bytesOf(tight)} bytes in Teams and may have ${BYTES}; page it`);
}

/** The shell that forms and cards share. */
export function adaptiveCard(summary: string, body: Element[]): AdaptiveCard {
  const words = unmacro(summary).replace(UNSPEAKABLE, '');
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    lang: 'en',
    fallbackText: words,
    // Read as SSML, in which these three have a meaning.
    speak: words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    msteams: { width: 'Full' },
    body,
  };
}

export function bytesOf(card: unknown): number {
  return Buffer.byteLength(JSON.stringify(card), 'utf8');
}

function draw(card: Card, tight: boolean, mark: string | undefined): AdaptiveCard {
  return adaptiveCard(
    card.summary,
    card.parts.flatMap((part, index) => {
      const elements = renderPart(part, tight, mark);
      const afterDivider = card.parts[index - 1]?.kind === 'divider';
      return afterDivider
        ? elements.map((element, at) => (at === 0 ? { ...element, separator: true, spacing: 'Medium' } : element))
        : elements;
    }),
  );
}

function renderPart(part: Part, tight: boolean, mark: string | undefined): Element[] {
  switch (part.kind) {
    case 'heading':
      return [renderTextBlock(part.text, { style: 'heading', size: 'Medium', weight: 'Bolder' })];
    case 'text':
      return renderText(part.text, part.quiet ? { isSubtle: true } : {});
    case 'facts':
      return renderFacts(part, tight);
    case 'list':
      return renderList(part, tight);
    case 'table':
      return [...renderText([{ bold: part.caption }]), ...(tight ? renderTableAsText(part) : [renderTable(part)])];
    case 'progress':
      return [...renderText(`${part.label}: ${part.done} of ${part.total}`), ...renderBar(part)];
    case 'chart':
      return [
        ...renderText([{ bold: part.title }]),
        ...(tight ? renderChartAsText(part) : [renderChart(part)]),
        ...renderText(part.summary, { isSubtle: true }),
      ];
    case 'divider':
      return [];
    case 'buttons':
      return part.buttons.length === 0
        ? []
        : [{ type: 'ActionSet', actions: part.buttons.map((button) => renderButton(button, mark)) }];
    case 'link':
      return isLink(part.url)
        ? [{ type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: unmacro(part.label), url: part.url }] }]
        : renderText(`${part.label}: ${part.url}`);
  }
}

/** Teams has to be told beforehand that a press opens a dialog; any other press comes back as a message. */
function renderButton(button: Button, mark: string | undefined): Element {
  return {
    type: 'Action.Submit',
    title: unmacro(button.label),
    data: {
      a: button.action,
      s: button.state,
      ...(mark === undefined ? {} : { of: mark }),
      ...(button.opens === 'form' ? { msteams: { type: 'task/fetch' } } : {}),
    },
    associatedInputs: 'none',
    ...(button.style === 'primary' ? { style: 'positive' } : button.style === 'danger' ? { style: 'destructive' } : {}),
  };
}

function renderList({ items }: Part & { kind: 'list' }, tight: boolean): Element[] {
  const lines = items.map((item): Text => (typeof item === 'string' ? `• ${item}` : ['• ', ...item]));
  if (tight && lines.length > 0) return [renderTogether(lines)];
  return lines.flatMap((line) => renderText(line)).map(close);
}

/** A FactSet reads markdown, so facts with a sign of it are written as lines. */
function renderFacts({ facts }: Part & { kind: 'facts' }, tight: boolean): Element[] {
  if (facts.length === 0) return [];
  if (tight) return [renderTogether(facts.map((fact) => [{ bold: `${fact.label}: ` }, fact.value]))];
  if (facts.every((fact) => isPlain(fact.label) && isPlain(fact.value)))
    return [
      { type: 'FactSet', facts: facts.map((fact) => ({ title: unmacro(fact.label), value: unmacro(fact.value) })) },
    ];
  return facts.flatMap((fact) => renderText([{ bold: `${fact.label}: ` }, fact.value])).map(close);
}

/** The bar repeats what the words above it say. */
function renderBar(part: Part & { kind: 'progress' }): Element[] {
  if (part.total === 0) return [];
  const column = (width: number, style: string) => ({ type: 'Column', width, style, minHeight: '8px', items: [] });
  const columns = [column(part.done, 'good'), column(part.total - part.done, 'emphasis')].filter(
    (one) => one.width > 0,
  );
  return [{ type: 'ColumnSet', spacing: 'Small', columns }];
}

function close(element: Element, index: number): Element {
  return index === 0 ? element : { ...element, spacing: 'Small' };
}
