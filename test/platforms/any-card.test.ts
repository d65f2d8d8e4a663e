// Whatever people write and however much of it a card may hold: on both platforms all of it is there, as words and not as markup.
import fc from 'fast-check';
import { defineCard, type Card, type Part } from '../../src/chat/card.ts';
import { LIMITS } from '../../src/chat/limits.ts';
import type { Span, Text } from '../../src/chat/text.ts';
import { renderCard as renderSlack } from '../../src/platforms/slack/render-card.ts';
import { renderCard as renderTeams } from '../../src/platforms/teams/render-card.ts';
import { checkMessageBlocks } from '../../src/playground/pocket-slack/block-kit/check.ts';
import { checkCard } from '../../src/playground/pocket-teams/index.ts';
import { partWords, wordsIn } from './contract.ts';
import { askMicrosoft } from './teams/microsoft.ts';

/** What a chat client would act on, if it were let. */
const NASTY = [
  '<!channel>',
  '<!here|here>',
  '<@U0DANA>',
  '<#C0TEAM|general>',
  '<https://evil.example|click>',
  '*bold* _italic_ ~gone~',
  '`code` ```block```',
  '> quoted',
  '# heading',
  '- item',
  '1. first',
  ':tada:',
  '[click](https://evil.example)',
  '![image](https://evil.example/x.png)',
  '<script>alert(1)</script>',
  '<at>Everyone</at>',
  '&lt;!channel&gt; & more',
  '{{DATE(2026-01-01T00:00:00Z,SHORT)}}',
  '${user.name}',
  'back\\slash',
  '🧑🏽‍🏫 naïve 你好',
];

const words = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...NASTY) }, fc.string({ unit: 'grapheme', maxLength: 30 })),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((pieces) =>
    pieces
      .join(' ')
      .replace(/\p{Cc}|\p{Cf}|\p{Cs}|\p{Cn}/gu, ' ')
      .trim(),
  )
  .filter((text) => text !== '');
const upTo = (most: number) => words.map((text) => safeCut(text, most).trim()).filter((text) => text !== '');
const lines = fc.array(words, { minLength: 1, maxLength: 60 }).map((some) => safeCut(some.join('\n'), LIMITS.text));
const span: fc.Arbitrary<Span> = fc.oneof(
  words,
  words.map((bold) => ({ bold })),
  words.map((italic) => ({ italic })),
  words.map((link) => ({ link, url: 'https://harborcity.example/a' })),
);
const text: fc.Arbitrary<Text> = fc.oneof(words, lines, fc.array(span, { minLength: 1, maxLength: 5 }));

const table = fc.integer({ min: 1, max: LIMITS.tableColumns }).chain((width) => {
  const row = fc.array(upTo(60), { minLength: width, maxLength: width });
  return fc.record({
    kind: fc.constant('table' as const),
    caption: upTo(100),
    columns: row,
    rows: fc.array(row, { minLength: 1, maxLength: 12 }),
  });
});
const chart = fc.integer({ min: 1, max: LIMITS.chartPoints }).chain((points) => {
  const names = (least: number, most: number) =>
    fc.uniqueArray(upTo(LIMITS.chartLabel), { minLength: least, maxLength: most });
  const values = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: points, maxLength: points });
  return fc.record({
    kind: fc.constant('chart' as const),
    chart: fc.constantFrom('line' as const, 'bar' as const),
    title: upTo(LIMITS.chartTitle),
    labels: names(points, points),
    series: names(1, LIMITS.chartSeries).chain((all) =>
      fc.tuple(...all.map((name) => values.map((numbers) => ({ name, values: numbers })))),
    ),
    summary: words,
  });
});
const part: fc.Arbitrary<Part> = fc.oneof(
  upTo(LIMITS.heading).map((heading): Part => ({ kind: 'heading', text: heading })),
  fc.record({ kind: fc.constant('text' as const), text, quiet: fc.boolean() }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: upTo(LIMITS.factLabel), value: words }), { maxLength: LIMITS.facts }),
  }),
  fc
    .array(fc.oneof(upTo(70), fc.array(span, { minLength: 1, maxLength: 2 })), { maxLength: LIMITS.listItems })
    .map((items): Part => ({ kind: 'list', items })),
  table,
  chart,
  fc.record({
    kind: fc.constant('progress' as const),
    label: upTo(LIMITS.factLabel),
    done: fc.constant(3),
    total: fc.constant(5),
  }),
  upTo(LIMITS.button).map((label): Part => ({
    kind: 'buttons',
    buttons: [{ action: 'sample:act', label, state: { id: '1' } }],
  })),
  fc.constant<Part>({ kind: 'divider' }),
);

/** As many of the parts as a card may hold. */
const card: fc.Arbitrary<Card> = fc
  .tuple(upTo(200), fc.array(part, { minLength: 1, maxLength: LIMITS.parts }))
  .map(([summary, parts]) => {
    // A card of nothing but empty parts is no card.
    const taken: Part[] = [{ kind: 'text', text: summary }];
    for (const one of parts) if (isAllowed({ id: 'sample:any', summary, parts: [...taken, one] })) taken.push(one);
    return defineCard({ id: 'sample:any', summary, parts: taken });
  });

function isAllowed(some: Card): boolean {
  try {
    defineCard({ ...some });
    return true;
  } catch {
    return false;
  }
}

function safeCut(whole: string, most: number): string {
  let kept = '';
  for (const sign of whole) {
    if (kept.length + sign.length > most) break;
    kept += sign;
  }
  return kept;
}

/** Line by line, because Teams draws a line a block. */
function everyLineOf(some: Card): string[] {
  return some.parts
    .flatMap(partWords)
    .flatMap((word) => word.split('\n'))
    .filter((line) => line.trim() !== '');
}

/** Markdown's escapes as a client shows them, and the sign that keeps a macro from being one. */
function asTeamsShows(drawn: unknown): unknown {
  if (Array.isArray(drawn)) return drawn.map(asTeamsShows);
  if (typeof drawn === 'string') return drawn.replaceAll('\u2060', '');
  if (typeof drawn !== 'object' || drawn === null) return drawn;
  const isMarkdown = 'type' in drawn && drawn.type === 'TextBlock';
  return Object.fromEntries(
    Object.entries(drawn).map(([name, inner]) => [
      name,
      isMarkdown && name === 'text'
        ? (asTeamsShows(String(inner)) as string).replace(/\\([\\*_[\]`~#>+.)-])/g, '$1')
        : asTeamsShows(inner),
    ]),
  );
}

describe('any card that may be made', () => {
  it.each(['rich', 'tables', 'plain'] as const)(
    'is taken by Slack, with every word and no markup in it: %s',
    (manner) => {
      fc.assert(
        fc.property(card, (some) => {
          const { text: said, blocks } = renderSlack(some, manner);
          const checked = checkMessageBlocks(structuredClone(blocks));
          expect(checked.fits ? [] : checked.problems).toEqual([]);
          const shown = wordsIn(blocks);
          for (const line of everyLineOf(some)) expect(shown).toContain(line);
          expect(JSON.stringify(blocks)).not.toContain('"mrkdwn"');
          expect(said).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
          expect(said.length).toBeLessThanOrEqual(4_000);
          const heard = said.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
          if (!heard.endsWith('(There is more in the message itself.)'))
            for (const line of everyLineOf(some)) expect(heard).toContain(line);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('is taken by Teams, with every word and no markup in it', () => {
    fc.assert(
      fc.property(card, (some) => {
        const drawn = renderTeams(some);
        expect(checkCard(drawn)).toEqual([]);
        expect(askMicrosoft(drawn)).toEqual([]);
        expect(Buffer.byteLength(JSON.stringify(drawn), 'utf8')).toBeLessThanOrEqual(25_000);
        const shown = wordsIn(asTeamsShows(drawn));
        for (const line of everyLineOf(some)) expect(shown).toContain(line);
        for (const read of markdownIn(drawn)) expect(read).not.toMatch(/(^|[^\\])[*_[\]`~]/);
        expect(JSON.stringify(drawn)).not.toMatch(/\{\{(DATE|TIME)\(/);
      }),
      { numRuns: 150 },
    );
  });
});

/** The texts of a card in which Teams reads markdown. */
function markdownIn(drawn: unknown): string[] {
  if (Array.isArray(drawn)) return drawn.flatMap(markdownIn);
  if (typeof drawn !== 'object' || drawn === null) return [];
  const one = drawn as Record<string, unknown>;
  const own =
    one['type'] === 'TextBlock' ? [String(one['text'])] : one['type'] === 'FactSet' ? textsOf(one['facts']) : [];
  return [...own.map((read) => read.replaceAll('\\\\', '')), ...Object.values(one).flatMap(markdownIn)];
}

function textsOf(facts: unknown): string[] {
  return (facts as { title: string; value: string }[]).flatMap(({ title, value }) => [title, value]);
}
