/** The rail and the list beside it: the chat with the app, and the teams with their channels. */
import type { Screen } from './teams-api.ts';
import { avatar, fill, icon, make } from './teams-dom.ts';

/** What is open: the chat with the app, a chat of several people, or a channel, by its id. */
export type Place = { kind: 'chat' } | { kind: 'group'; id: string } | { kind: 'channel'; id: string };

interface NavOptions {
  choose: (place: Place) => void;
  section: (section: Section) => void;
  addToTeam: (teamId: string) => void;
}

export type Section = 'chat' | 'teams';

interface Nav {
  rail: HTMLElement;
  list: HTMLElement;
  show(screen: Screen, section: Section, place: Place): void;
}

export function createNav(options: NavOptions): Nav {
  const rail = make('nav', { class: 'tms-rail', 'aria-label': 'Teams' });
  const list = make('section', { class: 'tms-list', 'aria-label': 'Conversations' });
  let drawn = '';
  return {
    rail,
    list,
    show: (screen, section, place) => {
      const key = JSON.stringify([
        section,
        place,
        screen.installed,
        screen.chats.map(lastLine),
        screen.groups.map((group) => [group.conversationId, lastLine(group)]),
        screen.teams.map(outline),
      ]);
      if (key === drawn) return;
      drawn = key;
      const focused = document.activeElement?.getAttribute('data-key') ?? null;
      fill(rail, railButton('chat', 'Chat', section, options), railButton('teams', 'Teams', section, options));
      fill(
        list,
        make('h2', {}, section === 'chat' ? 'Chat' : 'Teams'),
        ...(section === 'chat' ? chats : teams)(screen, place, options),
      );
      const again = [...rail.children, ...list.querySelectorAll('[data-key]')].find(
        (each) => focused !== null && each.getAttribute('data-key') === focused,
      );
      if (again instanceof HTMLElement) again.focus();
    },
  };
}

function railButton(section: Section, label: string, current: Section, options: NavOptions): HTMLElement {
  const chosen = section === current;
  return make(
    'button',
    {
      type: 'button',
      class: 'tms-rail-button',
      'data-key': section,
      'aria-current': chosen ? 'page' : undefined,
      click: () => options.section(section),
    },
    icon(section),
    label,
  );
}

function chats(screen: Screen, place: Place, options: NavOptions): HTMLElement[] {
  const rows = screen.chats.map((chat) =>
    row(
      place.kind === 'chat',
      'chat',
      () => options.choose({ kind: 'chat' }),
      avatar(chat.name, 'app'),
      chat.name,
      lastLine(chat),
    ),
  );
  const groups = screen.groups.map((group) => {
    const { conversationId: id, name } = group;
    const chosen = place.kind === 'group' && place.id === id;
    return row(chosen, id, () => options.choose({ kind: 'group', id }), avatar(name, 'team'), name, lastLine(group));
  });
  if (screen.installed) return [...rows, ...groups];
  return [
    ...rows,
    ...groups,
    make('div', { class: 'tms-empty' }, make('p', {}, `${screen.bot.name} is not installed for you.`)),
  ];
}

function teams(screen: Screen, place: Place, options: NavOptions): HTMLElement[] {
  if (screen.teams.length === 0)
    return [make('div', { class: 'tms-empty' }, make('p', {}, 'You are not in a team yet.'))];
  return screen.teams.map((team) => {
    const channels = team.channels.map((channel) => {
      const mark = icon(channel.kind === 'private' ? 'lock' : channel.kind === 'shared' ? 'share' : 'channel');
      const chosen = place.kind === 'channel' && place.id === channel.id;
      return row(chosen, channel.id, () => options.choose({ kind: 'channel', id: channel.id }), mark, channel.name, '');
    });
    const add = make(
      'button',
      { type: 'button', class: 'tms-quiet', 'data-key': `add-${team.id}`, click: () => options.addToTeam(team.id) },
      `Add ${screen.bot.name}`,
    );
    const head = make('div', { class: 'tms-team' }, avatar(team.name, 'team'), make('h3', {}, team.name));
    return make('div', {}, head, ...channels, !team.installed && add);
  });
}

function row(chosen: boolean, key: string, onChoose: () => void, mark: Node, name: string, line: string): HTMLElement {
  return make(
    'button',
    { type: 'button', class: 'tms-row', 'data-key': key, 'aria-current': chosen ? 'true' : undefined, click: onChoose },
    mark,
    make(
      'span',
      {},
      make('span', { class: 'tms-row-name' }, name),
      line !== '' && make('span', { class: 'tms-row-line' }, line),
    ),
  );
}

function lastLine(chat: Pick<Screen['chats'][number], 'messages'>): string {
  const last = chat.messages.at(-1);
  if (!last) return '';
  if (last.deleted) return 'This message has been deleted.';
  return `${last.from.me ? 'You: ' : ''}${last.summary ?? last.text ?? 'Sent a card'}`
    .replaceAll(/[*_#]/g, '')
    .slice(0, 80);
}

function outline(team: Screen['teams'][number]): unknown {
  return [team.id, team.installed, team.channels.map((channel) => [channel.id, channel.name])];
}
