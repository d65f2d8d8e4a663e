/** Everything one person sees: conversations, the modal stack with what stands in it, Home and notices. */
import type { Block } from './block-kit/surfaces.ts';
import { getChoices } from './messages.ts';
import { openDirectMessage } from './people-and-channels.ts';
import type { Values } from './view-state.ts';
import { findWorkspace, getDesk, getPerson, getTeam, inWorkspace, listConversations } from './world.ts';
import type { Conversation, Message, OpenView, User, Who, World } from './world.ts';

type MessageOnScreen = {
  ts: string;
  userId: string;
  author: string;
  isApp: boolean;
  text: string;
  blocks: Block[];
  onlyVisibleToYou: boolean;
  edited: boolean;
  threadTs?: string;
  /** What was said under it. */
  replies: MessageOnScreen[];
  values: Values;
};

type ConversationOnScreen = {
  id: string;
  name: string;
  kind: Conversation['kind'];
  isExtShared: boolean;
  unread: number;
  messages: MessageOnScreen[];
};

type ViewOnScreen = {
  id: string;
  callbackId: string;
  title: string;
  submit?: string;
  close: string;
  blocks: Block[];
  values: Values;
  errors: Record<string, string>;
};

export type Screen = {
  workspace: { id: string; name: string };
  person: { id: string; name: string; realName: string; tz: string };
  names: Record<string, string>;
  conversations: ConversationOnScreen[];
  /** The last one lies on top. */
  modals: ViewOnScreen[];
  /** Whether the app has a Home tab. */
  hasHome: boolean;
  home: { id: string; blocks: Block[]; values: Values } | null;
  notices: { at: string; code: string; text: string }[];
};

export function drawScreen(world: World, who: Who): Screen {
  const user = getPerson(world, who);
  const workspace = getTeam(world, user.workspaceId);
  const desk = getDesk(world, user);
  // Without the app there is nobody to write to.
  if (findWorkspace(world, user.workspaceId)) openDirectMessage(world, user);
  const conversations = listConversations(world, user.workspaceId).filter((one) => one.members.has(user.id));
  const screen: Screen = {
    workspace: { id: workspace.id, name: workspace.name },
    person: { id: user.id, name: user.name, realName: user.realName, tz: user.tz ?? 'UTC' },
    names: nameEverything(world, user.workspaceId),
    conversations: conversations.map((one) => drawConversation(world, user, one)),
    modals: desk.modals.map(drawView),
    hasHome: world.features.homeTab,
    home: desk.home ? { id: desk.home.id, blocks: desk.home.content.blocks, values: desk.home.values } : null,
    notices: desk.notices.map(({ at, code, text }) => ({ at: at.toISOString(), code, text })),
  };
  // A copy, so that what was seen stays as it was.
  return structuredClone(screen);
}

function drawConversation(world: World, user: User, conversation: Conversation): ConversationOnScreen {
  const messages = conversation.messages.filter((one) => one.onlyFor === undefined || one.onlyFor === user.id);
  const readTo = getDesk(world, user).read.get(conversation.id) ?? '';
  const people = [...conversation.members].map((id) => world.users.get(inWorkspace(user.workspaceId, id)));
  const appName = people.find((one) => one?.isBot)?.realName;
  const draw = (one: Message): MessageOnScreen => ({
    ...drawMessage(world, user, one),
    replies: messages.filter((reply) => reply.threadTs === one.ts).map(draw),
  });
  return {
    id: conversation.id,
    name: conversation.kind === 'im' ? (appName ?? '') : conversation.name,
    kind: conversation.kind,
    isExtShared: conversation.isExtShared,
    unread: messages.filter((one) => one.userId !== user.id && one.ts > readTo).length,
    messages: messages.filter((one) => one.threadTs === undefined || one.isBroadcast === true).map(draw),
  };
}

function drawMessage(world: World, user: User, message: Message): Omit<MessageOnScreen, 'replies'> {
  return {
    ts: message.ts,
    userId: message.userId,
    author: world.users.get(inWorkspace(user.workspaceId, message.userId))?.realName ?? message.userId,
    isApp: message.botId !== undefined,
    text: message.text,
    blocks: message.blocks,
    onlyVisibleToYou: message.onlyFor !== undefined,
    edited: message.editedTs !== undefined,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    values: getChoices(message, user.id),
  };
}

function drawView(view: OpenView): ViewOnScreen {
  const { content } = view;
  const modal = content.type === 'modal' ? content : undefined;
  return {
    id: view.id,
    callbackId: content.callback_id ?? '',
    title: modal?.title.text ?? '',
    ...(modal?.submit ? { submit: modal.submit.text } : {}),
    close: modal?.close?.text ?? 'Close',
    blocks: content.blocks,
    values: view.values,
    errors: view.errors,
  };
}

/** Ids and the names that mentions of them show. */
function nameEverything(world: World, workspaceId: string): Record<string, string> {
  const people = [...world.users.values()].filter((one) => one.workspaceId === workspaceId);
  const channels = listConversations(world, workspaceId).filter((one) => one.kind === 'public');
  return Object.fromEntries([
    ...people.map((one) => [one.id, one.realName] as const),
    ...channels.map((one) => [one.id, one.name] as const),
  ]);
}
