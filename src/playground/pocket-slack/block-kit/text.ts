/** Strings and text objects, counted as Slack counts them: in code points. */
import { z } from 'zod';
import { limits } from './limits.ts';

export function countCharacters(value: string): number {
  return Array.from(value).length;
}

export function shortString(max: number, min = 1): z.ZodString {
  return z.string().superRefine((value, context) => {
    if (value.length < min) context.addIssue({ code: 'custom', message: `must be more than ${min - 1} characters` });
    if (value.length > max && countCharacters(value) > max)
      context.addIssue({ code: 'custom', message: `must be less than ${max + 1} characters` });
  });
}

export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: shortString(max),
    emoji: z.boolean().optional(),
  });
}

export function mrkdwn(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: shortString(max),
    verbatim: z.boolean().optional(),
  });
}

export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
}

export const identifier = shortString(limits.identifier);

export const webAddress = (max: number) =>
  shortString(max).refine((value) => /^[a-z][a-z0-9+.-]*:/i.test(value), 'must be a valid URL');

export const confirm = z.strictObject({
  title: plainText(limits.confirm.title).optional(),
  text: anyText(limits.confirm.text),
  confirm: plainText(limits.confirm.button).optional(),
  deny: plainText(limits.confirm.button).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});
