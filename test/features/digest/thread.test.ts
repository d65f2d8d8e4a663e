import { defineCard, type Card, type Part } from '../../../src/chat/card.ts';
import { plainText } from '../../../src/chat/plain.ts';
import { compileItems, type Item, type WeekFacts } from '../../../src/features/digest/rules/sections.ts';
import { numbersOf, type PostedWeek } from '../../../src/features/digest/rules/trend.ts';
import { digestCard } from '../../../src/features/digest/screens/digest-card.ts';
import { threadParts } from '../../../src/features/digest/screens/thread-cards.ts';
import { glanceCard } from '../../../src/features/digest/screens/whole-card.ts';
import { addDays } from '../../../src/zone.ts';

const WEEK = '2026-10-19';
const frame = { district: 'Harbor City', weekOf: WEEK, schools: 7 };

function line(section: Item['section'], sourceType: string, text: string): Item {
  return { section, text, sourceType, sourceIds: ['1'] };
}

function week(
  weeksAgo: number,
  of: { onSite?: string; rooms?: number; talks?: number; open?: number } = {},
): PostedWeek {
  return {
    weekOf: addDays(WEEK, -7 * weeksAgo),
    items: [
      line('DELIVERY', 'visit', `on-site days ${of.onSite ?? '6 of 7'}`),
      line('DELIVERY', 'check_in', 'check-ins 5 of 6 · 1 not delivered'),
      ...(of.rooms === undefined
        ? [line('PRACTICE', 'suppressed', 'Not shown: fewer than 5 principals answered.')]
        : [line('PRACTICE', 'answer:rooms', `median of 6 principals: classrooms visited ${of.rooms}/wk`)]),
      ...(of.talks === undefined ? [] : [line('PRACTICE', 'answer:next-steps', `clear next steps ${of.talks}/wk`)]),
      ...(of.open === undefined
        ? []
        : [line('BARRIERS', 'barrier', `open ${of.open} · resolved 2 · oldest 3 staff days`)]),
    ],
  };
}

function partsOf(now: PostedWeek, earlier: PostedWeek[]) {
  return threadParts({ ...frame, items: now.items, earlier });
}

function chartOf(card: Card | undefined): Part & { kind: 'chart' } {
  const chart = card?.parts.find((part) => part.kind === 'chart');
  if (chart?.kind !== 'chart') throw new Error('there is no chart');
  return chart;
}

function chartNamed(name: string, parts: ReturnType<typeof threadParts>) {
  return chartOf(parts.find((part) => part.name === name)?.card);
}

describe('the numbers of a posted week', () => {
  it('are read back from the very words in which they are written', () => {
    const counted = (question: 'rooms' | 'next-steps', value: number) =>
      [1, 2, 3, 4, 5, 6].map((n) => ({
        answerId: `${question}${n}`,
        personId: `p${n}`,
        schoolId: `s${n}`,
        question,
        value,
      }));
    const facts: WeekFacts = {
      weekOf: WEEK,
      asOf: addDays(WEEK, 6),
      now: new Date('2026-10-26T11:00:00Z'),
      onSite: { visitIds: ['v'], done: 5, planned: 7, extra: 1, moved: 2, cancelled: 0 },
      checkIns: [
        {
          id: 'c',
          assignmentId: 'a',
          schoolId: 's1',
          status: 'SUBMITTED',
          shape: 'full',
          openAt: new Date('2026-10-22T18:00:00Z'),
          closeAt: new Date('2026-10-23T21:00:00Z'),
          lateUntil: new Date('2026-10-26T09:00:00Z'),
        },
      ],
      prompts: new Map(),
      counts: [...counted('rooms', 3.5), ...counted('next-steps', 4)],
      published: {},
      practiceWaits: false,
      released: [],
      barriers: [
        { id: 'b', category: 'Budget', lever: 'MONEY', school: 'School 1', raisedOn: WEEK, neededBy: WEEK, open: true },
      ],
      calendar: [],
    };

    expect(numbersOf({ weekOf: WEEK, items: compileItems(facts) })).toEqual({
      weekOf: WEEK,
      onSite: { done: 5, planned: 7 },
      barriers: { open: 1, resolved: 0 },
      medians: { rooms: 3.5, 'next-steps': 4 },
    });
  });

  it('are not there where they could not be shown', () => {
    expect(numbersOf(week(0)).medians).toEqual({});
  });
});

describe("a digest's thread", () => {
  it('has a table of the week from the first digest on, and a chart from the second', () => {
    const [first, ...none] = partsOf(week(0), []);
    expect(none).toEqual([]);
    expect(first && plainText(first.card)).toContain('Mon, Oct 19 | 6 of 7 | 5 of 6 · 1 not delivered');
    expect(first?.card.parts.some((part) => part.kind === 'chart')).toBe(false);

    const chart = chartNamed('delivery', partsOf(week(0), [week(2, { onSite: '3 of 7 · 1 moved' }), week(1)]));

    expect(chart.labels).toEqual(['Mon, Oct 5', 'Mon, Oct 12', 'Mon, Oct 19']);
    expect(chart.series).toEqual([
      { name: 'Planned', values: [7, 7, 7] },
      { name: 'Took place', values: [3, 6, 6] },
    ]);
    expect(chart.summary).toContain('15 of 21 took place');
  });

  it('draws the medians of the weeks that showed them, and no other', () => {
    const earlier = [week(3, { rooms: 5, talks: 3 }), week(2), week(1, { rooms: 7, talks: 6 })];

    const chart = chartNamed('practice', partsOf(week(0, { rooms: 9, talks: 7 }), earlier));

    expect(chart.labels).toEqual(['Mon, Sep 28', 'Mon, Oct 12', 'Mon, Oct 19']);
    expect(chart.series.map((one) => one.values)).toEqual([
      [5, 7, 9],
      [3, 6, 7],
    ]);
  });

  it('draws no median in a week that may show none, whatever the weeks before showed', () => {
    const parts = partsOf(week(0), [week(2, { rooms: 5 }), week(1, { rooms: 7 })]);
    expect(parts.map((part) => part.name)).toEqual(['delivery']);
  });

  it('draws a question only where both weeks asked it', () => {
    const parts = partsOf(week(0, { rooms: 9, talks: 7 }), [week(1, { rooms: 5 })]);
    expect(parts.map((part) => part.name)).toEqual(['delivery']);
  });

  it('draws the barriers of the weeks', () => {
    const chart = chartNamed('barriers', partsOf(week(0, { open: 4 }), [week(1, { open: 8 })]));
    expect(chart.series).toEqual([
      { name: 'Open', values: [8, 4] },
      { name: 'Resolved', values: [2, 2] },
    ]);
  });

  it.each([1, 45, 300])('has every one of %i decisions, on the top or in full below it', (count) => {
    const items = Array.from({ length: count }, (_, index) =>
      line('DECISIONS', 'barrier', `Substitute coverage – decision <${index}> of the board, open 9 staff days`),
    );

    const parts = threadParts({ ...frame, items });

    const top = plainText(digestCard({ ...frame, items }));
    const below = parts.map(({ card }) => plainText(card)).join('\n');
    for (const [index] of items.entries()) expect(count === 1 ? top : below).toContain(`decision <${index}> of`);
    for (const { card } of parts) expect(() => defineCard({ ...card })).not.toThrow();
    expect(new Set(parts.map((part) => part.name)).size).toBe(parts.length);
    expect(parts.length === 0).toBe(count === 1);
  });

  it('stands whole on one card for whoever looks before it is posted, as far as a card holds it', () => {
    const some = glanceCard({ ...frame, items: week(0, { rooms: 9 }).items, earlier: [week(1, { rooms: 7 })] });
    expect(some.parts.filter((part) => part.kind === 'chart')).toHaveLength(2);

    const items = Array.from({ length: 300 }, (_, index) =>
      line('DECISIONS', 'barrier', `decision ${index}`.repeat(8)),
    );
    const many = plainText(glanceCard({ ...frame, items }));
    expect(many).toMatch(/What does not fit here comes in the channel, in \d+ more messages\./);
  });
});
