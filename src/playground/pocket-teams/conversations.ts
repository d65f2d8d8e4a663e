/** Chats and channel threads with the messages in them. */
import type { Json } from './json.ts';
import { findChannel } from './world.ts';
import type { PocketChannel, PocketGroup, PocketTeam, PocketUser, World } from './world.ts';

export interface PocketMessage {
  id: string;
  conversationId: string;
  from: { kind: 'bot' } | { kind: 'user'; userId: string };
  at: string;
  editedAt?: string;
  deleted: boolean;
  text?: string;
  textFormat: string;
  summary?: string;
  cards: Json[];
  alert: boolean;
  /** The activity as it was last sent, whole. */
  activity: Json;
}

export type Place =
  | { kind: 'personal'; user: PocketUser }
  | { kind: 'group'; group: PocketGroup }
  | { kind: 'channel'; team: PocketTeam; channel: PocketChannel; threadId?: string };

export interface Conversations {
  messages: Map<string, PocketMessage[]>;
  lastId: number;
}

export function createConversations(): Conversations {
  return { messages: new Map(), lastId: 0 };
}

/** Teams' message ids are milliseconds; ours only grow, even while the clock stands still. */
export function nextMessageId(conversations: Conversations, now: Date): string {
  conversations.lastId = Math.max(now.getTime(), conversations.lastId + 1);
  return String(conversations.lastId);
}

export function placeOf(world: World, conversations: Conversations, conversationId: string): Place | undefined {
  const user = world.chats.get(conversationId);
  if (user) return { kind: 'personal', user };
  const group = world.groups.get(conversationId);
  if (group) return { kind: 'group', group };
  const { channelId, threadId } = splitThread(conversationId);
  const found = findChannel(world, channelId);
  if (!found) return undefined;
  if (threadId === undefined) return { kind: 'channel', ...found };
  return conversations.messages.has(conversationId) ? { kind: 'channel', ...found, threadId } : undefined;
}

export function splitThread(conversationId: string): { channelId: string; threadId?: string } {
  const [channelId = '', threadId] = conversationId.split(';messageid=');
  return threadId === undefined ? { channelId } : { channelId, threadId };
}

export function messagesOf(conversations: Conversations, conversationId: string): PocketMessage[] {
  return conversations.messages.get(conversationId) ?? [];
}

export function openConversation(conversations: Conversations, conversationId: string): void {
  if (!conversations.messages.has(conversationId)) conversations.messages.set(conversationId, []);
}

export function addMessage(conversations: Conversations, message: PocketMessage): void {
  openConversation(conversations, message.conversationId);
  messagesOf(conversations, message.conversationId).push(message);
}

/** Threads of a channel, oldest first, by their conversation ids. */
export function threadsOf(conversations: Conversations, channelId: string): string[] {
  return [...conversations.messages.keys()].filter((id) => id.startsWith(`${channelId};messageid=`));
}

export function findMessage(conversations: Conversations, activityId: string): PocketMessage | undefined {
  for (const messages of conversations.messages.values()) {
    const found = messages.find((message) => message.id === activityId);
    if (found) return found;
  }
  return undefined;
}
