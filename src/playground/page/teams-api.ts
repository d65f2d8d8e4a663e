/** What the pocket Teams tells the page, and how the page asks. The server checks every request; here we only speak plainly. */
import { answerOf } from './answer.ts';

interface Button {
  index: number;
  title: string;
  type: string;
  opensDialog: boolean;
}

export type Card = Record<string, unknown>;

export interface Message {
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
  cards: Card[];
  buttons: Button[];
}

export interface Thread {
  conversationId: string;
  root: Message;
  replies: Message[];
}

export interface Channel {
  id: string;
  name: string;
  kind: 'standard' | 'private' | 'shared';
  threads: Thread[];
}

interface Team {
  id: string;
  name: string;
  installed: boolean;
  channels: Channel[];
}

/** A chat of several people. */
export interface Group {
  conversationId: string;
  name: string;
  members: string[];
  installed: boolean;
  messages: Message[];
}

export interface Dialog {
  title: string;
  width: string | number;
  height: string | number;
  card?: Card;
  message?: string;
  values: Record<string, string>;
  errors: Record<string, string>;
  notice?: string;
  revision: number;
}

export interface Action {
  id: string;
  title: string;
  description: string;
  context: readonly string[];
}

export interface Screen {
  tenant: { id: string; name: string };
  user: { id: string; name: string; email: string; timeZone: string };
  bot: { id: string; name: string };
  commands: readonly { title: string; description: string }[];
  groupCommands: readonly { title: string; description: string }[];
  /** The app's entries in menus that this person has, by where Teams shows them. */
  actions: readonly Action[];
  now: string;
  installed: boolean;
  chats: { conversationId: string; name: string; messages: Message[] }[];
  groups: Group[];
  teams: Team[];
  dialog?: Dialog;
  notices: { id: number; text: string }[];
}

export interface Outcome {
  kind?: string;
  url?: string;
  result?: string;
  errors?: Record<string, string>;
}

interface TeamsClient {
  readScreen(): Promise<Screen>;
  act(path: string, body?: Record<string, unknown>): Promise<Outcome>;
  /** The token that Teams hands to the page of a tab. */
  signIn(): Promise<string>;
  /** Calls back at once and whenever something changed; reconnects by itself. */
  watch(onChange: () => void): () => void;
}

export function createTeamsClient(api: string, tenant: string, user: string): TeamsClient {
  const base = api.replace(/\/$/, '');
  const query = new URLSearchParams({ tenant, user }).toString();
  async function post<Answer>(path: string, body: Record<string, unknown>): Promise<Answer> {
    const response = await fetch(`${base}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tenant, user, ...body }),
    });
    return answerOf<Answer>(response);
  }
  return {
    readScreen: async () => answerOf<Screen>(await fetch(`${base}/screen?${query}`)),
    act: (path, body = {}) => post<Outcome>(path, body),
    signIn: async () => (await post<{ token: string }>('sign-in', {})).token,
    watch: (onChange) => {
      const events = new EventSource(`${base}/events?${query}`);
      events.addEventListener('changed', onChange);
      return () => events.close();
    },
  };
}
