/**
 * Answers a command, a press or a typed word. A trigger lives three seconds and opens one window: a form that is ready in
 * time opens at once; for a slower one a waiting window opens in time and becomes the form; and where neither was possible,
 * the person gets a button.
 */
import { z } from 'zod';
import type { Interaction, Reply } from '../../chat/interaction.ts';
import {
  answerPrivately,
  launcherCard,
  messageCard,
  notSavedCard,
  sorryCard,
  type Asker,
  type Desk,
} from './answer-privately.ts';
import type { View } from './block-kit.ts';
import { reasonOf } from './errors.ts';
import { answerWithHome, type Looking } from './home.ts';
import { renderForm } from './render-form.ts';
import { closingView, waitingView } from './small-views.ts';
import { isReadyWithin } from './wait.ts';

/** Leaves 1.8 of the trigger's three seconds for the way to Slack and back. */
const WAIT_FOR_FORM_MS = 1_200;

const Opened = z.looseObject({ view: z.looseObject({ id: z.string() }) });

export interface Request extends Asker {
  triggerId?: string | undefined;
  /** Whether a waiting window may open: a press that opens no form must not show one. */
  expectsForm: boolean;
  /** The Home that the person was looking at when they asked. */
  homeHash?: string | undefined;
  /** Nobody has asked for anything: the tab was opened, and what stood there may stay. */
  isLook?: boolean;
}

export async function answerRequest(desk: Desk, interaction: Interaction, request: Request): Promise<void> {
  try {
    const again = () => desk.receive({ ...interaction, id: `${interaction.id}:again` });
    await answerInTime(desk, desk.receive(interaction), { ...request, again, isLook: interaction.kind === 'home' });
  } catch (error) {
    desk.log.error({ interaction: request.id, reason: reasonOf(error) }, 'An answer could not be shown in Slack.');
    await answerPrivately(desk, request, sorryCard());
  }
}

async function answerInTime(desk: Desk, coming: Promise<Reply>, request: Request & Looking): Promise<void> {
  const { triggerId } = request;
  if (triggerId === undefined || !request.expectsForm || (await isReadyWithin(coming, WAIT_FOR_FORM_MS)))
    return act(desk, await coming, request);
  const viewId = await openView(desk, request, triggerId, waitingView());
  const reply = await coming;
  if (viewId === undefined) return act(desk, reply, { ...request, triggerId: undefined });
  return finishWaiting(desk, reply, request, viewId);
}

async function act(desk: Desk, reply: Reply, request: Request & Looking): Promise<void> {
  switch (reply.kind) {
    case 'open': {
      const view = renderForm(reply.form, reply);
      if (request.triggerId !== undefined && (await openView(desk, request, request.triggerId, view)) !== undefined)
        return;
      return answerPrivately(desk, request, launcherCard(reply.form, reply.launcher));
    }
    case 'refuse': {
      const view = renderForm(reply.form, reply);
      if (request.triggerId !== undefined && (await openView(desk, request, request.triggerId, view)) !== undefined)
        return;
      return answerPrivately(desk, request, notSavedCard(reply.form, reply.errors));
    }
    case 'say':
      await answerPrivately(desk, request, reply.card);
      return sayWhere(desk, request);
    case 'home':
      return answerWithHome(desk, request, reply.card);
    case 'done':
      if (reply.message !== undefined) return answerPrivately(desk, request, messageCard('slack:done', reply.message));
      return;
    case 'busy':
      if (request.isLook === true) return;
      await answerPrivately(desk, request, messageCard('slack:busy', reply.message));
      return sayWhere(desk, request);
    case 'nothing':
      return;
  }
}

/** In Home, and for a shortcut, nothing else shows that an answer has come. */
async function sayWhere(desk: Desk, request: Request): Promise<void> {
  const isBesideChat = request.responseUrl === undefined && request.channelId === undefined;
  if (isBesideChat && request.triggerId !== undefined)
    await openView(desk, request, request.triggerId, closingView('Here you are', whereTheAnswerIs(request)));
}

/** The waiting window cannot be closed from here, so it always ends with a word. */
async function finishWaiting(desk: Desk, reply: Reply, request: Request, viewId: string): Promise<void> {
  switch (reply.kind) {
    case 'open':
    case 'refuse':
      await updateView(desk, request.id, viewId, renderForm(reply.form, reply));
      return;
    case 'say':
    case 'home':
      await answerPrivately(desk, request, reply.card);
      await updateView(desk, request.id, viewId, closingView('Here you are', whereTheAnswerIs(request)));
      return;
    case 'busy':
      await updateView(desk, request.id, viewId, closingView('Very busy', reply.message));
      return;
    case 'done':
    case 'nothing': {
      const message = reply.kind === 'done' ? reply.message : undefined;
      await updateView(
        desk,
        request.id,
        viewId,
        closingView('All done', message ?? 'Done. You can close this window.'),
      );
      return;
    }
  }
}

/** A shortcut may be picked where there is no chat. */
function whereTheAnswerIs({ channelId }: Request): string {
  return channelId === undefined
    ? 'The answer is in your chat with Throughline.'
    : 'The answer is in the chat behind this window.';
}

/** The window's id, or undefined where the trigger was spent or Slack did not answer. */
async function openView(desk: Desk, request: Request, triggerId: string, view: View): Promise<string | undefined> {
  try {
    return Opened.parse(await desk.connection.quick.apiCall('views.open', { trigger_id: triggerId, view })).view.id;
  } catch (error) {
    desk.log.warn({ interaction: request.id, reason: reasonOf(error) }, 'A window could not be opened in Slack.');
    return undefined;
  }
}

/** False where the person has closed the window, or Slack stays out of reach. An update may be made twice. */
export async function updateView(desk: Desk, id: string, viewId: string, view: View): Promise<boolean> {
  for (let left = 2; left > 0; left -= 1) {
    try {
      await desk.connection.patient.apiCall('views.update', { view_id: viewId, view });
      return true;
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== 'not_found') desk.log.warn({ interaction: id, reason }, 'A window could not be updated in Slack.');
      if (reason === 'not_found' || reason === 'invalid_arguments') return false;
    }
  }
  return false;
}
