/** The small question that some buttons ask before they act. */
import { el, freshId } from './slack-dom.ts';
import type { Confirm } from './slack-screen.ts';
import type { Names } from './slack-text.ts';
import { drawText } from './slack-text.ts';

export async function askToConfirm(opener: HTMLElement, confirm: Confirm, names: Names): Promise<boolean> {
  const titleId = freshId('confirm');
  const yes = el(
    'button',
    { type: 'submit', value: 'yes', class: `ps-button ps-button-${confirm.style ?? 'primary'}` },
    confirm.confirm?.text ?? 'Yes',
  );
  const no = el('button', { type: 'submit', value: 'no', class: 'ps-button' }, confirm.deny?.text ?? 'Cancel');
  const dialog = el(
    'dialog',
    { class: 'ps-confirm', 'aria-labelledby': titleId },
    el(
      'form',
      { method: 'dialog' },
      el('h2', { id: titleId }, confirm.title?.text ?? 'Are you sure?'),
      el('p', {}, drawText(confirm.text, names)),
      el('div', { class: 'ps-modal-buttons' }, no, yes),
    ),
  );
  (opener.closest('.ps') ?? document.body).append(dialog);
  dialog.showModal();
  const answer = await new Promise<string>((resolve) => {
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue);
    });
  });
  dialog.remove();
  opener.focus();
  return answer === 'yes';
}
