// The threat model is worth what its tests are: each that it names has to be there, and a row without one has to say so.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CLASSES } from '../../src/records/classes.ts';
import { readText, root } from '../architecture/sources.ts';

const rows = readText('docs/threat-model.md')
  .split('\n')
  .filter((line) => /^\| [STRIDE] \|/.test(line));

describe('the threat model', () => {
  it('looks at every boundary, and at all six kinds of threat', () => {
    expect(rows.length).toBeGreaterThan(45);
    expect([...new Set(rows.map((row) => row.charAt(2)))].sort().join('')).toBe('DEIRST');
  });

  it.each(rows)('%s', (row) => {
    const held = row.split(' | ').at(-1) ?? '';
    const named = [...held.matchAll(/`(test\/[^`]+)`: ((?:“[^”]*”(?:, )?)+)/g)].flatMap(([, file = '', names = '']) =>
      [...names.matchAll(/“([^”]*)”/g)].map(([, name = '']) => ({ file, name })),
    );
    if (named.length === 0) expect(row).toContain('_Not held_');
    for (const { file, name } of named) {
      expect(existsSync(join(root, file))).toBe(true);
      expect(name.length).toBeGreaterThan(5);
      expect(titlesIn(file)).toContainEqual(expect.stringContaining(name));
    }
  });
});

/** What stands between quotes at the beginning of a test, also where a table of cases stands before it. */
function titlesIn(file: string): string[] {
  return [...readText(file).matchAll(/(['"`])((?:(?!\1)[^\\\n]|\\.)+)\1,\s*(?:async )?\(/g)].map(([, , title = '']) =>
    title.replace(/\\(.)/g, '$1'),
  );
}

describe('the page for districts', () => {
  const page = readText('docs/for-districts.md');

  it.each(Object.entries(CLASSES))('says how long records of the class %s are kept', (name, { kept }) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';
    const unit = kept.count === 1 ? kept.unit.slice(0, -1) : kept.unit;
    expect(row).toContain(`${String(kept.count)} ${unit}`);
  });
});
