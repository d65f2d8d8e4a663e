/** Messages of a chat or thread. Each keeps its element while nothing in it changes, so half-typed answers in cards survive. */
import type { Message, Screen } from './teams-api.ts';
import { drawCard } from './teams-cards.ts';
import type { CardAction } from './teams-cards.ts';
import { avatar, fill, make } from './teams-dom.ts';
import { markdownNodes } from './teams-markdown.ts';
import { createMenu } from './teams-menu.ts';

export type Press = (message: Message, action: CardAction) => Promise<void>;

/** What can be done with a message: its buttons, and the app's entries of its menu. */
export interface Handling {
  press: Press;
  pick: (message: Message, action: string) => void;
}

export interface MessageList {
  show(messages: Message[], screen: Screen): void;
}

/** Chats put my own messages at the right and name the days; threads show everybody alike, with the day beside the time. */
export function createMessageList(
  root: HTMLElement,
  handling: Handling,
  kind: 'chat' | 'thread' = 'chat',
): MessageList {
  const kept = new Map<string, { key: string; element: HTMLElement }>();
  const dividers = new Map<string, HTMLElement>();
  const dividerOf = (day: string): HTMLElement => {
    const divider = dividers.get(day) ?? make('div', { class: 'tms-day', role: 'separator' }, day);
    dividers.set(day, divider);
    return divider;
  };
  return {
    show: (messages, screen) => {
      let day = '';
      const children = messages.flatMap((message) => {
        const key = JSON.stringify(message);
        const known = kept.get(message.id);
        const element = known?.key === key ? known.element : drawMessage(message, screen, handling, kind);
        kept.set(message.id, { key, element });
        const itsDay = dayOf(message, screen);
        const divider = itsDay === day || kind === 'thread' ? [] : [dividerOf(itsDay)];
        day = itsDay;
        return [...divider, element];
      });
      keepChildren(root, children);
    },
  };
}

/** Replaces only what differs, since moving an element that has the focus would take the focus away. */
function keepChildren(root: HTMLElement, children: HTMLElement[]): void {
  const same =
    children.length === root.children.length && children.every((child, index) => root.children[index] === child);
  if (same) return;
  const before = [...root.children];
  const shared = before.every((child, index) => children[index] === child);
  if (shared) root.append(...children.slice(before.length));
  else fill(root, ...children);
}

function drawMessage(message: Message, screen: Screen, handling: Handling, kind: 'chat' | 'thread'): HTMLElement {
  const { from } = message;
  const time = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', timeZone: screen.user.timeZone });
  const clock = time.format(new Date(message.at));
  const shown = kind === 'thread' ? `${dayOf(message, screen)} ${clock}` : clock;
  const mine = from.me && kind === 'chat';
  const meta = make(
    'div',
    { class: 'tms-meta' },
    make('span', { class: mine ? 'tms-hidden' : 'tms-author' }, mine ? 'You' : from.name),
    make('time', { datetime: message.at }, shown),
    message.edited && !message.deleted && make('span', {}, 'Edited'),
    message.alert && make('span', { class: 'tms-alert' }, 'In your activity'),
    menuOf(message, screen, handling),
  );
  return make(
    'article',
    {
      class: `tms-message tms-from-${mine ? 'me' : from.kind}`,
      'aria-label': `${mine ? 'You' : from.name}, ${shown}`,
      'data-id': message.id,
    },
    !mine && avatar(from.name, from.kind === 'bot' ? 'app' : 'person'),
    make('div', { class: 'tms-body' }, meta, ...contentOf(message, handling.press)),
  );
}

/** The "..." of a message, where the app has something for it. */
function menuOf(message: Message, { actions }: Screen, { pick }: Handling): HTMLElement | undefined {
  const entries = actions.filter(({ context }) => context.includes('message'));
  if (entries.length === 0 || message.deleted) return undefined;
  const menu = createMenu({
    icon: 'more',
    label: 'More options',
    title: 'More actions',
    items: () => entries.map((action) => ({ ...action, choose: () => pick(message, action.id) })),
  });
  const holder = make('span', { class: 'tms-more' }, menu.opener, menu.list);
  // Near the end of what scrolls there is only room above.
  menu.opener.addEventListener('click', () => {
    const bottom = holder.closest('.tms-scroll')?.getBoundingClientRect().bottom ?? window.innerHeight;
    holder.classList.toggle(
      'tms-more-up',
      menu.opener.getBoundingClientRect().bottom + menu.list.offsetHeight > bottom,
    );
  });
  return holder;
}

function contentOf(message: Message, press: Press): HTMLElement[] {
  if (message.deleted) return [make('div', { class: 'tms-bubble tms-deleted' }, 'This message has been deleted.')];
  const text = message.text?.trim() ?? '';
  const words = message.textFormat === 'plain' ? [document.createTextNode(text)] : markdownNodes(text);
  const bubble = text === '' ? [] : [make('div', { class: `tms-bubble tms-${message.textFormat}` }, ...words)];
  const cards = message.cards.map((card) => {
    const drawn = drawCard(card, (action) => void press(message, action));
    const wide =
      typeof card['msteams'] === 'object' && JSON.stringify(card['msteams']).toLowerCase().includes('"width":"full"');
    return make('div', { class: wide ? 'tms-card-frame tms-card-wide' : 'tms-card-frame' }, drawn.element);
  });
  return [...bubble, ...cards];
}

function dayOf(message: Message, screen: Screen): string {
  const format = new Intl.DateTimeFormat('en-US', {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    timeZone: screen.user.timeZone,
  });
  const day = format.format(new Date(message.at));
  return day === format.format(new Date(screen.now)) ? 'Today' : day;
}
