/** The window as it was sent, with all that was typed in it, for an answer that could not be saved: nothing is typed twice. */
import { z } from 'zod';
import { plain, section, type Block, type View } from './block-kit.ts';
import type { SubmissionPayload } from './payloads.ts';

export const NOT_SAVED =
  'We could not save this just now. Everything you wrote is still here: please send it again in a minute.';

const Input = z.looseObject({
  type: z.literal('input'),
  block_id: z.string(),
  element: z.looseObject({ type: z.string(), action_id: z.string() }),
});
const Entered = z.looseObject({
  value: z.string().nullish(),
  selected_option: z.unknown().optional(),
  selected_options: z.array(z.unknown()).nullish(),
  selected_date: z.string().nullish(),
});
type Entered = z.infer<typeof Entered>;

/** Undefined for what never was a form of ours. */
export function giveBack({ view }: SubmissionPayload): View | undefined {
  const kept = Kept.safeParse(view);
  if (!kept.success) return undefined;
  const { callback_id, private_metadata, title, submit, close } = kept.data;
  const shown = view.blocks.filter((block) => JSON.stringify(block['text']) !== JSON.stringify(plain(NOT_SAVED)));
  const blocks = shown.map((block) => refill(block, view.state.values));
  return {
    type: 'modal',
    callback_id,
    private_metadata,
    title: plain(title.text),
    submit: plain(submit.text),
    ...(close ? { close: plain(close.text) } : {}),
    blocks: [section(NOT_SAVED), ...blocks],
  };
}

const Words = z.looseObject({ text: z.string() });
const Kept = z.looseObject({
  callback_id: z.string(),
  private_metadata: z.string().default(''),
  title: Words,
  submit: Words.default({ text: 'Send' }),
  close: Words.nullish(),
});

/** The first input, beside which a word about the whole form can stand. */
export function firstInput({ view }: SubmissionPayload): string | undefined {
  return view.blocks.find((block) => block.type === 'input')?.block_id;
}

function refill(block: Block, values: Record<string, Record<string, unknown>>): Block {
  const input = Input.safeParse(block);
  if (!input.success) return block;
  const { block_id, element } = input.data;
  const bare = Object.fromEntries(Object.entries(element).filter(([name]) => !name.startsWith('initial_')));
  const entered = Entered.safeParse(values[block_id]?.[element.action_id]);
  return { ...input.data, element: { ...bare, ...(entered.success ? initialOf(entered.data) : {}) } };
}

function initialOf(entered: Entered): Record<string, unknown> {
  const { selected_options: several } = entered;
  if (several && several.length > 0) return { initial_options: several };
  if (entered.selected_option !== undefined && entered.selected_option !== null)
    return { initial_option: entered.selected_option };
  if (typeof entered.selected_date === 'string') return { initial_date: entered.selected_date };
  return typeof entered.value === 'string' && entered.value !== '' ? { initial_value: entered.value } : {};
}
