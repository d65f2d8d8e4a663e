// Packs what is to be shown into as many cards as it takes, so that nothing is cut.
import type { Card, Part } from '../../../chat/card.ts';
import { LIMITS } from '../../../chat/limits.ts';
import { plainText } from '../../../chat/plain.ts';

/** Leaves room for a title and buttons, and for how much more each platform's own format takes. */
export function fits(parts: readonly Part[]): boolean {
  const card: Card = { id: 'digest:page', summary: '', parts };
  return (
    parts.length <= LIMITS.parts - 4 &&
    Buffer.byteLength(JSON.stringify(card), 'utf8') <= LIMITS.cardBytes - 1_500 &&
    plainText(card).length <= LIMITS.cardTextTotal - 500
  );
}

export function inGroups<T>(list: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let at = 0; at < list.length; at += size) groups.push(list.slice(at, at + size));
  return groups;
}
