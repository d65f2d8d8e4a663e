/** The pane beside a conversation that shows one thread: the message, what was said under it, and a place to answer. */
import { el, freshId, icon, icons } from './slack-dom.ts';
import { countReplies, drawMessage, signMessage } from './slack-message.ts';
import { replaceKeepingFocus } from './slack-messages.ts';
import type { Conversation, Message, Screen, Shortcut } from './slack-screen.ts';
import type { Line } from './slack-stage.ts';

type Thread = {
  node: HTMLElement;
  /** Undefined closes it. */
  show: (screen: Screen, conversation: Conversation, top: Message | undefined, shortcuts: readonly Shortcut[]) => void;
  focus: () => void;
};

export function createThread(line: Line, close: () => void): Thread {
  const titleId = freshId('thread');
  const where = el('span', { class: 'ps-thread-where' });
  const cross = el(
    'button',
    { type: 'button', class: 'ps-icon-button', 'aria-label': 'Close thread' },
    icon(icons.close),
  );
  const list = el('div', { class: 'ps-messages', role: 'log', 'aria-labelledby': titleId, tabindex: 0 });
  const trouble = el('div', { class: 'ps-trouble', role: 'alert' });
  const field = el('textarea', {
    class: 'ps-compose-field',
    rows: 1,
    placeholder: 'Reply…',
    'aria-label': 'Reply in thread',
    'data-key': 'thread-reply',
  });
  const send = el('button', { type: 'submit', class: 'ps-send', 'aria-label': 'Send reply' }, icon(icons.send));
  const form = el('form', { class: 'ps-compose' }, field, send);
  const node = el(
    'aside',
    { class: 'ps-thread', 'aria-labelledby': titleId, hidden: true },
    el('header', { class: 'ps-thread-top' }, el('h2', { class: 'ps-title', id: titleId }, 'Thread', where), cross),
    list,
    trouble,
    form,
  );
  let place = { channel: '', ts: '' };
  let signature = '';

  cross.addEventListener('click', close);
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      close();
    }
  });
  const submit = () => {
    const text = field.value.trim();
    trouble.replaceChildren();
    if (text === '') return;
    const [command] = /^\/\S+/.exec(text) ?? [];
    if (command !== undefined) {
      trouble.replaceChildren(icon(icons.warning), `${command} is not supported in threads. Sorry!`);
      return;
    }
    field.value = '';
    void line.act('say', { channel: place.channel, text, threadTs: place.ts });
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });

  return {
    node,
    focus: () => {
      field.focus({ preventScroll: true });
    },
    show: (screen, conversation, top, shortcuts) => {
      node.hidden = top === undefined;
      if (!top) return;
      const isOther = place.ts !== top.ts || place.channel !== conversation.id;
      if (isOther) {
        field.value = '';
        trouble.replaceChildren();
      }
      place = { channel: conversation.id, ts: top.ts };
      const messages = [top, ...top.replies];
      const next = JSON.stringify([place, messages.map(signMessage), screen.names, shortcuts]);
      if (next === signature) return;
      signature = next;
      where.textContent = conversation.kind === 'im' ? conversation.name : `#${conversation.name}`;
      const around = { line, screen, conversation, shortcuts };
      const [first, ...replies] = messages.map((message) => drawMessage(around, message, false));
      const count = el('div', { class: 'ps-day ps-thread-count' }, el('span', {}, countReplies(top.replies.length)));
      replaceKeepingFocus(
        list,
        [first, top.replies.length > 0 ? count : undefined, ...replies].filter((one) => one !== undefined),
      );
      list.scrollTop = isOther ? 0 : list.scrollHeight;
    },
  };
}
