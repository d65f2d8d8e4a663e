/** Requests made from good ones by breaking them: what Slack never sends, and what somebody with its secret might. */
import fc from 'fast-check';

/** What is sent, as JSON: the fields of a command, the payload of a press, window or shortcut, or a whole event. */
export interface Broken {
  kind: 'command' | 'payload' | 'event';
  json: string;
}

/** A good request: a typed command, a payload of a button, window or shortcut, or an event. */
export type Good = { command: object } | { payload: object } | { event: object };

type Tree = null | boolean | number | string | Tree[] | { [name: string]: Tree };

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

const strange: fc.Arbitrary<Tree> = fc.oneof(
  fc.constantFrom<Tree>(null, true, 0, -1, 1e308, '', ' ', [], {}, [[]], [null], { id: null }),
  fc.constantFrom('\0', '\uD83E', '🧭', '\u202Egnp.exe', '<!channel>', "' or 1=1 --", '../../etc/passwd', '{}', 'null'),
  fc.constantFrom('T0OTHER', 'U0OTHER', 'E0OTHER', 'true', 'app_uninstalled', 'https://127.0.0.1:1/', 'data:,x'),
  fc.constantFrom(300, 3_001, 30_000).map((length) => 'x'.repeat(length)),
  fc.constantFrom('<@', '<https://', '&amp;', '\0').map((part) => part.repeat(5_000)),
  fc.constantFrom(20, 2_000, 20_000).map((depth) => `DEEP:${String(depth)}`),
  fc.string({ unit: 'binary' }),
  fc.jsonValue() as fc.Arbitrary<Tree>,
);
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'team', 'user', 'event'];

type Change = { at: number } & (
  { kind: 'drop' | 'duplicate' } | { kind: 'replace'; value: Tree } | { kind: 'add'; name: string; value: Tree }
);
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ at: fc.nat(), kind: fc.constantFrom('drop' as const, 'duplicate' as const) }),
  fc.record({ at: fc.nat(), kind: fc.constant('replace' as const), value: strange }),
  fc.record({ at: fc.nat(), kind: fc.constant('add' as const), name: fc.constantFrom(...NAMES), value: strange }),
);

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
  return text.replace(
    /\\*"DEEP:(\d+)\\*"/g,
    (_, depth: string) => '['.repeat(Number(depth)) + ']'.repeat(Number(depth)),
  );
}

function apply(tree: Tree, one: Change): void {
  const places = listPlaces(tree);
  const place = places[one.at % Math.max(1, places.length)];
  if (place === undefined) return;
  const { parent, name } = place;
  const held = (parent as Record<string, Tree>)[name];
  switch (one.kind) {
    case 'drop':
      if (Array.isArray(parent)) parent.splice(Number(name), 1);
      else Reflect.deleteProperty(parent, name);
      return;
    case 'duplicate':
      if (Array.isArray(parent)) parent.push(structuredClone(held ?? null));
      else own(parent, `${name}_again`, held ?? null);
      return;
    case 'replace':
      own(parent, name, one.value);
      return;
    case 'add': {
      const to = typeof held === 'object' && held !== null ? held : parent;
      if (Array.isArray(to)) to.push(structuredClone(one.value));
      else own(to, one.name, one.value);
    }
  }
}

interface Place {
  parent: Tree[] | { [name: string]: Tree };
  name: string;
}

function listPlaces(tree: Tree): Place[] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([name, held]) => [{ parent: tree, name }, ...listPlaces(held)]);
}

/** A plain assignment of `__proto__` would change what the object is, and travel nowhere. */
function own(parent: object, name: string, value: Tree): void {
  // A copy: what is generated may be the same object each time, and would grow from one request to the next.
  Object.defineProperty(parent, name, {
    value: structuredClone(value),
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
