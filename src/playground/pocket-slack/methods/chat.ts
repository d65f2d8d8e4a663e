import { z } from 'zod';
import { checkMessageBlocks } from '../block-kit/check.ts';
import type { Block } from '../block-kit/surfaces.ts';
import { limits } from '../block-kit/limits.ts';
import { countCharacters } from '../block-kit/text.ts';
import { describeMessage, findMessage, postAsBot, removeMessage, replaceMessage } from '../messages.ts';
import type { NewMessage } from '../messages.ts';
import { openDirectMessage } from '../people-and-channels.ts';
import type { Conversation, Workspace, World } from '../world.ts';
import { inWorkspace, listConversations } from '../world.ts';
import { findConversation } from './conversations.ts';
import type { Method, Refused } from './method.ts';
import { flag, refuse, withArguments, word } from './method.ts';

const content = {
  channel: word,
  text: word,
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  metadata: z.unknown().optional(),
  markdown_text: word,
  thread_ts: word,
  reply_broadcast: flag,
};
const posted = z.object(content);
const Metadata = z.looseObject({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) });

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': {
    scopes: ['chat:write'],
    perMinute: 'messages',
    run: withArguments(posted, (world, workspace, args) => {
      const target = findTarget(world, workspace, args.channel);
      if ('error' in target) return target;
      const message = readContent(args);
      if ('error' in message) return message;
      const refused = findThreadRefusal(target, message.threadTs);
      if (refused) return refused;
      const made = postAsBot(world, target, message);
      world.tellPosted(target, made);
      return { ok: true, channel: target.id, ts: made.ts, message: describeMessage(made, workspace, target) };
    }),
  },
  'chat.postEphemeral': {
    scopes: ['chat:write'],
    perMinute: 100,
    run: withArguments(z.object({ ...content, user: word }), (world, workspace, args) => {
      const target = findTarget(world, workspace, args.channel);
      if ('error' in target) return target;
      if (!target.members.has(args.user ?? '')) return refuse('user_not_in_channel');
      const message = readContent(args);
      if ('error' in message) return message;
      const refused = findThreadRefusal(target, message.threadTs);
      if (refused) return refused;
      const made = postAsBot(world, target, { ...message, onlyFor: args.user ?? '' });
      return { ok: true, message_ts: made.ts };
    }),
  },
  'chat.update': {
    scopes: ['chat:write'],
    perMinute: 50,
    run: withArguments(z.object({ ...content, ts: word }), (world, workspace, args) => {
      const target = findConversation(world, workspace, args.channel ?? '');
      if (!target) return refuse('channel_not_found');
      const message = findMessage(target, args.ts ?? '');
      if (!message || message.onlyFor !== undefined) return refuse('message_not_found');
      if (message.userId !== workspace.botUserId) return refuse('cant_update_message');
      if (countCharacters(args.text ?? '') > limits.updateText) return refuse('msg_too_long');
      const update = readContent(args);
      if ('error' in update) return update;
      replaceMessage(world, target, message, update);
      return {
        ok: true,
        channel: target.id,
        ts: message.ts,
        text: message.text,
        message: describeMessage(message, workspace, target),
      };
    }),
  },
  'chat.delete': {
    scopes: ['chat:write'],
    perMinute: 50,
    run: withArguments(z.object({ channel: word, ts: word }), (world, workspace, args) => {
      const target = findConversation(world, workspace, args.channel ?? '');
      if (!target) return refuse('channel_not_found');
      const message = findMessage(target, args.ts ?? '');
      if (!message || message.onlyFor !== undefined) return refuse('message_not_found');
      if (message.userId !== workspace.botUserId) return refuse('cant_delete_message');
      removeMessage(world, target, message);
      return { ok: true, channel: target.id, ts: message.ts };
    }),
  },
};

/** A thread hangs under a message of the same conversation, and no thread hangs under a reply. */
function findThreadRefusal(target: Conversation, threadTs: string | undefined): Refused | undefined {
  if (threadTs === undefined) return undefined;
  const parent = findMessage(target, threadTs);
  if (!parent || parent.onlyFor !== undefined) return refuse('thread_not_found');
  // [assumed] Slack asks apps to avoid a reply's ts and does not say what happens; a stand-in had better refuse.
  return parent.threadTs === undefined ? undefined : refuse('cannot_reply_to_message');
}

/** A channel's id or name, a direct message's id, or a person's id, which opens their direct message. */
function findTarget(world: World, workspace: Workspace, id: string | undefined): Conversation | Refused {
  const user = world.users.get(inWorkspace(workspace.id, id ?? ''));
  if (user?.isBot === true) return refuse('channel_not_found');
  if (user?.isStranger === true) return refuse('channel_not_found');
  if (user?.deleted === true) return refuse('user_disabled');
  const target = user
    ? openDirectMessage(world, user)
    : (findConversation(world, workspace, id ?? '') ??
      listConversations(world, workspace.id).find(
        (one) => one.kind === 'public' && one.name === (id ?? '').replace(/^#/, ''),
      ));
  if (!target) return refuse('channel_not_found');
  if (target.isArchived) return refuse('is_archived');
  if (!target.members.has(workspace.botUserId) && !workspace.scopes.includes('chat:write.public'))
    return refuse('not_in_channel');
  if (target.kind === 'im' && !world.features.messagesTab) return refuse('messages_tab_disabled');
  if (target.kind === 'im' && isDisabled(world, target)) return refuse('user_disabled');
  return target;
}

function isDisabled(world: World, conversation: Conversation): boolean {
  return [...conversation.members].some(
    (id) => world.users.get(inWorkspace(conversation.workspaceId, id))?.deleted === true,
  );
}

export function readContent(args: {
  text?: string | undefined;
  markdown_text?: string | undefined;
  blocks?: unknown;
  attachments?: unknown;
  metadata?: unknown;
  thread_ts?: string | undefined;
  reply_broadcast?: boolean | undefined;
}): NewMessage | Refused {
  const { text, markdown_text: markdown } = args;
  const hasBlocks = args.blocks !== undefined && args.blocks !== null && args.blocks !== '';
  if (markdown !== undefined && (text !== undefined || hasBlocks)) return refuse('markdown_text_conflict');
  let blocks: Block[] | undefined;
  if (hasBlocks) {
    const checked = checkMessageBlocks(args.blocks);
    if (!checked.fits)
      return refuse(checked.error, {
        errors: checked.problems,
        response_metadata: { messages: checked.problems.map((problem) => `[ERROR] ${problem}`) },
      });
    blocks = checked.value;
  }
  const attachments = readList(args.attachments);
  if (attachments && attachments.length > limits.attachments) return refuse('too_many_attachments');
  if ((text ?? markdown ?? '') === '' && (blocks?.length ?? 0) === 0 && (attachments?.length ?? 0) === 0)
    return refuse('no_text');
  const metadata = typeof args.metadata === 'string' ? readJson(args.metadata) : args.metadata;
  if (metadata !== undefined && !Metadata.safeParse(metadata).success) return refuse('invalid_metadata_format');
  return {
    text: text ?? markdown ?? '',
    ...(blocks ? { blocks } : {}),
    ...(attachments ? { attachments } : {}),
    ...(metadata === undefined ? {} : { metadata }),
    ...(args.thread_ts === undefined ? {} : { threadTs: args.thread_ts }),
    ...(args.reply_broadcast === true ? { isBroadcast: true } : {}),
  };
}

function readList(given: unknown): unknown[] | undefined {
  const list = typeof given === 'string' ? readJson(given) : given;
  return Array.isArray(list) && list.length > 0 ? list : undefined;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
