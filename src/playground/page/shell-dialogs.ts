/** The two questions the page asks: which time to move to, and whether to begin again. */
import { dayIn, instantIn, timeIn, wallIn } from './shell-time.ts';
import { fill, make } from './teams-dom.ts';

export interface Asking {
  element: HTMLDialogElement;
  open(): void;
}

export interface AskingTime extends Asking {
  setNow(now: Date, zone: string): void;
}

export function createTimeDialog(choose: (to: Date, label: string) => void): AskingTime {
  const input = make('input', { type: 'datetime-local', id: 'time-input', 'aria-describedby': 'time-hint time-wrong' });
  const hint = make('p', { class: 'ask-hint', id: 'time-hint' });
  const wrong = make('p', { class: 'ask-wrong', id: 'time-wrong', role: 'alert' });
  const send = make('button', { type: 'submit', class: 'shell-button shell-button-main' }, 'Move');
  const { element, open, form } = dialog(
    'Move to another time',
    'time-title',
    [make('label', { for: 'time-input' }, 'Day and time'), input, hint, wrong],
    send,
  );
  let now = new Date(0);
  let zone = 'UTC';
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const to = instantIn(zone, input.value);
    if (!to || to <= now) {
      input.setAttribute('aria-invalid', 'true');
      fill(
        wrong,
        to ? 'Time only moves forward: choose a later time, or reset to begin again.' : 'Choose a day and a time.',
      );
      input.focus();
      return;
    }
    element.close();
    choose(to, `${dayIn(zone, to)}, ${timeIn(zone, to)}`);
  });
  return {
    element,
    open: () => {
      input.removeAttribute('aria-invalid');
      fill(wrong);
      input.value = wallIn(zone, new Date(now.getTime() + 86_400_000));
      fill(hint, `Time only moves forward. It is now ${dayIn(zone, now)}, ${timeIn(zone, now)}.`);
      open();
    },
    setNow: (instant, inZone) => {
      now = instant;
      zone = inZone;
    },
  };
}

export function createResetDialog(confirm: () => void): Asking {
  const send = make('button', { type: 'submit', class: 'shell-button shell-button-grave' }, 'Begin again');
  const words =
    'Every message, answer and step of this playground is taken away, and the week starts from its first morning.';
  const { element, open, form } = dialog('Begin again?', 'reset-title', [make('p', {}, words)], send);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    element.close();
    confirm();
  });
  return { element, open };
}

function dialog(
  title: string,
  titleId: string,
  inside: HTMLElement[],
  send: HTMLElement,
): Asking & { form: HTMLFormElement } {
  const cancel = make('button', { type: 'button', class: 'shell-button', click: () => element.close() }, 'Cancel');
  const form = make('form', { novalidate: true }, ...inside, make('div', { class: 'ask-buttons' }, cancel, send));
  const element = make(
    'dialog',
    { class: 'ask', 'aria-labelledby': titleId },
    make('h2', { id: titleId }, title),
    form,
  );
  return { element, form, open: () => element.showModal() };
}
