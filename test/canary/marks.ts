// The marks of one run: each field's words of each pair have one of their own, so that a leak names what leaked and whose it is.
import type { AnyForm } from '../../src/chat/form.ts';
import { belongsTo, mayRead, type Pair, type Viewer } from '../../src/roster/access.ts';
import { seen } from '../../src/roster/matrix.ts';
import { FORM_FIELDS } from './private-fields.ts';
import { fieldsOf } from './registry.ts';

export interface Mark {
  /** What is written and searched for. No mark is part of another one. */
  text: string;
  pair: string;
  /** `form field`, or where it was typed. */
  field: string;
  authorId: string;
}

export interface Marks {
  readonly all: Mark[];
  /** Words of an author in a field, or typed; a new mark each time. */
  make(pair: string, field: string, authorId: string): string;
  foundIn(text: string): Mark[];
}

const MARK = /CANARY-\w+-\d{3}/g;

export function createMarks(): Marks {
  const all: Mark[] = [];
  const byText = new Map<string, Mark>();
  return {
    all,
    make(pair, field, authorId) {
      const text = `CANARY-${pair}-${String(all.length).padStart(3, '0')}`;
      const mark = { text, pair, field, authorId };
      all.push(mark);
      byText.set(text, mark);
      return `${text} see two rooms`;
    },
    foundIn: (text) =>
      [...new Set(text.match(MARK) ?? [])].map(
        (found) => byText.get(found) ?? { text: found, pair: '', field: 'a mark that nobody made', authorId: '' },
      ),
  };
}

/**
 * Whether the matrix lets somebody read a mark. Where the form promised less than the matrix would allow, the promise holds. What
 * was typed, and what was refused, is its author's alone.
 */
export function mayHave(
  viewer: Viewer | undefined,
  mark: Mark,
  pair: Pair | undefined,
  forms: readonly AnyForm[],
): boolean {
  if (viewer === undefined) return false;
  if (viewer.personId === mark.authorId) return true;
  const of = FORM_FIELDS[mark.field];
  const audience = fieldsOf(forms).get(mark.field)?.audience;
  if (pair === undefined || of === undefined || 'open' in of || audience === undefined) return false;
  const belongs = belongsTo(pair, mark.authorId);
  return seen(viewer, of.thing, belongs) === 'all' && mayRead(viewer, audience, belongs);
}
