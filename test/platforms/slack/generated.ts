/** Requests made from good ones by breaking them: what Slack never sends, and what somebody with its secret might. */
import fc from 'fast-check';
import { apply, change, deepen, type Change, type Tree } from '../broken-tree.ts';

/** What is sent, as JSON: the fields of a command, the payload of a press, window or shortcut, or a whole event. */
export interface Broken {
  kind: 'command' | 'payload' | 'event';
  json: string;
}

/** A good request: a typed command, a payload of a button, window or shortcut, or an event. */
export type Good = { command: object } | { payload: object } | { event: object };

export function broken(good: readonly Good[]): fc.Arbitrary<Broken> {
  return fc
    .tuple(fc.constantFrom(...good), fc.array(change, { minLength: 0, maxLength: 5 }))
    .map(([one, changes]) => breakUp(one, changes));
}

/** The body as Bolt reads it behind the door. */
export function asBoltReads({ kind, json }: Broken): unknown {
  return kind === 'command' ? Object.fromEntries(fieldsOf(json)) : JSON.parse(json);
}

/** The body as it goes over the wire, before it is signed. */
export function onTheWire({ kind, json }: Broken): { type: string; body: string } {
  if (kind === 'event') return { type: 'application/json', body: json };
  const fields = kind === 'payload' ? [['payload', json]] : fieldsOf(json);
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() };
}

function fieldsOf(json: string): [string, string][] {
  return Object.entries(JSON.parse(json) as Record<string, string>);
}

function breakUp(good: Good, changes: readonly Change[]): Broken {
  const [kind = '', made] = Object.entries(good)[0] ?? [];
  const tree = structuredClone(made) as Tree;
  for (const one of changes) apply(tree, one);
  // A good request has one of these three names.
  return { kind: kind as Broken['kind'], json: toJson(kind === 'command' ? flat(tree) : tree) };
}

/** A command's fields are texts, whatever they were made. */
function flat(tree: Tree): Tree {
  const fields = Object.entries(tree ?? {}) as [string, Tree][];
  return Object.fromEntries(fields.map(([name, value]) => [name, isDone(value) ? value : toJson(value)]));
}

function isDone(value: Tree): boolean {
  return typeof value === 'string' && !value.startsWith('DEEP:');
}

/** What is JSON within JSON, a button's value and a form's mark, is written as a tree and broken like the rest. */
function toJson(tree: Tree): string {
  const text = JSON.stringify(tree, (name, value: unknown) =>
    (name === 'value' || name === 'private_metadata') && typeof value === 'object' && value !== null
      ? JSON.stringify(value)
      : value,
  );
  return deepen(text);
}
