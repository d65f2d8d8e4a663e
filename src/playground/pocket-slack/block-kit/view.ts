/** Modal and Home views as views.open, views.push, views.update and views.publish take them. */
import { z } from 'zod';
import { homeBlocks, modalBlocks } from './surfaces.ts';
import { limits } from './limits.ts';
import { identifier, plainText, shortString } from './text.ts';

const shared = {
  private_metadata: shortString(limits.privateMetadata, 0).optional(),
  callback_id: identifier.or(z.literal('')).optional(),
  external_id: identifier.or(z.literal('')).optional(),
};

export const modalView = z
  .strictObject({
    type: z.literal('modal'),
    ...shared,
    title: plainText(limits.viewTitle),
    blocks: modalBlocks,
    submit: plainText(limits.viewButton).optional(),
    close: plainText(limits.viewButton).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  })
  .superRefine((view, context) => {
    if (view.submit === undefined && view.blocks.some((block) => block.type === 'input'))
      context.addIssue({
        code: 'custom',
        message: 'missing required field: submit (a modal with an input block needs it)',
      });
  });

export const homeView = z.strictObject({ type: z.literal('home'), ...shared, blocks: homeBlocks });

export type ModalView = z.infer<typeof modalView>;
export type HomeView = z.infer<typeof homeView>;
