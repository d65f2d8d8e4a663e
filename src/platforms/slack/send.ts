/** The messages that we send of our own accord: new ones, and new words for old ones. */
import { webApi } from '@slack/bolt';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Card } from '../../chat/card.ts';
import type { Address, Posted } from '../../chat/platform.ts';
import { DeliveryError } from '../../errors.ts';
import type { Connection } from './connection.ts';
import { reasonOf, toDeliveryError } from './errors.ts';
import { hasDrawing, renderCard, type Manner } from './render-card.ts';

const Opened = z.looseObject({ channel: z.looseObject({ id: z.string() }) });
const Sent = z.looseObject({ channel: z.string(), ts: z.string() });

export async function postCard(connection: Connection, address: Address, card: Card, key: string): Promise<Posted> {
  await assertOurs(connection, address.teamId);
  const answer = await inChannel(connection, address, (channel) =>
    sayInSlack(connection, 'chat.postMessage', 'once', card, {
      channel,
      client_msg_id: messageIdOf(key),
      unfurl_links: false,
      unfurl_media: false,
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
  await assertOurs(connection, address.teamId);
  await inChannel(connection, address, (channel) =>
    sayInSlack(connection, 'chat.update', 'repeatable', card, { channel, ts: messageId }),
  );
}

const MOST_CHATS = 20_000;

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
  const opened = await openDirectMessage(connection, address.userId);
  const [oldest] = connection.directMessages.keys();
  if (connection.directMessages.size >= MOST_CHATS && oldest !== undefined) connection.directMessages.delete(oldest);
  connection.directMessages.set(userId, opened);
  return speak(opened);
}

/** A token must never be used for another workspace's message, whatever a stored address says. */
export async function assertOurs(connection: Connection, teamId: string): Promise<void> {
  const { teamId: ours } = await connection.identify().catch((error: unknown) => {
    throw toDeliveryError(error, 'auth.test', 'repeatable');
  });
  if (ours !== teamId)
    throw new DeliveryError(
      'install-dead',
      'other_workspace',
      'This message is for another Slack workspace than the one our token belongs to.',
    );
}

/** Says the card; where Slack refuses a chart or a table, says the same in words. A refusal has no effect, so both may be tried. */
async function sayInSlack(
  connection: Connection,
  method: 'chat.postMessage' | 'chat.update',
  nature: 'once' | 'repeatable',
  card: Card,
  place: Record<string, unknown>,
): Promise<webApi.WebAPICallResult> {
  const say = (manner: Manner) => connection.patient.apiCall(method, { ...place, ...renderCard(card, manner) });
  try {
    return await say('rich').catch((error: unknown) => {
      if (isRefusedDrawing(error, card)) return say('plain');
      throw error;
    });
  } catch (error) {
    throw toDeliveryError(error, method, nature);
  }
}

function isRefusedDrawing(error: unknown, card: Card): boolean {
  return (
    hasDrawing(card) && ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long'].includes(reasonOf(error))
  );
}

async function openDirectMessage(connection: Connection, userId: string | undefined): Promise<string> {
  if (userId === undefined)
    throw new DeliveryError(
      'our-bug',
      'no_target',
      'The address names neither a person nor a channel. Please report it.',
    );
  try {
    return Opened.parse(await connection.patient.apiCall('conversations.open', { users: userId })).channel.id;
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
