/** What is chosen from: selects of all kinds, radio buttons, checkboxes and overflow menus. */
import { z } from 'zod';
import { confirmable, focusable, select } from './actionable.ts';
import { limits } from './limits.ts';
import { choiceOption, menuOption, optionGroup } from './options.ts';

const several = { max_selected_items: z.int().min(1).optional() };
const filter = z.strictObject({
  include: z
    .array(z.enum(['im', 'mpim', 'private', 'public']))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
});
const conversationPick = {
  default_to_current_conversation: z.boolean().optional(),
  filter: filter.optional(),
};
const responseUrl = { response_url_enabled: z.boolean().optional() };
const menu = {
  options: z.array(menuOption).min(1).max(limits.options).optional(),
  option_groups: z.array(optionGroup).min(1).max(limits.optionGroups).optional(),
};

export const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...confirmable,
  ...focusable,
  options: z.array(choiceOption).min(1).max(limits.choices),
  initial_options: z.array(choiceOption).min(1).optional(),
});

export const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...confirmable,
  ...focusable,
  options: z.array(choiceOption).min(1).max(limits.choices),
  initial_option: choiceOption.optional(),
});

export const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...confirmable,
  options: z.array(menuOption).min(1).max(limits.overflow),
});

export const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...select,
  ...menu,
  initial_option: menuOption.optional(),
});

export const multiStaticSelect = z.strictObject({
  type: z.literal('multi_static_select'),
  ...select,
  ...several,
  ...menu,
  initial_options: z.array(menuOption).min(1).optional(),
});

export const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...select,
  initial_user: z.string().optional(),
});

export const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...select,
  ...several,
  initial_users: z.array(z.string()).optional(),
});

export const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...select,
  ...conversationPick,
  ...responseUrl,
  initial_conversation: z.string().optional(),
});

export const multiConversationsSelect = z.strictObject({
  type: z.literal('multi_conversations_select'),
  ...select,
  ...several,
  ...conversationPick,
  initial_conversations: z.array(z.string()).optional(),
});

export const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...select,
  ...responseUrl,
  initial_channel: z.string().optional(),
});

export const multiChannelsSelect = z.strictObject({
  type: z.literal('multi_channels_select'),
  ...select,
  ...several,
  initial_channels: z.array(z.string()).optional(),
});
