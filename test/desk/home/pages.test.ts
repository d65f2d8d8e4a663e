import type { Card, Part } from '../../../src/chat/card.ts';
import { LIMITS } from '../../../src/chat/limits.ts';
import { plainText } from '../../../src/chat/plain.ts';
import type { HomeSection } from '../../../src/features/feature.ts';
import { homeCard } from '../../../src/desk/home-card.ts';
import { renderCard as inSlack } from '../../../src/platforms/slack/render-card.ts';
import { bytesOf, renderCard as inTeams } from '../../../src/platforms/teams/render-card.ts';
import { checkHome, checkMessageBlocks } from '../../../src/playground/pocket-slack/block-kit/check.ts';

function pairs(count: number, about = 'needs you'): HomeSection {
  return {
    place: 1,
    title: 'Your caseload',
    parts: Array.from({ length: count }, (_, index): Part[] => [
      { kind: 'text', text: [{ bold: `School ${index}` }, `: ${about}`] },
      {
        kind: 'buttons',
        buttons: ['Propose a step', 'Log a visit'].map((label) => ({
          action: 'plan:propose',
          label,
          state: { a: `01990000-0000-7000-8000-${String(index).padStart(12, '0')}` },
          opens: 'form',
        })),
      },
    ]).flat(),
  };
}

/** All pages, as somebody sees them who presses More until there is none. */
function turn(sections: readonly HomeSection[]): Card[] {
  const pages: Card[] = [];
  for (let page = 1; ; page++) {
    const card = homeCard(sections, page);
    pages.push(card);
    if (!labels(card).includes('More')) return pages;
  }
}

function labels(card: Card): string[] {
  return card.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons.map((button) => button.label) : []));
}

it('has all of sixty pairs on its pages, each pair with its buttons on the same page', () => {
  const quiet: Part = { kind: 'text', quiet: true, text: 'so that a page does not end with a pair by itself' };
  const pages = turn([{ place: 0, title: 'Before', parts: [quiet, quiet] }, pairs(60)]);

  const schools = pages.flatMap((card) => plainText(card).match(/School \d+/g) ?? []);
  expect(schools).toEqual(Array.from({ length: 60 }, (_, index) => `School ${index}`));
  for (const card of pages) {
    const texts = card.parts.filter((part) => part.kind === 'text' && part.quiet !== true).length;
    expect(labels(card).filter((label) => label === 'Log a visit')).toHaveLength(texts);
  }
});

it.each([
  ['sixty pairs', [pairs(60)]],
  ['pairs of whom much is said', [pairs(60, 'ä'.repeat(400))]],
  ['pairs of whom as much is said as fits', [pairs(4, 'x'.repeat(2_800))]],
  [
    'many short sections',
    Array.from({ length: 70 }, (_, place) => ({ ...pairs(1), place, title: `Section ${place}` })),
  ],
])('fits both platforms, in its own place and as a message: %s', (_, sections) => {
  for (const card of turn(sections)) {
    expect(card.parts.length).toBeLessThanOrEqual(LIMITS.parts);
    for (const manner of ['rich', 'plain'] as const) {
      const { blocks } = inSlack(card, manner);
      expect(checkHome({ type: 'home', blocks })).toMatchObject({ fits: true });
      expect(checkMessageBlocks(blocks)).toMatchObject({ fits: true });
    }
    expect(bytesOf(inTeams(card))).toBeLessThanOrEqual(25_000);
  }
});

it('says where a section goes on, and never ends a page with a title alone', () => {
  const [first, second] = turn([pairs(18), { place: 2, title: 'Visits', parts: pairs(2).parts }]);

  expect(second?.parts[0]).toMatchObject({ kind: 'heading', text: expect.stringMatching(/Visits|Your caseload/) });
  const beforeEnd = first?.parts.filter((part) => part.kind === 'heading').at(-1);
  expect(first?.parts.indexOf(beforeEnd ?? { kind: 'divider' })).toBeLessThan((first?.parts.length ?? 0) - 3);
  expect(turn([pairs(60)])[1]?.parts[0]).toMatchObject({ text: 'Your caseload (continued)' });
});

it('puts sections into their order, whoever handed them in first', () => {
  const card = homeCard([
    { place: 30, title: 'Last', parts: [{ kind: 'text', text: 'c' }] },
    { place: 10, title: 'First', parts: [{ kind: 'text', text: 'a' }] },
  ]);

  expect(plainText(card)).toMatch(/First\na\nLast\nc/);
});

it('shows the last page where the one that was asked for is gone, and the first for a number that is none', () => {
  expect(homeCard([pairs(60)], 99).summary).toMatch(/page (\d) of \1$/);
  expect(homeCard([pairs(60)], -3).summary).toContain('page 1 of');
});

it('tells somebody without a part how it begins', () => {
  expect(plainText(homeCard([]))).toContain('It begins once your pair’s compact is signed');
});
