/** Where a person types: a box that grows, Enter to send, and the app's command menu. */
import { avatar, fill, iconButton, make } from './teams-dom.ts';

interface ComposerOptions {
  label: string;
  placeholder: string;
  /** Channels: whether the app is named, since it hears only what names it. */
  mention?: string;
  commands: () => { title: string; description: string }[];
  send: (text: string, mention: boolean) => Promise<unknown>;
}

interface Composer {
  element: HTMLElement;
  focus(): void;
}

let menus = 0;

export function createComposer(options: ComposerOptions): Composer {
  menus += 1;
  const menuId = `tms-commands-${menus}`;
  const box = make('textarea', {
    rows: 1,
    'aria-label': options.label,
    placeholder: options.placeholder,
    class: 'tms-box',
  });
  const menu = make('div', {
    class: 'tms-menu',
    role: 'menu',
    id: menuId,
    'aria-label': 'What the app can do',
    hidden: true,
  });
  const opener = iconButton('slash', 'Show commands', () => toggleMenu(menu.hidden), {
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
    'aria-controls': menuId,
  });
  const sender = iconButton('send', 'Send', () => void send(), { class: 'tms-icon-button tms-send' });
  const named = make('input', { type: 'checkbox', checked: true });
  const mention =
    options.mention === undefined ? undefined : make('label', { class: 'tms-mention' }, named, `@${options.mention}`);

  function toggleMenu(open: boolean): void {
    const items = options.commands().map((command) => commandItem(command, () => choose(command.title)));
    fill(menu, make('p', { role: 'presentation', class: 'tms-menu-title' }, 'What can I do?'), ...items);
    menu.hidden = !open || items.length === 0;
    opener.setAttribute('aria-expanded', String(!menu.hidden));
    if (menu.hidden) box.focus();
    else items[0]?.focus();
  }

  function choose(title: string): void {
    box.value = title;
    toggleMenu(false);
    resize(box);
  }

  async function send(): Promise<void> {
    const text = box.value.trim();
    if (text === '') {
      box.focus();
      return;
    }
    box.value = '';
    resize(box);
    await options.send(text, named.checked);
  }

  box.addEventListener('input', () => {
    resize(box);
    if (box.value === '/' && menu.hidden) {
      box.value = '';
      toggleMenu(true);
    }
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  });
  menu.addEventListener('keydown', (event) => moveInMenu(event, menu, () => toggleMenu(false)));
  menu.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && (menu.contains(event.relatedTarget) || event.relatedTarget === opener))
      return;
    menu.hidden = true;
    opener.setAttribute('aria-expanded', 'false');
  });
  const tools = make('div', { class: 'tms-tools' }, mention, opener, sender);
  return { element: make('div', { class: 'tms-composer' }, menu, box, tools), focus: () => box.focus() };
}

function commandItem(command: { title: string; description: string }, onChoose: () => void): HTMLButtonElement {
  return make(
    'button',
    { type: 'button', role: 'menuitem', tabindex: -1, click: onChoose },
    avatar(command.title, 'app'),
    make('span', {}, make('strong', {}, command.title), make('small', {}, command.description)),
  );
}

function moveInMenu(event: KeyboardEvent, menu: HTMLElement, close: () => void): void {
  const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === 'Escape') close();
  else if (to === undefined) return;
  else items[to % items.length]?.focus();
  event.preventDefault();
}

function resize(box: HTMLTextAreaElement): void {
  box.style.height = 'auto';
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}
