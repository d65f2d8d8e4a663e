/**
 * Answers a form. Slack waits three seconds for the decision; an answer that takes longer to save shows "Saving…" and then
 * what came of it.
 */
import type { Refusal } from '../../chat/answers.ts';
import type { Reply } from '../../chat/interaction.ts';
import {
  SORRY,
  answerPrivately,
  launcherCard,
  messageCard,
  notSavedCard,
  type Asker,
  type Desk,
} from './answer-privately.ts';
import { updateView } from './answer-request.ts';
import type { View } from './block-kit.ts';
import { reasonOf } from './errors.ts';
import type { SubmissionPayload } from './payloads.ts';
import { readSubmission } from './read.ts';
import { NOT_SAVED, firstInput, giveBack } from './give-back.ts';
import { renderForm } from './render-form.ts';
import { closingView, savingView } from './small-views.ts';
import { isReadyWithin } from './wait.ts';

/** Leaves 0.6 of Slack's three seconds for the way. */
const WAIT_FOR_DECISION_MS = 2_400;
const USUAL_TITLE = 'Throughline';
/** To close without a word would look as if all were well. */
const UNKNOWN_FORM =
  'I do not know this form any more, so nothing was saved. Type help in our chat to see what you can do.';

/** That nothing could be decided is answered apart. */
type Decided = Exclude<Reply, { kind: 'busy' }>;

type Decision =
  | { response_action: 'errors'; errors: Refusal }
  | { response_action: 'update'; view: View }
  | { response_action: 'clear' };

export async function answerSubmission(
  desk: Desk,
  payload: SubmissionPayload,
  ack: (decision?: Decision) => Promise<void>,
): Promise<void> {
  const interaction = readSubmission(payload);
  if (interaction === undefined) {
    desk.log.warn({ view: payload.view.id }, 'A form that is none of ours was put aside.');
    return ack({ response_action: 'update', view: closingView(USUAL_TITLE, UNKNOWN_FORM) });
  }
  const asker: Asker = { id: interaction.id, sender: interaction.sender };
  const title = payload.view.title?.text ?? USUAL_TITLE;
  const coming = desk.receive(interaction).catch((error: unknown): 'failed' => {
    desk.log.error(
      { interaction: interaction.id, reason: reasonOf(error) },
      'An answer from Slack could not be saved.',
    );
    return 'failed';
  });
  if (!(await isReadyWithin(coming, WAIT_FOR_DECISION_MS))) {
    await ack({ response_action: 'update', view: savingView(title) });
    const late = await coming;
    if (late === 'failed') return finishFailed(desk, asker, payload);
    if (late.kind === 'busy') return finishFailed(desk, asker, payload);
    return finishSaving(desk, late, asker, payload.view.id, title).catch(async (error: unknown) => {
      logUnshown(desk, asker, error);
      await updateView(desk, asker.id, payload.view.id, closingView(title, SORRY));
    });
  }
  const reply = await coming;
  if (reply === 'failed') return ack(keepOpen(payload, NOT_SAVED));
  if (reply.kind === 'busy') return ack(keepOpen(payload, reply.message));
  await ack(decideSafely(desk, reply, payload, title));
  if (reply.kind === 'say') await answerPrivately(desk, asker, reply.card);
}

/** The window stays as it is, with a word beside the first input. */
function keepOpen(payload: SubmissionPayload, words: string): Decision {
  const place = firstInput(payload);
  return place === undefined
    ? { response_action: 'update', view: closingView(payload.view.title?.text ?? USUAL_TITLE, SORRY) }
    : { response_action: 'errors', errors: { [place]: words } };
}

/** "Saving…" has taken the window's place: it comes back filled. Who has closed it is told. */
async function finishFailed(desk: Desk, asker: Asker, payload: SubmissionPayload): Promise<void> {
  const view = giveBack(payload) ?? closingView(payload.view.title?.text ?? USUAL_TITLE, SORRY);
  const isSeen = await updateView(desk, asker.id, payload.view.id, view).catch(() => false);
  if (!isSeen) await answerPrivately(desk, asker, messageCard('slack:not-saved', SORRY));
}

/** An empty acknowledgement would close the window as if all were well. */
function decideSafely(desk: Desk, reply: Decided, payload: SubmissionPayload, title: string): Decision {
  try {
    return decide(reply, payload, title);
  } catch (error) {
    logUnshown(desk, { id: payload.view.id }, error);
    return { response_action: 'update', view: closingView(title, SORRY) };
  }
}

function logUnshown(desk: Desk, request: { id: string }, error: unknown): void {
  desk.log.error({ interaction: request.id, reason: reasonOf(error) }, 'An answer could not be shown in Slack.');
}

function decide(reply: Decided, payload: SubmissionPayload, title: string): Decision {
  switch (reply.kind) {
    case 'refuse': {
      const errors = expressErrors(reply, payload);
      return errors === undefined
        ? { response_action: 'update', view: renderForm(reply.form, reply) }
        : { response_action: 'errors', errors };
    }
    case 'open':
      return {
        response_action: 'update',
        view: renderForm(reply.form, { ...reply, replaces: reply.form.id !== payload.view.callback_id }),
      };
    case 'done':
      return reply.message === undefined
        ? { response_action: 'clear' }
        : { response_action: 'update', view: closingView(title, reply.message) };
    case 'say':
    case 'home':
    case 'nothing':
      return { response_action: 'clear' };
  }
}

/**
 * Slack's own errors stand beside the inputs that are on the screen and change nothing else. Undefined where that would not
 * do: another form, other state to carry along, or no input to stand beside.
 */
function expressErrors(reply: Reply & { kind: 'refuse' }, payload: SubmissionPayload): Refusal | undefined {
  const shown = payload.view.blocks.filter((block) => block.type === 'input').flatMap((block) => block.block_id ?? []);
  const first = shown[0];
  const fresh = renderForm(reply.form, reply);
  const asked = fresh.blocks.filter((block) => block.type === 'input').map((block) => block['block_id']);
  const isSame =
    fresh.callback_id === payload.view.callback_id &&
    fresh.private_metadata === payload.view.private_metadata &&
    asked.length === shown.length &&
    asked.every((name, index) => name === shown[index]);
  if (!isSame || first === undefined || Object.keys(reply.errors).length === 0) return undefined;
  const errors: Refusal = {};
  for (const [name, error] of Object.entries(reply.errors)) {
    const place = shown.includes(name) ? name : (shown.find((one) => one.startsWith(`${name}.`)) ?? first);
    errors[place] = errors[place] === undefined ? error : `${errors[place]} ${error}`;
  }
  return errors;
}

/** Whoever closed the window must still hear when an answer was not saved. */
async function finishSaving(desk: Desk, reply: Decided, asker: Asker, viewId: string, title: string): Promise<void> {
  const show = (view: View) => updateView(desk, asker.id, viewId, view);
  switch (reply.kind) {
    case 'refuse':
      if (!(await show(renderForm(reply.form, reply))))
        await answerPrivately(desk, asker, notSavedCard(reply.form, reply.errors));
      return;
    case 'open':
      if (!(await show(renderForm(reply.form, reply))))
        await answerPrivately(desk, asker, launcherCard(reply.form, reply.launcher));
      return;
    case 'say':
    case 'home':
      await answerPrivately(desk, asker, reply.card);
      await show(closingView(title, 'The answer is in your chat with Throughline.'));
      return;
    case 'done':
    case 'nothing': {
      const message = reply.kind === 'done' ? reply.message : undefined;
      const isSeen = await show(closingView(title, message ?? 'Saved. You can close this window.'));
      if (!isSeen && message !== undefined) await answerPrivately(desk, asker, messageCard('slack:done', message));
      return;
    }
  }
}
