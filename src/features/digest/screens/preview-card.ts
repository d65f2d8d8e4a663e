import type { Button, Card } from '../../../chat/card.ts';
import { defineCard } from '../../../chat/card.ts';
import { isOut, type DigestState } from '../rules/status.ts';
import { buttons, how, summaryOf, type DigestScreen } from './digest-card.ts';
import { wholeParts } from './whole-card.ts';

export interface PreviewScreen extends DigestScreen {
  status: DigestState;
  /** `Mon 26 Oct, 7 AM`. */
  postsAt: string;
  /** Who acted on it last, where somebody did. */
  by?: string;
  /** A manager of the partner may approve and hold; a district leader reads. */
  mayDecide: boolean;
}

export function previewCard(screen: PreviewScreen): Card {
  return defineCard({
    id: 'digest:preview',
    summary: `To look at: ${summaryOf(screen)}`,
    parts: [
      { kind: 'text', text: [{ bold: standing(screen) }] },
      { kind: 'divider' },
      ...wholeParts(screen),
      buttons([...decisions(screen), how(screen)]),
    ],
  });
}

function standing({ status, postsAt, by, mayDecide }: PreviewScreen): string {
  const name = by === undefined ? '' : ` by ${by}`;
  switch (status) {
    case 'HELD':
      return `On hold${name}. It will not be posted until it is released.`;
    case 'APPROVED':
      return `Approved${name}. It will be posted on ${postsAt}, with late answers counted in.`;
    case 'POSTED':
    case 'CORRECTED':
      return 'This summary is posted.';
    case 'RETRACTED':
      return `This summary was taken back${name}.`;
    case 'COMPILING':
    case 'PREVIEW':
      return mayDecide
        ? `This will be posted on ${postsAt}, with late answers counted in. Nothing to do if it looks right.`
        : `This will be posted on ${postsAt}, with late answers counted in.`;
  }
}

function decisions({ status, digestId, mayDecide }: PreviewScreen): Button[] {
  if (!mayDecide || digestId === undefined || status === 'RETRACTED') return [];
  const state = { digest: digestId };
  if (isOut(status)) return [{ action: 'digest:retract', label: 'Take back', state, style: 'danger', opens: 'form' }];
  const approve: Button = { action: 'digest:approve', label: 'Approve', state, style: 'primary' };
  const hold: Button = { action: 'digest:hold', label: 'Hold', state };
  const release: Button = { action: 'digest:release', label: 'Release', state, style: 'primary' };
  switch (status) {
    case 'HELD':
      return [release];
    case 'APPROVED':
      return [hold];
    default:
      return [approve, hold];
  }
}
