/** A chat of several people: everybody's messages, and a box in which the app can be named. */
import type { Group, Screen } from './teams-api.ts';
import { composeActions } from './teams-channel.ts';
import { createComposer } from './teams-composer.ts';
import { avatar, fill, iconButton, make } from './teams-dom.ts';
import { createMessageList } from './teams-messages.ts';
import type { Handling } from './teams-messages.ts';
import type { Place } from './teams-nav.ts';

interface GroupOptions extends Handling {
  pickAt: (conversation: string, action: string) => void;
  say: (conversation: string, text: string, mention: boolean) => Promise<unknown>;
  act: (path: 'add-to-group' | 'remove-from-group', group: string) => void;
  back: () => void;
}

interface GroupPane {
  element: HTMLElement;
  /** Hides itself where no group chat is open. */
  show(screen: Screen, place: Place): void;
}

export function createGroupPane(options: GroupOptions): GroupPane {
  const heading = make('header', { class: 'tms-head' });
  const scroll = make('div', { class: 'tms-scroll', role: 'log', 'aria-label': 'Messages', tabindex: 0 });
  const foot = make('div', { class: 'tms-foot' });
  const element = make('section', { class: 'tms-main', 'aria-label': 'Group chat' }, heading, scroll, foot);
  const list = createMessageList(scroll, options);
  let latest: Screen | undefined;
  let open: Group | undefined;
  let drawn = '';
  let botName = '';
  element.hidden = true;

  function showFoot(screen: Screen): void {
    if (botName === screen.bot.name) return;
    botName = screen.bot.name;
    const box = createComposer({
      label: 'Type a message',
      placeholder: 'Type a message',
      mention: botName,
      commands: () => latest?.groupCommands ?? [],
      actions: () => composeActions(latest),
      pick: (action) => options.pickAt(open?.conversationId ?? '', action),
      send: (text, mention) => options.say(open?.conversationId ?? '', text, mention),
    });
    fill(foot, box.element);
  }

  function showHeading(group: Group, screen: Screen): void {
    const key = JSON.stringify([group.name, group.members, group.installed]);
    if (key === drawn) return;
    drawn = key;
    const back = iconButton('back', 'Back to the list', options.back);
    back.classList.add('tms-back');
    const path = group.installed ? 'remove-from-group' : 'add-to-group';
    const toggle = make(
      'button',
      { type: 'button', class: 'tms-quiet', click: () => options.act(path, group.conversationId) },
      group.installed ? 'Remove app' : `Add ${screen.bot.name}`,
    );
    const title = make('div', {}, make('h2', {}, group.name), make('p', {}, group.members.join(', ')));
    fill(heading, back, avatar(group.name, 'team'), title, toggle);
  }

  return {
    element,
    show: (screen, place) => {
      latest = screen;
      open = place.kind === 'group' ? screen.groups.find((group) => group.conversationId === place.id) : undefined;
      element.hidden = open === undefined;
      if (open === undefined) return;
      showHeading(open, screen);
      list.show(open.messages, screen);
      showFoot(screen);
      scroll.scrollTop = scroll.scrollHeight;
    },
  };
}
