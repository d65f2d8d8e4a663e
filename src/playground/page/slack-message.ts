/** One message: who, when, what, and what can be done with it. */
import { drawBlocks } from './slack-blocks.ts';
import { el, icon, icons } from './slack-dom.ts';
import { createMenu } from './slack-menu.ts';
import type { Conversation, Message, Screen, Shortcut } from './slack-screen.ts';
import type { Line } from './slack-stage.ts';
import { createStage } from './slack-stage.ts';
import { drawMrkdwn } from './slack-text.ts';

/** What stands around every message of a conversation. */
export type Around = {
  line: Line;
  screen: Screen;
  conversation: Conversation;
  shortcuts: readonly Shortcut[];
  /** Undefined inside a thread, where there are no further threads. */
  openThread?: ((ts: string) => void) | undefined;
};

export function drawMessage(around: Around, message: Message, follows: boolean): HTMLElement {
  const { line, screen, conversation } = around;
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
      drawReplies(around, message),
    ),
    drawActions(around, message),
  );
}

/** What must differ for a message to be drawn anew. */
export function signMessage(message: Message): unknown[] {
  const { text, blocks, edited, replies } = message;
  return [text, blocks, edited, replies.map((reply) => [reply.ts, reply.author])];
}

function drawReplies({ openThread, screen }: Around, { ts, replies }: Message): HTMLElement | undefined {
  const last = replies.at(-1);
  if (!last || !openThread) return undefined;
  const people = [...new Map(replies.map((reply) => [reply.author, reply])).values()].slice(0, 4);
  const button = el(
    'button',
    { type: 'button', class: 'ps-replies', 'data-key': `replies/${ts}` },
    ...people.map((one) => drawAvatar(one.author, one.isApp)),
    el('span', { class: 'ps-replies-count' }, countReplies(replies.length)),
    el('span', { class: 'ps-time' }, `Last reply ${formatTime(last.ts, screen.person.tz)}`),
  );
  button.addEventListener('click', () => {
    openThread(ts);
  });
  return button;
}

export function countReplies(count: number): string {
  return `${String(count)} ${count === 1 ? 'reply' : 'replies'}`;
}

/** A message that only one person sees has neither threads nor shortcuts. */
function drawActions({ line, conversation, shortcuts, openThread, screen }: Around, message: Message) {
  const offered = [
    ...(openThread
      ? [
          {
            name: 'Reply in thread',
            pick: () => {
              openThread(message.ts);
            },
          },
        ]
      : []),
    ...shortcuts
      .filter((one) => one.kind === 'message')
      .map(({ name, description, callbackId }) => ({
        name,
        about: description,
        pick: () => void line.act('message-shortcut', { channel: conversation.id, ts: message.ts, callbackId }),
      })),
  ];
  if (message.onlyVisibleToYou || offered.length === 0) return undefined;
  const label = `More actions, ${formatTime(message.ts, screen.person.tz)}`;
  const button = el(
    'button',
    { type: 'button', class: 'ps-icon-button', 'aria-label': label, 'data-key': `more/${message.ts}` },
    icon(icons.more),
  );
  return el(
    'div',
    { class: 'ps-message-actions' },
    createMenu(button, 'More actions', () => offered),
  );
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

function toDate(ts: string): Date {
  return new Date(Number(ts) * 1000);
}

function formatTime(ts: string, timeZone: string): string {
  return toDate(ts).toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit', timeZone });
}

export function formatDay(ts: string, timeZone: string): string {
  return toDate(ts).toLocaleDateString('en-US', { weekday: 'long', month: 'long', day: 'numeric', timeZone });
}
