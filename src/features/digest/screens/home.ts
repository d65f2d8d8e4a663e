import type { Button, Part } from '../../../chat/card.ts';
import type { HomeSection } from '../../feature.ts';
import { SECTIONS, type Item } from '../rules/sections.ts';
import { isOut, type DigestState } from '../rules/status.ts';

export interface DistrictAtHome {
  name: string;
  items: readonly Item[];
  /** A manager of the partner may approve and hold. */
  mayDecide: boolean;
  /** The summary that is posted next, where it is begun. */
  coming: { id: string; status: DigestState } | undefined;
  /** `Mon, Oct 26, 7 AM`. */
  postsAt: string;
  lastPostedOn: string | undefined;
}

const LINES_A_PART = 8;

export function districtSections(district: DistrictAtHome): HomeSection[] {
  const decisions = district.items.filter((item) => item.section === 'DECISIONS');
  const buttons = buttonsFor(district);
  return [
    {
      place: 60,
      title: `${district.name}: decisions waiting`,
      parts:
        decisions.length === 0
          ? [{ kind: 'text', text: 'No decision is waiting.' }]
          : pieces(decisions).map((some): Part => ({ kind: 'list', items: some.map((item) => item.text) })),
    },
    {
      place: 62,
      title: `${district.name}: this week so far`,
      parts: [
        ...SECTIONS.flatMap((section) => linesOf(section, district.items)),
        { kind: 'text', text: standing(district) },
        ...(buttons.length === 0 ? [] : [{ kind: 'buttons', buttons } satisfies Part]),
        { kind: 'text', quiet: true, text: 'Not shown: individual answers, notes, ratings.' },
      ],
    },
  ];
}

function linesOf(section: string, items: readonly Item[]): Part[] {
  const lines = items.filter((item) => item.section === section);
  if (section === 'DECISIONS') return [];
  return pieces(lines).map((some) => ({
    kind: 'text',
    text: [{ bold: section }, `  ${some.map((item) => item.text).join(' · ')}`],
  }));
}

function standing({ coming, postsAt, lastPostedOn }: DistrictAtHome): string {
  const last = lastPostedOn === undefined ? '' : ` The last one was posted on ${lastPostedOn}.`;
  if (coming?.status === 'HELD') return `The summary is on hold and will not be posted until it is released.${last}`;
  return `The summary will be posted on ${postsAt}${coming?.status === 'APPROVED' ? ', and is approved' : ''}.${last}`;
}

function buttonsFor({ coming, mayDecide }: DistrictAtHome): Button[] {
  const how: Button = { action: 'digest:how', label: 'How this is made', state: coming ? { digest: coming.id } : {} };
  if (!mayDecide || !coming || isOut(coming.status) || coming.status === 'RETRACTED') return [how];
  const state = { digest: coming.id };
  const approve: Button = { action: 'digest:approve', label: 'Approve', state, style: 'primary' };
  const hold: Button = { action: 'digest:hold', label: 'Hold', state };
  if (coming.status === 'HELD') return [{ action: 'digest:release', label: 'Release', state, style: 'primary' }, how];
  return coming.status === 'APPROVED' ? [hold, how] : [approve, hold, how];
}

/** Long lists are cut into pieces between which a page may turn. */
function pieces<T>(lines: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(lines.length / LINES_A_PART) }, (_, index) =>
    lines.slice(index * LINES_A_PART, (index + 1) * LINES_A_PART),
  );
}
