/** What the connector does with sends, updates, deletes and new conversations once a call is let in. */
import { z } from 'zod';
import { checkActivity } from './activity-check.ts';
import { connectorError } from './connector-errors.ts';
import { addMessage, messagesOf, nextMessageId, openConversation, placeOf } from './conversations.ts';
import type { Place, PocketMessage } from './conversations.ts';
import { isObject, objectAt, objectsIn, textAt } from './json.ts';
import type { Json } from './json.ts';
import { announce, botId, serviceUrl } from './state.ts';
import type { PocketState } from './state.ts';
import { findChannel, findUser } from './world.ts';
import type { PocketTeam, PocketUser } from './world.ts';

const newConversation = z.looseObject({
  isGroup: z.boolean().optional(),
  tenantId: z.string().optional(),
  bot: z.looseObject({ id: z.string().optional() }).optional(),
  members: z.array(z.looseObject({ id: z.string() })).optional(),
  activity: z.record(z.string(), z.unknown()).optional(),
  channelData: z
    .looseObject({
      channel: z.looseObject({ id: z.string() }).optional(),
      tenant: z.looseObject({ id: z.string() }).optional(),
    })
    .optional(),
});

export function createConversation(
  state: PocketState,
  body: Json,
): { id: string; activityId?: string; serviceUrl: string } {
  const parsed = newConversation.safeParse(body);
  if (!parsed.success) throw connectorError(400, 'BadSyntax', z.prettifyError(parsed.error));
  const { bot, channelData, members } = parsed.data;
  if (bot?.id !== undefined && bot.id !== botId(state))
    throw connectorError(403, 'ForbiddenOperation', 'That is another bot.');
  if (channelData?.channel) return createThread(state, channelData.channel.id, parsed.data.activity);
  if (parsed.data.isGroup === true) throw connectorError(403, 'ForbiddenOperation', 'Bots cannot start group chats.');
  const tenantId = parsed.data.tenantId ?? channelData?.tenant?.id;
  if (tenantId === undefined) throw connectorError(400, undefined, 'A personal chat needs the tenantId.');
  const [member, ...others] = members ?? [];
  if (!member || others.length > 0) throw connectorError(400, undefined, 'A personal chat has exactly one member.');
  return createChat(state, tenantId, member.id, parsed.data.activity);
}

export function sendActivity(state: PocketState, address: string, activity: Json, replyTo?: string): { id: string } {
  const place = letIn(state, address, activity);
  if (place.kind === 'channel') requireWritable(place.team);
  const thread = `${address};messageid=${replyTo ?? ''}`;
  const conversationId = state.conversations.messages.has(thread) ? thread : address;
  checkActivity(state, activity);
  if (activity['type'] === 'typing') return { id: nextMessageId(state.conversations, state.options.now()) };
  if (place.kind === 'channel' && place.threadId === undefined && conversationId === address) {
    return { id: createThread(state, conversationId, activity).activityId };
  }
  const message = record(state, conversationId, activity);
  announce(state, tenantOf(place));
  return { id: message.id };
}

export function updateActivity(
  state: PocketState,
  conversationId: string,
  activityId: string,
  activity: Json,
): { id: string } {
  const place = letIn(state, conversationId, activity);
  const message = ownMessage(state, conversationId, activityId);
  checkActivity(state, activity);
  if (activity['type'] !== 'message')
    throw connectorError(400, undefined, 'Only a message can take the place of a message.');
  delete message.text;
  delete message.summary;
  Object.assign(message, contentOf(activity), { editedAt: state.options.now().toISOString() });
  announce(state, tenantOf(place));
  return { id: activityId };
}

export function deleteActivity(state: PocketState, conversationId: string, activityId: string): void {
  const place = letIn(state, conversationId, {});
  const message = ownMessage(state, conversationId, activityId);
  delete message.text;
  delete message.summary;
  Object.assign(message, { deleted: true, cards: [] });
  announce(state, tenantOf(place));
}

/** The place a call is about, if the bot may speak there. */
export function letIn(state: PocketState, conversationId: string, activity: Json): Place {
  const place = placeOf(state.world, state.conversations, conversationId);
  if (!place) throw connectorError(404);
  const claimed = textAt(activity, 'conversation', 'id');
  if (claimed !== undefined && claimed !== conversationId) {
    throw connectorError(400, undefined, 'The activity names another conversation than the address does.');
  }
  const tenantId = tenantOf(place);
  const named = textAt(activity, 'conversation', 'tenantId') ?? textAt(activity, 'channelData', 'tenant', 'id');
  if (named !== undefined && named !== tenantId)
    throw connectorError(403, 'ForbiddenOperation', 'The conversation is of another tenant.');
  if (state.world.tenants.get(tenantId)?.appDisabled) throw connectorError(403, 'BotDisabledByAdmin');
  if (place.kind === 'personal') requireReachable(place.user);
  else if (!(place.kind === 'group' ? place.group : place.team).installed)
    throw connectorError(403, 'BotNotInConversationRoster');
  return place;
}

export function tenantOf(place: Place): string {
  if (place.kind === 'personal') return place.user.tenantId;
  return place.kind === 'group' ? place.group.tenantId : place.team.tenantId;
}

function createChat(
  state: PocketState,
  tenantId: string,
  memberId: string,
  activity: Json | undefined,
): { id: string; activityId?: string; serviceUrl: string } {
  if (memberId.includes('@'))
    throw connectorError(400, undefined, 'Members are addressed by id, never by e-mail or UPN.');
  const user = findUser(state.world, memberId);
  if (!user) throw connectorError(404, 'ConversationNotFound', 'No such user.');
  if (user.tenantId !== tenantId)
    throw connectorError(403, 'ForbiddenOperation', 'Invalid user identity in provided tenant.');
  if (state.world.tenants.get(tenantId)?.appDisabled) throw connectorError(403, 'BotDisabledByAdmin');
  requireReachable(user);
  openConversation(state.conversations, user.chatId);
  const sent = activity === undefined ? {} : { activityId: sendActivity(state, user.chatId, activity).id };
  return { id: user.chatId, ...sent, serviceUrl: serviceUrl(state) };
}

function createThread(
  state: PocketState,
  channelId: string,
  activity: Json | undefined,
): { id: string; activityId: string; serviceUrl: string } {
  const found = findChannel(state.world, channelId);
  if (!found) throw connectorError(404);
  if (!found.team.installed) throw connectorError(403, 'BotNotInConversationRoster');
  requireWritable(found.team);
  if (found.channel.kind !== 'standard')
    throw connectorError(403, 'NotEnoughPermissions', 'Bots cannot post in private or shared channels.');
  if (state.world.tenants.get(found.team.tenantId)?.appDisabled) throw connectorError(403, 'BotDisabledByAdmin');
  if (!activity) throw connectorError(400, undefined, 'A new thread needs its first activity.');
  checkActivity(state, activity);
  const id = nextMessageId(state.conversations, state.options.now());
  const threadId = `${channelId};messageid=${id}`;
  record(state, threadId, activity, id);
  announce(state, found.team.tenantId);
  return { id: threadId, activityId: id, serviceUrl: serviceUrl(state) };
}

function record(state: PocketState, conversationId: string, activity: Json, id?: string): PocketMessage {
  const now = state.options.now();
  const message: PocketMessage = {
    id: id ?? nextMessageId(state.conversations, now),
    conversationId,
    from: { kind: 'bot' },
    at: now.toISOString(),
    deleted: false,
    ...contentOf(activity),
  };
  addMessage(state.conversations, message);
  return message;
}

function contentOf(
  activity: Json,
): Pick<PocketMessage, 'text' | 'textFormat' | 'summary' | 'cards' | 'alert' | 'activity'> {
  const text = textAt(activity, 'text');
  const summary = textAt(activity, 'summary');
  return {
    ...(text === undefined ? {} : { text }),
    ...(summary === undefined ? {} : { summary }),
    textFormat: textAt(activity, 'textFormat') ?? 'markdown',
    cards: objectsIn(activity['attachments'])
      .map((attachment) => attachment['content'])
      .filter(isObject),
    alert: objectAt(activity, 'channelData', 'notification')?.['alert'] === true,
    activity,
  };
}

function ownMessage(state: PocketState, conversationId: string, activityId: string): PocketMessage {
  const message = messagesOf(state.conversations, conversationId).find((candidate) => candidate.id === activityId);
  if (!message || message.deleted) throw connectorError(404, 'ActivityNotFoundInConversation');
  if (message.from.kind !== 'bot') {
    throw connectorError(403, 'ForbiddenOperation', 'A bot can change only the messages it sent itself.');
  }
  return message;
}

function requireWritable(team: PocketTeam): void {
  if (team.archived) throw connectorError(403, 'MessageWritesBlocked');
}

function requireReachable(user: PocketUser): void {
  if (!user.installed) throw connectorError(403, 'BotNotInConversationRoster');
  if (user.blockedBot) throw connectorError(403, 'ConversationBlockedByUser');
}
