// A form that was sent: read against the form as it looks now, and never lost.
import { namesInAnswers, readAnswers } from '../chat/answers.ts';
import type { AnyForm } from '../chat/form.ts';
import type { Setting } from '../chat/identifying/asking.ts';
import type { Interaction, Reply } from '../chat/interaction.ts';
import { AppError } from '../errors.ts';
import type { Asked, Feature, FormHandler } from '../features/feature.ts';
import { findStaffWords } from '../roster/directory.ts';
import { askedAbout } from './asked-about.ts';

export type Submit = Extract<Interaction, { kind: 'submit' }>;

export function findForm(features: readonly Feature[], id: string): FormHandler | undefined {
  return features.flatMap((feature) => feature.forms ?? []).find((handler) => handler.id === id);
}

/**
 * A form of an older version is read against the form as it is now: what both ask is taken, what is new is asked for. What
 * was typed has been kept already, and is let go of only when the form is done with.
 */
export async function submit(features: readonly Feature[], ctx: Asked, sent: Submit): Promise<Reply> {
  const handler = findForm(features, sent.form);
  const form = await handler?.draw(ctx, sent.state);
  if (!handler || !form)
    return { kind: 'done', message: 'What this form was about is gone or closed, so nothing was changed.' };
  const asked = askedAbout(ctx.drafts, sent);
  const read = readAnswers(form, sent.values, await settingOf(ctx, form, sent, await asked.confirmed()));
  if ('refusal' in read) {
    await asked.note(read.asked);
    return { kind: 'refuse', form, state: sent.state, values: sent.values, errors: read.refusal };
  }
  const reply = await handler.submit(ctx, read.answers, sent.state);
  if (reply.kind !== 'refuse') {
    await ctx.drafts.drop(sent.form, sent.state);
    await asked.forget();
  }
  return reply;
}

/** The staff list is looked into only where a text has names. */
async function settingOf(ctx: Asked, form: AnyForm, sent: Submit, confirmed: ReadonlySet<string>): Promise<Setting> {
  const today = ctx.now.toISOString().slice(0, 10);
  return {
    today,
    confirmed,
    staff: await findStaffWords(ctx.tx, ctx.viewer, namesInAnswers(form, sent.values, today)),
  };
}

/** Draws the form again with everything that was typed, and `words` beside its first field; what cannot be drawn closes with them. */
export async function giveBack(features: readonly Feature[], ctx: Asked, sent: Submit, words: string): Promise<Reply> {
  const form = await findForm(features, sent.form)?.draw(ctx, sent.state).catch(refusedAgain);
  if (!form) return { kind: 'done', message: words };
  const first = Object.keys(form.fields)[0] ?? '';
  return { kind: 'refuse', form, state: sent.state, values: sent.values, errors: { [first]: words } };
}

/** What refused the form when it was sent refuses to draw it as well; anything else is a failure of ours. */
function refusedAgain(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}
