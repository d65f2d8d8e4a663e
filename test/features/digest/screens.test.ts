import { defineCard, type Card } from '../../../src/chat/card.ts';
import { LIMITS } from '../../../src/chat/limits.ts';
import { plainText } from '../../../src/chat/plain.ts';
import { fitItems, LONGEST, withLateFacts } from '../../../src/features/digest/rules/fit.ts';
import { SECTIONS, type Item } from '../../../src/features/digest/rules/sections.ts';
import type { PairWeek } from '../../../src/features/digest/rules/summary.ts';
import { digestCard, measureDigest } from '../../../src/features/digest/screens/digest-card.ts';
import { examples } from '../../../src/features/digest/screens/examples.ts';
import { threadParts } from '../../../src/features/digest/screens/thread-cards.ts';
import { summaryCards } from '../../../src/features/digest/screens/summary-card.ts';

const frame = { district: 'Harbor City', weekOf: '2026-10-19', schools: 40 };

function item(section: Item['section'], text: string, sourceIds: string[] = ['1']): Item {
  return { section, text, sourceType: section === 'COMING' ? 'calendar_day' : 'barrier', sourceIds };
}

function measure(items: readonly Item[]): number {
  return measureDigest({ ...frame, items });
}

describe('a digest card', () => {
  it('has its sections in one order, whatever order the lines come in', () => {
    const lines = [...SECTIONS].reverse().map((section) => item(section, `about ${section}`));
    const text = plainText(digestCard({ ...frame, items: lines }));
    const places = SECTIONS.map((section) => text.indexOf(`about ${section}`));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('leaves out empty sections', () => {
    expect(plainText(digestCard({ ...frame, items: [item('BARRIERS', 'open 1')] })).split('\n')).toHaveLength(4);
  });

  it.each([1, 12, 40, 300])('stays within 1,500 characters with %i decisions, and counts every one', (count) => {
    const lines = Array.from({ length: count }, (_, index) =>
      item('DECISIONS', `Special education services at School number ${index + 1} – program, open 9 staff days`, [
        `b${index}`,
      ]),
    );
    const others = [item('DELIVERY', 'on-site days 40 of 40'), item('COMING', 'Fall break')];

    const fitting = fitItems([...lines, ...others], measure);

    expect(measure(fitting)).toBeLessThanOrEqual(LONGEST);
    expect(new Set(fitting.flatMap((one) => one.sourceIds)).size).toBe(count + 1);
    const card = digestCard({ ...frame, items: [...lines, ...others] });
    expect(plainText(card)).toContain(`DECISIONS (${count})`);
    expect(plainText(card).length).toBeLessThanOrEqual(LONGEST);
    expect(fitting.map((one) => one.section)).toEqual([...fitting.map((one) => one.section)].sort(inOrder));
  });

  it('folds good news before any decision, and the thread has all of it', () => {
    const news = Array.from({ length: 12 }, (_, index) =>
      item('GOOD NEWS', `School ${index}: ${'teachers led a meeting '.repeat(7)}`, [`r${index}`]),
    );
    const decisions = [item('DECISIONS', 'Budget at School 1'), item('DECISIONS', 'Testing at School 2')];
    const items = [...decisions, ...news];

    const fitting = fitItems(items, measure);
    expect(measure(fitting)).toBeLessThanOrEqual(LONGEST);
    expect(fitting.filter((one) => one.section === 'DECISIONS')).toEqual(decisions);
    expect(fitting.at(-1)?.text).toMatch(/^and \d+ more releases, listed below$/);
    const thread = threadParts({ ...frame, items }).filter(({ name }) => name.startsWith('good-news-'));
    const below = thread.map(({ card }) => plainText(card)).join('\n');
    for (const one of news) expect(below).toContain(one.text.trim());
  });

  it('folds a long list of dates', () => {
    const lines = Array.from({ length: 14 }, (_, index) =>
      item('COMING', `${'Professional learning '.repeat(7)}${index}`),
    );
    const fitting = fitItems(lines, measure);
    expect(measure(fitting)).toBeLessThanOrEqual(LONGEST);
    expect(fitting.at(-1)?.text).toMatch(/^and \d+ more dates, listed below$/);
  });

  it('takes a district with a name of any length', () => {
    const card = digestCard({ ...frame, district: 'Harbor '.repeat(60), items: [] });
    expect(plainText(card)).toContain('Harbor '.repeat(60).trim());
  });

  it('keeps a median that is out when something late comes', () => {
    const shown: Item = { section: 'PRACTICE', text: '6 rooms', sourceType: 'answer:rooms', sourceIds: ['a'] };
    const newer: Item = { ...shown, text: '9 rooms' };
    const posted = [item('DECISIONS', 'old'), item('DELIVERY', '6 of 7'), shown];
    const fresh = [item('DECISIONS', 'new'), item('DELIVERY', '7 of 7'), newer];
    expect(withLateFacts(posted, fresh).map((one) => one.text)).toEqual(['old', '7 of 7', '6 rooms']);
  });
});

describe("a coach's summary", () => {
  const pair = (number: number, extra: Partial<PairWeek> = {}): PairWeek => ({
    assignmentId: `a${number}`,
    principal: `Principal ${number}`,
    school: `School ${number}`,
    zone: 'America/New_York',
    outcome: { kind: 'answered', late: false },
    answers: { rooms: number, 'need-note': `Note ${number} ${'x'.repeat(250)}` },
    steps: [],
    ...extra,
  });

  it('of two pairs is one card', () => {
    expect(summaryCards('2026-10-19', [pair(1), pair(2)])).toHaveLength(1);
  });

  it('of forty pairs is paged, with nothing left out and every page within the limits', () => {
    const pairs = Array.from({ length: 40 }, (_, index) => pair(index + 1));

    const cards = summaryCards('2026-10-19', pairs);

    expect(cards.length).toBeGreaterThan(1);
    const text = cards.map((card) => plainText(card)).join('\n');
    for (const one of pairs) expect(text).toContain(`Note ${String(one.answers['rooms'])} x`);
    for (const card of cards) assertWithinLimits(card);
    expect(cards[0]?.summary).toContain(`1 of ${cards.length}`);
  });

  it('keeps an answer that is longer than one place may hold', () => {
    const long = Array.from({ length: 1500 }, (_, index) => `word${index}`).join(' ');
    const cards = summaryCards('2026-10-19', [pair(1, { answers: { 'need-note': long } })]);
    const kept = cards
      .map((card) => plainText(card))
      .join('\n')
      .replaceAll(/\n?Note for that day[^:]*: /g, '');
    expect(kept.replaceAll(/\s/g, '')).toContain(long.replaceAll(/\s/g, '').slice(0, 2000));
    for (const card of cards) assertWithinLimits(card);
  });

  it('keeps a step of any length, and a name of any length', () => {
    const text = 'Visit rooms and '.repeat(60).trim();
    const step = { id: 's', text, status: 'STUCK', dueOn: '2026-10-23', carriedCount: 3, mustChoose: true };
    const cards = summaryCards('2026-10-19', [
      pair(1, { principal: 'Name '.repeat(50), steps: Array.from({ length: 30 }, () => step) }),
    ]);
    for (const card of cards) assertWithinLimits(card);
  });
});

it('every example is a card within the limits, each screen at least once', () => {
  const cards = examples.flatMap((example) => ('card' in example ? [example.card] : []));
  for (const card of cards) expect(plainText(card).length).toBeGreaterThan(10);
  const parts = ['barriers', 'decisions-1', 'delivery', 'gone', 'practice'];
  const notes = ['held', 'here', 'how', 'no-channel', 'note', 'retracted', 'which'];
  const screens = ['glance', 'preview', 'summary', 'week', ...parts, ...notes];
  expect([...new Set(cards.map((card) => card.id))].sort()).toEqual(screens.map((name) => `digest:${name}`).sort());
});

function assertWithinLimits(card: Card): void {
  expect(() => defineCard({ ...card })).not.toThrow();
  expect(plainText(card).length).toBeLessThanOrEqual(LIMITS.cardTextTotal);
}

function inOrder(a: Item['section'], b: Item['section']): number {
  return SECTIONS.indexOf(a) - SECTIONS.indexOf(b);
}
