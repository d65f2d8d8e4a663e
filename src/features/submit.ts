// A form that was sent: read against the form as it looks now, and never lost.
import { readAnswers } from '../chat/answers.ts';
import type { Interaction, Reply } from '../chat/interaction.ts';
import type { Asked, Feature, FormHandler } from './feature.ts';

function findForm(features: readonly Feature[], id: string): FormHandler | undefined {
  return features.flatMap((feature) => feature.forms ?? []).find((handler) => handler.id === id);
}

export type Submit = Extract<Interaction, { kind: 'submit' }>;

/** A form of an older version is read against the form as it is now: what both ask is taken, what is new is asked for. */
export async function submit(features: readonly Feature[], ctx: Asked, sent: Submit): Promise<Reply> {
  const handler = findForm(features, sent.form);
  const form = await handler?.draw(ctx, sent.state);
  if (!handler || !form)
    return { kind: 'done', message: 'What this form was about is gone or closed, so nothing was changed.' };
  const read = readAnswers(form, sent.values);
  if ('answers' in read) return handler.submit(ctx, read.answers, sent.state);
  await handler.keepDraft?.(ctx, sent.values, sent.state);
  return { kind: 'refuse', form, state: sent.state, values: sent.values, errors: read.refusal };
}

/** Draws the form again with everything that was typed, and `words` beside its first field. */
export async function giveBack(features: readonly Feature[], ctx: Asked, sent: Submit, words: string): Promise<Reply> {
  const handler = findForm(features, sent.form);
  const form = await handler?.draw(ctx, sent.state);
  if (!form) return { kind: 'done', message: words };
  await handler?.keepDraft?.(ctx, sent.values, sent.state);
  const first = Object.keys(form.fields)[0] ?? '';
  return { kind: 'refuse', form, state: sent.state, values: sent.values, errors: { [first]: words } };
}
