// What must stand in no line of any log: what anybody typed or wrote, names and addresses of people, and whatever opens a door.
import type { Db } from '../../src/db/client.ts';
import { COLUMNS } from '../canary/private-fields.ts';

const typed = new WeakMap<object, Set<string>>();

/** Notes what somebody typed on a stage, so that its house looks for it in the log when it stops. */
export function noteTyped(stage: object, words: string): void {
  const kept = typed.get(stage) ?? new Set<string>();
  typed.set(stage, kept.add(words));
}

export function typedOn(stage: object): string[] {
  return [...(typed.get(stage) ?? [])];
}

/** Names and addresses of the roster, and every private word that is kept. Nothing, where the database is gone already. */
export async function privateWordsOf(db: Db): Promise<string[]> {
  const found: string[] = [];
  const columns = Object.entries(COLUMNS).flatMap(([column, of]) => ('words' in of ? [column] : []));
  try {
    for (const column of [...columns, 'form_draft.values', 'person.display_name', 'person.email']) {
      const [table, name] = column.split('.');
      const rows = await db.$queryRawUnsafe<{ value: unknown }[]>(
        `select distinct to_jsonb("${name}") as value from "${table}"`,
      );
      found.push(...rows.flatMap(({ value }) => textsIn(value)));
    }
  } catch {
    return found;
  }
  return found;
}

/** By their look, whatever they are called. */
const SECRETS: Record<string, RegExp> = {
  'a token of Slack': /xox[a-z]-[\w-]{3,}|xapp-[\w-]{3,}/,
  'a signed token': /eyJ[\w-]{8,}\.[\w-]{8,}/,
  'an authorization': /\bbearer\s+[\w.-]{8,}/i,
  'a private key': /-----BEGIN/,
  'a one-time code': /(?<![\w-])[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}(?![\w-])/,
  'an address of somebody': /[\w.+-]+@(?!thread\.)[\w-]+\.[a-z]{2,}/i,
};

/** A single short word is in too many innocent lines; a sentence or a mark is not. */
const isTelling = (words: string) => words.length >= 10 && /\s|CANARY|@/.test(words);

/** One sentence for each line that says too much. */
export function findSpoken(lines: readonly string[], words: readonly string[], secrets: readonly string[]): string[] {
  const telling = [...new Set(words)].filter(isTelling);
  return lines.flatMap((line) => {
    const [kind] = Object.entries(SECRETS).find(([, look]) => look.test(line)) ?? [];
    const secret = secrets.find((one) => one.length >= 8 && line.includes(one));
    const said = telling.find((one) => line.includes(one) || line.includes(JSON.stringify(one).slice(1, -1)));
    const what = kind ?? (secret === undefined ? said && `“${said}”` : 'a secret of the set-up');
    return what === undefined ? [] : [`A line of the log has ${what}: ${line.trim()}`];
  });
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
