import { defineCard, type Part } from '../../../src/chat/card.ts';
import { defineForm } from '../../../src/chat/define-form.ts';
import { ask } from '../../../src/chat/form.ts';
import { ScreenError } from '../../../src/errors.ts';
import { bytesOf, renderCard } from '../../../src/platforms/teams/render-card.ts';
import { renderForm } from '../../../src/platforms/teams/render-form.ts';
import { checkCard } from '../../../src/playground/pocket-teams/index.ts';
import { wordsIn } from '../contract.ts';

const draw = (...parts: Part[]) => renderCard(defineCard({ id: 'sample:card', summary: 'A sample', parts })).body;
const shown = { values: {}, state: {}, nonce: 'n', draw: 1 };

describe('cards in Teams', () => {
  test('nobody’s words are read as markup', () => {
    const words = '**Bold** [link](https://evil.example) {{DATE(2026-01-01T00:00:00Z)}}';
    const [text] = draw({ kind: 'text', text: words });
    expect(text).toEqual({ type: 'RichTextBlock', inlines: [words.replace('{{', '{\u2060{')] });
    const [facts] = draw({ kind: 'facts', facts: [{ label: 'Note', value: '_quiet_' }] });
    expect(facts?.type).toBe('RichTextBlock');
    const [heading] = draw({ kind: 'heading', text: '1. *Goals* [x](y)' });
    expect(heading).toMatchObject({ style: 'heading', text: '1\\. \\*Goals\\* \\[x\\](y)' });
  });

  test('plain facts are a fact set', () => {
    expect(draw({ kind: 'facts', facts: [{ label: 'Coach', value: 'Dana Okafor' }] })).toEqual([
      { type: 'FactSet', facts: [{ title: 'Coach', value: 'Dana Okafor' }] },
    ]);
  });

  test('lines stay lines, and a thousand of them stay small', () => {
    expect(draw({ kind: 'text', text: 'one\n\ntwo' })).toHaveLength(3);
    const card = renderCard(
      defineCard({ id: 'x:y', summary: 's', parts: [{ kind: 'text', text: 'a\n'.repeat(1_400) }] }),
    );
    expect(bytesOf(card)).toBeLessThan(25_000);
  });

  test('many short lines stay small, every one of them', () => {
    const items = Array.from({ length: 40 }, (_, index) => `item ${index}`);
    const facts = Array.from({ length: 10 }, (_, index) => ({ label: `fact ${index}`, value: `*value* ${index}` }));
    const parts = Array.from({ length: 15 }, (): Part[] => [
      { kind: 'list', items },
      { kind: 'facts', facts },
    ]).flat();

    const card = renderCard(defineCard({ id: 'x:y', summary: 's', parts }));

    expect(bytesOf(card)).toBeLessThan(25_000);
    expect(checkCard(card)).toEqual([]);
    for (const word of [...items, ...facts.flatMap((fact) => [fact.label, fact.value])])
      expect(wordsIn(card)).toContain(word);
  });

  test('a table too big for one is still readable, every cell of it', () => {
    const rows = Array.from({ length: 60 }, (_, row) => Array.from({ length: 8 }, (_, column) => `r${row}c${column}`));
    const columns = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight'];
    const card = renderCard(
      defineCard({ id: 'x:y', summary: 's', parts: [{ kind: 'table', caption: 'Schools', columns, rows }] }),
    );
    expect(bytesOf(card)).toBeLessThan(25_000);
    const words = wordsIn(card);
    for (const cell of [...columns, ...rows.flat()]) expect(words).toContain(cell);
  });

  test('a column has room for its longest word, which would run into the next one', () => {
    const [, table] = draw({
      kind: 'table',
      caption: 'Weeks',
      columns: ['Week of', 'Check-in', 'Classrooms', 'Clear next steps'],
      rows: [['Nov 16', 'Open', '7', '5']],
    });
    expect(table).toMatchObject({ columns: [{ width: 4 }, { width: 8 }, { width: 10 }, { width: 8 }] });
  });

  test('charts are native, with the numbers as a table for clients that draw none', () => {
    const chart = { kind: 'chart', title: 'Visits', labels: ['Wk 1', 'Wk 2'], summary: 'Visits rose.' } as const;
    const [, line] = draw({ ...chart, chart: 'line', series: [{ name: 'North', values: [1, 2] }] });
    expect(line).toMatchObject({
      type: 'Chart.Line',
      data: [
        {
          legend: 'North',
          values: [
            { x: 'Wk 1', y: 1 },
            { x: 'Wk 2', y: 2 },
          ],
        },
      ],
      fallback: { type: 'Table' },
    });
    const [, bar] = draw({ ...chart, chart: 'bar', series: [{ name: 'North', values: [1, 2] }] });
    expect(bar).toMatchObject({
      type: 'Chart.VerticalBar',
      data: [
        { x: 'Wk 1', y: 1 },
        { x: 'Wk 2', y: 2 },
      ],
    });
    const [, bars, summary] = draw({
      ...chart,
      chart: 'bar',
      series: [
        { name: 'N', values: [1, 2] },
        { name: 'S', values: [3, 4] },
      ],
    });
    expect(bars?.type).toBe('Chart.VerticalBar.Grouped');
    expect(wordsIn(summary)).toContain('Visits rose.');
  });

  test('progress says in words what the bar shows', () => {
    expect(wordsIn(draw({ kind: 'progress', label: 'Answered', done: 0, total: 0 }))).toContain('Answered: 0 of 0');
    expect(draw({ kind: 'progress', label: 'Answered', done: 3, total: 3 })[1]).toMatchObject({
      type: 'ColumnSet',
      columns: [{ width: 3 }],
    });
  });

  test('an address that a card may not open is shown as words', () => {
    expect(draw({ kind: 'link', label: 'Plan', url: 'http://plain.example/' })).toEqual([
      { type: 'RichTextBlock', inlines: ['Plan: http://plain.example/'] },
    ]);
    expect(draw({ kind: 'text', text: [{ link: 'x', url: 'javascript:alert(1)' }] })[0]).toMatchObject({
      inlines: [{ text: 'x (javascript:alert(1))' }],
    });
  });

  test('the sentence for screen readers survives signs of markup', () => {
    expect(renderCard(defineCard({ id: 'x:y', summary: 'A <b> & c', parts: [] }))).toMatchObject({
      speak: 'A &lt;b&gt; &amp; c',
      fallbackText: 'A <b> & c',
    });
  });
});

describe('forms in Teams', () => {
  test('names of people are picked from a list, never read as markup', () => {
    const form = defineForm({
      id: 'x:y',
      version: 1,
      title: 'T',
      submit: 'S',
      fields: { who: ask.person('Who?', [{ id: 'p', label: '[Ana](https://evil.example)' }]) },
    });
    expect(renderForm(form, shown).body[0]).toMatchObject({ style: 'compact', label: 'Who?', isRequired: true });
  });

  test('an option with a comma could not come back, so it is a mistake of ours', () => {
    const form = defineForm({
      id: 'x:y',
      version: 1,
      title: 'T',
      submit: 'S',
      fields: { what: ask.choices('What?', { 'a,b': 'A and B' }) },
    });
    expect(() => renderForm(form, shown)).toThrow(ScreenError);
  });

  test('a field with the name of one of our own keys is a mistake of ours', () => {
    const form = defineForm({ id: 'x:y', version: 1, title: 'T', submit: 'S', fields: { s: ask.line('What?') } });
    expect(() => renderForm(form, shown)).toThrow('may not be called "s"');
  });

  test('an error that belongs to no field is said at the top', () => {
    const form = defineForm({ id: 'x:y', version: 1, title: 'T', submit: 'S', fields: { win: ask.line('A win') } });
    const card = renderForm(form, { ...shown, errors: { form: 'This check-in has closed.' } });
    expect(card.body[0]).toMatchObject({ color: 'Attention', text: '⚠ This check-in has closed.' });
    expect(checkCard(card)).toEqual([]);
  });

  test('values that an input cannot show are left out instead of breaking it', () => {
    const fields = {
      visits: ask.number('Visits', 0, 9),
      day: ask.date('Day'),
      mood: ask.choice('Mood', { good: 'Good' }),
    };
    const form = defineForm({ id: 'x:y', version: 1, title: 'T', submit: 'S', fields });
    const { body } = renderForm(form, { ...shown, values: { visits: 'four', day: 'Friday', mood: 'gone' } });
    for (const input of body) expect(input).not.toHaveProperty('value');
  });
});
