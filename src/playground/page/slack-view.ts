/** One person's Slack in a pane: sidebar, conversation, Home, modals and notices, kept in step with the pocket Slack. */
import { drawBlocks } from './slack-blocks.ts';
import { createComposer } from './slack-composer.ts';
import { el, findAgain, freshId, icon, icons } from './slack-dom.ts';
import { createMessageList } from './slack-messages.ts';
import { createModalStack } from './slack-modal.ts';
import type { Conversation, Offer, Screen } from './slack-screen.ts';
import { createSidebar } from './slack-sidebar.ts';
import { createStage, openLine } from './slack-stage.ts';
import { createThread } from './slack-thread.ts';

type SlackPane = { destroy: () => void };

export function mountSlack(
  root: HTMLElement,
  options: { api: string; workspaceId: string; userId: string },
): SlackPane {
  const line = openLine(options);
  let screen: Screen | undefined;
  let selected = '';
  let tab: 'messages' | 'home' = 'messages';
  let homeSignature = '';
  let threadTs: string | undefined;
  let offer: Offer = { commands: [], shortcuts: [] };

  const select = (id: string) => {
    selected = id;
    threadTs = undefined;
    tab = 'messages';
    shell.classList.add('ps-reading');
    void line.act('read', { channel: id });
    draw();
    main.focus({ preventScroll: true });
  };
  const sidebar = createSidebar(select);
  const openThread = (ts: string) => {
    threadTs = ts;
    draw();
    thread.focus();
  };
  const messages = createMessageList(line, openThread);
  const thread = createThread(line, () => {
    const from = threadTs ?? '';
    threadTs = undefined;
    draw();
    const opener = ['replies', 'more'].map((name) => `[data-key="${CSS.escape(`${name}/${from}`)}"]`).join(',');
    (messages.node.querySelector<HTMLElement>(opener) ?? messages.node).focus();
  });
  const composer = createComposer(line);
  const panelId = freshId('panel');
  const title = el('h2', { class: 'ps-title' });
  const back = el(
    'button',
    { type: 'button', class: 'ps-icon-button ps-back', 'aria-label': 'All conversations' },
    icon(icons.back),
  );
  const tabs = el('div', { class: 'ps-tabs', role: 'tablist', 'aria-label': 'App' });
  const tabButtons = { messages: drawTab('Messages', panelId), home: drawTab('Home', panelId) };
  tabs.append(tabButtons.home, tabButtons.messages);
  const home = el('div', { class: 'ps-home', tabindex: 0 });
  const panel = el('div', { class: 'ps-panel', id: panelId }, messages.node, composer.node);
  const main = el(
    'section',
    { class: 'ps-main', tabindex: -1, 'aria-label': 'Conversation' },
    el('header', { class: 'ps-top' }, back, title, tabs),
    panel,
  );
  const notices = el('div', { class: 'ps-notices', role: 'status' });
  const shell = el('div', { class: 'ps-shell ps-reading' }, sidebar.node, main, thread.node);
  const modals = createModalStack(line, (isOpen) => {
    shell.inert = isOpen;
  });
  const pane = el('div', { class: 'ps' }, shell, modals.node, notices);
  root.replaceChildren(pane);

  back.addEventListener('click', () => {
    shell.classList.remove('ps-reading');
    sidebar.node.querySelector<HTMLElement>('[aria-current]')?.focus();
  });
  const openTab = (next: 'messages' | 'home') => {
    if (tab === next) return;
    tab = next;
    if (next === 'home') void line.act('home', { tab: 'home' });
    draw();
    tabButtons[next].focus();
  };
  tabButtons.home.addEventListener('click', () => {
    openTab('home');
  });
  tabButtons.messages.addEventListener('click', () => {
    openTab('messages');
  });
  tabs.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') openTab(tab === 'home' ? 'messages' : 'home');
  });

  function draw(): void {
    if (!screen) return;
    const conversation = screen.conversations.find((one) => one.id === selected) ?? pickFirst(screen);
    if (!conversation) return;
    selected = conversation.id;
    const isApp = conversation.kind === 'im';
    const onHome = isApp && screen.hasHome && tab === 'home';
    sidebar.show(screen, selected);
    title.replaceChildren(...nameConversation(conversation));
    tabs.hidden = !isApp || !screen.hasHome;
    for (const [name, button] of Object.entries(tabButtons)) {
      const isSelected = name === (onHome ? 'home' : 'messages');
      button.setAttribute('aria-selected', String(isSelected));
      button.tabIndex = isSelected ? 0 : -1;
    }
    if (isApp && screen.hasHome) {
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', (onHome ? tabButtons.home : tabButtons.messages).id);
    } else {
      panel.removeAttribute('role');
      panel.removeAttribute('aria-labelledby');
    }
    if (onHome) {
      if (!panel.contains(home)) panel.replaceChildren(home);
      drawHome(screen);
    } else {
      if (!panel.contains(messages.node)) panel.replaceChildren(messages.node, composer.node);
      messages.show(screen, conversation, offer.shortcuts);
      composer.setPlace(conversation.id, isApp ? conversation.name : `#${conversation.name}`);
      if (conversation.unread > 0) void line.act('read', { channel: conversation.id });
    }
    const top = onHome ? undefined : conversation.messages.find((one) => one.ts === threadTs);
    thread.show(screen, conversation, top, offer.shortcuts);
    shell.classList.toggle('ps-in-thread', top !== undefined);
    modals.show(screen);
    drawNotices(screen);
  }

  function drawHome(now: Screen): void {
    const signature = JSON.stringify([now.home?.id, now.home?.blocks]);
    if (signature === homeSignature && home.childElementCount > 0) return;
    homeSignature = signature;
    if (!now.home) {
      home.replaceChildren(
        el('div', { class: 'ps-empty' }, 'Nothing here yet. The app fills this page when you open it.'),
      );
      return;
    }
    const focused = document.activeElement;
    const key = home.contains(focused) && focused instanceof HTMLElement ? focused.dataset['key'] : undefined;
    home.replaceChildren(drawBlocks(now.home.blocks, createStage(line, now, 'home', now.home)));
    findAgain(home, key)?.focus();
  }

  function drawNotices(now: Screen): void {
    const latest = now.notices.at(-1);
    // A modal shows its own trouble, above its buttons.
    if (!latest || now.modals.length > 0) {
      notices.replaceChildren();
      return;
    }
    const dismiss = el(
      'button',
      { type: 'button', class: 'ps-icon-button', 'aria-label': 'Dismiss' },
      icon(icons.close),
    );
    dismiss.addEventListener('click', () => {
      void line.act('dismiss', {});
    });
    notices.replaceChildren(
      el('div', { class: 'ps-notice' }, icon(icons.warning), el('span', {}, latest.text), dismiss),
    );
  }

  // One look at a time: changes that come meanwhile are caught by one more look.
  let looking = false;
  let changedMeanwhile = false;
  let destroyed = false;
  async function look(): Promise<void> {
    if (looking) {
      changedMeanwhile = true;
      return;
    }
    looking = true;
    try {
      screen = await line.getScreen();
      if (!destroyed) draw();
    } catch (error) {
      if (!destroyed) title.textContent = error instanceof Error ? error.message : 'Slack cannot be reached.';
    } finally {
      looking = false;
    }
    if (mustLookAgain()) await look();
  }
  function mustLookAgain(): boolean {
    const again = changedMeanwhile && !destroyed;
    changedMeanwhile = false;
    return again;
  }
  const stop = line.onChanged(() => void look());
  void line.getOffer().then(
    (given) => {
      offer = given;
      composer.setOffer(given);
      draw();
    },
    () => undefined,
  );
  return {
    destroy: () => {
      destroyed = true;
      stop();
      pane.remove();
    },
  };
}

function drawTab(name: string, panelId: string): HTMLButtonElement {
  return el(
    'button',
    { type: 'button', class: 'ps-tab', role: 'tab', id: freshId('tab'), 'aria-controls': panelId },
    name,
  );
}

/** A newcomer lands where something waits for them: the app's messages. */
function pickFirst(screen: Screen): Conversation | undefined {
  return screen.conversations.find((one) => one.kind === 'im') ?? screen.conversations[0];
}

function nameConversation(conversation: Conversation): Node[] {
  if (conversation.kind === 'im') return [document.createTextNode(conversation.name)];
  const sign =
    conversation.kind === 'private' ? icon(icons.lock) : el('span', { class: 'ps-sign', 'aria-hidden': 'true' }, '#');
  const shared = conversation.isExtShared
    ? [el('span', { class: 'ps-shared' }, 'Shared with another organization')]
    : [];
  return [sign, document.createTextNode(conversation.name), ...shared];
}
