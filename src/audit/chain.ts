// How a row of the audit is sealed: its hash holds the one before, so that nothing can be changed, taken out or put between
// without every later hash being wrong. Pure.
import { createHash } from 'node:crypto';

export interface Entry {
  id: string;
  at: Date;
  actorId: string | null;
  act: string;
  thing: string;
  aboutId: string | null;
  ownerId: string | null;
  detail: unknown;
  once: string | null;
}

export interface Sealed extends Entry {
  place: number;
  hash: string;
}

/** SHA-256 in hex over the hash before, the place and all of the row. */
export function sealOf(before: string, place: number, entry: Entry): string {
  const { id, at, actorId, act, thing, aboutId, ownerId, detail, once } = entry;
  const told = [before, place, id, at.toISOString(), actorId, act, thing, aboutId, ownerId, inOrder(detail), once];
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}

/** The database keeps JSON with its keys in an order of its own. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => [key, inOrder(one)]);
}

/** What a chain says of itself: how many rows there are, from which on they are still kept, and where it ends. */
export interface Ends {
  places: number;
  hash: string;
  forgotten: number;
  from: string;
}

export interface Break {
  place: number;
  what: 'changed' | 'missing' | 'not in the chain';
}

/** Walks a chain, a part at a time, in the order of its places. */
export class Walk {
  readonly breaks: Break[] = [];
  #place: number;
  #hash: string;
  readonly #ends: Ends;

  constructor(ends: Ends) {
    this.#ends = ends;
    this.#place = ends.forgotten;
    this.#hash = ends.from;
  }

  step(rows: readonly Sealed[]): void {
    for (const row of rows) {
      for (this.#place += 1; this.#place < row.place; this.#place += 1)
        this.breaks.push({ place: this.#place, what: 'missing' });
      if (row.place > this.#ends.places) this.breaks.push({ place: row.place, what: 'not in the chain' });
      else if (row.hash !== sealOf(this.#hash, row.place, row)) this.breaks.push({ place: row.place, what: 'changed' });
      this.#hash = row.hash;
    }
  }

  end(): readonly Break[] {
    for (let place = this.#place + 1; place <= this.#ends.places; place += 1)
      this.breaks.push({ place, what: 'missing' });
    if (this.breaks.length === 0 && this.#hash !== this.#ends.hash)
      this.breaks.push({ place: this.#ends.places, what: 'changed' });
    return this.breaks;
  }
}
