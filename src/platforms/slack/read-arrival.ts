/** What shows that a message of ours is there, from the signed envelope: Slack tells of it, or somebody uses it. */
import { z } from 'zod';
import type { Arrival } from '../../chat/platform.ts';
import { Marked, markOf } from './mark.ts';
import { Id, type ActionPayload, type EventPayload, type ShortcutPayload } from './payloads.ts';
import { readBy } from './read.ts';
import { installationOf } from './whose.ts';

/** Of our own, a message that is new: one that was changed or deleted has a `subtype`, a reply shown in its channel too. */
const Echo = Marked.extend({
  type: z.literal('message'),
  subtype: z.literal(['bot_message', 'thread_broadcast']).optional(),
  channel: Id,
  ts: Id,
  user: z.string().optional(),
  bot_id: z.string().optional(),
});

const Used = z.looseObject({ channel: z.looseObject({ id: Id }), message: Marked.extend({ ts: Id }) });

export interface Bot {
  botId?: string | undefined;
  botUserId?: string | undefined;
}

/** Slack tells the app of each message in a chat with it, and of the app's own as well. */
export function readEcho(payload: EventPayload, bot: Bot): Arrival | undefined {
  const echo = Echo.safeParse(payload.event);
  const whose = installationOf(payload);
  if (!echo.success || whose === undefined || !isOurs(echo.data, bot)) return undefined;
  const { channel, ts } = echo.data;
  return arrivalOf(whose.teamId, markOf(echo.data), channel, ts);
}

/** A button of it was pressed, or it was picked from its menu. */
export function readUse(payload: ActionPayload | ShortcutPayload): Arrival | undefined {
  const used = Used.safeParse(payload);
  const by = readBy(payload, payload.user.id, payload.trigger_id);
  if (!used.success || by === undefined) return undefined;
  const { channel, message } = used.data;
  const arrival = arrivalOf(by.sender.teamId, markOf(message), channel.id, message.ts);
  return arrival && { ...arrival, by: { userId: by.sender.userId, channelId: channel.id } };
}

/** Said by the app itself, which nothing it says to itself may answer. */
export function isOwn(payload: EventPayload, { botId, botUserId }: Bot): boolean {
  const { user, bot_id } = payload.event;
  return isOurs({ user, bot_id }, { botId, botUserId });
}

function isOurs(said: { user?: unknown; bot_id?: unknown }, { botId, botUserId }: Bot): boolean {
  return (botUserId !== undefined && said.user === botUserId) || (botId !== undefined && said.bot_id === botId);
}

function arrivalOf(teamId: string, mark: string | undefined, channelId: string, ts: string): Arrival | undefined {
  if (mark === undefined) return undefined;
  return { platform: 'slack', teamId, mark, messageId: ts, place: { channelId } };
}
