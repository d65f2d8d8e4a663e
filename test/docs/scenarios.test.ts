import { readText } from '../architecture/sources.ts';

const rows = [...readText('docs/scenarios.md').matchAll(/^\| (\d+) +\|[^|]+\| `([^`]+)` +\| (.+?) +\|$/gm)].map(
  ([, number = '', path = '', name = '']) => ({ number: Number(number), path, name }),
);

/** Records requests, and releases: their rows come with what they live through. */
const TO_COME = [10, 11];

describe('the scenarios', () => {
  it('are all there, once each', () => {
    const numbers = rows.map(({ number }) => number);
    const wanted = Array.from({ length: 15 }, (_, at) => at + 1).filter((number) => !TO_COME.includes(number));
    expect(numbers.filter((number) => !TO_COME.includes(number))).toEqual(wanted);
    expect(TO_COME.filter((number) => numbers.includes(number))).toEqual([]);
  });

  it.each(rows)('$number is lived through in $path', ({ path, name }) => {
    expect(readText(path)).toMatch(new RegExp(`['"\`]${escaped(name)}['"\`]`));
  });
});

function escaped(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
