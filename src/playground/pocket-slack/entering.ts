/** A person types and chooses: plain values become Slack's state values, and the client's own checks run. */
import type { Element } from './block-kit/elements.ts';
import { listOptions } from './block-kit/elements.ts';
import type { Block } from './block-kit/surfaces.ts';
import type { Option } from './block-kit/options.ts';
import { countCharacters } from './block-kit/text.ts';
import { isEmpty, listHolders } from './view-state.ts';
import type { Holder, StateValue, Values } from './view-state.ts';

/** Text, a number, an option's value or an id; a list for elements that take several; null to clear. */
export type Entry = string | number | string[] | null;

/** By block_id or action_id; or by block_id and then action_id where one of them repeats. */
export type Entries = Record<string, Entry | Record<string, Entry>>;

export function enterAll(blocks: readonly Block[], values: Values, entries: Entries): void {
  for (const [name, entry] of Object.entries(entries)) {
    const nested = typeof entry === 'object' && entry !== null && !Array.isArray(entry);
    const pairs = nested ? Object.entries(entry) : [[undefined, entry] as const];
    for (const [actionId, plain] of pairs) {
      const holder = findHolder(blocks, name, actionId);
      (values[holder.blockId] ??= {})[holder.actionId] = enter(holder.element, plain);
    }
  }
}

/** Throws where no person could do this in Slack's client: an option that is not offered, a date that is none. */
export function enter(element: Element, entry: Entry): StateValue {
  const { type } = element;
  const one = Array.isArray(entry) ? (entry[0] ?? null) : entry;
  const text = one === null || one === '' ? null : String(one);
  const list = entry === null || entry === '' ? [] : Array.isArray(entry) ? entry : [String(entry)];
  switch (type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: text };
    case 'rich_text_input':
      return { type, rich_text_value: text === null ? null : asRichText(text) };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: text === null ? null : getOption(element, text) };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: list.map((value) => getOption(element, value)) };
    case 'datepicker':
      return { type, selected_date: asMatch(text, /^\d{4}-\d{2}-\d{2}$/, 'a date like 2026-11-20') };
    case 'timepicker':
      return { type, selected_time: asMatch(text, /^\d{2}:\d{2}$/, 'a time like 14:00') };
    case 'datetimepicker':
      return {
        type,
        selected_date_time: text === null ? null : Number(asMatch(text, /^\d{10}$/, 'seconds since 1970')),
      };
    case 'users_select':
      return { type, selected_user: text };
    case 'multi_users_select':
      return { type, selected_users: list };
    case 'conversations_select':
      return { type, selected_conversation: text };
    case 'multi_conversations_select':
      return { type, selected_conversations: list };
    case 'channels_select':
      return { type, selected_channel: text };
    case 'multi_channels_select':
      return { type, selected_channels: list };
    case 'button':
    case 'image':
    case 'overflow':
      throw new Error(`Nothing can be entered in a ${type}.`);
  }
}

/** What Slack's client refuses before it sends anything, by block_id. */
export function findEntryErrors(blocks: readonly Block[], values: Values): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const holder of listHolders(blocks)) {
    if (holder.block.type !== 'input') continue;
    const value = values[holder.blockId]?.[holder.actionId];
    if (value === undefined || isEmpty(value)) {
      if (holder.block.optional !== true) errors[holder.blockId] = 'Please complete this required field.';
      continue;
    }
    const problem = findProblem(holder.element, value);
    if (problem !== undefined) errors[holder.blockId] = problem;
  }
  return errors;
}

function findProblem(element: Element, value: StateValue): string | undefined {
  const text = 'value' in value && typeof value.value === 'string' ? value.value : '';
  switch (element.type) {
    case 'plain_text_input': {
      const length = countCharacters(text);
      const max = element.max_length ?? 3000;
      if (length < (element.min_length ?? 0)) return `Please enter at least ${String(element.min_length)} characters.`;
      return length > max ? `Please enter no more than ${String(max)} characters.` : undefined;
    }
    case 'number_input': {
      const shape = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
      if (!shape.test(text))
        return element.is_decimal_allowed ? 'Please enter a number.' : 'Please enter a whole number.';
      const { min_value: min, max_value: max } = element;
      if (min !== undefined && Number(text) < Number(min)) return `Please enter a number of at least ${min}.`;
      return max !== undefined && Number(text) > Number(max) ? `Please enter a number of at most ${max}.` : undefined;
    }
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? undefined : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(text) ? undefined : 'Please enter a valid URL.';
    case 'multi_static_select':
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select': {
      const most = element.max_selected_items;
      const chosen = Object.values(value).find((held) => Array.isArray(held)) as unknown[] | undefined;
      return most !== undefined && (chosen?.length ?? 0) > most
        ? `Please choose no more than ${String(most)}.`
        : undefined;
    }
    default:
      return undefined;
  }
}

function findHolder(blocks: readonly Block[], name: string, actionId: string | undefined): Holder {
  const holders = listHolders(blocks);
  const found =
    actionId === undefined
      ? holders.filter((holder) => holder.blockId === name || holder.actionId === name)
      : holders.filter((holder) => holder.blockId === name && holder.actionId === actionId);
  const [holder] = found;
  if (!holder) {
    const known = holders.map((one) => `${one.blockId}/${one.actionId}`).join(', ') || 'none';
    throw new Error(`There is no input ${name}${actionId === undefined ? '' : `/${actionId}`} here. Inputs: ${known}.`);
  }
  if (found.length > 1) throw new Error(`Several inputs are called ${name}. Write { block_id: { action_id: value } }.`);
  return holder;
}

function getOption(element: Element, value: string): Option {
  const option = listOptions(element).find((one) => one.value === value);
  if (option) return option;
  const offered = listOptions(element).map((one) => one.value);
  throw new Error(`"${value}" is not offered here. Options: ${offered.join(', ')}.`);
}

function asMatch(text: string | null, shape: RegExp, wanted: string): string | null {
  if (text !== null && !shape.test(text)) throw new Error(`"${text}" is not ${wanted}.`);
  return text;
}

function asRichText(text: string): unknown {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  };
}
