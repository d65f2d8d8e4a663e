/** The fields that interactive elements share. */
import { z } from 'zod';
import { limits } from './limits.ts';
import { confirm, identifier, plainText } from './text.ts';

export const actionable = { action_id: identifier.optional() };
export const confirmable = { ...actionable, confirm: confirm.optional() };
export const focusable = { focus_on_load: z.boolean().optional() };
export const placeholder = { placeholder: plainText(limits.placeholder).optional() };
export const dispatchable = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z
        .array(z.enum(['on_enter_pressed', 'on_character_entered']))
        .min(1)
        .max(2)
        .optional(),
    })
    .optional(),
};
export const select = { ...confirmable, ...focusable, ...placeholder };
