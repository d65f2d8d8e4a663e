import { checkHome, checkMessageBlocks, checkModal } from '../../../src/playground/pocket-slack/block-kit/check.ts';

const text = (words: string) => ({ type: 'plain_text', text: words });
const option = (value: string) => ({ text: text(value.slice(0, 75)), value });
const section = (words = 'Hello') => ({ type: 'section', text: { type: 'mrkdwn', text: words } });
const button = (more: object = {}) => ({ type: 'button', action_id: 'go', text: text('Go'), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const input = (element: object, more: object = {}) => ({
  type: 'input',
  block_id: 'b',
  label: text('Label'),
  element,
  ...more,
});
const line = (more: object = {}) => ({ type: 'plain_text_input', action_id: 'a', ...more });
const select = (more: object) => ({ type: 'static_select', action_id: 'a', ...more });
const modal = (blocks: object[], more: object = {}) => ({
  type: 'modal',
  title: text('Title'),
  submit: text('Send'),
  blocks,
  ...more,
});
const bars = (values: number[][], categories: string[]) => ({
  type: 'data_visualization',
  title: 'Chart',
  chart: {
    type: 'bar',
    series: values.map((row, index) => ({
      name: `Series ${String(index)}`,
      data: row.map((value, at) => ({ label: categories[at], value })),
    })),
    axis_config: { categories },
  },
});
const raw = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => ({ type: 'raw_text', text: 'x' })));

const carousel = (cards: number) => ({
  type: 'carousel',
  elements: Array.from({ length: cards }, () => ({ type: 'card', title: { type: 'mrkdwn', text: 'Goal' } })),
});
const container = (children: object[]) => ({ type: 'container', title: text('East'), child_blocks: children });

describe('messages that Slack takes', () => {
  it.each<[string, object[]]>([
    ['a section at its limit', [section('x'.repeat(3000))]],
    ['astral letters counted once', [{ type: 'header', text: text('🌱'.repeat(150)) }]],
    ['fifty blocks', Array.from({ length: 50 }, () => section())],
    ['an option value of 150', [actions(select({ options: [{ text: text('x'), value: 'v'.repeat(150) }] }))]],
    ['a chart', [bars([[1, 2]], ['a', 'b'])]],
    ['two charts', [bars([[1]], ['a']), bars([[1]], ['a'])]],
    ['a table', [{ type: 'table', rows: raw(100, 20) }]],
    ['a markdown block', [{ type: 'markdown', text: 'x'.repeat(12_000) }]],
    ['an input', [input(line())]],
    ['a carousel', [carousel(10)]],
    ['a container', [container([section(), { type: 'divider' }])]],
  ])('%s', (_name, blocks) => {
    expect(checkMessageBlocks(JSON.stringify(blocks))).toMatchObject({ fits: true });
  });
});

describe('messages that Slack refuses', () => {
  it.each<[string, object[], string]>([
    [
      'fifty-one blocks',
      Array.from({ length: 51 }, () => section()),
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
    ['an unknown block', [{ type: 'sparkle' }], 'unsupported type [json-pointer:/blocks/0/type]'],
    [
      'an unknown field',
      [{ ...section(), color: 'red' }],
      'invalid additional property: color [json-pointer:/blocks/0]',
    ],
    ['a missing field', [{ type: 'header' }], 'missing required field: text [json-pointer:/blocks/0]'],
    ['a section without words', [{ type: 'section' }], 'one of text and fields must be given [json-pointer:/blocks/0]'],
    [
      'a long section',
      [section('x'.repeat(3001))],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['an empty text', [section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    [
      'eleven fields',
      [{ type: 'section', fields: Array.from({ length: 11 }, () => text('x')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'a long field',
      [{ type: 'section', fields: [text('x'.repeat(2001))] }],
      'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
    ],
    [
      'a long header',
      [{ type: 'header', text: text('x'.repeat(151)) }],
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'markup in a header',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
      'value must be one of plain_text [json-pointer:/blocks/0/text/type]',
    ],
    [
      'eleven context elements',
      [{ type: 'context', elements: Array.from({ length: 11 }, () => text('x')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'twenty-six actions',
      [actions(...Array.from({ length: 26 }, (_, index) => button({ action_id: `a${String(index)}` })))],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'an action_id twice',
      [actions(button(), button())],
      'action_id must be unique within its block [json-pointer:/blocks/0]',
    ],
    [
      'a block_id twice',
      [
        { ...section(), block_id: 'x' },
        { ...section(), block_id: 'x' },
      ],
      'block_id "x" already exists [json-pointer:/blocks/1]',
    ],
    [
      'long button words',
      [actions(button({ text: text('x'.repeat(76)) }))],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'a long button value',
      [actions(button({ value: 'x'.repeat(2001) }))],
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'an address that is none',
      [actions(button({ url: 'plan' }))],
      'must be a valid URL [json-pointer:/blocks/0/elements/0/url]',
    ],
    [
      'a long confirmation',
      [actions(button({ confirm: { text: text('x'.repeat(301)) } }))],
      'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
    ],
    [
      'a hundred and one options',
      [actions(select({ options: Array.from({ length: 101 }, (_, index) => option(String(index))) }))],
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'no options at all',
      [actions(select({}))],
      'exactly one of options and option_groups must be given [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'a long option value',
      [actions(select({ options: [{ text: text('x'), value: 'v'.repeat(151) }] }))],
      'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
    ],
    [
      'an initial option that is not offered',
      [actions(select({ options: [option('a')], initial_option: option('b') }))],
      'initial options must be among the options [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'eleven radio buttons',
      [actions({ type: 'radio_buttons', options: Array.from({ length: 11 }, (_, index) => option(String(index))) })],
      'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'six entries in an overflow menu',
      [actions({ type: 'overflow', options: ['1', '2', '3', '4', '5', '6'].map(option) })],
      'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    ['a carousel of eleven', [carousel(11)], 'no more than 10 items allowed [json-pointer:/blocks/0/elements]'],
    ['an empty carousel', [carousel(0)], 'no less than 1 items allowed [json-pointer:/blocks/0/elements]'],
    [
      'a container with eleven blocks',
      [container(Array.from({ length: 11 }, () => section()))],
      'no more than 10 items allowed [json-pointer:/blocks/0/child_blocks]',
    ],
    [
      'a card inside a container',
      [container([{ type: 'card' }])],
      'unsupported type [json-pointer:/blocks/0/child_blocks/0/type]',
    ],
    [
      'a container without a title',
      [{ type: 'container', child_blocks: [section()] }],
      'one of title and rich_text_title must be given [json-pointer:/blocks/0]',
    ],
    [
      'a block_id twice, once inside a container',
      [{ ...section(), block_id: 'x' }, container([{ ...section(), block_id: 'x' }])],
      'block_id "x" already exists [json-pointer:/blocks/1]',
    ],
    ['an alert', [{ type: 'alert', text: text('x') }], 'unsupported type [json-pointer:/blocks/0/type]'],
    ['a text input among actions', [actions(line())], 'unsupported type [json-pointer:/blocks/0/elements/0/type]'],
    [
      'an answer of 3,001',
      [input(line({ max_length: 3001 }))],
      'must be no more than 3000 [json-pointer:/blocks/0/element/max_length]',
    ],
    [
      'two tables',
      [
        { type: 'table', rows: raw(1, 1) },
        { type: 'table', rows: raw(1, 1) },
      ],
      'only_one_table_allowed [json-pointer:/blocks/1]',
    ],
    [
      'a long table',
      [{ type: 'table', rows: raw(101, 1) }],
      'no more than 100 items allowed [json-pointer:/blocks/0/rows]',
    ],
    [
      'a wide table',
      [{ type: 'table', rows: raw(1, 21) }],
      'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
    ],
    [
      'markdown over 12,000 together',
      [
        { type: 'markdown', text: 'x'.repeat(6001) },
        { type: 'markdown', text: 'x'.repeat(6000) },
      ],
      'markdown blocks must be less than 12001 characters together [json-pointer:/blocks/1]',
    ],
    ['three charts', [1, 2, 3].map(() => bars([[1]], ['a'])), 'no more than 2 charts allowed [json-pointer:/blocks/2]'],
    [
      'seven series',
      [
        bars(
          Array.from({ length: 7 }, () => [1]),
          ['a'],
        ),
      ],
      'no more than 6 items allowed [json-pointer:/blocks/0/chart/series]',
    ],
    [
      'a series that misses a category',
      [bars([[1, 2], [1]], ['a', 'b'])],
      'every series needs one point for each category [json-pointer:/blocks/0/chart]',
    ],
    [
      'a pie with nothing in a segment',
      [{ type: 'data_visualization', title: 'P', chart: { type: 'pie', segments: [{ label: 'a', value: 0 }] } }],
      'must be more than 0 [json-pointer:/blocks/0/chart/segments/0/value]',
    ],
    [
      'a long alternative text',
      [{ type: 'image', image_url: 'https://example.org/a.png', alt_text: 'x'.repeat(2001) }],
      'must be less than 2001 characters [json-pointer:/blocks/0/alt_text]',
    ],
  ])('%s', (_name, blocks, problem) => {
    expect(checkMessageBlocks(blocks)).toEqual({ fits: false, error: 'invalid_blocks', problems: [problem] });
  });

  it('blocks whose words are too many together, and blocks that are no list', () => {
    expect(checkMessageBlocks(Array.from({ length: 5 }, () => section('x'.repeat(2900))))).toMatchObject({
      error: 'msg_blocks_too_long',
    });
    expect(checkMessageBlocks('{"type"')).toMatchObject({ error: 'invalid_blocks_format' });
    expect(checkMessageBlocks({ type: 'section' })).toMatchObject({ error: 'invalid_blocks_format' });
  });
});

describe('views', () => {
  it('take a hundred blocks, alerts in modals and charts on Home', () => {
    expect(checkModal(modal(Array.from({ length: 100 }, () => section())))).toMatchObject({ fits: true });
    expect(checkModal(modal([{ type: 'alert', text: text('Careful'), level: 'warning' }]))).toMatchObject({
      fits: true,
    });
    expect(checkHome({ type: 'home', blocks: [bars([[1]], ['a'])] })).toMatchObject({ fits: true });
  });

  it.each<[string, object, string]>([
    [
      'a hundred and one blocks',
      modal(Array.from({ length: 101 }, () => section())),
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    [
      'a long title',
      modal([], { title: text('x'.repeat(25)) }),
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      'long words on the button',
      modal([], { submit: text('x'.repeat(25)) }),
      'must be less than 25 characters [json-pointer:/view/submit/text]',
    ],
    [
      'long metadata',
      modal([], { private_metadata: 'x'.repeat(3001) }),
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'a long callback_id',
      modal([], { callback_id: 'x'.repeat(256) }),
      'must be less than 256 characters [json-pointer:/view/callback_id]',
    ],
    ['a table', modal([{ type: 'table', rows: raw(1, 1) }]), 'unsupported type [json-pointer:/view/blocks/0/type]'],
    ['a carousel', modal([carousel(1)]), 'unsupported type [json-pointer:/view/blocks/0/type]'],
    ['a container', modal([container([section()])]), 'unsupported type [json-pointer:/view/blocks/0/type]'],
    ['a chart', modal([bars([[1]], ['a'])]), 'unsupported type [json-pointer:/view/blocks/0/type]'],
    ['markdown', modal([{ type: 'markdown', text: 'x' }]), 'unsupported type [json-pointer:/view/blocks/0/type]'],
    ['no title', { type: 'modal', blocks: [] }, 'missing required field: title [json-pointer:/view]'],
    [
      'a field that a modal has not',
      modal([], { color: 'red' }),
      'invalid additional property: color [json-pointer:/view]',
    ],
    [
      'an input without a submit button',
      { type: 'modal', title: text('T'), blocks: [input(line())] },
      'missing required field: submit (a modal with an input block needs it) [json-pointer:/view]',
    ],
    [
      'two places that want the focus',
      modal([input(line({ focus_on_load: true })), input(line({ focus_on_load: true }), { block_id: 'c' })]),
      'only one element can be set to focus_on_load [json-pointer:/view/blocks/1]',
    ],
    [
      'a day that is none',
      modal([input({ type: 'datepicker', initial_date: '2026-13-01' })]),
      'must be a date of the form YYYY-MM-DD [json-pointer:/view/blocks/0/element/initial_date]',
    ],
    [
      'a number outside its own range',
      modal([input({ type: 'number_input', is_decimal_allowed: false, max_value: '4', initial_value: '5' })]),
      'initial_value must be between min_value and max_value [json-pointer:/view/blocks/0/element]',
    ],
  ])('refuse %s in a modal', (_name, view, problem) => {
    expect(checkModal(view)).toEqual({ fits: false, error: 'invalid_arguments', problems: [problem] });
  });

  it('refuse what is larger than 250 KB, and a modal where Home is wanted', () => {
    expect(checkModal(modal(Array.from({ length: 90 }, () => section('x'.repeat(2900)))))).toMatchObject({
      error: 'view_too_large',
    });
    expect(checkHome(modal([]))).toMatchObject({ error: 'invalid_arguments' });
    expect(checkHome({ type: 'home', blocks: [{ type: 'alert', text: text('x') }] })).toMatchObject({ fits: false });
  });
});
