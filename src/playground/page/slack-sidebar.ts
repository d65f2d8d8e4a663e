/** The aubergine column: workspace, channels and the app, with counts of what is unread. */
import { el, freshId, icon, icons } from './slack-dom.ts';
import { drawAvatar } from './slack-message.ts';
import { replaceKeepingFocus } from './slack-messages.ts';
import type { Conversation, Screen } from './slack-screen.ts';

type Sidebar = { node: HTMLElement; show: (screen: Screen, selected: string) => void };

export function createSidebar(select: (conversationId: string) => void): Sidebar {
  const node = el('nav', { class: 'ps-sidebar', 'aria-label': 'Conversations' });
  let signature = '';
  return {
    node,
    show: (screen, selected) => {
      const rows = screen.conversations.map(({ id, name, kind, isExtShared, unread }) => ({
        id,
        name,
        kind,
        isExtShared,
        unread,
      }));
      const next = JSON.stringify([screen.workspace, screen.person, rows, selected]);
      if (next === signature) return;
      signature = next;
      const channels = screen.conversations.filter((one) => one.kind !== 'im');
      const apps = screen.conversations.filter((one) => one.kind === 'im');
      replaceKeepingFocus(node, [
        el(
          'div',
          { class: 'ps-workspace' },
          el('strong', {}, screen.workspace.name),
          el(
            'span',
            { class: 'ps-me' },
            el('span', { class: 'ps-presence', 'aria-hidden': 'true' }),
            screen.person.realName,
          ),
        ),
        ...drawGroup('Channels', channels, selected, select),
        ...drawGroup('Apps', apps, selected, select),
      ]);
    },
  };
}

function drawGroup(
  title: string,
  rows: readonly Conversation[],
  selected: string,
  select: (id: string) => void,
): HTMLElement[] {
  if (rows.length === 0) return [];
  const id = freshId('group');
  return [
    el('div', { class: 'ps-group', id }, title),
    el(
      'ul',
      { class: 'ps-rows', 'aria-labelledby': id },
      ...rows.map((row) => el('li', {}, drawRow(row, row.id === selected, select))),
    ),
  ];
}

function drawRow(row: Conversation, isSelected: boolean, select: (id: string) => void): HTMLElement {
  const sign =
    row.kind === 'im'
      ? drawAvatar(row.name, true)
      : el('span', { class: 'ps-sign', 'aria-hidden': 'true' }, row.kind === 'private' ? icon(icons.lock) : '#');
  const isUnread = row.unread > 0 && !isSelected;
  const button = el(
    'button',
    {
      type: 'button',
      class: `ps-row${isUnread ? ' ps-row-unread' : ''}`,
      'aria-current': isSelected ? 'page' : undefined,
      'data-key': `row/${row.id}`,
    },
    sign,
    el('span', { class: 'ps-row-name' }, row.name),
    row.isExtShared
      ? el('span', {}, icon(icons.shared), el('span', { class: 'ps-hidden' }, 'shared with another organization'))
      : undefined,
    isUnread
      ? el('span', { class: 'ps-count' }, String(row.unread), el('span', { class: 'ps-hidden' }, ' unread'))
      : undefined,
  );
  button.addEventListener('click', () => {
    select(row.id);
  });
  return button;
}
