import { readText } from '../architecture/sources.ts';

const rows = [...readText('docs/scenarios.md').matchAll(/^\| (\d+) +\|[^|]+\| `([^`]+)` +\| (.+?) +\|$/gm)].map(
  ([, number = '', path = '', name = '']) => ({ number: Number(number), path, name }),
);

describe('the scenarios', () => {
  it('are all there, once each', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, at) => at + 1));
  });

  it.each(rows)('$number is lived through in $path', ({ path, name }) => {
    expect(readText(path)).toMatch(new RegExp(`['"\`]${escaped(name)}['"\`]`));
  });
});

function escaped(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
