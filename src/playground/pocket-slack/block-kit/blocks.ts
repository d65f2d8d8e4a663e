/** The blocks, and which of them may stand in a modal, on Home and in a message. */
import { z } from 'zod';
import { dataTable, dataVisualization, tableBlock } from './charts.ts';
import { accessory, actionsElement, button, imageElement, inputElement } from './elements.ts';
import { limits } from './limits.ts';
import { richText } from './rich-text.ts';
import { anyText, identifier, mrkdwn, plainText, shortString, webAddress } from './text.ts';

const blockId = { block_id: identifier.optional() };

const actions = z.strictObject({
  type: z.literal('actions'),
  ...blockId,
  elements: z.array(actionsElement).min(1).max(limits.actionsElements),
});

const alert = z.strictObject({
  type: z.literal('alert'),
  ...blockId,
  text: anyText(limits.alert),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const card = z.strictObject({
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

const context = z.strictObject({
  type: z.literal('context'),
  ...blockId,
  elements: z
    .array(z.discriminatedUnion('type', [imageElement, plainText(limits.text), mrkdwn(limits.text)]))
    .min(1)
    .max(limits.contextElements),
});

const divider = z.strictObject({ type: z.literal('divider'), ...blockId });

const header = z.strictObject({ type: z.literal('header'), ...blockId, text: plainText(limits.header) });

const image = z
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

const input = z.strictObject({
  type: z.literal('input'),
  ...blockId,
  label: plainText(limits.input.label),
  hint: plainText(limits.input.hint).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
});

const markdown = z.strictObject({
  type: z.literal('markdown'),
  ...blockId,
  text: shortString(limits.markdownInMessage),
});

const section = z
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

const video = z.strictObject({
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

const everywhere = [actions, card, context, divider, header, image, input, richText, section, video] as const;
const modalBlock = z.discriminatedUnion('type', [...everywhere, alert]);
const homeBlock = z.discriminatedUnion('type', [...everywhere, dataTable, dataVisualization, tableBlock]);
const messageBlock = z.discriminatedUnion('type', [...everywhere, dataTable, dataVisualization, markdown, tableBlock]);

export const modalBlocks = z.array(modalBlock).max(limits.blocksInView).superRefine(checkTogether);
export const homeBlocks = z.array(homeBlock).max(limits.blocksInView).superRefine(checkTogether);
export const messageBlocks = z.array(messageBlock).max(limits.blocksInMessage).superRefine(checkTogether);

export type Block = z.infer<typeof modalBlock> | z.infer<typeof homeBlock> | z.infer<typeof messageBlock>;

/** What the blocks of one surface must not do together. */
function checkTogether(blocks: readonly Block[], refinement: z.RefinementCtx): void {
  const complain = (index: number, message: string) => {
    refinement.addIssue({ code: 'custom', path: [index], message });
  };
  const seen = new Set<string>();
  let charts = 0;
  let tables = 0;
  let markdownLength = 0;
  let focused = 0;
  for (const [index, block] of blocks.entries()) {
    if (block.block_id !== undefined) {
      if (seen.has(block.block_id)) complain(index, `block_id "${block.block_id}" already exists`);
      seen.add(block.block_id);
    }
    if (block.type === 'data_visualization' && ++charts > limits.chart.perMessage)
      complain(index, 'no more than 2 charts allowed');
    if (block.type === 'table' && ++tables > limits.table.perMessage) complain(index, 'only_one_table_allowed');
    if (block.type === 'markdown') {
      markdownLength += Array.from(block.text).length;
      if (markdownLength > limits.markdownInMessage)
        complain(index, 'markdown blocks must be less than 12001 characters together');
    }
    if (
      block.type === 'input' &&
      'focus_on_load' in block.element &&
      block.element.focus_on_load === true &&
      ++focused > 1
    )
      complain(index, 'only one element can be set to focus_on_load');
    if (block.type === 'actions') {
      const ids = block.elements.flatMap((element) => element.action_id ?? []);
      if (new Set(ids).size !== ids.length) complain(index, 'action_id must be unique within its block');
    }
  }
}
