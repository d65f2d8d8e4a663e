/** Where a person writes: text, or a slash command with a list of what there is. */
import { el, freshId, icon, icons } from './slack-dom.ts';
import { createMenu } from './slack-menu.ts';
import type { Command, Offer, Shortcut } from './slack-screen.ts';
import type { Line } from './slack-stage.ts';

type Composer = {
  node: HTMLElement;
  setPlace: (channel: string, name: string) => void;
  setOffer: (offer: Offer) => void;
};

const usual: Command[] = [
  { name: '/checkin', description: 'Open your weekly check-in', usageHint: '[history | help]' },
  { name: '/coach', description: 'See the people you coach', usageHint: '[step @person | help]' },
  { name: '/district', description: 'See the district’s week', usageHint: '[digest preview | help]' },
];

export function createComposer(line: Line): Composer {
  let channel = '';
  let commands = usual;
  let shortcuts: Shortcut[] = [];
  let chosen = 0;
  const listId = freshId('commands');
  const field = el('textarea', {
    class: 'ps-compose-field',
    rows: 1,
    'aria-autocomplete': 'list',
    'aria-controls': listId,
    'aria-label': 'Message',
    'data-key': 'composer',
  });
  const list = el('ul', { class: 'ps-commands', id: listId, role: 'listbox', 'aria-label': 'Commands', hidden: true });
  const button = el('button', { type: 'submit', class: 'ps-send', 'aria-label': 'Send' }, icon(icons.send));
  const menuButton = el(
    'button',
    { type: 'button', class: 'ps-icon-button', 'aria-label': 'Shortcuts', 'data-key': 'shortcuts' },
    icon(icons.bolt),
  );
  const menu = createMenu(menuButton, 'Shortcuts', () =>
    shortcuts.map(({ name, description, callbackId }) => ({
      name,
      about: description,
      pick: () => void line.act('shortcut', { callbackId }),
    })),
  );
  menu.hidden = true;
  const form = el('form', { class: 'ps-compose' }, list, menu, field, button);

  const matching = () =>
    /^\/\S*$/.test(field.value) ? commands.filter((one) => one.name.startsWith(field.value)) : [];
  const redraw = () => {
    const found = matching();
    chosen = Math.min(chosen, Math.max(found.length - 1, 0));
    list.hidden = found.length === 0;
    if (found.length > 0) field.setAttribute('aria-activedescendant', `${listId}-${String(chosen)}`);
    else field.removeAttribute('aria-activedescendant');
    list.replaceChildren(...found.map((one, index) => drawCommand(one, index)));
    field.style.height = 'auto';
    field.style.height = `${String(Math.min(field.scrollHeight, 160))}px`;
  };
  const drawCommand = (command: Command, index: number) => {
    const item = el(
      'li',
      { role: 'option', id: `${listId}-${String(index)}`, 'aria-selected': String(index === chosen) },
      el('span', {}, el('strong', {}, command.name), ' ', el('span', { class: 'ps-usage' }, command.usageHint)),
      el('span', { class: 'ps-about' }, command.description),
    );
    item.addEventListener('mousedown', (event) => {
      event.preventDefault();
      complete(command);
    });
    return item;
  };
  const complete = (command: Command) => {
    field.value = `${command.name} `;
    field.focus();
    redraw();
  };
  const send = () => {
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    redraw();
    const [, command, rest = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
    void (command === undefined
      ? line.act('say', { channel, text })
      : line.act('command', { channel, command, text: rest }));
  };
  field.addEventListener('input', () => {
    chosen = 0;
    redraw();
  });
  field.addEventListener('keydown', (event) => {
    const found = matching();
    const command = found[chosen];
    if (event.key === 'Escape' && !list.hidden) {
      event.stopPropagation();
      list.hidden = true;
    } else if (!list.hidden && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      chosen = (chosen + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length;
      redraw();
    } else if (
      !list.hidden &&
      command &&
      (event.key === 'Tab' || (event.key === 'Enter' && field.value !== command.name))
    ) {
      event.preventDefault();
      complete(command);
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  return {
    node: form,
    setPlace: (id, name) => {
      if (channel === id) return;
      channel = id;
      field.value = '';
      field.placeholder = `Message ${name}`;
      field.setAttribute('aria-label', `Message ${name}`);
      redraw();
    },
    setOffer: (offer) => {
      if (offer.commands.length > 0) commands = offer.commands;
      shortcuts = offer.shortcuts.filter((one) => one.kind === 'global');
      menu.hidden = shortcuts.length === 0;
    },
  };
}
