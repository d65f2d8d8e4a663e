/** A pane that looks and behaves like Microsoft Teams, drawn for one person of the pocket Teams. */
import { createTeamsClient } from './teams-api.ts';
import type { Message, Outcome, Screen } from './teams-api.ts';
import type { CardAction } from './teams-cards.ts';
import { composeActions, createChannelPane } from './teams-channel.ts';
import { createComposer } from './teams-composer.ts';
import { createDialogPane } from './teams-dialog.ts';
import { avatar, fill, iconButton, make } from './teams-dom.ts';
import { createMessageList } from './teams-messages.ts';
import { createNav } from './teams-nav.ts';
import type { Place, Section } from './teams-nav.ts';
import { createGroupPane } from './teams-group.ts';
import { createHomeTab, drawTabs } from './teams-tab.ts';
import type { AppTab } from './teams-tab.ts';

export interface TeamsViewOptions {
  /** Where the persona routes are, for example /pocket-teams/persona. */
  api: string;
  tenantId: string;
  userId: string;
}

export function mountTeams(root: HTMLElement, options: TeamsViewOptions): { destroy(): void } {
  const client = createTeamsClient(options.api, options.tenantId, options.userId);
  let screen: Screen | undefined;
  let section: Section = 'chat';
  let place: Place = { kind: 'chat' };
  let tab: AppTab = 'chat';
  let reading = false;
  let again = false;
  let gone = false;

  const pane = make('div', { class: 'tms', 'data-side': 'main' });
  const heading = make('header', { class: 'tms-head' });
  const chatScroll = make('div', { class: 'tms-scroll', role: 'log', 'aria-label': 'Messages', tabindex: 0 });
  const channelScroll = make('div', { class: 'tms-scroll', role: 'region', 'aria-label': 'Posts', tabindex: 0 });
  const foot = make('div', { class: 'tms-foot' });
  const told = make('div', { role: 'status' });
  const noticed = make('div', { role: 'status' });
  const notices = make('div', { class: 'tms-notices' }, noticed, told);
  const nav = createNav({
    choose: (chosen) => choose(chosen, true),
    section: openSection,
    addToTeam: (team) => void act('add-to-team', { team }),
  });
  const pick = (message: Message, action: string): void => void act('pick', { action, message: message.id });
  const pickAt = (where: string, action: string): void => void act('pick', { action, where });
  const chat = createMessageList(chatScroll, { press, pick });
  const group = createGroupPane({
    press,
    pick,
    pickAt,
    say: (conversation, text, mention) => act('say', { conversation, text, mention }),
    act: (path, id) => void act(path, { group: id }),
    back: () => {
      pane.dataset['side'] = 'list';
    },
  });
  const channels = createChannelPane(channelScroll, {
    press,
    pick,
    pickAt,
    say: (conversation, text, mention) => act('say', { conversation, text, mention }),
  });
  const actions = (): Screen['actions'] => composeActions(screen);
  const chatBox = createComposer({
    label: 'Type a message',
    placeholder: 'Type a message',
    commands: () => screen?.commands ?? [],
    actions,
    pick: (action) => void act('pick', { action }),
    send: (text) => act('say', { text }),
  });
  const home = createHomeTab({
    tenantId: options.tenantId,
    signIn: () => client.signIn(),
    openChat: () => openTab('chat'),
  });
  let postBox: { botName: string; element: HTMLElement } | undefined;
  const dialog = createDialogPane({
    submit: (action) => act('submit-dialog', { values: action.values, action: action.index }),
    close: () => act('close-dialog'),
  });
  const main = make(
    'section',
    { class: 'tms-main', 'aria-label': 'Conversation' },
    heading,
    chatScroll,
    channelScroll,
    home.element,
    foot,
  );
  pane.append(nav.rail, nav.list, main, group.element, notices, dialog.element);
  fill(root, pane);
  const stop = client.watch(() => void refresh());

  function openSection(chosen: Section): void {
    section = chosen;
    const first = screen?.teams[0]?.channels[0];
    if (section === 'chat') place = { kind: 'chat' };
    else if (place.kind !== 'channel' && first) place = { kind: 'channel', id: first.id };
    pane.dataset['side'] = 'list';
    show();
  }

  function openTab(chosen: AppTab): void {
    tab = chosen;
    show();
    heading.querySelector<HTMLElement>('[aria-selected=true]')?.focus();
  }

  function choose(chosen: Place, focus: boolean): void {
    place = chosen;
    tab = 'chat';
    pane.dataset['side'] = 'main';
    show();
    (place.kind === 'chat' ? chatScroll : channelScroll).scrollTop = 1e9;
    if (focus && place.kind === 'chat' && screen?.installed) chatBox.focus();
  }

  async function press(message: Message, action: CardAction): Promise<void> {
    pane.toggleAttribute('data-busy', true);
    const outcome = await act('press', { activity: message.id, action: action.index, values: action.values });
    pane.toggleAttribute('data-busy', false);
    if (outcome?.kind === 'held') say(Object.values(outcome.errors ?? {}).join(' '));
  }

  async function act(path: string, body: Record<string, unknown> = {}): Promise<Outcome | undefined> {
    try {
      const outcome = await client.act(path, body);
      await refresh();
      return outcome;
    } catch (error) {
      say(error instanceof Error ? error.message : 'That did not work. Please try again.');
      return undefined;
    }
  }

  /** One reading at a time; a change that comes meanwhile makes one more. */
  async function refresh(): Promise<void> {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    try {
      screen = await client.readScreen();
      if (!gone) show();
    } catch (error) {
      if (!gone) say(error instanceof Error ? error.message : 'Teams cannot be reached.');
    }
    reading = false;
    if (!again || gone) return;
    again = false;
    await refresh();
  }

  function show(): void {
    if (!screen) return;
    const open = openPlace(screen);
    nav.show(screen, section, place);
    group.show(screen, place);
    main.hidden = !group.element.hidden;
    showHeading(screen, open);
    const isHome = isAtHome(screen, open);
    home.show(isHome);
    chatScroll.hidden = open !== undefined || isHome;
    channelScroll.hidden = open === undefined;
    const scroll = open ? channelScroll : chatScroll;
    const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
    if (open) channels.show(open.channel, screen);
    else showChat(screen);
    showFoot(screen, open);
    if (atEnd) scroll.scrollTop = scroll.scrollHeight;
    fill(
      noticed,
      ...screen.notices.map((notice) => toast(notice.text, () => void act('dismiss-notice', { id: notice.id }))),
    );
    dialog.show(screen);
  }

  function openPlace(
    from: Screen,
  ): { team: Screen['teams'][number]; channel: Screen['teams'][number]['channels'][number] } | undefined {
    if (place.kind !== 'channel') return undefined;
    const { id } = place;
    for (const team of from.teams) {
      const channel = team.channels.find((candidate) => candidate.id === id);
      if (channel) return { team, channel };
    }
    return undefined;
  }

  function isAtHome(from: Screen, open: ReturnType<typeof openPlace>): boolean {
    return !open && from.installed && tab === 'home';
  }

  function showHeading(from: Screen, open: ReturnType<typeof openPlace>): void {
    const name = open?.channel.name ?? from.bot.name;
    const key = JSON.stringify([name, from.installed, tab]);
    if (heading.dataset['key'] === key) return;
    heading.dataset['key'] = key;
    const back = iconButton('back', 'Back to the list', () => {
      pane.dataset['side'] = 'list';
    });
    back.classList.add('tms-back');
    const remove = make(
      'button',
      { type: 'button', class: 'tms-quiet', click: () => void act('uninstall') },
      'Remove app',
    );
    const title = make('div', {}, make('h2', {}, name), make('p', {}, open ? open.team.name : 'App'));
    const tabs = drawTabs(tab, openTab);
    fill(heading, back, avatar(name, open ? 'team' : 'app'), title, ...(!open && from.installed ? [tabs, remove] : []));
  }

  function showChat(from: Screen): void {
    const messages = from.chats[0]?.messages ?? [];
    chat.show(messages, from);
    if (messages.length > 0) return;
    const words = from.installed ? `Say hello to ${from.bot.name}.` : `Add ${from.bot.name} to chat with it.`;
    const add = make(
      'button',
      { type: 'button', class: 'tms-primary', click: () => void act('install') },
      `Add ${from.bot.name}`,
    );
    fill(
      chatScroll,
      make('div', { class: 'tms-welcome' }, avatar(from.bot.name, 'app'), make('p', {}, words), !from.installed && add),
    );
  }

  function showFoot(from: Screen, open: ReturnType<typeof openPlace>): void {
    if (open && postBox?.botName !== from.bot.name) {
      const box = createComposer({
        label: 'Start a post',
        placeholder: 'Start a post',
        mention: from.bot.name,
        commands: () => screen?.groupCommands ?? [],
        actions,
        pick: (action) => pickAt(place.kind === 'channel' ? place.id : '', action),
        send: (text, mention) => act('say', { conversation: place.kind === 'channel' ? place.id : '', text, mention }),
      });
      postBox = { botName: from.bot.name, element: box.element };
    }
    chatBox.update();
    const wanted = open ? postBox?.element : chatBox.element;
    foot.hidden = (!open && !from.installed) || isAtHome(from, open);
    if (wanted && foot.firstElementChild !== wanted) fill(foot, wanted);
  }

  function say(text: string): void {
    if (text === '') return;
    const note = toast(text, () => note.remove());
    told.append(note);
  }

  return {
    destroy: () => {
      gone = true;
      stop();
      home.destroy();
      root.replaceChildren();
    },
  };
}

function toast(text: string, dismiss: () => void): HTMLElement {
  return make('div', { class: 'tms-toast' }, make('p', {}, text), iconButton('close', 'Dismiss', dismiss));
}
