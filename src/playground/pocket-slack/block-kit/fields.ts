/** What is typed into, and the pickers of days and times. */
import { z } from 'zod';
import { actionable, confirmable, dispatchable, focusable, placeholder, select } from './actionable.ts';
import { limits } from './limits.ts';
import { richText } from './rich-text.ts';
import { shortString } from './text.ts';

const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be a date of the form YYYY-MM-DD');

export const datepicker = z.strictObject({ type: z.literal('datepicker'), ...select, initial_date: day.optional() });

export const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...select,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the form HH:mm')
    .optional(),
  timezone: z.string().optional(),
});

export const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...confirmable,
  ...focusable,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

export const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...actionable,
  ...focusable,
  ...placeholder,
  ...dispatchable,
  initial_value: shortString(limits.input.answer, 0).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(limits.input.answer).optional(),
  max_length: z.int().min(1).max(limits.input.answer).optional(),
});

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number written as a string');

export const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...actionable,
  ...focusable,
  ...placeholder,
  ...dispatchable,
  is_decimal_allowed: z.boolean(),
  initial_value: decimal.optional(),
  min_value: decimal.optional(),
  max_value: decimal.optional(),
});

const lineInput = {
  ...actionable,
  ...focusable,
  ...placeholder,
  ...dispatchable,
  initial_value: z.string().optional(),
};
export const emailInput = z.strictObject({ type: z.literal('email_text_input'), ...lineInput });
export const urlInput = z.strictObject({ type: z.literal('url_text_input'), ...lineInput });

export const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...actionable,
  ...focusable,
  ...placeholder,
  ...dispatchable,
  initial_value: richText.optional(),
  min_lines: z.int().min(1).max(limits.input.lines).optional(),
  max_lines: z.int().min(1).max(limits.input.lines).optional(),
});
