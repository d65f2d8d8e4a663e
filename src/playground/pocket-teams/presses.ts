/** Pressing buttons on cards and sending dialogs, with the checks a Teams client makes before anything leaves it. */
import { userActivity } from './activities.ts';
import { checkInputs, mergeValues, sentValues, startingValues } from './card-inputs.ts';
import type { InputValues } from './card-inputs.ts';
import { actionsOf, opensDialog } from './card-walk.ts';
import { addMessage, findMessage } from './conversations.ts';
import type { Place, PocketMessage } from './conversations.ts';
import { deliver } from './deliver.ts';
import type { Delivery } from './deliver.ts';
import { applyAnswer } from './dialogs.ts';
import type { DialogOutcome } from './dialogs.ts';
import { isObject, wordsOf } from './json.ts';
import type { Json } from './json.ts';
import { PersonaError, requirePlace, spokenMessage } from './personas.ts';
import { addNotice, announce } from './state.ts';
import type { PocketState } from './state.ts';
import type { PocketUser } from './world.ts';

/** A button by its place among the card's buttons, its title, or data of one's own. */
export type ActionChoice = number | string | Json;

export interface Press {
  activityId: string;
  action?: ActionChoice;
  values?: InputValues;
}

export interface PressOutcome extends Partial<DialogOutcome> {
  kind: 'message' | 'dialog' | 'link' | 'held';
  url?: string;
  errors: Record<string, string>;
  delivery?: Delivery;
}

/** Presses any button as a person would: sends its message, opens its dialog, or tells where its link leads. */
export async function press(state: PocketState, user: PocketUser, choice: Press): Promise<PressOutcome> {
  const { message, place, card, action } = findButton(state, user, choice);
  if (action['type'] === 'Action.OpenUrl') return { kind: 'link', url: String(action['url']), errors: {} };
  if (action['type'] !== 'Action.Submit')
    throw new PersonaError(`${String(action['type'])} only changes what the reader sees.`);
  const values = mergeValues(card, startingValues(card), choice.values ?? {});
  const errors = action['associatedInputs'] === 'none' ? {} : checkInputs(card, values);
  if (Object.keys(errors).length > 0) return { kind: 'held', errors };
  const inputs = action['associatedInputs'] === 'none' ? {} : sentValues(card, values, state.options.emptyInputs);
  const data = mergeData(action['data'], inputs);
  if (opensDialog(action)) {
    const value = { data, context: { theme: 'default' } };
    const activity = userActivity(state, user, place, message.conversationId, {
      type: 'invoke',
      name: 'task/fetch',
      value,
      replyToId: message.id,
    });
    state.dialogs.delete(user.id);
    const origin = { conversationId: message.conversationId, activityId: message.id };
    const outcome = applyAnswer(state, user.id, await deliver(state, activity), origin, 'fetch');
    announce(state, user.tenantId);
    return { kind: 'dialog', ...outcome };
  }
  return { kind: 'message', errors: {}, delivery: await submitMessage(state, user, place, message, data) };
}

/** Checks what was typed as the client does, then sends it. `action` chooses among several Submit buttons. */
export async function submitDialog(
  state: PocketState,
  user: PocketUser,
  values: InputValues,
  action?: ActionChoice,
): Promise<DialogOutcome> {
  const dialog = state.dialogs.get(user.id);
  if (!dialog?.card) throw new PersonaError(`${user.name} has no form open.`);
  dialog.values = mergeValues(dialog.card, dialog.values, values);
  const button = chooseAction(dialog.card, action);
  if (button['type'] !== 'Action.Submit') throw new PersonaError('Only a Submit button sends a dialog.');
  const bare = button['associatedInputs'] === 'none';
  dialog.errors = bare ? {} : checkInputs(dialog.card, dialog.values);
  delete dialog.notice;
  announce(state, user.tenantId);
  if (Object.keys(dialog.errors).length > 0) return { sent: false, result: 'held', errors: dialog.errors };
  const data = mergeData(button['data'], bare ? {} : sentValues(dialog.card, dialog.values, state.options.emptyInputs));
  const { conversationId, activityId, extension } = dialog;
  const place = requirePlace(state, user, conversationId);
  const more = extension
    ? { type: 'invoke', name: 'composeExtension/submitAction', value: { ...extension, data } }
    : {
        type: 'invoke',
        name: 'task/submit',
        value: { data, context: { theme: 'default' } },
        replyToId: activityId,
      };
  const activity = userActivity(state, user, place, conversationId, more);
  const delivery = await deliver(state, activity);
  const origin = { conversationId, activityId, ...(extension ? { extension } : {}) };
  const outcome = applyAnswer(state, user.id, delivery, origin, 'submit');
  announce(state, user.tenantId);
  return outcome;
}

export function closeDialog(state: PocketState, user: PocketUser): void {
  state.dialogs.delete(user.id);
  announce(state, user.tenantId);
}

function findButton(
  state: PocketState,
  user: PocketUser,
  choice: Press,
): { message: PocketMessage; place: Place; card: Json; action: Json } {
  const message = findMessage(state.conversations, choice.activityId);
  if (!message || message.deleted) throw new PersonaError('That message is gone.');
  const place = requirePlace(state, user, message.conversationId);
  const [first] = message.cards;
  if (!first) throw new PersonaError('That message has no card.');
  if (isObject(choice.action))
    return { message, place, card: first, action: { type: 'Action.Submit', data: choice.action } };
  // Buttons are counted through all cards of the message.
  const counted = message.cards.flatMap((card) => actionsOf(card).map((action) => ({ card, action })));
  const wanted = choice.action ?? 0;
  const found = typeof wanted === 'number' ? counted[wanted] : counted.find(({ action }) => action['title'] === wanted);
  if (!found)
    throw new PersonaError(
      noButton(
        wanted,
        counted.map(({ action }) => action),
      ),
    );
  return { message, place, ...found };
}

function chooseAction(card: Json, choice: ActionChoice | undefined): Json {
  if (isObject(choice)) return { type: 'Action.Submit', data: choice };
  const actions = actionsOf(card);
  const submits = actions.filter((action) => action['type'] === 'Action.Submit');
  const found =
    choice === undefined
      ? submits[0]
      : typeof choice === 'number'
        ? actions[choice]
        : actions.find((action) => action['title'] === choice);
  if (!found) throw new PersonaError(noButton(choice ?? 'Submit', actions));
  return found;
}

function noButton(wanted: number | string, actions: Json[]): string {
  const titles = actions.map((action) => wordsOf(action['title'])).join(', ');
  return `There is no button '${wanted}'. There are: ${titles || 'none'}.`;
}

async function submitMessage(
  state: PocketState,
  user: PocketUser,
  place: Place,
  message: PocketMessage,
  data: unknown,
): Promise<Delivery> {
  const msteams = isObject(data) && isObject(data['msteams']) ? data['msteams'] : {};
  const shown = msteams['type'] === 'imBack' ? msteams['value'] : msteams['displayText'];
  const more: Json = { type: 'message', replyToId: message.id };
  if (msteams['type'] === 'imBack') more['text'] = msteams['value'];
  else if (msteams['type'] === 'messageBack')
    Object.assign(more, { text: msteams['text'], value: msteams['value'] ?? data });
  else more['value'] = data;
  const activity = userActivity(state, user, place, message.conversationId, more);
  if (typeof shown === 'string') {
    addMessage(
      state.conversations,
      spokenMessage(state, user, message.conversationId, String(activity['id']), shown, activity),
    );
    announce(state, user.tenantId);
  }
  const delivery = await deliver(state, activity);
  if (delivery.status !== 200 && delivery.status !== 202)
    addNotice(state, user.id, 'Something went wrong. Please try again.');
  announce(state, user.tenantId);
  return delivery;
}

function mergeData(data: unknown, inputs: Json): unknown {
  if (isObject(data)) return { ...data, ...inputs };
  return data === undefined || Object.keys(inputs).length > 0 ? inputs : data;
}
