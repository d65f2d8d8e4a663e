/** Options and option groups of selects, radio buttons, checkboxes and overflow menus. */
import { z } from 'zod';
import { limits } from './limits.ts';
import { anyText, plainText, shortString, webAddress } from './text.ts';

function option<Text extends z.ZodType>(text: Text, description: z.ZodType<TextObject>) {
  return z.strictObject({
    text,
    value: shortString(limits.option.value, 0),
    description: description.optional(),
    url: webAddress(limits.option.url).optional(),
  });
}

type TextObject = { type: 'plain_text' | 'mrkdwn'; text: string };

/** Menus take plain text only. */
export const menuOption = option(plainText(limits.option.text), plainText(limits.option.description));

/** Radio buttons and checkboxes take markup as well. */
export const choiceOption = option(anyText(limits.option.text), anyText(limits.option.description));

export const optionGroup = z.strictObject({
  label: plainText(limits.optionGroupLabel),
  options: z.array(menuOption).min(1).max(limits.options),
});

export type Option = z.infer<typeof choiceOption>;

export function isSameOption(left: Option, right: Option): boolean {
  return left.value === right.value && left.text.text === right.text.text;
}
