import { defineCard, type Part } from '../../src/chat/card.ts';
import { defineForm } from '../../src/chat/define-form.ts';
import { ask } from '../../src/chat/form.ts';
import { plainText } from '../../src/chat/plain.ts';
import { ScreenError } from '../../src/errors.ts';

const words = (n: number) => 'x'.repeat(n);
const card =
  (...parts: Part[]) =>
  () =>
    defineCard({ id: 't:c', summary: 'A card', parts });
const form = (change: object) => () =>
  defineForm({ id: 't:f', version: 1, title: 'T', submit: 'S', fields: { a: ask.line('A') }, ...change });

describe('a screen over the limits of either platform is refused when it is made', () => {
  it.each<[string, () => unknown]>([
    ['a title that Slack would refuse', form({ title: words(25) })],
    ['a submit label', form({ submit: words(25) })],
    ['an option', form({ fields: { a: ask.choice('A', { x: words(76) }) } })],
    ['no option at all', form({ fields: { a: ask.choice('A', {}) } })],
    [
      'a hundred and one options',
      form({
        fields: { a: ask.choice('A', Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`k${i}`, `${i}`]))) },
      }),
    ],
    [
      'eleven rows',
      form({
        fields: {
          a: ask.rows(
            'A',
            Array.from({ length: 11 }, (_, i) => ({ id: `${i}`, label: `${i}` })),
            { x: 'X' },
          ),
        },
      }),
    ],
    ['a name with a dot, which rows use', form({ fields: { 'a.b': ask.line('A') } })],
    ['an answer longer than Slack takes', form({ fields: { a: ask.paragraph('A', { maxLength: 3_001 }) } })],
    ['a heading', card({ kind: 'heading', text: words(151) })],
    ['a text', card({ kind: 'text', text: words(3_001) })],
    [
      'six buttons',
      card({
        kind: 'buttons',
        buttons: Array.from({ length: 6 }, (_, i) => ({ action: 'a:b', label: `${i}`, state: {} })),
      }),
    ],
    ['a row with a cell missing', card({ kind: 'table', caption: 'c', columns: ['a', 'b'], rows: [['1']] })],
    ['more done than there is', card({ kind: 'progress', label: 'p', done: 3, total: 2 })],
    [
      'a chart with a value missing',
      card({
        kind: 'chart',
        chart: 'line',
        title: 't',
        labels: ['a', 'b'],
        series: [{ name: 's', values: [1] }],
        summary: 's',
      }),
    ],
    ['a link that is none', card({ kind: 'link', label: 'l', url: 'javascript:alert(1)' })],
    ['a card without a summary', () => defineCard({ id: 't:c', summary: ' ', parts: [] })],
    [
      'a card of more than 20 KB',
      card(...Array.from({ length: 10 }, (): Part => ({ kind: 'text', text: words(2_500) }))),
    ],
  ])('%s', (_what, make) => {
    expect(make).toThrow(ScreenError);
  });
});

it('the plain text of a card says everything that it shows', () => {
  const text = plainText(
    defineCard({
      id: 't:c',
      summary: 'Week',
      parts: [
        { kind: 'heading', text: 'Your week' },
        { kind: 'text', text: ['See ', { bold: 'Adams' }, ' at ', { link: 'the map', url: 'https://maps.example' }] },
        { kind: 'facts', facts: [{ label: 'By', value: 'Fri' }] },
        { kind: 'list', items: ['one', 'two'] },
        { kind: 'table', caption: 'Steps', columns: ['Step', 'By'], rows: [['Walk', 'Fri']] },
        { kind: 'progress', label: 'Seen', done: 2, total: 5 },
        {
          kind: 'chart',
          chart: 'line',
          title: 'Rooms',
          labels: ['a', 'b'],
          series: [{ name: 'Rooms', values: [1, 2] }],
          summary: '1, 2',
        },
        { kind: 'divider' },
        { kind: 'buttons', buttons: [{ action: 'a:b', label: 'Start', state: {} }] },
        { kind: 'link', label: 'More', url: 'https://x.example' },
      ],
    }),
  );

  expect(text.split('\n')).toEqual([
    'Your week',
    'See Adams at the map (https://maps.example)',
    'By: Fri',
    '• one',
    '• two',
    'Steps',
    'Step | By',
    'Walk | Fri',
    'Seen: 2 of 5',
    'Rooms: 1, 2',
    'a: Rooms 1',
    'b: Rooms 2',
    '[Start]',
    'More: https://x.example',
  ]);
});
