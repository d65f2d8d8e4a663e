// Numbers of small groups: what may be shown so that nobody's own number can be worked out (domain, section 7.5). Pure.

/** Students: the federal guidance sets no number; California and the District of Columbia use ten. A customer may raise it. */
export const FEWEST_STUDENTS = 10;
/** Adults who answered, and schools under a roll-up. */
export const FEWEST_ADULTS = 5;

/** A hidden cell is shown as "fewer than 10" or as a star, never as a number. */
export type Shown = number | 'hidden';

/**
 * Hides small counts, and what else it takes that no hidden one can be worked out, not even by somebody who knows these
 * rules and tries every table. `sums` names the groups of cells whose total would be told as well, the ones that matter most
 * first: rows and then columns, say. A cell that stands alone takes the next smallest of its group with it; a total is not
 * told where it could only come from one set of numbers, nor where a hidden cell stands in a total that is told already.
 */
export function suppress(
  counts: readonly number[],
  sums: readonly (readonly number[])[],
  fewest = FEWEST_STUDENTS,
): { cells: Shown[]; totals: Shown[] } {
  const table: Table = { counts, fewest, hidden: new Set() };
  counts.forEach((count, index) => count >= 1 && count < fewest && table.hidden.add(index));
  for (const cells of sums) {
    const [only, ...others] = hiddenOf(table, cells);
    const next = smallestShown(table, cells);
    if (only !== undefined && others.length === 0 && next !== undefined) table.hidden.add(next);
  }
  const told = new Set<number>();
  const totals = sums.map((cells): Shown => {
    const hidden = hiddenOf(table, cells);
    if (hidden.some((index) => told.has(index)) || isGivenAway(table, cells)) return 'hidden';
    for (const index of hidden) told.add(index);
    return totalOf(table, cells);
  });
  return { cells: counts.map((count, index) => (table.hidden.has(index) ? 'hidden' : count)), totals };
}

interface Table {
  counts: readonly number[];
  fewest: number;
  hidden: Set<number>;
}

function hiddenOf({ hidden }: Table, cells: readonly number[]): number[] {
  return cells.filter((index) => hidden.has(index));
}

function totalOf({ counts }: Table, cells: readonly number[]): number {
  return cells.reduce((sum, index) => sum + (counts[index] ?? 0), 0);
}

/** To hide a nought would say that it is none. */
function smallestShown({ counts, hidden }: Table, cells: readonly number[]): number | undefined {
  const shown = cells.filter((index) => !hidden.has(index) && (counts[index] ?? 0) > 0);
  return shown.sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0) || a - b)[0];
}

/**
 * Would the total leave a hidden cell one value? Readers are granted all that the rules tell: which cells are small, and
 * that another one is hidden because it was the next smallest.
 */
function isGivenAway(table: Table, cells: readonly number[]): boolean {
  const { counts, fewest } = table;
  const hidden = hiddenOf(table, cells);
  if (hidden.length === 0) return false;
  const next = smallestShown(table, cells);
  if (next === undefined) return true;
  const limits = hidden.map((index) =>
    (counts[index] ?? 0) < fewest ? { low: 1, high: fewest - 1 } : { low: fewest, high: (counts[next] ?? 0) - 1 },
  );
  const rest = totalOf(table, hidden);
  const low = limits.reduce((sum, limit) => sum + limit.low, 0);
  const high = limits.reduce((sum, limit) => sum + limit.high, 0);
  return limits.some(
    (limit) => Math.min(limit.high, rest - (low - limit.low)) <= Math.max(limit.low, rest - (high - limit.high)),
  );
}

/** A share of a group in words: the extremes are coded, because "100 %" tells of each one in the group. */
export function shareInWords(part: number, of: number, fewest = FEWEST_STUDENTS): string {
  if (of < fewest) return tooFew(fewest);
  const percent = (part / of) * 100;
  if (percent > 95) return '> 95 %';
  if (percent < 5) return '< 5 %';
  // The others of a group are a group too.
  return part < fewest || of - part < fewest ? tooFew(fewest) : `${String(Math.round(percent))} %`;
}

function tooFew(fewest: number): string {
  return `fewer than ${String(fewest)}`;
}

export type WhyHidden = 'few people' | 'few schools' | 'too close';

/**
 * May a total over adults be shown? `published` are the groups behind what the same readers saw before, of the same answers
 * or of a neighbor report: two groups that differ by one to four people would tell what those few answered.
 */
export function whyHidden(
  people: ReadonlySet<string>,
  schools: ReadonlySet<string>,
  published: readonly ReadonlySet<string>[] = [],
): WhyHidden | undefined {
  if (people.size < FEWEST_ADULTS) return 'few people';
  if (schools.size < FEWEST_ADULTS) return 'few schools';
  const isClose = published.some((before) => {
    const apart =
      [...people].filter((one) => !before.has(one)).length + [...before].filter((one) => !people.has(one)).length;
    return apart >= 1 && apart < FEWEST_ADULTS;
  });
  return isClose ? 'too close' : undefined;
}
