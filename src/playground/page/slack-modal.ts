/** The modal stack as one dialog that shows the view on top. */
import { drawBlocks, showErrors } from './slack-blocks.ts';
import { el, findAgain, freshId, icon, icons } from './slack-dom.ts';
import type { Modal, Screen } from './slack-screen.ts';
import type { Line } from './slack-stage.ts';
import { createStage } from './slack-stage.ts';

type ModalStack = { node: HTMLElement; show: (screen: Screen) => void };

export function createModalStack(line: Line, onOpenChange: (isOpen: boolean) => void): ModalStack {
  const titleId = freshId('modal');
  const dialog = el('dialog', { class: 'ps-modal', 'aria-labelledby': titleId, 'aria-modal': 'true' });
  const node = el('div', { class: 'ps-modal-layer', hidden: true }, dialog);
  let signature = '';
  let stage: ReturnType<typeof createStage> | undefined;
  let opener: Element | null = null;
  let current: Modal | undefined;

  const leave = (all: boolean) => {
    if (!current) return;
    stage?.stop();
    void line.act('close', { viewId: current.id, all });
  };
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      leave(false);
    }
  });

  const draw = (screen: Screen, modal: Modal, isStacked: boolean) => {
    stage?.stop();
    const here = createStage(line, screen, { viewId: modal.id }, modal);
    stage = here;
    const trouble = el('div', { class: 'ps-trouble', role: 'alert' });
    const submit =
      modal.submit === undefined
        ? undefined
        : el(
            'button',
            { type: 'submit', class: 'ps-button ps-button-primary', 'data-key': `${modal.id}/submit` },
            modal.submit,
          );
    const close = el(
      'button',
      { type: 'button', class: 'ps-button', 'data-key': `${modal.id}/close` },
      isStacked && modal.close === 'Close' ? 'Back' : modal.close,
    );
    close.addEventListener('click', () => {
      leave(false);
    });
    const cross = el('button', { type: 'button', class: 'ps-icon-button', 'aria-label': 'Close' }, icon(icons.close));
    cross.addEventListener('click', () => {
      leave(true);
    });
    const body = el(
      'div',
      { class: 'ps-modal-body', tabindex: 0, role: 'group', 'aria-labelledby': titleId },
      drawBlocks(modal.blocks, here),
    );
    const form = el(
      'form',
      { novalidate: true, class: 'ps-modal-form' },
      el(
        'div',
        { class: 'ps-modal-head' },
        el('span', { class: 'ps-avatar ps-avatar-app', 'aria-hidden': 'true' }, icon('M3 14c4 0 4-8 7-8s3 8 7 8')),
        el('h2', { id: titleId }, modal.title),
        cross,
      ),
      body,
      el('div', { class: 'ps-modal-foot' }, trouble, el('div', { class: 'ps-modal-buttons' }, close, submit)),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!submit || submit.getAttribute('aria-busy') === 'true') return;
      submit.setAttribute('aria-busy', 'true');
      trouble.replaceChildren();
      void (async () => {
        await here.flush();
        const seen = await line.act('submit', { viewId: modal.id, values: here.entered });
        submit.removeAttribute('aria-busy');
        if (seen.notice !== undefined) trouble.replaceChildren(icon(icons.warning), seen.text ?? '');
        if (seen.errors) {
          showErrors(form, seen.errors);
          focusFirstError(form);
        }
      })();
    });
    return form;
  };

  return {
    node,
    show: (screen) => {
      const modal = screen.modals.at(-1);
      if (!modal) {
        if (!current) return;
        current = undefined;
        signature = '';
        stage?.stop();
        stage = undefined;
        dialog.close();
        node.hidden = true;
        onOpenChange(false);
        giveBack(opener, node.parentElement);
        return;
      }
      const next = JSON.stringify([modal.id, modal.title, modal.submit, modal.blocks, screen.modals.length]);
      const isOpening = !current;
      const isOther = current?.id !== modal.id;
      current = modal;
      if (isOpening) {
        opener = document.activeElement;
        node.hidden = false;
        dialog.show();
        onOpenChange(true);
      }
      if (next === signature) {
        showErrors(dialog, modal.errors);
        return;
      }
      signature = next;
      const focused = document.activeElement;
      const key = dialog.contains(focused) && focused instanceof HTMLElement ? focused.dataset['key'] : undefined;
      const typed = isOther ? [] : listTyped(dialog, stage);
      dialog.replaceChildren(draw(screen, modal, screen.modals.length > 1));
      putBack(dialog, typed);
      const again = key === undefined ? null : dialog.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
      (isOther || !again ? findFirstControl(dialog) : again)?.focus({ preventScroll: isOther });
    },
  };
}

/** What opened the modal may have been redrawn behind it. */
function giveBack(opener: Element | null, pane: HTMLElement | null): void {
  if (!(opener instanceof HTMLElement)) return;
  const again = opener.isConnected || !pane ? opener : findAgain(pane, opener.dataset['key']);
  again?.focus();
}

function findFirstControl(dialog: HTMLElement): HTMLElement | null {
  return (
    dialog.querySelector<HTMLElement>('[data-autofocus]') ??
    dialog.querySelector<HTMLElement>('.ps-modal-body :is(input, textarea, select)') ??
    dialog.querySelector<HTMLElement>('.ps-modal-body')
  );
}

type Typed = { key: string; value: string; from: number | null; to: number | null };

/** What was typed in the last moments may not have been sent yet when the app redraws the view. */
function listTyped(dialog: HTMLElement, stage: ReturnType<typeof createStage> | undefined): Typed[] {
  return Array.from(
    dialog.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input.ps-input, textarea'),
  ).flatMap((field) => {
    const [, blockId = '', actionId = ''] = field.dataset['key']?.split('/') ?? [];
    if (stage?.entered[blockId]?.[actionId] === undefined) return [];
    return [
      { key: field.dataset['key'] ?? '', value: field.value, from: field.selectionStart, to: field.selectionEnd },
    ];
  });
}

function putBack(dialog: HTMLElement, typed: readonly Typed[]): void {
  for (const { key, value, from, to } of typed) {
    const field = dialog.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[data-key="${CSS.escape(key)}"]`);
    if (!field || field.value === value) continue;
    field.value = value;
    if (from !== null) field.setSelectionRange(from, to);
    field.dispatchEvent(new Event('input'));
  }
}

function focusFirstError(form: HTMLElement): void {
  form.querySelector<HTMLElement>('.ps-field-wrong :is(input, textarea, select)')?.focus();
}
