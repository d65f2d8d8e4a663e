/** A button that opens a short list of things to do: arrows move, Escape closes and gives the focus back. */
import { avatar, fill, iconButton, make } from './teams-dom.ts';
import type { IconName } from './teams-dom.ts';

interface MenuItem {
  title: string;
  description: string;
  choose: () => void;
}

interface MenuOptions {
  icon: IconName;
  /** What the button says to a screen reader. */
  label: string;
  title: string;
  items: () => readonly MenuItem[];
  /** Where the focus goes when the list closes; to the button unless said otherwise. */
  giveFocus?: () => void;
}

export interface Menu {
  opener: HTMLButtonElement;
  list: HTMLElement;
  toggle(open: boolean): void;
}

let menus = 0;

export function createMenu(options: MenuOptions): Menu {
  menus += 1;
  const id = `tms-menu-${menus}`;
  const list = make('div', { class: 'tms-menu', role: 'menu', id, 'aria-label': options.title, hidden: true });
  const opener = iconButton(options.icon, options.label, () => toggle(list.hidden), {
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
    'aria-controls': id,
  });
  const giveFocus = options.giveFocus ?? ((): void => opener.focus());

  function toggle(open: boolean): void {
    const items = options.items().map((item) => drawItem(item, () => choose(item)));
    fill(list, make('p', { role: 'presentation', class: 'tms-menu-title' }, options.title), ...items);
    list.hidden = !open || items.length === 0;
    opener.setAttribute('aria-expanded', String(!list.hidden));
    if (list.hidden) giveFocus();
    else items[0]?.focus();
  }

  function choose(item: MenuItem): void {
    toggle(false);
    item.choose();
  }

  list.addEventListener('keydown', (event) => moveIn(event, list, () => toggle(false)));
  list.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && (list.contains(event.relatedTarget) || event.relatedTarget === opener))
      return;
    list.hidden = true;
    opener.setAttribute('aria-expanded', 'false');
  });
  return { opener, list, toggle };
}

function drawItem({ title, description }: MenuItem, onChoose: () => void): HTMLButtonElement {
  return make(
    'button',
    { type: 'button', role: 'menuitem', tabindex: -1, click: onChoose },
    avatar(title, 'app'),
    make('span', {}, make('strong', {}, title), make('small', {}, description)),
  );
}

function moveIn(event: KeyboardEvent, list: HTMLElement, close: () => void): void {
  const items = [...list.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === 'Escape') close();
  else if (to === undefined) return;
  else items[to % items.length]?.focus();
  event.preventDefault();
  event.stopPropagation();
}
