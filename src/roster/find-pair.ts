// Of whom somebody speaks: a mention, a principal's name, a school's, or a part of one, among the pairs that they may name.
import type { PlatformName } from '../chat/platform.ts';
import type { Tx } from '../db/client.ts';
import type { Viewer } from './access.ts';
import { findAccount } from './accounts.ts';
import { fits, nearest } from './names.ts';
import type { Pair } from './store.ts';

/** One pair is meant, or one of several. Where none is, `near` are those whose names come near. */
export interface Meant {
  pairs: readonly Pair[];
  near: readonly Pair[];
  /** What follows the name; all of it where there is no name. */
  rest: string;
}

/**
 * Finds out whom words begin with; words that name nobody may mean any of `among`. A mention is an account of `where` it
 * was typed: the same id in another workspace is somebody else.
 */
export async function findMeant(
  tx: Tx,
  viewer: Viewer,
  where: { platform: PlatformName; teamId: string },
  among: readonly Pair[],
  words: string,
): Promise<Meant> {
  const said = words.trim();
  const [first = '', rest = ''] = cut(said, 1);
  if (first === '') return { pairs: among, near: [], rest: '' };
  if (isMention(first)) {
    const account = await findAccount(tx, viewer, where.platform, where.teamId, first.slice(1));
    return { pairs: among.filter((pair) => pair.principal.id === account?.personId), near: [], rest };
  }
  return meantByName(among, said);
}

/** `@U0123ABC` in Slack, `@29:…` in Teams; where a workspace does not resolve a mention, it is a name. */
function isMention(word: string): boolean {
  return /^@([UW][A-Z0-9]{5,}|\d+:\S+)$/.test(word);
}

const LONGEST_NAME = 6;

/** The longest beginning that fits a name wins, and whole words win over parts. */
export function meantByName(among: readonly Pair[], said: string): Meant {
  for (let count = LONGEST_NAME; count > 0; count -= 1) {
    const [who, rest] = cut(said, count);
    if (who === undefined) continue;
    const ranked = among.map((pair) => ({ pair, fit: bestFit(who, pair) }));
    const whole = ranked.filter(({ fit }) => fit === 'whole');
    const fitting = whole.length > 0 ? whole : ranked.filter(({ fit }) => fit === 'part');
    if (fitting.length > 0) return { pairs: fitting.map(({ pair }) => pair), near: [], rest: rest ?? '' };
  }
  const [first = '', rest = ''] = cut(said, 1);
  const near = nearest(first, among, namesOf);
  return { pairs: [], near, rest: near.length > 0 ? rest : said };
}

function bestFit(typed: string, pair: Pair): 'whole' | 'part' | undefined {
  const found = namesOf(pair).map((name) => fits(typed, name));
  return found.includes('whole') ? 'whole' : found.find((fit) => fit !== undefined);
}

/** Both together as well, for the one of two schools: `Rivera Adams`. */
function namesOf(pair: Pair): readonly string[] {
  const { principal, school } = pair;
  return [principal.name, school.name, `${principal.name} ${school.name}`];
}

/** The first words, and what follows them as it was typed; nothing where there are fewer. */
function cut(said: string, count: number): [] | [string, string] {
  const found = new RegExp(`^((?:\\S+\\s+){${count - 1}}\\S+)(?:\\s+([\\s\\S]*))?$`).exec(said);
  return found ? [found[1] ?? '', found[2] ?? ''] : [];
}
