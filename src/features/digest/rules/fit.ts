// Keeps a digest's summary within what people read on a phone, and says where the rest is; keeps what was published as it was.
import { SECTIONS, type Item, type Section } from './sections.ts';

export const LONGEST = 1500;

/** Folds lines into a counted last one, where there are too many: good news first, then the longest-dated decisions and days to come. */
export function fitItems(items: readonly Item[], measure: (items: readonly Item[]) => number): Item[] {
  let fitting = [...items];
  for (const section of ['GOOD NEWS', 'DECISIONS', 'COMING'] as const)
    for (
      let keep = fitting.filter((item) => item.section === section).length - 1;
      measure(fitting) > LONGEST && keep >= 0;
      keep--
    )
      fitting = fold(items, fitting, section, keep);
  return fitting;
}

function fold(all: readonly Item[], now: readonly Item[], section: Section, keep: number): Item[] {
  const own = all.filter((item) => item.section === section);
  const folded = own.slice(keep);
  const first = folded[0];
  if (first === undefined) return [...now];
  const noun = NOUNS[section] ?? 'line';
  const more: Item = {
    section,
    text: `${keep === 0 ? '' : 'and '}${folded.length} ${keep === 0 ? '' : 'more '}${noun}${folded.length === 1 ? '' : 's'}, listed below`,
    sourceType: first.sourceType,
    sourceIds: folded.flatMap((item) => item.sourceIds),
  };
  const before = now.findIndex((item) => item.section === section);
  const rest = now.filter((item) => item.section !== section);
  return [...rest.slice(0, before), ...own.slice(0, keep), more, ...rest.slice(before)];
}

const NOUNS: Partial<Record<Section, string>> = { 'GOOD NEWS': 'release', DECISIONS: 'decision', COMING: 'date' };

/** After it is posted only what late facts can change is replaced, and a median that is out stays: two would tell one answer. */
export function withLateFacts(posted: readonly Item[], fresh: readonly Item[]): Item[] {
  const medianIsOut = posted.some((item) => item.sourceType.startsWith('answer:'));
  const replaced: readonly Section[] = medianIsOut ? ['DELIVERY'] : ['DELIVERY', 'PRACTICE'];
  const order = (item: Item): number => SECTIONS.indexOf(item.section);
  return [
    ...posted.filter((item) => !replaced.includes(item.section)),
    ...fresh.filter((item) => replaced.includes(item.section)),
  ].sort((a, b) => order(a) - order(b));
}

export function sameText(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, index) => item.text === b[index]?.text);
}
