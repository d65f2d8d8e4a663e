/** The dialog (task module) of an app, over the pane, with the same card renderer. */
import type { Dialog, Outcome, Screen } from './teams-api.ts';
import { drawCard } from './teams-cards.ts';
import type { CardAction } from './teams-cards.ts';
import { avatar, fill, iconButton, make } from './teams-dom.ts';

interface DialogOptions {
  submit: (action: CardAction) => Promise<Outcome | undefined>;
  close: () => Promise<unknown>;
}

interface DialogPane {
  element: HTMLDialogElement;
  show(screen: Screen): void;
}

const WIDTHS: Record<string, string> = { small: '360px', medium: '600px', large: '840px' };
const HEIGHTS: Record<string, string> = { small: '20vh', medium: '45vh', large: '62vh' };

export function createDialogPane(options: DialogOptions): DialogPane {
  const title = make('h2', { id: 'tms-dialog-title' });
  const bar = make(
    'div',
    { class: 'tms-dialog-bar' },
    title,
    iconButton('close', 'Close', () => void options.close()),
  );
  const notice = make('p', { class: 'tms-dialog-notice', role: 'alert', hidden: true });
  const body = make('div', { class: 'tms-dialog-body' });
  const element = make('dialog', { class: 'tms-dialog', 'aria-labelledby': 'tms-dialog-title' }, bar, notice, body);
  let shown: number | undefined;
  let opener: Element | null = null;
  // Escape asks the app's server first, so that the page and the pocket agree on what is open.
  element.addEventListener('cancel', (event) => {
    event.preventDefault();
    void options.close();
  });

  function draw(dialog: Dialog, screen: Screen): void {
    element.style.setProperty('--tms-width', sizeOf(dialog.width, WIDTHS));
    element.style.setProperty('--tms-height', sizeOf(dialog.height, HEIGHTS));
    fill(title, avatar(screen.bot.name, 'app'), dialog.title || screen.bot.name);
    if (dialog.card) fill(body, drawCard(dialog.card, (action) => void send(action)).element);
    else {
      const done = make('button', { type: 'button', class: 'tms-primary', click: () => void options.close() }, 'OK');
      fill(body, make('p', { class: 'tms-dialog-message' }, dialog.message), done);
    }
  }

  async function send(action: CardAction): Promise<void> {
    setBusy(true);
    const outcome = await options.submit(action);
    setBusy(false);
    if (outcome?.result === 'held') tell(Object.values(outcome.errors ?? {}).join(' '));
  }

  function setBusy(busy: boolean): void {
    element.toggleAttribute('data-busy', busy);
    body.setAttribute('aria-busy', String(busy));
    for (const button of body.querySelectorAll('button')) button.disabled = busy;
  }

  function tell(text: string | undefined): void {
    notice.hidden = text === undefined;
    notice.textContent = text ?? '';
  }

  return {
    element,
    show: (screen) => {
      const { dialog } = screen;
      if (!dialog) {
        if (element.open) element.close();
        if (shown !== undefined && opener instanceof HTMLElement) opener.focus();
        shown = undefined;
        return;
      }
      if (shown !== dialog.revision) {
        if (shown === undefined) opener = document.activeElement;
        draw(dialog, screen);
        if (!element.open) element.showModal();
        body.scrollTop = 0;
        body.querySelector<HTMLElement>('input, textarea, select, button')?.focus({ preventScroll: true });
      }
      shown = dialog.revision;
      tell(dialog.notice);
    },
  };
}

function sizeOf(size: string | number, named: Record<string, string>): string {
  return typeof size === 'number' ? `${size}px` : (named[size] ?? named['medium'] ?? '600px');
}
