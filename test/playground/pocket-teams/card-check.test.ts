import { checkCard } from '../../../src/playground/pocket-teams/card-check.ts';
import { DIGEST, form, PROMPT } from './sample-cards.ts';

const card = (body: object[], actions: object[] = [], more: object = {}): object => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body,
  actions,
  ...more,
});
const words = { type: 'TextBlock', text: 'hello' };
const submit = (data?: unknown): object => ({ type: 'Action.Submit', title: 'Go', data });
const input = (more: object = {}): object => ({ type: 'Input.Text', id: 'a', label: 'A', ...more });

test.each([
  ['a prompt', PROMPT],
  ['a digest', DIGEST],
  ['a form', form({ error: 'No', values: { rooms: 3 } })],
])('Good cards pass: %s', (_name, good) => {
  expect(checkCard(good)).toEqual([]);
});

test.each([
  ['a version after 1.5', card([words], [], { version: '1.6' }), '1.6'],
  ['no version', { type: 'AdaptiveCard', body: [words] }, "needs 'version'"],
  ['nothing in it', card([]), 'is empty'],
  ['an unknown element', card([{ type: 'Carousel' }]), "unknown element type 'Carousel'"],
  ['an unknown field', card([{ ...words, bold: true }]), "unknown field 'bold'"],
  ['a word outside the list', card([{ ...words, size: 'huge' }]), 'must be one of'],
  ['a number where text belongs', card([{ type: 'TextBlock', text: 4 }]), 'must be a string'],
  [
    'text where a number belongs',
    card([{ type: 'Input.Number', id: 'n', label: 'N', value: '4' }]),
    'must be a number',
  ],
  ['an input without a label', card([input({ label: undefined })]), 'needs a label'],
  ['an input without an id', card([input({ id: undefined })]), 'needs an id'],
  ['two inputs of one id', card([input(), input()]), "repeats the input id 'a'"],
  ['a required input without words for its error', card([input({ isRequired: true })]), 'errorMessage'],
  ['a regex that does not compile', card([input({ regex: '(' })]), 'does not compile'],
  [
    'choices of one value',
    card([
      {
        type: 'Input.ChoiceSet',
        id: 'c',
        label: 'C',
        choices: [
          { title: 'A', value: '1' },
          { title: 'B', value: '1' },
        ],
      },
    ]),
    'same value',
  ],
  ['a picture without words', card([{ type: 'Image', url: 'https://x.example/a.png' }]), "needs 'altText'"],
  [
    'a picture without https',
    card([{ type: 'Image', url: 'http://x.example/a.png', altText: 'A' }]),
    'full https address',
  ],
  [
    'a chart without a fallback',
    card([{ type: 'Chart.Donut', data: [{ legend: 'A', value: 1 }] }]),
    'needs a fallback',
  ],
  [
    'a chart with broken data',
    card([{ type: 'Chart.Donut', data: [{ legend: 'A' }], fallback: 'drop' }]),
    "needs 'value'",
  ],
  [
    'seven buttons',
    card(
      [words],
      Array.from({ length: 7 }, () => submit()),
    ),
    'has 7 buttons',
  ],
  ['a button without a title', card([words], [{ type: 'Action.Submit' }]), 'without a title'],
  ['Action.Execute', card([words], [{ type: 'Action.Execute', title: 'Go', verb: 'x' }]), 'Action.Execute'],
  ['refresh', card([words], [], { refresh: { action: {} } }), 'refresh'],
  ['task/fetch in the wrong place', card([words], [submit({ type: 'task/fetch' })]), 'data.msteams.type'],
  ['an unknown data.msteams.type', card([words], [submit({ msteams: { type: 'task/submit' } })]), 'Teams ignores'],
  ['a column outside a column set', card([{ type: 'Column', items: [] }]), 'may not be a Column'],
  ['a row of loose text', card([{ type: 'Table', columns: [{ width: 1 }], rows: [words] }]), 'may not be a TextBlock'],
  [
    'an error inside a shown card',
    card([words], [{ type: 'Action.ShowCard', title: 'More', card: card([input({ label: '' })]) }]),
    'needs a label',
  ],
])('A card with %s is refused in words', (_name, bad, reason) => {
  expect(checkCard(bad).join('\n')).toContain(reason);
});

test('Buttons past the sixth are fine when they go into the menu', () => {
  const more = Array.from({ length: 4 }, () => ({ ...submit(), mode: 'secondary' }));
  expect(checkCard(card([words], [...Array.from({ length: 6 }, () => submit()), ...more]))).toEqual([]);
});
