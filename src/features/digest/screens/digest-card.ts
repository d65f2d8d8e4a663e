import type { Button, Card, Part } from '../../../chat/card.ts';
import { defineCard } from '../../../chat/card.ts';
import { LIMITS } from '../../../chat/limits.ts';
import { plainText } from '../../../chat/plain.ts';
import type { Text } from '../../../chat/text.ts';
import { dayInWords, type Day } from '../../../zone.ts';
import { SECTIONS, type Item, type Section } from '../rules/sections.ts';

export interface DigestScreen {
  district: string;
  weekOf: Day;
  schools: number;
  items: readonly Item[];
  /** `Updated Mon 10:12`, `Corrected Tue 10:12`. */
  changed?: string;
  /** A week that is still under way. */
  soFar?: boolean;
  /** Ids for the button that explains; absent where nothing is stored yet. */
  digestId?: string;
}

/** The same card wherever a digest is seen: in the channel, before it is posted, and at a glance. */
export function digestCard(screen: DigestScreen): Card {
  return defineCard(draw(screen));
}

/** Characters as people read it; of a card that may yet be too long for any platform. */
export function measureDigest(screen: DigestScreen): number {
  return plainText(draw(screen)).length;
}

export function digestParts(screen: DigestScreen): Part[] {
  return [
    ...titled(titleOf(screen)),
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

/** A name from a roster may be longer than a heading may be; then it is said in bold instead. */
export function titled(title: string): Part[] {
  return title.length <= LIMITS.heading
    ? [{ kind: 'heading', text: title }]
    : [{ kind: 'text', text: [{ bold: title }] }];
}

function draw(screen: DigestScreen): Card {
  const parts = [...digestParts(screen), buttons([how(screen)])];
  return { id: 'digest:week', summary: summaryOf(screen), parts };
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
    const title: Text = [{ bold: section === 'DECISIONS' ? `${section} (${decisionsIn(items)})` : section }];
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
    (count, item) => count + Number(/^(?:and )?(\d+) (?:more )?decisions?$/.exec(item.text)?.[1] ?? 1),
    0,
  );
}
