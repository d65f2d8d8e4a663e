/** What one person sees of the pocket Teams, as plain data. */
import { buttonsOf, cardWords } from './card-walk.ts';
import type { CardButton } from './card-walk.ts';
import { messagesOf, threadsOf } from './conversations.ts';
import { hasApp } from './extension.ts';
import type { PocketMessage } from './conversations.ts';
import type { Json } from './json.ts';
import { botId, botName } from './state.ts';
import type { OpenDialog, PocketAction, PocketNotice, PocketState } from './state.ts';
import { channelMembers, groupMembers } from './world.ts';
import type { PocketChannel, PocketTeam, PocketUser } from './world.ts';

export interface ScreenMessage {
  id: string;
  conversationId: string;
  from: { kind: 'bot' | 'user'; id: string; name: string; me: boolean };
  at: string;
  edited: boolean;
  deleted: boolean;
  alert: boolean;
  text?: string;
  textFormat: string;
  summary?: string;
  cards: Json[];
  /** Buttons counted through all cards of the message. */
  buttons: CardButton[];
  /** Every word a person can read in the message, line by line. */
  words: string[];
}

export interface ScreenThread {
  conversationId: string;
  root: ScreenMessage;
  replies: ScreenMessage[];
}

export interface ScreenChannel {
  id: string;
  name: string;
  kind: PocketChannel['kind'];
  threads: ScreenThread[];
}

export interface ScreenDialog extends OpenDialog {
  buttons: CardButton[];
  words: string[];
}

export interface Screen {
  tenant: { id: string; name: string };
  user: { id: string; name: string; email: string; timeZone: string };
  bot: { id: string; name: string };
  commands: readonly { title: string; description: string }[];
  groupCommands: readonly { title: string; description: string }[];
  /** The app's entries in menus, by the places where Teams shows them. */
  actions: readonly PocketAction[];
  now: string;
  installed: boolean;
  chats: { conversationId: string; name: string; messages: ScreenMessage[] }[];
  /** Chats of several people. */
  groups: { conversationId: string; name: string; members: string[]; installed: boolean; messages: ScreenMessage[] }[];
  teams: { id: string; name: string; installed: boolean; channels: ScreenChannel[] }[];
  dialog?: ScreenDialog;
  notices: PocketNotice[];
}

export function readScreen(state: PocketState, user: PocketUser): Screen {
  const tenant = state.world.tenants.get(user.tenantId);
  const dialog = state.dialogs.get(user.id);
  const messages = messagesOf(state.conversations, user.chatId);
  const chat = {
    conversationId: user.chatId,
    name: botName(state),
    messages: messages.map((each) => readMessage(state, user, each)),
  };
  return {
    tenant: { id: user.tenantId, name: tenant?.name ?? '' },
    user: { id: user.id, name: user.name, email: user.email, timeZone: user.timeZone },
    bot: { id: botId(state), name: botName(state) },
    commands: state.options.commands ?? [],
    groupCommands: state.options.groupCommands ?? [],
    actions: hasApp(state, user) ? (state.options.actions ?? []) : [],
    now: state.options.now().toISOString(),
    installed: user.installed,
    chats: user.installed || messages.length > 0 ? [chat] : [],
    groups: [...state.world.groups.values()]
      .filter((group) => group.memberIds.includes(user.id))
      .map((group) => ({
        conversationId: group.id,
        name: group.name,
        members: groupMembers(state.world, group).map((member) => member.name),
        installed: group.installed,
        messages: messagesOf(state.conversations, group.id).map((each) => readMessage(state, user, each)),
      })),
    teams: [...state.world.teams.values()]
      .filter(
        (team) => !team.deleted && team.tenantId === user.tenantId && visibleChannels(state, team, user).length > 0,
      )
      .map((team) => ({
        id: team.id,
        name: team.name,
        installed: team.installed,
        channels: visibleChannels(state, team, user).map((channel) => readChannel(state, user, channel)),
      })),
    ...(dialog
      ? {
          dialog: {
            ...structuredClone(dialog),
            buttons: buttonsOf(dialog.card),
            words: [dialog.title, ...cardWords(dialog.card)],
          },
        }
      : {}),
    notices: [...(state.notices.get(user.id) ?? [])],
  };
}

function visibleChannels(state: PocketState, team: PocketTeam, user: PocketUser): PocketChannel[] {
  return team.channels.filter(
    (channel) => !channel.deleted && channelMembers(state.world, team, channel).includes(user),
  );
}

function readChannel(state: PocketState, user: PocketUser, channel: PocketChannel): ScreenChannel {
  const threads = threadsOf(state.conversations, channel.id).flatMap((conversationId) => {
    const [root, ...replies] = messagesOf(state.conversations, conversationId).map((each) =>
      readMessage(state, user, each),
    );
    return root ? [{ conversationId, root, replies }] : [];
  });
  return { id: channel.id, name: channel.name, kind: channel.kind, threads };
}

function readMessage(state: PocketState, reader: PocketUser, message: PocketMessage): ScreenMessage {
  const { from } = message;
  const author = from.kind === 'bot' ? undefined : state.world.users.get(from.userId);
  const cards = structuredClone(message.cards);
  const counted = cards.flatMap((card) => buttonsOf(card)).map((button, index) => ({ ...button, index }));
  return {
    id: message.id,
    conversationId: message.conversationId,
    from: {
      kind: from.kind,
      id: author?.id ?? botId(state),
      name: author?.name ?? botName(state),
      me: author !== undefined && author.id === reader.id,
    },
    at: message.at,
    edited: message.editedAt !== undefined,
    deleted: message.deleted,
    alert: message.alert,
    ...(message.text === undefined ? {} : { text: message.text }),
    textFormat: message.textFormat,
    ...(message.summary === undefined ? {} : { summary: message.summary }),
    cards,
    buttons: counted,
    words: [...(message.text === undefined ? [] : [message.text]), ...cards.flatMap((card) => cardWords(card))],
  };
}
