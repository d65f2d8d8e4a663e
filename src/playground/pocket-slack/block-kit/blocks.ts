/** The blocks one by one; surfaces.ts says which of them may stand where. */
import { z } from 'zod';
import { accessory, actionsElement, button, imageElement, inputElement } from './elements.ts';
import { limits } from './limits.ts';
import { anyText, identifier, mrkdwn, plainText, shortString, webAddress } from './text.ts';

const blockId = { block_id: identifier.optional() };

export const actions = z.strictObject({
  type: z.literal('actions'),
  ...blockId,
  elements: z.array(actionsElement).min(1).max(limits.actionsElements),
});

export const alert = z.strictObject({
  type: z.literal('alert'),
  ...blockId,
  text: anyText(limits.alert),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

export const card = z.strictObject({
  type: z.literal('card'),
  ...blockId,
  hero_image: imageElement.optional(),
  icon: imageElement.optional(),
  title: mrkdwn(limits.card.title).optional(),
  subtitle: mrkdwn(limits.card.subtitle).optional(),
  body: mrkdwn(limits.card.body).optional(),
  subtext: mrkdwn(limits.card.subtext).optional(),
  actions: z.array(button).max(limits.card.actions).optional(),
});

export const context = z.strictObject({
  type: z.literal('context'),
  ...blockId,
  elements: z
    .array(z.discriminatedUnion('type', [imageElement, plainText(limits.text), mrkdwn(limits.text)]))
    .min(1)
    .max(limits.contextElements),
});

export const divider = z.strictObject({ type: z.literal('divider'), ...blockId });

export const header = z.strictObject({ type: z.literal('header'), ...blockId, text: plainText(limits.header) });

export const image = z
  .strictObject({
    type: z.literal('image'),
    ...blockId,
    alt_text: shortString(limits.image.altText),
    title: plainText(limits.image.title).optional(),
    image_url: webAddress(limits.image.url).optional(),
    slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
  })
  .refine((block) => (block.image_url === undefined) !== (block.slack_file === undefined), {
    message: 'exactly one of image_url and slack_file must be given',
  });

export const input = z.strictObject({
  type: z.literal('input'),
  ...blockId,
  label: plainText(limits.input.label),
  hint: plainText(limits.input.hint).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
});

export const markdown = z.strictObject({
  type: z.literal('markdown'),
  ...blockId,
  text: shortString(limits.markdownInMessage),
});

export const section = z
  .strictObject({
    type: z.literal('section'),
    ...blockId,
    text: anyText(limits.text).optional(),
    fields: z.array(anyText(limits.sectionField)).min(1).max(limits.sectionFields).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, {
    message: 'one of text and fields must be given',
  });

export const video = z.strictObject({
  type: z.literal('video'),
  ...blockId,
  alt_text: shortString(limits.video.altText),
  title: plainText(limits.video.title),
  title_url: webAddress(limits.image.url).optional(),
  description: plainText(limits.video.description).optional(),
  thumbnail_url: webAddress(limits.image.url),
  video_url: webAddress(limits.image.url),
  author_name: shortString(limits.video.author).optional(),
  provider_name: shortString(limits.video.provider).optional(),
  provider_icon_url: webAddress(limits.image.url).optional(),
});
