/** A person submits or closes a modal. */
import { z } from 'zod';
import { checkModal } from '../block-kit/check.ts';
import type { Entries } from '../entering.ts';
import { enterAll, findEntryErrors } from '../entering.ts';
import { sendForm } from '../signed-request.ts';
import { closeAllModals, closeTopModal, describeView, pushModal, updateModal } from '../view-stack.ts';
import { announceChange, getDesk, getPerson } from '../world.ts';
import type { OpenView, User, Who, World } from '../world.ts';
import { buildInteraction, giveTrigger } from './envelope.ts';
import { getView } from './press.ts';
import type { Seen } from './seen.ts';
import { findFailure, giveNotice, troubleConnecting } from './seen.ts';

const SubmissionAnswer = z.discriminatedUnion('response_action', [
  z.strictObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown().optional() }),
  z.strictObject({ response_action: z.literal('push'), view: z.unknown().optional() }),
  z.strictObject({ response_action: z.literal('clear') }),
]);

export async function submitView(world: World, who: Who, viewId: string, entries: Entries): Promise<Seen> {
  const user = getPerson(world, who);
  const view = getView(world, user, { viewId });
  if (getDesk(world, user).modals.at(-1) !== view)
    throw new Error('Another view lies on top; only the top one can be submitted.');
  if (view.content.type !== 'modal' || view.content.submit === undefined)
    throw new Error('This view has no submit button.');
  enterAll(view.content.blocks, view.values, entries);
  const refused = findEntryErrors(view.content.blocks, view.values);
  if (Object.keys(refused).length > 0) return showErrors(world, view, refused);
  view.errors = {};

  const triggerId = giveTrigger(world, user, view.id);
  const payload = {
    ...buildInteraction(world, user, 'view_submission', { triggerId, from: 'view' }),
    view: describeView(world, view),
    response_urls: [],
  };
  const reply = await sendForm(world, { payload: JSON.stringify(payload) });
  const failure = findFailure(reply);
  if (failure !== undefined || reply.kind !== 'answered')
    return giveNotice(world, user, failure ?? 'dispatch_failed', troubleConnecting);
  const trigger = world.triggers.get(triggerId);
  if (reply.body.trim() === '') {
    // The modal that the trigger belonged to is gone, so nothing can be opened from it any more.
    if (trigger) trigger.used = true;
    closeTopModal(world, view);
    return { ok: true };
  }
  return applyAnswer(world, user, view, reply.body, () => {
    if (trigger) trigger.used = true;
  });
}

export async function closeView(world: World, who: Who, viewId: string, all = false): Promise<Seen> {
  const user = getPerson(world, who);
  const view = getView(world, user, { viewId });
  const desk = getDesk(world, user);
  const cleared = all || (view.content.type === 'modal' && view.content.clear_on_close === true);
  const leaving = cleared ? [...desk.modals] : desk.modals.slice(desk.modals.indexOf(view));
  if (cleared) closeAllModals(world, view);
  else closeTopModal(world, view);
  for (const gone of leaving.reverse()) {
    if (gone.content.type !== 'modal' || gone.content.notify_on_close !== true) continue;
    // What had been entered does not travel with view_closed.
    const payload = {
      ...buildInteraction(world, user, 'view_closed', { from: 'view' }),
      view: describeView(world, gone, false),
      is_cleared: cleared,
    };
    await sendForm(world, { payload: JSON.stringify(payload) });
  }
  return { ok: true };
}

function applyAnswer(world: World, user: User, view: OpenView, body: string, spend: () => void): Seen {
  const fail = (detail: string) => giveNotice(world, user, 'invalid_response', troubleConnecting, detail);
  const parsed = SubmissionAnswer.safeParse(readJson(body));
  if (!parsed.success) return fail(z.prettifyError(parsed.error));
  const answer = parsed.data;
  if (answer.response_action === 'errors') {
    const inputs = new Set(view.content.blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : [])));
    const stray = Object.keys(answer.errors).filter((blockId) => !inputs.has(blockId));
    if (stray.length > 0) return fail(`errors for blocks that are no input blocks: ${stray.join(', ')}`);
    if (Object.keys(answer.errors).length === 0) return fail('errors is empty');
    return showErrors(world, view, answer.errors);
  }
  if (answer.response_action === 'clear') {
    spend();
    closeAllModals(world, view);
    return { ok: true };
  }
  const checked = checkModal(answer.view);
  if (!checked.fits) return fail([checked.error, ...checked.problems].join('; '));
  const outcome =
    answer.response_action === 'update'
      ? updateModal(world, view, checked.value)
      : pushModal(world, { workspaceId: view.workspaceId, userId: view.userId }, checked.value);
  return outcome.ok ? { ok: true } : fail(outcome.error);
}

function showErrors(world: World, view: OpenView, errors: Record<string, string>): Seen {
  view.errors = errors;
  announceChange(world, { workspaceId: view.workspaceId, userId: view.userId });
  return { ok: false, errors };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
