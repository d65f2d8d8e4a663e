/** What the people of the pocket Teams can do; each step is sent to the app as the activity a real client would send. */
import { mentionOf, userActivity } from './activities.ts';
import { addMessage, nextMessageId, placeOf } from './conversations.ts';
import type { Place, PocketMessage } from './conversations.ts';
import { deliver } from './deliver.ts';
import type { Delivery } from './deliver.ts';
import { listOf } from './json.ts';
import type { Json } from './json.ts';
import { announce } from './state.ts';
import type { PocketState } from './state.ts';
import { channelMembers, findUser } from './world.ts';
import type { PocketUser } from './world.ts';

/** A person tried something the real client would not offer. */
export class PersonaError extends Error {}

/** Where: nothing for the chat with the bot, a channel id for a new thread, a thread's conversation id for a reply. */
export async function say(
  state: PocketState,
  user: PocketUser,
  where: string | undefined,
  text: string,
  mention = true,
): Promise<Delivery> {
  const place = requirePlace(state, user, where ?? user.chatId);
  const personal = place.kind === 'personal';
  const id = nextMessageId(state.conversations, state.options.now());
  const conversationId = whereTo(place, id);
  const named = mentionOf(state);
  const spoken = !personal && mention ? `${named.text} ${text}` : text;
  const activity = userActivity(state, user, place, conversationId, {
    id,
    type: 'message',
    textFormat: 'plain',
    text: spoken,
  });
  if (!personal) {
    if (mention) activity['entities'] = [...listOf(activity['entities']), named.entity];
    activity['attachments'] = [{ contentType: 'text/html', content: `<div>${escapeHtml(text)}</div>` }];
  }
  addMessage(state.conversations, spokenMessage(state, user, conversationId, id, text, activity));
  announce(state, user.tenantId);
  // A bot hears only what names it, and only where it is.
  if (!personal && (!mention || !isThere(place))) return { status: 0, body: undefined, attempts: 0, timedOut: false };
  return deliver(state, activity);
}

function isThere(place: Place): boolean {
  return place.kind === 'personal' || (place.kind === 'group' ? place.group : place.team).installed;
}

function whereTo(place: Place, messageId: string): string {
  if (place.kind === 'personal') return place.user.chatId;
  return place.kind === 'group' ? place.group.id : `${place.channel.id};messageid=${place.threadId ?? messageId}`;
}

export function requirePlace(state: PocketState, user: PocketUser, conversationId: string): Place {
  const place = placeOf(state.world, state.conversations, conversationId);
  if (!place) throw new PersonaError('There is no such conversation.');
  if (place.kind === 'personal') {
    if (place.user !== user) throw new PersonaError(`${user.name} cannot see another person's chat.`);
    if (!user.installed) throw new PersonaError(`${user.name} has not installed the app. Install it first.`);
  } else if (place.kind === 'group') {
    if (!place.group.memberIds.includes(user.id))
      throw new PersonaError(`${user.name} is not in the chat ${place.group.name}.`);
  } else if (!channelMembers(state.world, place.team, place.channel).includes(user)) {
    throw new PersonaError(`${user.name} is not a member of ${place.team.name} > ${place.channel.name}.`);
  }
  return place;
}

export function requireUser(state: PocketState, reference: string | { id: string }, tenantId?: string): PocketUser {
  const wanted = typeof reference === 'string' ? reference : reference.id;
  const user = findUser(state.world, wanted, tenantId);
  if (!user)
    throw new PersonaError(
      `The pocket Teams knows nobody called '${wanted}'${tenantId === undefined ? '' : ' in that tenant'}.`,
    );
  return user;
}

export function spokenMessage(
  state: PocketState,
  user: PocketUser,
  conversationId: string,
  id: string,
  text: string,
  activity: Json,
): PocketMessage {
  const at = state.options.now().toISOString();
  const from = { kind: 'user' as const, userId: user.id };
  return { id, conversationId, from, at, deleted: false, text, textFormat: 'plain', cards: [], alert: false, activity };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
