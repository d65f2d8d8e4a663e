import { CLASS_NAMES, type RecordClassName } from '../../records/classes.ts';

export type Counts = Partial<Record<RecordClassName, number>>;

/** `12 COACHING_PAIR, 3 PROGRAM`. */
export function countsInWords(counts: Counts): string {
  const lines = CLASS_NAMES.flatMap((name) => (counts[name] ? [`${String(counts[name])} ${name}`] : []));
  return lines.length === 0 ? 'nothing' : lines.join(', ');
}
