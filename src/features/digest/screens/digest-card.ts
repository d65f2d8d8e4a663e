import type { Button, Card, Part } from '../../../chat/card.ts';
import { defineCard, titlePart } from '../../../chat/card.ts';
import { plainText } from '../../../chat/plain.ts';
import type { Text } from '../../../chat/text.ts';
import { dayInWords, type Day } from '../../../zone.ts';
import { fitItems } from '../rules/fit.ts';
import { SECTIONS, type Item, type Section } from '../rules/sections.ts';
import type { PostedWeek } from '../rules/trend.ts';

export interface DigestScreen {
  district: string;
  weekOf: Day;
  schools: number;
  items: readonly Item[];
  /** What the digests before it said, oldest first. */
  earlier?: readonly PostedWeek[];
  /** `Updated Mon 10:12`, `Corrected Tue 10:12`. */
  changed?: string;
  /** A week that is still under way. */
  soFar?: boolean;
  /** Ids for the button that explains; absent where nothing is stored yet. */
  digestId?: string;
}

/** The summary at the top of a digest's thread. */
export function digestCard(screen: DigestScreen): Card {
  return defineCard({
    id: 'digest:week',
    summary: summaryOf(screen),
    parts: [...digestParts(screen), buttons([how(screen)])],
  });
}

/** Characters as people read it; of a card that may yet be too long for any platform. */
export function measureDigest(screen: DigestScreen): number {
  const parts = [...allParts(screen), buttons([how(screen)])];
  return plainText({ id: 'digest:week', summary: '', parts }).length;
}

/** What a phone shows of it at a glance, the same wherever a digest is seen; what it leaves out is in its thread. */
export function digestParts(screen: DigestScreen): Part[] {
  return allParts({ ...screen, items: itemsOnTop(screen) });
}

/** With room for the line that says when it was changed, so that a change folds nothing anew. */
export function itemsOnTop(screen: DigestScreen): Item[] {
  const longest = { ...screen, changed: 'Corrected Wed 10:12', soFar: true };
  return fitItems(screen.items, (items) => measureDigest({ ...longest, items }));
}

function allParts(screen: DigestScreen): Part[] {
  return [
    titlePart(titleOf(screen)),
    ...SECTIONS.flatMap((section) =>
      sectionParts(
        section,
        screen.items.filter((item) => item.section === section),
      ),
    ),
    { kind: 'text', quiet: true, text: 'Not shown: individual answers, notes, ratings.' },
    ...(screen.changed === undefined ? [] : [{ kind: 'text', quiet: true, text: screen.changed } as const]),
  ];
}

export function how(screen: DigestScreen): Button {
  const state: Record<string, string> = screen.digestId === undefined ? {} : { digest: screen.digestId };
  return { action: 'digest:how', label: 'How this is made', state };
}

export function buttons(list: readonly Button[]): Part {
  return { kind: 'buttons', buttons: list };
}

/** A sentence that is surely short enough for a notification. */
export function summaryOf(screen: DigestScreen): string {
  const district = screen.district.length <= 150 ? screen.district : 'Your district';
  return `${district}: leadership coaching, week of ${dayInWords(screen.weekOf)}`;
}

function titleOf(screen: DigestScreen): string {
  const schools = `${screen.schools} school${screen.schools === 1 ? '' : 's'}`;
  return `${screen.district} · leadership coaching · week of ${dayInWords(screen.weekOf)} (${schools})${screen.soFar ? ' · so far' : ''}`;
}

function sectionParts(section: Section, items: readonly Item[]): Part[] {
  if (items.length === 0) return [];
  if (section === 'DECISIONS' || section === 'GOOD NEWS') {
    const title: Text = [
      { bold: section === 'DECISIONS' ? `${section} (${decisionsIn(items)})` : `${section} (released by principals)` },
    ];
    return [
      { kind: 'text', text: title },
      { kind: 'list', items: items.map((item) => item.text) },
    ];
  }
  return [{ kind: 'text', text: [{ bold: section }, `  ${items.map((item) => item.text).join(' · ')}`] }];
}

/** A folded last line stands for several. */
function decisionsIn(items: readonly Item[]): number {
  return items.reduce(
    (count, item) =>
      count + Number(/^(?:and )?(\d+) (?:more )?decisions?(?:, listed below)?$/.exec(item.text)?.[1] ?? 1),
    0,
  );
}
