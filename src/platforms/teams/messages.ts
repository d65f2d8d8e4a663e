/** Posts and updates through the connector, by conversation. */
import { z } from 'zod';
import type { Address, Posted } from '../../chat/platform.ts';
import { DeliveryError } from '../../errors.ts';
import { conversationPath, type Connector } from './connector.ts';
import type { OutgoingMessage } from './render.ts';

interface TextMessage {
  type: 'message';
  text: string;
  textFormat: 'plain';
}

export interface Messages {
  /**
   * To a person's chat, which is made when it is not known, or as a new thread of a channel, or into the thread of an earlier
   * message. A chat has no threads: there a reply is the next message.
   */
  post(address: Address, message: OutgoingMessage): Promise<Posted>;
  /** A line into a conversation that is already there. */
  note(serviceUrl: string, conversationId: string, text: string): Promise<void>;
  update(address: Address, messageId: string, message: OutgoingMessage): Promise<void>;
}

const Sent = z.object({ id: z.string().min(1) });
const Updated = z.unknown();
const NewChat = z.object({ id: z.string().min(1), serviceUrl: z.string().nullish() });
const NewThread = z.object({ id: z.string().min(1), activityId: z.string().min(1) });

export function createMessages(connector: Connector, appId: string): Messages {
  const bot = { id: `28:${appId}` };

  async function openChat(serviceUrl: string, teamId: string, userId: string): Promise<string> {
    const chat = await connector.call({
      method: 'POST',
      serviceUrl,
      path: 'v3/conversations',
      // A person has one chat with the bot: asking again gives the same.
      repeatable: true,
      body: {
        isGroup: false,
        bot,
        members: [{ id: userId }],
        tenantId: teamId,
        channelData: { tenant: { id: teamId } },
      },
      answer: NewChat,
    });
    return chat.id;
  }

  async function send(
    serviceUrl: string,
    conversationId: string,
    message: OutgoingMessage | TextMessage,
  ): Promise<string> {
    const sent = await connector.call({
      method: 'POST',
      serviceUrl,
      path: conversationPath(conversationId, 'activities'),
      repeatable: false,
      body: { ...message, from: bot, conversation: { id: conversationId } },
      answer: Sent,
    });
    return sent.id;
  }

  async function postThread(
    serviceUrl: string,
    address: Address,
    channelId: string,
    message: OutgoingMessage,
  ): Promise<Posted> {
    const thread = await connector.call({
      method: 'POST',
      serviceUrl,
      path: 'v3/conversations',
      repeatable: false,
      body: {
        isGroup: true,
        bot,
        tenantId: address.teamId,
        channelData: { channel: { id: channelId }, tenant: { id: address.teamId } },
        activity: { ...message, from: bot },
      },
      answer: NewThread,
    });
    return { messageId: `${thread.id}|${thread.activityId}`, address };
  }

  return {
    post: async (address, message) => {
      const serviceUrl = serviceUrlOf(address);
      if (address.threadId !== undefined) {
        const { conversationId } = splitMessageId(address.threadId);
        return { messageId: `${conversationId}|${await send(serviceUrl, conversationId, message)}`, address };
      }
      if (address.channelId !== undefined) return postThread(serviceUrl, address, address.channelId, message);
      const conversationId = address.conversationId ?? (await openChat(serviceUrl, address.teamId, userOf(address)));
      const alert = { channelData: { notification: { alert: true } } };
      const id = await send(serviceUrl, conversationId, { ...message, ...alert });
      return { messageId: `${conversationId}|${id}`, address: { ...address, conversationId } };
    },
    note: async (serviceUrl, conversationId, text) => {
      await send(serviceUrl, conversationId, { type: 'message', text, textFormat: 'plain' });
    },
    update: async (address, messageId, message) => {
      const { conversationId, activityId } = splitMessageId(messageId);
      await connector.call({
        method: 'PUT',
        serviceUrl: serviceUrlOf(address),
        path: conversationPath(conversationId, 'activities', activityId),
        repeatable: true,
        body: { ...message, id: activityId, from: bot, conversation: { id: conversationId } },
        answer: Updated,
      });
    },
  };
}

function serviceUrlOf(address: Address): string {
  if (address.serviceUrl !== undefined) return address.serviceUrl;
  throw new DeliveryError(
    'target-dead',
    'no-service-url',
    'Teams has not told yet where to write. The person has to write to the app once.',
  );
}

function userOf(address: Address): string {
  if (address.userId !== undefined) return address.userId;
  throw new DeliveryError('our-bug', 'no-target', 'This Teams address names neither a person nor a conversation.');
}

/** Conversation ids never have a bar, so the last one parts the two. */
function splitMessageId(messageId: string): { conversationId: string; activityId: string } {
  const at = messageId.lastIndexOf('|');
  if (at < 1) throw new DeliveryError('our-bug', 'message-id', 'This is no id of a message in Teams.');
  return { conversationId: messageId.slice(0, at), activityId: messageId.slice(at + 1) };
}
