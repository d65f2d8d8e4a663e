/** A channel: posts with their replies, and a box for a new post. */
import type { Channel, Screen, Thread } from './teams-api.ts';
import { createComposer } from './teams-composer.ts';
import { fill, make } from './teams-dom.ts';
import { createMessageList } from './teams-messages.ts';
import type { Handling, MessageList } from './teams-messages.ts';

interface ChannelOptions extends Handling {
  pickAt: (conversation: string, action: string) => void;
  say: (conversation: string, text: string, mention: boolean) => Promise<unknown>;
}

interface ChannelPane {
  show(channel: Channel, screen: Screen): void;
}

interface DrawnThread {
  element: HTMLElement;
  list: MessageList;
}

export function createChannelPane(root: HTMLElement, options: ChannelOptions): ChannelPane {
  const threads = new Map<string, DrawnThread>();
  let latest: Screen | undefined;
  const commands = (): Screen['commands'] => latest?.groupCommands ?? [];

  function drawThread(thread: Thread, botName: string): DrawnThread {
    const messages = make('div', { class: 'tms-thread-messages' });
    const composer = createComposer({
      label: 'Reply',
      placeholder: 'Reply',
      mention: botName,
      commands,
      actions: () => composeActions(latest),
      pick: (action) => options.pickAt(thread.conversationId, action),
      send: (text, mention) => options.say(thread.conversationId, text, mention),
    });
    composer.element.hidden = true;
    const opener = make('button', { type: 'button', class: 'tms-quiet', click: () => reply() }, 'Reply');
    const reply = (): void => {
      composer.element.hidden = false;
      opener.hidden = true;
      composer.focus();
    };
    const element = make(
      'article',
      { class: 'tms-thread', 'aria-label': 'Post and replies' },
      messages,
      opener,
      composer.element,
    );
    return { element, list: createMessageList(messages, options, 'thread') };
  }

  return {
    show: (channel, screen) => {
      latest = screen;
      const drawn = channel.threads.map((thread) => {
        const found = threads.get(thread.conversationId) ?? drawThread(thread, screen.bot.name);
        threads.set(thread.conversationId, found);
        found.list.show([thread.root, ...thread.replies], screen);
        return found.element;
      });
      const empty = make('p', { class: 'tms-empty' }, `Nothing has been posted in ${channel.name} yet.`);
      const wanted = drawn.length > 0 ? drawn : [empty];
      if (wanted.some((element, index) => root.children[index] !== element) || root.children.length !== wanted.length)
        fill(root, ...wanted);
    },
  };
}

/** What the app offers beside a box that one types in. */
export function composeActions(screen: Screen | undefined): Screen['actions'] {
  return (screen?.actions ?? []).filter(({ context }) => context.includes('compose'));
}
