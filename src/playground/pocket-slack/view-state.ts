/**
 * What a person has entered in a view or message, kept as Slack keys it: block_id, then action_id. Every element that
 * can hold a value is present: untouched ones with their initial value, empty ones with null or an empty list.
 */
import type { Element } from './block-kit/elements.ts';
import { listOptions } from './block-kit/elements.ts';
import type { Option } from './block-kit/options.ts';
import { flattenBlocks } from './block-kit/surfaces.ts';
import type { Block } from './block-kit/surfaces.ts';

export type StateValue =
  | { type: string; value: string | null }
  | { type: string; selected_option: Option | null }
  | { type: string; selected_options: Option[] }
  | { type: string; [selected: `selected_${string}`]: unknown }
  | { type: string; rich_text_value: unknown };

export type Values = Record<string, Record<string, StateValue>>;

export type Holder = { block: Block; blockId: string; actionId: string; element: Element };

/** Every element that holds a value; buttons, images and overflow menus hold none. */
export function listHolders(blocks: readonly Block[]): Holder[] {
  return listElements(blocks).filter(({ element }) => !['button', 'image', 'overflow'].includes(element.type));
}

export function listElements(blocks: readonly Block[]): Holder[] {
  return flattenBlocks(blocks).flatMap((block) =>
    elementsOf(block).map((element) => ({
      block,
      blockId: block.block_id ?? '',
      actionId: 'action_id' in element ? (element.action_id ?? '') : '',
      element,
    })),
  );
}

export function startValues(blocks: readonly Block[]): Values {
  return carryValues(blocks, {});
}

/**
 * After views.update: what stands in an element stays only where block_id, action_id and type are the same, and then a
 * new initial value is not applied, as in Slack's client.
 */
export function carryValues(blocks: readonly Block[], before: Values): Values {
  const values: Values = {};
  for (const { blockId, actionId, element } of listHolders(blocks)) {
    const held = before[blockId]?.[actionId];
    const kept = held?.type === element.type && stillOffered(element, held) ? held : initialValue(element);
    (values[blockId] ??= {})[actionId] = kept;
  }
  return values;
}

export function isEmpty(value: StateValue): boolean {
  return Object.entries(value).every(
    ([key, held]) => key === 'type' || held === null || held === '' || (Array.isArray(held) && held.length === 0),
  );
}

function elementsOf(block: Block): Element[] {
  switch (block.type) {
    case 'input':
      return [block.element];
    case 'actions':
      return block.elements;
    case 'section':
      return block.accessory ? [block.accessory] : [];
    case 'card':
      return block.actions ?? [];
    default:
      return [];
  }
}

function stillOffered(element: Element, held: StateValue): boolean {
  const offered = new Set(listOptions(element).map((option) => option.value));
  if ('selected_options' in held && Array.isArray(held.selected_options))
    return (held.selected_options as Option[]).every((option) => offered.has(option.value));
  if ('selected_option' in held && held.selected_option) return offered.has((held.selected_option as Option).value);
  return true;
}

function initialValue(element: Element): StateValue {
  const { type } = element;
  switch (type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: element.initial_value ?? null };
    case 'rich_text_input':
      return { type, rich_text_value: element.initial_value ?? null };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null };
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null };
    case 'multi_conversations_select':
      return { type, selected_conversations: element.initial_conversations ?? [] };
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null };
    case 'multi_channels_select':
      return { type, selected_channels: element.initial_channels ?? [] };
    case 'button':
    case 'image':
    case 'overflow':
      return { type, value: null };
  }
}
