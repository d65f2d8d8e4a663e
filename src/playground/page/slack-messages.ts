/** The conversation: messages in order, each redrawn only when it changed, so that reading is not disturbed. */
import { drawBlocks } from './slack-blocks.ts';
import { el, icon, icons } from './slack-dom.ts';
import type { Conversation, Message, Screen } from './slack-screen.ts';
import type { Line } from './slack-stage.ts';
import { createStage } from './slack-stage.ts';
import { drawMrkdwn } from './slack-text.ts';

type MessageList = { node: HTMLElement; show: (screen: Screen, conversation: Conversation) => void };

export function createMessageList(line: Line): MessageList {
  const node = el('div', { class: 'ps-messages', role: 'log', 'aria-label': 'Messages', tabindex: 0 });
  const drawn = new Map<string, { signature: string; element: HTMLElement }>();
  let shown = '';
  return {
    node,
    show: (screen, conversation) => {
      const isNew = shown !== conversation.id;
      const wasAtEnd = node.scrollHeight - node.scrollTop - node.clientHeight < 80;
      if (isNew) drawn.clear();
      shown = conversation.id;
      node.setAttribute('aria-label', `Messages in ${conversation.name}`);
      let day = '';
      let previous: Message | undefined;
      const rows = conversation.messages.flatMap((message) => {
        const today = formatDay(message.ts, screen.person.tz);
        const divider = today === day ? [] : [el('div', { class: 'ps-day' }, el('span', {}, today))];
        const follows = divider.length === 0 && isFollowUp(previous, message);
        day = today;
        previous = message;
        const signature = JSON.stringify([message.text, message.blocks, message.edited, follows, screen.names]);
        let entry = drawn.get(message.ts);
        if (entry?.signature !== signature) {
          entry = { signature, element: drawMessage(line, screen, conversation, message, follows) };
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

export function drawAvatar(name: string, isApp: boolean): HTMLElement {
  if (isApp)
    return el('span', { class: 'ps-avatar ps-avatar-app', 'aria-hidden': 'true' }, icon('M3 14c4 0 4-8 7-8s3 8 7 8'));
  const initials = name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 2);
  const hue = Array.from(name).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0) * 37, 0) % 360;
  return el(
    'span',
    { class: 'ps-avatar', 'aria-hidden': 'true', style: `background:hsl(${String(hue)} 42% 36%)` },
    initials,
  );
}

function drawMessage(
  line: Line,
  screen: Screen,
  conversation: Conversation,
  message: Message,
  follows: boolean,
): HTMLElement {
  const stage = createStage(line, screen, { channel: conversation.id, ts: message.ts }, { values: message.values });
  const time = el(
    'time',
    { class: 'ps-time', datetime: toDate(message.ts).toISOString() },
    formatTime(message.ts, screen.person.tz),
  );
  const body =
    message.blocks.length > 0
      ? drawBlocks(message.blocks, stage)
      : el('div', { class: 'ps-text' }, drawMrkdwn(message.text, screen.names));
  const kinds = `${message.onlyVisibleToYou ? ' ps-message-private' : ''}${follows ? ' ps-message-follows' : ''}`;
  return el(
    'article',
    { class: `ps-message${kinds}`, 'aria-label': `${message.author}, ${time.textContent}` },
    follows ? el('span', { class: 'ps-gutter' }, time) : drawAvatar(message.author, message.isApp),
    el(
      'div',
      { class: 'ps-message-body' },
      message.onlyVisibleToYou
        ? el('div', { class: 'ps-only-you' }, icon(icons.eye), 'Only visible to you')
        : undefined,
      follows
        ? undefined
        : el(
            'div',
            { class: 'ps-message-head' },
            el('span', { class: 'ps-author' }, message.author),
            message.isApp ? el('span', { class: 'ps-badge' }, 'APP') : undefined,
            time,
          ),
      body,
      message.edited ? el('span', { class: 'ps-edited' }, '(edited)') : undefined,
    ),
  );
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

function toDate(ts: string): Date {
  return new Date(Number(ts) * 1000);
}

function formatTime(ts: string, timeZone: string): string {
  return toDate(ts).toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit', timeZone });
}

function formatDay(ts: string, timeZone: string): string {
  return toDate(ts).toLocaleDateString('en-US', { weekday: 'long', month: 'long', day: 'numeric', timeZone });
}
