/** The conversation: messages in order, each redrawn only when it changed, so that reading is not disturbed. */
import { el } from './slack-dom.ts';
import { drawMessage, formatDay, signMessage } from './slack-message.ts';
import type { Conversation, Message, Screen, Shortcut } from './slack-screen.ts';
import type { Line } from './slack-stage.ts';

type MessageList = {
  node: HTMLElement;
  show: (screen: Screen, conversation: Conversation, shortcuts: readonly Shortcut[]) => void;
};

export function createMessageList(line: Line, openThread: (ts: string) => void): MessageList {
  const node = el('div', { class: 'ps-messages', role: 'log', 'aria-label': 'Messages', tabindex: 0 });
  const drawn = new Map<string, { signature: string; element: HTMLElement }>();
  let shown = '';
  return {
    node,
    show: (screen, conversation, shortcuts) => {
      const isNew = shown !== conversation.id;
      const wasAtEnd = node.scrollHeight - node.scrollTop - node.clientHeight < 80;
      if (isNew) drawn.clear();
      shown = conversation.id;
      node.setAttribute('aria-label', `Messages in ${conversation.name}`);
      const around = { line, screen, conversation, shortcuts, openThread };
      let day = '';
      let previous: Message | undefined;
      const rows = conversation.messages.flatMap((message) => {
        const today = formatDay(message.ts, screen.person.tz);
        const divider = today === day ? [] : [el('div', { class: 'ps-day' }, el('span', {}, today))];
        const follows = divider.length === 0 && isFollowUp(previous, message);
        day = today;
        previous = message;
        const signature = JSON.stringify([...signMessage(message), follows, screen.names, shortcuts]);
        let entry = drawn.get(message.ts);
        if (entry?.signature !== signature) {
          entry = { signature, element: drawMessage(around, message, follows) };
          drawn.set(message.ts, entry);
        }
        return [...divider, entry.element];
      });
      if (rows.length === 0) rows.push(drawEmpty(conversation));
      replaceKeepingFocus(node, rows);
      if (isNew || wasAtEnd) node.scrollTop = node.scrollHeight;
    },
  };
}

/** Redraws without taking the focus from the control it was on. */
export function replaceKeepingFocus(node: HTMLElement, children: readonly HTMLElement[]): void {
  const before = node.contains(document.activeElement) ? document.activeElement : null;
  const key = before instanceof HTMLElement ? before.dataset['key'] : undefined;
  const same =
    node.children.length === children.length && children.every((child, index) => node.children[index] === child);
  if (same) return;
  node.replaceChildren(...children);
  if (before instanceof HTMLElement && document.activeElement !== before) {
    const again = node.contains(before)
      ? before
      : key === undefined
        ? undefined
        : node.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    again?.focus({ preventScroll: true });
  }
}

function drawEmpty(conversation: Conversation): HTMLElement {
  const words =
    conversation.kind === 'im'
      ? 'This is the start of your direct messages with the app. Type / to see what it can do.'
      : `This is the start of #${conversation.name}.`;
  return el('div', { class: 'ps-empty' }, words);
}

function isFollowUp(previous: Message | undefined, message: Message): boolean {
  return (
    previous !== undefined &&
    previous.author === message.author &&
    !previous.onlyVisibleToYou &&
    !message.onlyVisibleToYou &&
    Number(message.ts) - Number(previous.ts) < 300
  );
}
