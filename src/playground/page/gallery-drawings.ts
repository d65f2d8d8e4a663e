/** Draws what was rendered for a platform with that platform's own pieces of the playground; nothing here is sent anywhere. */
import { drawBlocks } from './slack-blocks.ts';
import type { Block, Held, Values } from './slack-screen.ts';
import type { Stage } from './slack-stage.ts';
import { drawCard } from './teams-cards.ts';
import { make } from './teams-dom.ts';

type Plain = Record<string, unknown>;

let drawings = 0;

export function drawSlack(rendered: object): HTMLElement {
  const view = rendered as Plain & { blocks?: Block[] };
  // Slack gives every block an id where the app gave none.
  const blocks = (view.blocks ?? []).map((block, index) => ({
    ...block,
    block_id: givenId(block) ?? `block-${index}`,
  }));
  const body = drawBlocks(blocks, stageOf(blocks));
  // A landmark helps in one conversation; among dozens of drawings it would only be in the way.
  for (const region of body.querySelectorAll('[role="region"]')) region.setAttribute('role', 'group');
  if (view['type'] !== 'modal') return make('div', { class: 'ps drawing drawing-slack' }, body);
  const foot = make(
    'div',
    { class: 'drawing-foot' },
    shownButton('ps-button', textOf(view['close'])),
    shownButton('ps-button ps-button-primary', textOf(view['submit'])),
  );
  return make('div', { class: 'ps drawing drawing-slack' }, drawTitle(textOf(view['title'])), body, foot);
}

export function drawTeams(rendered: object): HTMLElement {
  const card = findCard(rendered);
  if (!card) return make('p', {}, 'There is no card to draw.');
  const drawing = drawCard(card, () => undefined).element;
  return make('div', { class: 'tms drawing drawing-teams' }, drawing);
}

function givenId(block: Partial<Block>): string | undefined {
  return block.block_id;
}

function drawTitle(title: string): HTMLElement {
  return make('p', { class: 'drawing-title' }, title);
}

function shownButton(className: string, words: string): HTMLElement | false {
  return words !== '' && make('button', { type: 'button', class: className }, words);
}

/** A card lies bare, in a message's attachment or in a dialog's answer. */
function findCard(value: unknown, depth = 0): Plain | undefined {
  if (typeof value !== 'object' || value === null || depth > 6) return undefined;
  if ('type' in value && value.type === 'AdaptiveCard') return value;
  for (const inside of Object.values(value)) {
    const found = findCard(inside, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function stageOf(blocks: readonly Block[]): Stage {
  drawings += 1;
  return {
    key: `drawing-${drawings}`,
    names: {},
    conversations: [],
    values: valuesOf(blocks),
    errors: {},
    press: () => Promise.resolve(),
    enter: () => undefined,
  };
}

/** Slack keeps what an input begins with as its value, under another name. */
function valuesOf(blocks: readonly Block[]): Values {
  const values: Values = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const element = block.element as Plain & { type: string; action_id?: string };
    const held: Held = { type: element.type };
    for (const [name, value] of Object.entries(element))
      if (name.startsWith('initial_')) held[heldName(name, element.type)] = value;
    values[block.block_id] = { [element.action_id ?? '']: held };
  }
  return values;
}

function heldName(initial: string, type: string): string {
  const name = initial.replace('initial_', '');
  if (name === 'value' || type === 'rich_text_input') return name === 'value' ? name : `rich_text_${name}`;
  return `selected_${name}`;
}

function textOf(text: unknown): string {
  return typeof text === 'object' && text !== null && 'text' in text ? String(text.text) : '';
}
