import { listImports, listSources, readText } from './sources.ts';

/** Each room of the picture and the files that it stands for; the first that fits counts. */
const ROOMS: readonly (readonly [room: string, files: RegExp])[] = [
  ['ground', /^src\/(errors|clock|log|zone|rates|config)\.ts$/],
  ['operations', /^src\/operations\//],
  ['roof', /^src\/[^/]+\.ts$|^src\/cli\//],
  ['page', /^src\/playground\/page\//],
  ['pockets', /^src\/playground\/pocket-/],
  ['playground', /^src\/playground\//],
  ['contract', /^src\/features\/[^/]+\.ts$/],
  ['desk', /^src\/desk\//],
  ['features', /^src\/features\//],
  ['slack', /^src\/platforms\/slack\//],
  ['teams', /^src\/platforms\/teams\//],
  ['jobs', /^src\/jobs\//],
  ['installations', /^src\/installations\//],
  ['records', /^src\/records\//],
  ['audit', /^src\/audit\//],
  ['roster', /^src\/roster\//],
  ['db', /^src\/db\//],
  ['chat', /^src\/chat\//],
];
/** They know the whole house, and everything may stand on the ground: such arrows would hide the others. */
const KNOW_ALL = ['roof', 'playground'];

describe('the picture in docs/architecture.md', () => {
  const drawing = /```mermaid\n([\s\S]*?)```/.exec(readText('docs/architecture.md'))?.[1] ?? '';

  it('has a room for every source file', () => {
    const homeless = listSources('src').filter(({ path }) => roomOf(path) === undefined);

    expect(homeless.map(({ path }) => path)).toEqual([]);
  });

  it('draws every room', () => {
    for (const [room] of ROOMS) expect(drawing).toMatch(new RegExp(`^\\s*${room}\\[`, 'm'));
  });

  it('has an arrow exactly where one room imports another', () => {
    const imported = listSources('src').flatMap((source) =>
      listImports(source).map((to) => [roomOf(source.path), roomOf(to)] as const),
    );
    const real = imported
      .filter(([from, to]) => from !== to && to !== 'ground' && from !== undefined && !KNOW_ALL.includes(from))
      .map(([from, to]) => `${from ?? ''} --> ${to ?? ''}`);
    const drawn = [...drawing.matchAll(/^\s*(\w+) --> (\w+)$/gm)].map(
      ([, from, to]) => `${from ?? ''} --> ${to ?? ''}`,
    );

    expect([...new Set(drawn)].sort()).toEqual([...new Set(real)].sort());
  });

  it('has no circle of rooms', () => {
    const arrows = [...drawing.matchAll(/^\s*(\w+) --> (\w+)$/gm)].map(([, from = '', to = '']) => [from, to] as const);
    const placed = new Set<string>();
    let left = ROOMS.map(([room]) => room);
    for (let before = -1; before !== left.length;) {
      before = left.length;
      for (const room of left) if (arrows.every(([from, to]) => from !== room || placed.has(to))) placed.add(room);
      left = left.filter((room) => !placed.has(room));
    }

    expect(left).toEqual([]);
  });
});

function roomOf(path: string): string | undefined {
  return path.startsWith('src/db/generated/') ? 'db' : ROOMS.find(([, files]) => files.test(path))?.[0];
}
