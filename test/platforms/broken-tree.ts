/** Requests made from good ones by breaking them: what a platform never sends, and what somebody with its secret might. */
import fc from 'fast-check';

export type Tree = null | boolean | number | string | Tree[] | { [name: string]: Tree };

const strange: fc.Arbitrary<Tree> = fc.oneof(
  fc.constantFrom<Tree>(null, true, 0, -1, 1e308, '', ' ', [], {}, [[]], [null], { id: null }),
  fc.constantFrom('\0', '\uD83E', '🧭', '\u202Egnp.exe', '<!channel>', "' or 1=1 --", '../../etc/passwd', '{}', 'null'),
  fc.constantFrom('T0OTHER', 'U0OTHER', 'E0OTHER', 'true', 'app_uninstalled', 'https://127.0.0.1:1/', 'data:,x'),
  fc.constantFrom(
    '29:other',
    'a:other',
    'personal',
    'invoke',
    'task/submit',
    'composeExtension/fetchTask',
    'add',
    'remove',
  ),
  fc.constantFrom(300, 3_001, 30_000).map((length) => 'x'.repeat(length)),
  fc.constantFrom('<@', '<https://', '&amp;', '\0').map((part) => part.repeat(5_000)),
  fc.constantFrom(20, 2_000, 20_000).map((depth) => `DEEP:${String(depth)}`),
  fc.string({ unit: 'binary' }),
  fc.jsonValue() as fc.Arbitrary<Tree>,
);
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'team', 'user', 'event'];

export type Change = { at: number } & (
  { kind: 'drop' | 'duplicate' } | { kind: 'replace'; value: Tree } | { kind: 'add'; name: string; value: Tree }
);
export const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ at: fc.nat(), kind: fc.constantFrom('drop' as const, 'duplicate' as const) }),
  fc.record({ at: fc.nat(), kind: fc.constant('replace' as const), value: strange }),
  fc.record({ at: fc.nat(), kind: fc.constant('add' as const), name: fc.constantFrom(...NAMES), value: strange }),
);

export function apply(tree: Tree, one: Change): void {
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

/** What cannot be built as a tree without a stack that overflows is written into the JSON afterwards. */
export function deepen(json: string): string {
  return json.replace(
    /\\*"DEEP:(\d+)\\*"/g,
    (_, depth: string) => '['.repeat(Number(depth)) + ']'.repeat(Number(depth)),
  );
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
