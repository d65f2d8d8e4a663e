/** Dialogs (task modules): opening, checking and submitting, and what each answer of the app does to the one on screen. */
import { z } from 'zod';
import { checkCardAttachment, noteCardSize } from './activity-check.ts';
import { startingValues } from './card-inputs.ts';
import { actionsOf, opensDialog } from './card-walk.ts';
import type { Delivery } from './deliver.ts';
import { addNotice, UNREACHABLE } from './state.ts';
import type { OpenDialog, PocketState } from './state.ts';

export interface DialogOutcome {
  /** False when the client's own checks held the form back. */
  sent: boolean;
  /** open: a (new) page is shown; closed: it went away; message: it shows a text; failed: Teams says it cannot reach the app. */
  result: 'open' | 'closed' | 'message' | 'failed' | 'held';
  errors: Record<string, string>;
  delivery?: Delivery;
}

const size = z.union([z.enum(['small', 'medium', 'large']), z.number().positive()]);
const taskAnswer = z.looseObject({
  task: z.discriminatedUnion('type', [
    z.looseObject({
      type: z.literal('continue'),
      value: z.looseObject({
        title: z.string().optional(),
        width: size.optional(),
        height: size.optional(),
        card: z.looseObject({ contentType: z.string(), content: z.record(z.string(), z.unknown()) }),
      }),
    }),
    z.looseObject({ type: z.literal('message'), value: z.string() }),
  ]),
});

type Origin = Pick<OpenDialog, 'conversationId' | 'activityId' | 'extension'>;

/** Applies the app's answer to task/fetch or task/submit. An empty answer closes a dialog, but opens none. */
export function applyAnswer(
  state: PocketState,
  userId: string,
  delivery: Delivery,
  origin: Origin,
  step: 'fetch' | 'submit',
): DialogOutcome {
  const empty =
    delivery.body === undefined || (typeof delivery.body === 'object' && JSON.stringify(delivery.body) === '{}');
  if (delivery.status === 200 && empty && step === 'submit') {
    state.dialogs.delete(userId);
    return { sent: true, result: 'closed', errors: {}, delivery };
  }
  const problem = problemWith(delivery);
  if (problem !== undefined) return fail(state, userId, delivery, problem);
  const { task } = taskAnswer.parse(delivery.body);
  state.counter += 1;
  const revision = state.counter;
  if (task.type === 'message') {
    const title = state.dialogs.get(userId)?.title ?? '';
    state.dialogs.set(userId, {
      ...origin,
      title,
      width: 'medium',
      height: 'small',
      message: task.value,
      values: {},
      errors: {},
      revision,
    });
    return { sent: true, result: 'message', errors: {}, delivery };
  }
  const { title = '', width = 'medium', height = 'medium', card } = task.value;
  noteCardSize(state, card.content);
  const values = startingValues(card.content);
  state.dialogs.set(userId, { ...origin, title, width, height, card: card.content, values, errors: {}, revision });
  return { sent: true, result: 'open', errors: {}, delivery };
}

function problemWith(delivery: Delivery): string | undefined {
  if (delivery.timedOut) return 'The app took longer than Teams waits for a dialog.';
  if (delivery.status !== 200) return `The app answered a dialog with status ${delivery.status}.`;
  const parsed = taskAnswer.safeParse(delivery.body);
  if (!parsed.success) return `The app's dialog is not one Teams can show: ${z.prettifyError(parsed.error)}`;
  if (parsed.data.task.type === 'message') return undefined;
  const { card } = parsed.data.task.value;
  const problems = checkCardAttachment(card, 'The dialog');
  if (actionsOf(card.content).some(opensDialog))
    problems.push('The dialog has a button that opens another dialog, which Teams does not do.');
  return problems.length > 0 ? problems.join(' ') : undefined;
}

/** The dialog that was open stays as it was, with what was typed in it. */
function fail(state: PocketState, userId: string, delivery: Delivery, message: string): DialogOutcome {
  state.problems.push({ kind: 'dialog', message });
  const open = state.dialogs.get(userId);
  if (open) open.notice = UNREACHABLE;
  else addNotice(state, userId, UNREACHABLE);
  return { sent: true, result: 'failed', errors: {}, delivery };
}
