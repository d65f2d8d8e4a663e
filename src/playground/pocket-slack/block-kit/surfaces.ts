/** Which blocks may stand in a modal, on Home and in a message, and what they must not do together. */
import { z } from 'zod';
import { actions, alert, card, context, divider, header, image, input, markdown, section, video } from './blocks.ts';
import { dataTable, dataVisualization, tableBlock } from './charts.ts';
import { carousel, container } from './groups.ts';
import { limits } from './limits.ts';
import { richText } from './rich-text.ts';

const everywhere = [actions, card, context, divider, header, image, input, richText, section, video] as const;
const modalBlock = z.discriminatedUnion('type', [...everywhere, alert]);
const outside = [...everywhere, carousel, container, dataTable, dataVisualization, tableBlock] as const;
const homeBlock = z.discriminatedUnion('type', outside);
const messageBlock = z.discriminatedUnion('type', [...outside, markdown]);

export const modalBlocks = z.array(modalBlock).max(limits.blocksInView).superRefine(checkTogether);
export const homeBlocks = z.array(homeBlock).max(limits.blocksInView).superRefine(checkTogether);
export const messageBlocks = z.array(messageBlock).max(limits.blocksInMessage).superRefine(checkTogether);

export type Block = z.infer<typeof modalBlock> | z.infer<typeof homeBlock> | z.infer<typeof messageBlock>;

/** Every block, those inside others as well. */
export function flattenBlocks(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block): Block[] => {
    if (block.type === 'carousel') return [block, ...block.elements];
    return block.type === 'container' ? [block, ...block.child_blocks] : [block];
  });
}

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
  const all = blocks.flatMap((block, index) => flattenBlocks([block]).map((one) => [index, one] as const));
  for (const [index, block] of all) {
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
