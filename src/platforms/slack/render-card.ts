/** A card as a Slack message: text for notifications and screen readers, blocks for the eye. */
import type { Button, Card, Part } from '../../chat/card.ts';
import { plainText } from '../../chat/plain.ts';
import { ScreenError } from '../../errors.ts';
import { plain, type Block } from './block-kit.ts';
import { chartBlocks, chartInWords } from './render-chart.ts';
import { tableBlocks, tableInWords } from './render-table.ts';
import { richList, richSection, richText } from './rich-text.ts';

export interface Message {
  text: string;
  blocks: Block[];
}

/** From the richest on: charts and tables are drawn; tables alone; or all is said in words, for where Slack refuses them. */
export const MANNERS = ['rich', 'tables', 'plain'] as const;
export type Manner = (typeof MANNERS)[number];

const MOST_BLOCKS = 50;
const LONGEST_TEXT = 4_000;
const LONGEST_VALUE = 2_000;
const MOST_CHARTS = 2;
const MOST_TABLES = 1;

export function renderCard(card: Card, manner: Manner = 'rich'): Message {
  const left = { charts: manner === 'rich' ? MOST_CHARTS : 0, tables: manner === 'plain' ? 0 : MOST_TABLES };
  const actions = new Map<string, number>();
  const blocks = card.parts.flatMap((part) => renderPart(part, left, actions));
  return { text: textOf(card), blocks: blocks.length > MOST_BLOCKS ? joinRichText(blocks) : blocks };
}

/** Whether words can say it where Slack refuses the drawing. */
export function hasDrawing(card: Card): boolean {
  return card.parts.some((part) => part.kind === 'chart' || part.kind === 'table');
}

function renderPart(part: Part, left: { charts: number; tables: number }, actions: Map<string, number>): Block[] {
  switch (part.kind) {
    case 'heading':
      return [{ type: 'header', text: plain(part.text) }];
    case 'text':
      return [
        part.quiet === true && typeof part.text === 'string'
          ? { type: 'context', elements: [plain(part.text)] }
          : richText(richSection(part.text)),
      ];
    case 'facts':
      return part.facts.length === 0
        ? []
        : [
            richText(
              richSection(
                part.facts.flatMap((fact, index) => [index === 0 ? '' : '\n', { bold: `${fact.label}: ` }, fact.value]),
              ),
            ),
          ];
    case 'list':
      return part.items.length === 0 ? [] : [richText(richList(part.items))];
    case 'table':
      return left.tables-- > 0 ? tableBlocks(part) : tableInWords(part);
    case 'progress':
      return [
        richText(
          richSection([{ bold: `${part.label}: ` }, `${bar(part.done, part.total)} ${part.done} of ${part.total}`]),
        ),
      ];
    case 'chart':
      return left.charts-- > 0 ? chartBlocks(part) : chartInWords(part);
    case 'divider':
      return [{ type: 'divider' }];
    case 'buttons':
      return part.buttons.length === 0
        ? []
        : [{ type: 'actions', elements: part.buttons.map((button) => renderButton(button, actions)) }];
    case 'link':
      return [richText(richSection([{ link: part.label, url: part.url }]))];
  }
}

/** A press brings back `value`; Slack wants an action_id only once in a message, so a repeated action gets a number. */
function renderButton(button: Button, actions: Map<string, number>): Record<string, unknown> {
  const count = (actions.get(button.action) ?? 0) + 1;
  actions.set(button.action, count);
  const value = JSON.stringify({
    a: button.action,
    s: button.state,
    ...(button.opens === undefined ? {} : { o: button.opens }),
  });
  if (value.length > LONGEST_VALUE)
    throw new ScreenError(`button ${button.action} carries more state than Slack takes`);
  return {
    type: 'button',
    action_id: count === 1 ? button.action : `${button.action}#${count}`,
    text: plain(button.label),
    value,
    ...(button.style === undefined ? {} : { style: button.style }),
  };
}

/** The words beside it say the same, so the bar may be only eye candy. */
function bar(done: number, total: number): string {
  const filled = total === 0 ? 0 : Math.round((done / total) * 10);
  return '■'.repeat(filled) + '□'.repeat(10 - filled);
}

/**
 * Slack reads this text as markup, so its three signs are escaped. The blocks say everything: where the words of a long
 * card do not fit, whole lines are left to them.
 */
function textOf(card: Card): string {
  const said = plainText(card).split('\n');
  const lines = (said[0] === card.summary ? said : [card.summary, ...said]).map(escapeMarkup);
  let text = '';
  for (const [index, line] of lines.entries()) {
    const longer = index === 0 ? line : `${text}\n${line}`;
    if (longer.length > LONGEST_TEXT - MORE.length) return text + MORE;
    text = longer;
  }
  return text;
}

const MORE = '\n(There is more in the message itself.)';

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function joinRichText(blocks: Block[]): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (block.type === 'rich_text' && last?.type === 'rich_text')
      joined[joined.length - 1] = { type: 'rich_text', elements: [last['elements'], block['elements']].flat() };
    else joined.push(block);
  }
  return joined;
}
