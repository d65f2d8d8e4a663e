/** What the people of the pocket Teams can do; each step is sent to the app as the activity a real client would send. */
import { installActivities, mentionOf, userActivity } from './activities.ts';
import { addMessage, nextMessageId, openConversation, placeOf } from './conversations.ts';
import type { Place, PocketMessage } from './conversations.ts';
import { deliver } from './deliver.ts';
import type { Delivery } from './deliver.ts';
import { listOf } from './json.ts';
import type { Json } from './json.ts';
import { announce } from './state.ts';
import type { PocketState } from './state.ts';
import { channelMembers, findUser } from './world.ts';
import type { PocketTeam, PocketUser } from './world.ts';

/** A person tried something the real client would not offer. */
export class PersonaError extends Error {}

export async function install(state: PocketState, user: PocketUser): Promise<Delivery> {
  user.installed = true;
  openConversation(state.conversations, user.chatId);
  announce(state, user.tenantId);
  return deliverAll(state, installActivities(state, user, { kind: 'personal', user }, 'add'));
}

export async function uninstall(state: PocketState, user: PocketUser): Promise<Delivery> {
  user.installed = false;
  state.dialogs.delete(user.id);
  announce(state, user.tenantId);
  return deliverAll(state, installActivities(state, user, { kind: 'personal', user }, 'remove'));
}

export async function changeTeam(
  state: PocketState,
  team: PocketTeam,
  by: PocketUser,
  change: 'add' | 'remove',
): Promise<Delivery> {
  const [general] = team.channels;
  if (!general) throw new PersonaError(`The team ${team.name} has no channel.`);
  team.installed = change === 'add';
  announce(state, team.tenantId);
  return deliverAll(state, installActivities(state, by, { kind: 'channel', team, channel: general }, change));
}

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
  const conversationId = personal ? user.chatId : `${place.channel.id};messageid=${place.threadId ?? id}`;
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
  if (!personal && !mention) return { status: 0, body: undefined, attempts: 0, timedOut: false };
  return deliver(state, activity);
}

export function requirePlace(state: PocketState, user: PocketUser, conversationId: string): Place {
  const place = placeOf(state.world, state.conversations, conversationId);
  if (!place) throw new PersonaError('There is no such conversation.');
  if (place.kind === 'personal') {
    if (place.user !== user) throw new PersonaError(`${user.name} cannot see another person's chat.`);
    if (!user.installed) throw new PersonaError(`${user.name} has not installed the app. Install it first.`);
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

async function deliverAll(state: PocketState, activities: Json[]): Promise<Delivery> {
  let last: Delivery = { status: 0, body: undefined, attempts: 0, timedOut: false };
  for (const activity of activities) last = await deliver(state, activity);
  return last;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
