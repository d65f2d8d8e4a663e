/** The interactive elements: everything a person can press, choose or type into. */
import { z } from 'zod';
import { confirmable } from './actionable.ts';
import {
  datepicker,
  datetimepicker,
  emailInput,
  numberInput,
  plainTextInput,
  richTextInput,
  timepicker,
  urlInput,
} from './fields.ts';
import { limits } from './limits.ts';
import {
  channelsSelect,
  checkboxes,
  conversationsSelect,
  multiChannelsSelect,
  multiConversationsSelect,
  multiStaticSelect,
  multiUsersSelect,
  overflow,
  radioButtons,
  staticSelect,
  usersSelect,
} from './menus.ts';
import { isSameOption } from './options.ts';
import type { Option } from './options.ts';
import { plainText, shortString, webAddress } from './text.ts';

export const button = z.strictObject({
  type: z.literal('button'),
  ...confirmable,
  text: plainText(limits.button.text),
  value: shortString(limits.button.value, 0).optional(),
  url: webAddress(limits.button.url).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: shortString(limits.button.accessibilityLabel).optional(),
});

export const imageElement = z
  .strictObject({
    type: z.literal('image'),
    alt_text: shortString(limits.image.altText),
    image_url: webAddress(limits.image.url).optional(),
    slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
  })
  .refine((image) => (image.image_url === undefined) !== (image.slack_file === undefined), {
    message: 'exactly one of image_url and slack_file must be given',
  });

const selects = [
  staticSelect,
  multiStaticSelect,
  usersSelect,
  multiUsersSelect,
  conversationsSelect,
  multiConversationsSelect,
  channelsSelect,
  multiChannelsSelect,
] as const;
const pickers = [datepicker, timepicker, datetimepicker] as const;
const choices = [checkboxes, radioButtons] as const;

export const accessory = z
  .discriminatedUnion('type', [button, imageElement, overflow, ...choices, ...pickers, ...selects])
  .superRefine(checkElement);

export const actionsElement = z
  .discriminatedUnion('type', [button, overflow, richTextInput, ...choices, ...pickers, ...selects])
  .superRefine(checkElement);

export const inputElement = z
  .discriminatedUnion('type', [
    plainTextInput,
    numberInput,
    emailInput,
    urlInput,
    richTextInput,
    ...choices,
    ...pickers,
    ...selects,
  ])
  .superRefine(checkElement);

export type Element = z.infer<typeof accessory> | z.infer<typeof actionsElement> | z.infer<typeof inputElement>;

/** What one element's fields must say about each other. */
function checkElement(element: Element, context: z.RefinementCtx): void {
  const complain = (message: string) => {
    context.addIssue({ code: 'custom', message });
  };
  if (element.type === 'static_select' || element.type === 'multi_static_select') {
    if ((element.options === undefined) === (element.option_groups === undefined))
      complain('exactly one of options and option_groups must be given');
  }
  const offered = listOptions(element);
  for (const initial of listInitialOptions(element))
    if (!offered.some((option) => isSameOption(option, initial))) complain('initial options must be among the options');
  if (element.type === 'plain_text_input') {
    const { min_length: min, max_length: max, initial_value: initial } = element;
    if (min !== undefined && max !== undefined && min > max) complain('min_length must not exceed max_length');
    if (initial !== undefined && max !== undefined && Array.from(initial).length > max)
      complain('initial_value must not be longer than max_length');
  }
  if (element.type === 'number_input') {
    const { min_value: min, max_value: max, initial_value: initial } = element;
    if (min !== undefined && max !== undefined && Number(min) > Number(max))
      complain('min_value must not exceed max_value');
    if (initial !== undefined && !element.is_decimal_allowed && !/^-?\d+$/.test(initial))
      complain('initial_value must be a whole number');
    if (initial !== undefined && (Number(initial) < Number(min ?? initial) || Number(initial) > Number(max ?? initial)))
      complain('initial_value must be between min_value and max_value');
  }
}

export function listOptions(element: Element): Option[] {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
    case 'checkboxes':
    case 'radio_buttons':
    case 'overflow':
      return element.options;
    default:
      return [];
  }
}

function listInitialOptions(element: Element): Option[] {
  if ('initial_options' in element && element.initial_options) return element.initial_options;
  if ('initial_option' in element && element.initial_option) return [element.initial_option];
  return [];
}
