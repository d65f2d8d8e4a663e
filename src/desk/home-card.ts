// What a Home looks like: sections one below the other, as many to a page as both platforms take.
import { defineCard, titlePart, type Button, type Card, type Part } from '../chat/card.ts';
import { LIMITS } from '../chat/limits.ts';
import type { HomeSection } from '../features/feature.ts';

/** Where a Home is shown: in its own place, or as a message among others. */
export type Where = 'home' | 'chat';

/** Room for the end of a page and for what is said on its head; and less than a card may have, because it grows when a platform draws it. */
const MOST = { parts: LIMITS.parts - 4, bytes: 9_000 };

/** One page of a Home; a page that is not there any more is the last one. */
export function homeCard(sections: readonly HomeSection[], page = 1, where: Where = 'home'): Card {
  if (sections.length === 0) return beginCard();
  const pages = pagesOf(sections);
  const at = Math.min(Math.max(page, 1), pages.length);
  return defineCard({
    id: 'home:home',
    summary: pages.length === 1 ? SUMMARY : `${SUMMARY}, page ${at} of ${pages.length}`,
    parts: [...(pages[at - 1] ?? []), ...endOf(at, pages.length, where)],
  });
}

const SUMMARY = 'Your week in Throughline';

/** For somebody who has no part in any pair or district yet. */
export function beginCard(): Card {
  return defineCard({
    id: 'home:begin',
    summary: 'Welcome to Throughline',
    parts: [
      { kind: 'heading', text: 'Welcome to Throughline' },
      {
        kind: 'text',
        text: 'Your week will stand here: for a principal the check-in and the plan, for a coach the schools, for a district leader the decisions that wait.',
      },
      {
        kind: 'text',
        text: 'It begins once your pair’s compact is signed, or your role is in the staff list. Your coach or your administrator can tell you when.',
      },
      { kind: 'text', quiet: true, text: 'Type help to see what you can do now.' },
    ],
  });
}

function pagesOf(sections: readonly HomeSection[]): Part[][] {
  const pages: Part[][] = [];
  for (const section of [...sections].sort((a, b) => a.place - b.place)) {
    let title = section.title;
    for (const group of groupsOf(section.parts)) {
      const page = pages.at(-1);
      const isBegun = page !== undefined && title !== section.title;
      const more = isBegun ? group : [titlePart(title), ...group];
      if (page !== undefined && fits([...page, ...more])) page.push(...more);
      else pages.push([titlePart(title), ...group]);
      title = `${section.title} (continued)`;
    }
  }
  return pages;
}

/** Buttons stay on the page of what they are about. */
function groupsOf(parts: readonly Part[]): Part[][] {
  const groups: Part[][] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (part.kind === 'buttons' && last) last.push(part);
    else groups.push([part]);
  }
  return groups;
}

function fits(parts: readonly Part[]): boolean {
  return parts.length <= MOST.parts && Buffer.byteLength(JSON.stringify(parts), 'utf8') <= MOST.bytes;
}

const ONLY_YOU = 'Only you see this in Throughline.';

function endOf(page: number, pages: number, where: Where): Part[] {
  const said = pages === 1 ? ONLY_YOU : `Page ${page} of ${pages}. ${ONLY_YOU}`;
  const turn = (label: string, to: number): Button => ({
    action: 'home:page',
    label,
    state: { p: String(to), ...(where === 'chat' ? { w: where } : {}) },
  });
  const buttons = [...(page > 1 ? [turn('Back', page - 1)] : []), ...(page < pages ? [turn('More', page + 1)] : [])];
  return [
    { kind: 'text', quiet: true, text: said },
    ...(buttons.length === 0 ? [] : [{ kind: 'buttons' as const, buttons }]),
  ];
}
