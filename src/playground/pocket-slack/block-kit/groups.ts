/** The blocks that hold other blocks. */
import { z } from 'zod';
import { actions, card, context, divider, header, image, input, section, video } from './blocks.ts';
import { tableBlock } from './charts.ts';
import { imageElement } from './elements.ts';
import { limits } from './limits.ts';
import { richText } from './rich-text.ts';
import { anyText, identifier, plainText } from './text.ts';

export const carousel = z.strictObject({
  type: z.literal('carousel'),
  block_id: identifier.optional(),
  elements: z.array(card).min(1).max(limits.children),
});

const child = z.discriminatedUnion('type', [
  actions,
  context,
  divider,
  header,
  image,
  input,
  richText,
  section,
  tableBlock,
  video,
]);

export const container = z
  .strictObject({
    type: z.literal('container'),
    block_id: identifier.optional(),
    title: plainText(limits.containerTitle).optional(),
    rich_text_title: richText.optional(),
    subtitle: anyText(limits.containerTitle).optional(),
    icon: imageElement.optional(),
    child_blocks: z.array(child).min(1).max(limits.children),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  })
  .refine((block) => block.title !== undefined || block.rich_text_title !== undefined, {
    message: 'one of title and rich_text_title must be given',
  })
  .refine((block) => block.default_collapsed !== true || block.is_collapsible === true, {
    message: 'default_collapsed needs is_collapsible',
  });
