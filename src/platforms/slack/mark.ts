/**
 * The mark by which a message is known again. It is the id of its first block: Slack sends blocks with every event and press of
 * a message, shows their ids to nobody, and takes any up to 255 characters. What is changed later is drawn without it.
 */
import { z } from 'zod';
import type { Message } from './render-card.ts';

const PREFIX = 'delivery:';

export function markMessage(message: Message, mark: string | undefined): Message {
  const [first, ...rest] = message.blocks;
  if (mark === undefined || first === undefined) return message;
  return { ...message, blocks: [{ ...first, block_id: `${PREFIX}${mark}` }, ...rest] };
}

export const Marked = z.looseObject({ blocks: z.tuple([z.looseObject({ block_id: z.string() })], z.unknown()) });

/** Undefined for a message without a mark. */
export function markOf(message: z.infer<typeof Marked>): string | undefined {
  const { block_id: name } = message.blocks[0];
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined;
}
