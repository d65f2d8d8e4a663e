import { listSources, withoutComments } from './sources.ts';

describe('the size of source files', () => {
  const sources = listSources('src');

  it('is below 80 lines of code for half of them, blank lines and comments aside', () => {
    const sizes = sources.map(({ text }) => countLines(withoutComments(text))).sort((a, b) => a - b);

    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(80);
  });

  it('is 400 lines at the most', () => {
    const long = sources.filter(({ text }) => text.trimEnd().split('\n').length > 400);

    expect(long.map(({ path }) => path)).toEqual([]);
  });
});

function countLines(text: string): number {
  return text.split('\n').filter((line) => line.trim() !== '').length;
}
