/** Where a person types: a box that grows, Enter to send, the app's command menu, and what the app does beside it. */
import { iconButton, make } from './teams-dom.ts';
import { createMenu } from './teams-menu.ts';

export interface ComposerOptions {
  label: string;
  placeholder: string;
  /** Channels: whether the app is named, since it hears only what names it. */
  mention?: string;
  commands: () => readonly { title: string; description: string }[];
  /** The app's entries that open a dialog from here. */
  actions: () => readonly { id: string; title: string; description: string }[];
  pick: (action: string) => void;
  send: (text: string, mention: boolean) => Promise<unknown>;
}

interface Composer {
  element: HTMLElement;
  focus(): void;
  /** Shows the app's entries as soon as they are known. */
  update(): void;
}

export function createComposer(options: ComposerOptions): Composer {
  const box = make('textarea', {
    rows: 1,
    'aria-label': options.label,
    placeholder: options.placeholder,
    class: 'tms-box',
  });
  const commands = createMenu({
    icon: 'slash',
    label: 'Show commands',
    title: 'What can I do?',
    items: () => options.commands().map((command) => ({ ...command, choose: () => write(command.title) })),
    giveFocus: () => box.focus(),
  });
  const actions = createMenu({
    icon: 'plus',
    label: 'Actions and apps',
    title: 'Actions',
    items: () => options.actions().map((action) => ({ ...action, choose: () => options.pick(action.id) })),
  });
  const sender = iconButton('send', 'Send', () => void send(), { class: 'tms-icon-button tms-send' });
  const named = make('input', { type: 'checkbox', checked: true });
  const mention =
    options.mention === undefined ? undefined : make('label', { class: 'tms-mention' }, named, `@${options.mention}`);

  function write(title: string): void {
    box.value = title;
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
    if (box.value === '/' && commands.list.hidden) {
      box.value = '';
      commands.toggle(true);
    }
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  });
  const update = (): void => {
    actions.opener.hidden = options.actions().length === 0;
  };
  update();
  const tools = make('div', { class: 'tms-tools' }, mention, actions.opener, commands.opener, sender);
  return {
    element: make('div', { class: 'tms-composer' }, commands.list, actions.list, box, tools),
    focus: () => box.focus(),
    update,
  };
}

function resize(box: HTMLTextAreaElement): void {
  box.style.height = 'auto';
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}
