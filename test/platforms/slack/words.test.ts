import { clean, cut, readWords } from '../../../src/platforms/slack/words.ts';

describe('words out of Slack', () => {
  it.each([
    ['<@U1|ana> and <@U2>', '@U1 and @U2'],
    ['in <#C1|principals> or <#C2>', 'in #C1 or #C2'],
    ['<!here> <!subteam^S1|@leads>', '@here @subteam^S1'],
    ['<https://example.org|a page> <mailto:a@b.org|a@b.org>', 'https://example.org mailto:a@b.org'],
    ['1 &lt; 2 &amp;&amp; 3 &gt; 2', '1 < 2 && 3 > 2'],
    ['&amp;lt;@U1&amp;gt;', '&lt;@U1&gt;'],
    ['  a <b c>  ', 'a <b c>'],
  ])('reads %p as they were typed', (text, words) => {
    expect(readWords(text)).toBe(words);
  });

  it('are read in one go, however many signs of Slack were left open', () => {
    const started = performance.now();

    expect(readWords('<@'.repeat(100_000))).toHaveLength(200_000);
    expect(readWords('<https://'.repeat(25_000))).toHaveLength(225_000);

    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('are kept as far as the database can keep them', () => {
    expect(clean('a\0b\uD83E c 🧭')).toBe('ab\uFFFD c 🧭');
  });

  it('are cut between signs', () => {
    expect(cut('🧭🧭🧭', 2)).toBe('🧭🧭');
    expect(cut('abc', 3)).toBe('abc');
  });
});
