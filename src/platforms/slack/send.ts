/** The messages that we send of our own accord: new ones, and new words for old ones. */
import { webApi } from '@slack/bolt';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Card } from '../../chat/card.ts';
import type { Address, Posted } from '../../chat/platform.ts';
import { DeliveryError } from '../../errors.ts';
import { inWorkspace, type Connection } from './connection.ts';
import { drawIn } from './drawings.ts';
import { toDeliveryError } from './errors.ts';
import { markMessage } from './mark.ts';
import { renderCard } from './render-card.ts';

const Opened = z.looseObject({ channel: z.looseObject({ id: z.string() }) });
const Sent = z.looseObject({ channel: z.string(), ts: z.string() });

/** Only new messages and answers to a request take it; an update and a line for one person unfurl nothing by themselves. */
export const UNFURL_NOTHING = { unfurl_links: false, unfurl_media: false };

export async function postCard(
  connection: Connection,
  address: Address,
  card: Card,
  key: string,
  mark?: string,
): Promise<Posted> {
  assertOurs(connection, address);
  const answer = await inChannel(connection, address, (channel) =>
    sayInSlack(connection, 'chat.postMessage', 'once', card, mark, {
      channel,
      // A reply stays in its thread: shown in the channel as well, it would be there twice.
      ...(address.threadId === undefined ? {} : { thread_ts: address.threadId, reply_broadcast: false }),
      client_msg_id: messageIdOf(key),
      ...UNFURL_NOTHING,
    }),
  );
  const sent = Sent.safeParse(answer);
  if (!sent.success)
    throw new DeliveryError(
      'unknown',
      'unreadable_answer',
      'Slack did not say which message it made. It may have arrived.',
    );
  return { messageId: sent.data.ts, address: { ...address, channelId: sent.data.channel } };
}

export async function updateCard(
  connection: Connection,
  address: Address,
  messageId: string,
  card: Card,
): Promise<void> {
  assertOurs(connection, address);
  await inChannel(connection, address, (channel) =>
    sayInSlack(connection, 'chat.update', 'repeatable', card, undefined, { channel, ts: messageId }),
  );
}

/** In one workspace; the people whom a district writes to are a few hundred. */
const MOST_CHATS = 5_000;

/** Speaks in the address's channel, or in the chat with its person. A remembered chat that is gone is opened again. */
async function inChannel<T>(
  connection: Connection,
  address: Address,
  speak: (channel: string) => Promise<T>,
): Promise<T> {
  const { channelId, userId = '' } = address;
  if (channelId !== undefined) return speak(channelId);
  const remembered = connection.directMessages.get(userId);
  if (remembered !== undefined) {
    try {
      return await speak(remembered);
    } catch (error) {
      if (!(error instanceof DeliveryError && error.reason === 'channel_not_found')) throw error;
      connection.directMessages.delete(userId);
    }
  }
  const opened = await openDirectMessage(connection, address);
  const [oldest] = connection.directMessages.keys();
  if (connection.directMessages.size >= MOST_CHATS && oldest !== undefined) connection.directMessages.delete(oldest);
  connection.directMessages.set(userId, opened);
  return speak(opened);
}

/** A token must never be used for another workspace's message, whatever a stored address says. */
export function assertOurs({ identity }: Connection, { teamId }: Address): void {
  if (identity.teamId !== teamId) throw otherWorkspace();
}

export function otherWorkspace(): DeliveryError {
  return new DeliveryError(
    'install-dead',
    'other_workspace',
    'This message is for a Slack workspace in which the app is not installed. Install it there.',
  );
}

async function sayInSlack(
  connection: Connection,
  method: 'chat.postMessage' | 'chat.update',
  nature: 'once' | 'repeatable',
  card: Card,
  mark: string | undefined,
  place: Record<string, unknown>,
): Promise<webApi.WebAPICallResult> {
  try {
    return await drawIn(connection, 'message', card, (manner) =>
      connection.patient.apiCall(method, { ...place, ...markMessage(renderCard(card, manner), mark) }),
    );
  } catch (error) {
    throw toDeliveryError(error, method, nature);
  }
}

async function openDirectMessage(connection: Connection, { userId, workspaceId }: Address): Promise<string> {
  if (userId === undefined)
    throw new DeliveryError(
      'our-bug',
      'no_target',
      'The address names neither a person nor a channel. Please report it.',
    );
  try {
    const whom = { users: userId, ...inWorkspace(connection, workspaceId) };
    return Opened.parse(await connection.patient.apiCall('conversations.open', whom)).channel.id;
  } catch (error) {
    throw toDeliveryError(error, 'conversations.open', 'repeatable');
  }
}

/** A UUID that stays the same over all tries: Slack knows `client_msg_id` by its error list, though it promises nothing. */
function messageIdOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
