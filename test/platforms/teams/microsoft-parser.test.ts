import { valuesOf } from '../../../src/chat/answers.ts';
import { defineCard, type Card } from '../../../src/chat/card.ts';
import type { AnyForm, Field } from '../../../src/chat/form.ts';
import { bytesOf, renderCard } from '../../../src/platforms/teams/render-card.ts';
import { renderForm } from '../../../src/platforms/teams/render-form.ts';
import { renderMessage } from '../../../src/platforms/teams/render.ts';
import { wordsIn } from '../contract.ts';
import { cardExamples, formExamples, type FormExample } from '../examples.ts';
import { productCards, productForms } from '../product-examples.ts';
import { askMicrosoft, partsOf, shownWithoutCharts } from './microsoft.ts';

const shown = { values: {}, state: { c: 'an-id' }, nonce: 'n1', draw: 1 };
const allCards = [...productCards, ...cardExamples];
const forms = [...productForms, ...formExamples].map((one): [string, FormExample] => [one.form.id, one]);
const cards = allCards.map((card): [string, Card] => [card.id, card]);

describe('Microsoft’s parser, at version 1.5', () => {
  it.each(forms)('takes the dialog %s as it is, empty, filled and refused', (_id, { form, answers }) => {
    const values = valuesOf(form, answers);
    const errors = Object.fromEntries([...Object.keys(form.fields), 'form'].map((name) => [name, 'Look again.']));
    for (const filling of [{}, { values }, { values, errors }])
      expect(askMicrosoft(renderForm(form, { ...shown, ...filling }))).toEqual([]);
  });

  it.each(cards)('takes the card %s as it is', (_id, card) => {
    expect(askMicrosoft(renderCard(card))).toEqual([]);
  });

  const withCharts = allCards.filter((card) => card.parts.some((part) => part.kind === 'chart'));
  it.each(withCharts.map((card): [string, Card] => [card.id, card]))(
    'shows every number of the charts of %s where no chart can be drawn',
    (_id, card) => {
      const drawn = renderCard(card);
      const read = shownWithoutCharts(drawn);

      expect(partsOf(drawn).some((part) => String(part['type']).startsWith('Chart.'))).toBe(true);
      expect(partsOf(read).some((part) => String(part['type']).startsWith('Chart.'))).toBe(false);
      const tables = partsOf(read).filter((part) => part['type'] === 'Table');
      for (const part of card.parts)
        if (part.kind === 'chart')
          expect(tables.map(cellsOf)).toContainEqual([
            ['', ...part.series.map((one) => one.name)],
            ...part.labels.map((label, at) => [label, ...part.series.map((one) => String(one.values[at]))]),
          ]);
    },
  );

  const button = { type: 'Action.Submit', title: 'Send', data: { a: 'x:y' } };
  it.each<[string, Record<string, unknown>, string]>([
    ['an element that it does not know', { type: 'Teaser', text: 'Hello' }, 'Unknown element type "Teaser"'],
    ['a field that is mistyped', { type: 'TextBlock', text: 'Hello', wrapp: true }, 'wrapp was lost'],
    ['a value that is mistyped', { type: 'TextBlock', text: 'Hello', size: 'Huge' }, 'Huge'],
    ['what came after 1.5', { type: 'Input.Text', id: 'x', label: 'X', labelPosition: 'inline' }, 'labelPosition'],
    ['an input without a label', { type: 'Input.Text', id: 'x' }, 'x has no label'],
    ['a picture without words', { type: 'Image', url: 'https://x.example/a.png' }, 'no altText'],
    ['a table without a header', { type: 'Table', columns: [], rows: [], firstRowAsHeaders: false }, 'no header row'],
    ['a chart without a fallback', { type: 'Chart.Line', data: [] }, 'was lost'],
    ['a button without a title', { type: 'ActionSet', actions: [{ ...button, title: '' }] }, 'no title'],
  ])('would say so of %s', (_what, element, words) => {
    const card = renderCard(defineCard({ id: 'sample:one', summary: 'One', parts: [] }));

    expect(askMicrosoft({ ...card, body: [element] }).join(' ')).toContain(words);
  });
});

describe('every screen of the product in Teams', () => {
  const drawn = [
    ...productForms.map(({ form }) => renderForm(form, shown)),
    ...productCards.map((card) => renderCard(card)),
  ];

  it('has no Action.Execute, no refresh and no authentication, by which a card of one could replace what others see', () => {
    const parts = drawn.flatMap(partsOf);

    expect(parts.filter((part) => part['type'] === 'Action.Execute')).toEqual([]);
    for (const part of parts) for (const field of ['refresh', 'authentication']) expect(part).not.toHaveProperty(field);
  });

  it('says in its notification what its card says first', () => {
    for (const card of productCards) {
      const message = renderMessage(card);
      expect(message.summary).toBe(card.summary);
      expect(message.summary.trim()).not.toBe('');
      // Text beside a card may be split from it, and then no id comes back for one of the two.
      expect(message).not.toHaveProperty('text');
    }
  });

  it('has headings that are headings to a screen reader', () => {
    for (const card of productCards) {
      const headings = card.parts.filter((part) => part.kind === 'heading');
      const marked = partsOf(renderCard(card)).filter((part) => part['style'] === 'heading');
      expect(marked).toHaveLength(headings.length);
    }
  });

  it('opens a dialog within the size of a card, with the longest answers and an error at each of them', () => {
    for (const { form } of productForms) {
      const errors = Object.fromEntries(Object.keys(form.fields).map((name) => [name, 'e'.repeat(200)]));
      expect([form.id, bytesOf(renderForm(form, { ...shown, values: longest(form), errors })) <= 25_000]).toEqual([
        form.id,
        true,
      ]);
    }
  });

  it('is read aloud as words, whatever stands in a name', () => {
    const summary = 'Dana <break time="9s"/> & “Luis” \u0007\ud800 \u{1F389}';
    const { speak, fallbackText } = renderCard(defineCard({ id: 'sample:one', summary, parts: [] }));

    expect(speak).toBe('Dana &lt;break time="9s"/&gt; &amp; “Luis”  \u{1F389}');
    expect(fallbackText).toBe('Dana <break time="9s"/> & “Luis”  \u{1F389}');
  });
});

function cellsOf(table: Record<string, unknown>): string[][] {
  return (table['rows'] as { cells: { items: unknown[] }[] }[]).map((row) =>
    row.cells.map((cell) => partsOf(cell.items).map(runText).join('').trim()),
  );
}

function runText(part: Record<string, unknown>): string {
  return part['type'] === 'TextRun' ? wordsIn(part['text']) : '';
}

function longest(form: AnyForm): Record<string, string> {
  const typed = (field: Field) => (field.kind === 'line' || field.kind === 'paragraph' ? field.maxLength : 0);
  return Object.fromEntries(Object.entries(form.fields).map(([name, field]) => [name, 'ü'.repeat(typed(field))]));
}
