import fc from 'fast-check';
import { shareInWords, suppress, whyHidden, type Shown } from '../../src/roster/suppression.ts';

const ROW = [[0, 1, 2]];

/** Rows first, then columns. */
function linesOf(rows: number, columns: number): number[][] {
  const cell = (row: number, column: number) => row * columns + column;
  return [
    ...Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, column) => cell(row, column))),
    ...Array.from({ length: columns }, (_, column) => Array.from({ length: rows }, (__, row) => cell(row, column))),
  ];
}

/** Every table with counts up to `most`. */
function* everyTable(size: number, most: number): Generator<number[]> {
  const counts = new Array<number>(size).fill(0);
  for (;;) {
    yield [...counts];
    const index = counts.findIndex((count) => count < most);
    if (index === -1) return;
    counts.fill(0, 0, index);
    counts[index] = (counts[index] ?? 0) + 1;
  }
}

/**
 * What somebody works out who knows the rules, sees what is shown, and tries every table there could be: the small counts
 * that are the same in all the tables that look like this.
 */
function recovered(size: number, most: number, lines: readonly (readonly number[])[], fewest: number): string[] {
  const seenAs = new Map<string, number[][]>();
  for (const counts of everyTable(size, most)) {
    const look = JSON.stringify(suppress(counts, lines, fewest));
    seenAs.set(look, [...(seenAs.get(look) ?? []), counts]);
  }
  return [...seenAs].flatMap(([look, tables]) => {
    const { cells } = JSON.parse(look) as { cells: Shown[] };
    const given = cells.flatMap((cell, index) => {
      const values = new Set(tables.map((counts) => counts[index] ?? 0));
      return cell === 'hidden' && values.size === 1 && Math.min(...values) < fewest ? [index] : [];
    });
    return given.length === 0 ? [] : [`${look}: ${JSON.stringify(tables.slice(0, 3))}`];
  });
}

describe('numbers of small groups', () => {
  it('are hidden, with the next smallest where one alone could be worked out from the total', () => {
    expect(suppress([42, 7, 15], ROW)).toEqual({ cells: [42, 'hidden', 'hidden'], totals: [64] });
    expect(suppress([42, 7, 3], ROW)).toEqual({ cells: [42, 'hidden', 'hidden'], totals: [52] });
    expect(suppress([42, 17, 15], ROW)).toEqual({ cells: [42, 17, 15], totals: [74] });
    expect(suppress([42, 0, 15], ROW)).toEqual({ cells: [42, 0, 15], totals: [57] });
  });

  it('hide their total where it is small, or where nothing else can keep them hidden', () => {
    expect(suppress([3, 4, 0], ROW)).toEqual({ cells: ['hidden', 'hidden', 0], totals: ['hidden'] });
    expect(suppress([5, 0, 0], ROW)).toEqual({ cells: ['hidden', 0, 0], totals: ['hidden'] });
  });

  it('are not told by being the least or the most that they can be', () => {
    expect(suppress([1, 1, 40], ROW)).toEqual({ cells: ['hidden', 'hidden', 40], totals: ['hidden'] });
    expect(suppress([9, 9, 40], ROW)).toEqual({ cells: ['hidden', 'hidden', 40], totals: ['hidden'] });
    expect(suppress([9, 8, 40], ROW)).toEqual({ cells: ['hidden', 'hidden', 40], totals: [57] });
  });

  it('cannot be recovered from a row by somebody who knows the rules and tries every row', () => {
    expect(recovered(3, 14, ROW, 4)).toEqual([]);
    expect(recovered(4, 8, [[0, 1, 2, 3]], 4)).toEqual([]);
  });

  it('cannot be recovered from a table with the totals of rows and columns', () => {
    expect(recovered(4, 8, linesOf(2, 2), 4)).toEqual([]);
    expect(recovered(6, 4, linesOf(2, 3), 3)).toEqual([]);
    expect(recovered(6, 4, linesOf(3, 2), 4)).toEqual([]);
  });

  it('never show a count or a total under the limit', () => {
    const table = fc.integer({ min: 1, max: 4 }).chain((rows) =>
      fc.integer({ min: 2, max: 5 }).chain((columns) =>
        fc.record({
          lines: fc.constant(linesOf(rows, columns)),
          counts: fc.array(fc.nat(60), { minLength: rows * columns, maxLength: rows * columns }),
        }),
      ),
    );
    fc.assert(
      fc.property(table, ({ lines, counts }) => {
        const { cells, totals } = suppress(counts, lines);
        for (const shown of [...cells, ...totals]) expect(shown === 'hidden' || shown === 0 || shown >= 10).toBe(true);
        cells.forEach((shown, index) => expect(shown === 'hidden' || shown === counts[index]).toBe(true));
      }),
    );
  });
});

describe('a share', () => {
  it.each([
    [5, 9, 'fewer than 10'],
    [7, 100, 'fewer than 10'],
    [95, 102, 'fewer than 10'],
    [199, 200, '> 95 %'],
    [200, 200, '> 95 %'],
    [0, 200, '< 5 %'],
    [3, 200, '< 5 %'],
    [50, 200, '25 %'],
  ])('of %i in %i is said as %s', (part, of, words) => {
    expect(shareInWords(part, of)).toBe(words);
  });
});

describe('a total over adults', () => {
  const group = (...numbers: number[]) => new Set(numbers.map(String));
  const five = group(1, 2, 3, 4, 5);

  it('wants five people and five schools', () => {
    expect(whyHidden(group(1, 2, 3, 4), five)).toBe('few people');
    expect(whyHidden(five, group(1, 2, 3, 4))).toBe('few schools');
    expect(whyHidden(five, five)).toBeUndefined();
  });

  it('is not shown beside one whose group differs by one to four people, larger, smaller or swapped', () => {
    expect(whyHidden(group(1, 2, 3, 4, 5, 6), five, [five])).toBe('too close');
    expect(whyHidden(five, five, [group(1, 2, 3, 4, 5, 6, 7, 8, 9)])).toBe('too close');
    expect(whyHidden(group(1, 2, 3, 4, 6), five, [five])).toBe('too close');
    expect(whyHidden(five, five, [five, group(6, 7, 8, 9, 10)])).toBeUndefined();
  });

  it('leaves nobody a group of fewer than five by taking two shown groups from one another', () => {
    const people = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 12 }).map((some) => group(...some));
    fc.assert(
      fc.property(fc.array(people, { maxLength: 12 }), (weeks) => {
        const shown: Set<string>[] = [];
        for (const week of weeks) if (whyHidden(week, five, shown) === undefined) shown.push(week);
        for (const one of shown)
          for (const other of shown) {
            const apart =
              [...one].filter((id) => !other.has(id)).length + [...other].filter((id) => !one.has(id)).length;
            expect(apart === 0 || apart >= 5).toBe(true);
          }
      }),
    );
  });
});
