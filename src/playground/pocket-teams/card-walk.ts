/** Finds the buttons, inputs and words of a card, in the order a person meets them. */
import { isObject, listOf, wordsOf } from './json.ts';
import type { Json } from './json.ts';

export interface CardButton {
  index: number;
  title: string;
  type: string;
  opensDialog: boolean;
}

const ACTION_FIELDS = ['actions', 'selectAction', 'inlineAction'];
const CHILD_FIELDS = ['body', 'items', 'columns', 'rows', 'cells', 'images', 'inlines', 'card', ...ACTION_FIELDS];

export function actionsOf(card: unknown): Json[] {
  return walk(card).filter((part) => String(part['type']).startsWith('Action.'));
}

export function inputsOf(card: unknown): Json[] {
  return walk(card).filter((part) => String(part['type']).startsWith('Input.'));
}

export function buttonsOf(card: unknown): CardButton[] {
  return actionsOf(card).map((action, index) => ({
    index,
    title: wordsOf(action['title']),
    type: String(action['type']),
    opensDialog: opensDialog(action),
  }));
}

export function opensDialog(action: Json): boolean {
  const data = action['data'];
  return isObject(data) && isObject(data['msteams']) && data['msteams']['type'] === 'task/fetch';
}

/** Every word of a card a person can read, one line a part. */
export function cardWords(card: unknown): string[] {
  return walk(card).flatMap((part) => {
    const words = [part['label'], part['text'], part['altText'], part['title'], part['placeholder'], part['value']];
    const facts = [...listOf(part['facts']), ...listOf(part['choices'])].filter(isObject);
    const rows = facts.map((fact) =>
      part['facts'] ? `${String(fact['title'])}: ${String(fact['value'])}` : String(fact['title']),
    );
    const runs = listOf(part['inlines']).filter((inline) => typeof inline === 'string');
    return [...words, ...runs, ...rows].filter((word): word is string => typeof word === 'string' && word !== '');
  });
}

/** The card again with every action's id replaced by its number, so that a page can say which one was pressed. */
export function numberActions(card: Json, from: number): { card: Json; next: number } {
  const copy = structuredClone(card);
  const actions = actionsOf(copy);
  actions.forEach((action, index) => {
    action['id'] = `action-${from + index}`;
  });
  return { card: copy, next: from + actions.length };
}

function walk(part: unknown): Json[] {
  if (!isObject(part)) return [];
  const children = CHILD_FIELDS.flatMap((field) => {
    const held = part[field];
    return Array.isArray(held) ? held.flatMap((child) => walk(child)) : walk(held);
  });
  return [part, ...children];
}
