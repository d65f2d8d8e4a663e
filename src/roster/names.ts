// Names as people type them: in part, without accents, with other spaces. Pure.

/** Letters that no accent can be taken from. */
const PLAIN: Record<string, string> = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' };

function wordsOf(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}|['’‘`]/gu, '')
    .replace(/[øłđðþßæœı]/g, (letter) => PLAIN[letter] ?? letter);
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** How well what was typed fits a name: as whole words, as the beginnings of words, or not at all. Initials fit nobody. */
export function fits(typed: string, name: string): 'whole' | 'part' | undefined {
  const wanted = wordsOf(typed);
  const words = wordsOf(name);
  if (wanted.every((word) => word.length === 1)) return undefined;
  if (wanted.every((word) => words.includes(word))) return 'whole';
  if (wanted.every((word) => isPart(word, words)) || isRunTogether(wanted.join(''), words)) return 'part';
  return undefined;
}

function isPart(typed: string, words: readonly string[]): boolean {
  return words.includes(typed) || (typed.length > 1 && words.some((word) => word.startsWith(typed)));
}

/** `vanderberg` for van der Berg, and `o neil` for O’Neil. */
function isRunTogether(typed: string, words: readonly string[]): boolean {
  return words.some((_, index) => words.slice(index).join('').startsWith(typed));
}

/** The names of which a word may be a slip of the fingers: those that are nearest, and none that is far. */
export function nearest<T>(typed: string, all: readonly T[], namesOf: (one: T) => readonly string[]): T[] {
  const [wanted] = wordsOf(typed);
  if (wanted === undefined || wanted.length < 3) return [];
  const measured = all
    .map((one) => ({
      one,
      away: Math.min(...namesOf(one).flatMap((name) => wordsOf(name).map((word) => lettersApart(wanted, word)))),
    }))
    .filter(({ away }) => away <= (wanted.length < 5 ? 1 : 2));
  const least = Math.min(...measured.map(({ away }) => away));
  return measured.filter(({ away }) => away === least).map(({ one }) => one);
}

/** How many letters must be added, dropped or changed to make one word of the other (Levenshtein). */
export function lettersApart(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(
        (next[j - 1] ?? 0) + 1,
        (row[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
