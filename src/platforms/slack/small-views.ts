/** The windows that are no forms: while we work, and when we are done. */
import { plain, section, type View } from './block-kit.ts';

export function waitingView(): View {
  return {
    type: 'modal',
    title: plain('One moment…'),
    close: plain('Cancel'),
    blocks: [section('One moment, we are opening this for you.')],
  };
}

/** Shown while an answer is saved; it must not look as if it had been. */
export function savingView(title: string): View {
  return {
    type: 'modal',
    title: plain(title),
    blocks: [section('Saving… Please keep this window open for a moment.')],
  };
}

export function closingView(title: string, message: string): View {
  return { type: 'modal', title: plain(title), close: plain('Close'), blocks: [section(message)] };
}
