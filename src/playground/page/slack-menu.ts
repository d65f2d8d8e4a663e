/** A button that opens a short list of things to do: arrows move, Escape closes and gives the focus back. */
import { el, freshId } from './slack-dom.ts';

export type MenuItem = { name: string; about?: string; pick: () => void };

export function createMenu(button: HTMLButtonElement, label: string, list: () => readonly MenuItem[]): HTMLElement {
  const id = freshId('menu');
  const menu = el('div', { class: 'ps-menu', id, role: 'menu', 'aria-label': label, hidden: true });
  const node = el('div', { class: 'ps-menu-holder' }, button, menu);
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-controls', id);

  const items = () => Array.from(menu.querySelectorAll<HTMLElement>('[role=menuitem]'));
  const close = (refocus: boolean) => {
    menu.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (refocus) button.focus();
  };
  const open = () => {
    menu.replaceChildren(...list().map((item) => drawItem(item, close)));
    menu.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    // Near the bottom of what scrolls there is only room above.
    const bottom = node.closest('.ps-panel, .ps-thread')?.getBoundingClientRect().bottom ?? window.innerHeight;
    menu.classList.toggle('ps-menu-up', button.getBoundingClientRect().bottom + menu.offsetHeight + 12 > bottom);
    items()[0]?.focus();
  };
  button.addEventListener('click', () => {
    if (menu.hidden) open();
    else close(true);
  });
  node.addEventListener('keydown', (event) => {
    if (menu.hidden) return;
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) all.at(to % all.length)?.focus();
    if (event.key === 'Escape') close(true);
    if (to === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
  });
  node.addEventListener('focusout', (event) => {
    if (!node.contains(event.relatedTarget as Node | null)) close(false);
  });
  return node;
}

function drawItem(item: MenuItem, close: (refocus: boolean) => void): HTMLElement {
  const button = el(
    'button',
    { type: 'button', class: 'ps-menu-item', role: 'menuitem', tabindex: -1 },
    item.name,
    item.about === undefined ? undefined : el('span', { class: 'ps-menu-about' }, item.about),
  );
  button.addEventListener('click', () => {
    close(true);
    item.pick();
  });
  return button;
}
