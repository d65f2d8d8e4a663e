/** The app's entries in the "..." menu of a message and beside the box one types in: action commands of a message extension. */
import { randomUUID } from 'node:crypto';
import { userActivity } from './activities.ts';
import { findMessage } from './conversations.ts';
import type { PocketMessage } from './conversations.ts';
import { deliver } from './deliver.ts';
import { applyAnswer } from './dialogs.ts';
import type { DialogOutcome } from './dialogs.ts';
import { isObject } from './json.ts';
import type { Json } from './json.ts';
import { PersonaError, requirePlace } from './personas.ts';
import { announce, botName } from './state.ts';
import type { PocketState } from './state.ts';
import type { PocketUser } from './world.ts';

export interface Pick {
  /** The command's id or title. */
  action: string;
  /** The message it is picked on; else it is picked beside the box one types in. */
  message?: string;
  /** Where the box is, for example a channel; the chat with the app unless said otherwise. */
  where?: string;
}

/** Picks an entry as a person would, and shows the dialog that the app answers with. */
export async function pick(
  state: PocketState,
  user: PocketUser,
  { action, message, where }: Pick,
): Promise<DialogOutcome> {
  const context = message === undefined ? 'compose' : 'message';
  const command = state.options.actions?.find(({ id, title }) => id === action || title === action);
  if (!command?.context.includes(context)) throw new PersonaError(`There is no entry '${action}' here.`);
  if (!hasApp(state, user)) throw new PersonaError(`${user.name} has not added the app.`);
  const on = message === undefined ? undefined : messageOf(state, message);
  const conversationId = on?.conversationId ?? where ?? user.chatId;
  const place = requirePlace(state, user, conversationId);
  const value: Json = {
    commandId: command.id,
    commandContext: context,
    requestId: randomUUID(),
    context: { theme: 'default' },
    ...(on ? { messagePayload: payloadOf(state, on) } : {}),
  };
  const activity = userActivity(state, user, place, conversationId, {
    type: 'invoke',
    name: 'composeExtension/fetchTask',
    value,
  });
  state.dialogs.delete(user.id);
  const origin = { conversationId, activityId: on?.id ?? '', extension: value };
  const outcome = applyAnswer(state, user.id, await deliver(state, activity), origin, 'fetch');
  announce(state, user.tenantId);
  return outcome;
}

/** The menu comes with the app, wherever a person has it; it need not be in the chat itself. */
export function hasApp(state: PocketState, user: PocketUser): boolean {
  const teams = [...state.world.teams.values()];
  return user.installed || teams.some((team) => team.installed && team.memberIds.includes(user.id));
}

function messageOf(state: PocketState, id: string): PocketMessage {
  const found = findMessage(state.conversations, id);
  if (!found || found.deleted) throw new PersonaError('That message is gone.');
  return found;
}

/** The message as Teams hands it over: its HTML, and who wrote it. */
function payloadOf(state: PocketState, message: PocketMessage): Json {
  const author = message.from.kind === 'user' ? state.world.users.get(message.from.userId) : undefined;
  const cards = message.cards.map((card) => ({ id: randomUUID(), card }));
  const content = `<div>${mentionIn(state, message)}${htmlOf(message.text ?? '')}</div>`;
  return {
    id: message.id,
    replyToId: null,
    createdDateTime: message.at,
    lastModifiedDateTime: message.editedAt ?? null,
    deleted: false,
    subject: null,
    summary: message.summary ?? null,
    importance: 'normal',
    locale: 'en-us',
    body: {
      contentType: 'html',
      content: [content, ...cards.map(({ id }) => `<attachment id="${id}"></attachment>`)].join(''),
    },
    from: {
      device: null,
      conversation: null,
      user: author ? { userIdentityType: 'aadUser', id: author.aadObjectId, displayName: author.name } : null,
      application: author
        ? null
        : { applicationIdentityType: 'bot', id: state.options.appId, displayName: botName(state) },
    },
    reactions: [],
    mentions: [],
    attachments: cards.map(({ id, card }) => ({
      id,
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: JSON.stringify(card),
    })),
  };
}

function mentionIn(state: PocketState, { activity }: PocketMessage): string {
  const text = isObject(activity) ? activity['text'] : undefined;
  return typeof text === 'string' && text.startsWith('<at>') ? `<at id="0">${htmlOf(botName(state))}</at>&nbsp;` : '';
}

function htmlOf(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');
}
