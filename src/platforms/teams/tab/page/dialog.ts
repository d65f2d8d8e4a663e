/** A form or a card over the page. The browser keeps the focus inside, closes it with Escape, and shuts off what is behind. */
import { drawCard, type CardContent, type Data } from './cards.ts';
import { fill, make } from './dom.ts';

interface DialogOptions {
  onSend(data: Data): void;
  onLink(url: string): void;
  onClosed(): void;
}

export interface Dialog {
  element: HTMLDialogElement;
  show(title: string, card: CardContent): void;
  close(): void;
  isOpen(): boolean;
  setBusy(busy: boolean): void;
  /** Said at once, and there to be read. */
  tell(words: string): void;
}

const FIELDS = 'input:not([type=hidden]), textarea, select';

export function createDialog(options: DialogOptions): Dialog {
  const title = make('h2', { id: 'dialog-title', tabindex: -1 });
  const close = make(
    'button',
    { type: 'button', class: 'close', 'aria-label': 'Close', click: () => element.close() },
    '×',
  );
  const alert = make('p', { class: 'alert', role: 'alert', hidden: true });
  const body = make('div', { class: 'dialog-body' });
  const element: HTMLDialogElement = make(
    'dialog',
    { 'aria-labelledby': 'dialog-title', close: () => options.onClosed() },
    make('header', {}, title, close),
    alert,
    body,
  );

  function tell(words: string): void {
    alert.hidden = words === '';
    alert.textContent = words;
  }

  return {
    element,
    tell,
    isOpen: () => element.open,
    close: () => element.close(),
    show: (name, card) => {
      title.textContent = name;
      tell('');
      const { onSend, onLink } = options;
      fill(body, drawCard({ card, headingLevel: 3, onSend, onLink }));
      if (!element.open) element.showModal();
      body.scrollTop = 0;
      (body.querySelector<HTMLElement>(FIELDS) ?? title).focus({ preventScroll: true });
    },
    setBusy: (busy) => {
      body.setAttribute('aria-busy', String(busy));
      for (const button of body.querySelectorAll('button')) button.disabled = busy;
    },
  };
}
