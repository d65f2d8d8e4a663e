/** Puts messages into conversations; the Web API, response URLs and command answers all end here. */
import type { Block } from './block-kit/surfaces.ts';
import { limits } from './block-kit/limits.ts';
import { makeBlockId } from './ids.ts';
import { carryValues } from './view-state.ts';
import type { Values } from './view-state.ts';
import { announceChange, getWorkspace, nextTs } from './world.ts';
import type { Conversation, Message, Workspace, World } from './world.ts';

export type NewMessage = {
  text: string;
  blocks?: Block[];
  attachments?: unknown;
  metadata?: unknown;
  threadTs?: string;
  /** A reply that is shown in the channel as well. */
  isBroadcast?: boolean;
  onlyFor?: string;
};

export function postAsBot(world: World, conversation: Conversation, given: NewMessage): Message {
  const workspace = getWorkspace(world, conversation.workspaceId);
  return addMessage(world, conversation, { ...given, userId: workspace.botUserId, botId: workspace.botId });
}

export function postAsPerson(
  world: World,
  conversation: Conversation,
  userId: string,
  text: string,
  threadTs?: string,
): Message {
  if (threadTs !== undefined && findMessage(conversation, threadTs) === undefined)
    throw new Error(`There is no message ${threadTs} in ${conversation.id} to answer.`);
  return addMessage(world, conversation, { text, userId, ...(threadTs === undefined ? {} : { threadTs }) });
}

/** Blocks, attachments and metadata that are not sent again stay, as in chat.update; an empty list takes blocks away. */
export function replaceMessage(world: World, conversation: Conversation, message: Message, given: NewMessage): void {
  message.text = given.text;
  if (given.blocks !== undefined) message.blocks = nameBlocks(given.blocks);
  if (given.attachments !== undefined) message.attachments = given.attachments;
  if (given.metadata !== undefined) message.metadata = given.metadata;
  message.editedTs = nextTs(world);
  for (const [userId, values] of message.choices) message.choices.set(userId, carryValues(message.blocks, values));
  announceChange(world, { workspaceId: conversation.workspaceId });
}

/** A message with replies leaves a stone behind, so that the replies still hang under something. */
export function removeMessage(world: World, conversation: Conversation, message: Message): void {
  if (listReplies(conversation, message).length > 0)
    Object.assign(message, { text: 'This message was deleted.', blocks: [] });
  else conversation.messages.splice(conversation.messages.indexOf(message), 1);
  announceChange(world, { workspaceId: conversation.workspaceId });
}

export function findMessage(conversation: Conversation, ts: string): Message | undefined {
  return conversation.messages.find((message) => message.ts === ts);
}

export function listReplies(conversation: Conversation, top: Message): Message[] {
  return conversation.messages.filter((message) => message.threadTs === top.ts);
}

export function getChoices(message: Message, userId: string): Values {
  let values = message.choices.get(userId);
  if (!values) {
    values = carryValues(message.blocks, {});
    message.choices.set(userId, values);
  }
  return values;
}

/** The message as the Web API and payloads show it. */
export function describeMessage(
  message: Message,
  workspace: Workspace,
  conversation: Conversation,
): Record<string, unknown> {
  const replies = listReplies(conversation, message).filter((reply) => reply.onlyFor === undefined);
  const parent = message.threadTs === undefined ? undefined : findMessage(conversation, message.threadTs);
  return {
    type: 'message',
    user: message.userId,
    ts: message.ts,
    text: message.text,
    ...(message.botId === undefined ? {} : { bot_id: message.botId, app_id: workspace.appId }),
    team: workspace.id,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments === undefined ? {} : { attachments: message.attachments }),
    ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
    ...(message.isBroadcast === true ? { subtype: 'thread_broadcast' } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs, parent_user_id: parent?.userId }),
    ...(replies.length === 0
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((reply) => reply.userId))],
          latest_reply: replies.at(-1)?.ts,
        }),
    ...(message.editedTs === undefined ? {} : { edited: { user: message.userId, ts: message.editedTs } }),
  };
}

/** Slack names every block and action that comes without an id, anew each time. */
export function nameBlocks<Named extends Block>(blocks: readonly Named[]): Named[] {
  return blocks.map((block) => {
    const named = { ...block, block_id: block.block_id ?? makeBlockId() };
    if (named.type === 'actions') return { ...named, elements: named.elements.map(nameAction) };
    if (named.type === 'input') return { ...named, element: nameAction(named.element) };
    if (named.type === 'section' && named.accessory && named.accessory.type !== 'image')
      return { ...named, accessory: nameAction(named.accessory) };
    if (named.type === 'carousel') return { ...named, elements: nameBlocks(named.elements) };
    if (named.type === 'container') return { ...named, child_blocks: nameBlocks(named.child_blocks) };
    if (named.type === 'card' && named.actions) return { ...named, actions: named.actions.map(nameAction) };
    return named;
  });
}

function nameAction<Element extends { action_id?: string | undefined }>(element: Element): Element {
  return { ...element, action_id: element.action_id ?? makeBlockId() };
}

function addMessage(
  world: World,
  conversation: Conversation,
  given: NewMessage & Pick<Message, 'userId' | 'botId'>,
): Message {
  const { blocks = [], text, ...rest } = given;
  const message: Message = {
    ...rest,
    ts: nextTs(world),
    text: Array.from(text).slice(0, limits.messageText).join(''),
    blocks: nameBlocks(blocks),
    choices: new Map(),
  };
  conversation.messages.push(message);
  announceChange(world, {
    workspaceId: conversation.workspaceId,
    ...(given.onlyFor === undefined ? {} : { userId: given.onlyFor }),
  });
  return message;
}
