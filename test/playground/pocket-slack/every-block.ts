/** One of each block that the product sends, and one of each input. */
import type { types } from '@slack/bolt';

const text = (words: string): types.PlainTextElement => ({ type: 'plain_text', text: words });
const option = (value: string): types.PlainTextOption => ({ text: text(value), value });

export const everyBlock: types.KnownBlock[] = [
  { type: 'header', text: text('Monday digest') },
  {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: 'Harbor City · week of *November 16* · <https://example.org|guide>' }],
  },
  {
    type: 'section',
    text: {
      type: 'mrkdwn',
      text: 'Hello <@U0MAYA> in <#C0TEAM>, *18 of 22* schools answered. _Two_ ~none~ are `late`.\n> a quoted line\n&lt;img src=x onerror=alert(1)&gt; <javascript:alert(1)|no>',
    },
    accessory: { type: 'button', action_id: 'more', text: text('Show all'), style: 'primary' },
  },
  {
    type: 'section',
    fields: ['*Done*\n14', '*Started*\n9', '*Stuck*\n3', '*Excused*\n1'].map((words) => ({
      type: 'mrkdwn',
      text: words,
    })),
  },
  { type: 'divider' },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'What a principal wrote: ' },
          { type: 'text', text: '<b>not markup</b>', style: { bold: true } },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: ['Visit four rooms', 'Call the bus depot'].map((words) => ({
          type: 'rich_text_section',
          elements: [{ type: 'text', text: words }],
        })),
      },
    ],
  },
  {
    type: 'table',
    rows: [
      ['School', 'Status'],
      ['Bayview', 'done'],
      ['Marlin', 'started'],
    ].map((row) => row.map((words) => ({ type: 'raw_text', text: words }))),
  },
  // The SDK has no type for charts yet.
  chart('bar'),
  chart('line'),
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'open', text: text('Open my check-in'), style: 'primary' },
      {
        type: 'button',
        action_id: 'skip',
        text: text('Not this week'),
        style: 'danger',
        confirm: { text: text('Really?') },
      },
      {
        type: 'static_select',
        action_id: 'when',
        placeholder: text('Remind me'),
        options: ['Friday', 'Monday'].map(option),
      },
      { type: 'overflow', action_id: 'rest', options: ['Help', 'Stop'].map(option) },
      { type: 'datepicker', action_id: 'day', initial_date: '2026-11-20' },
    ],
  },
  { type: 'markdown', text: '## From *markdown*\n\n- **bold** item\n- [link](https://example.org)\n\n> quoted' },
  {
    type: 'carousel',
    elements: ['Reading', 'Math'].map((goal) => ({
      type: 'card',
      title: { type: 'mrkdwn', text: goal },
      body: { type: 'mrkdwn', text: 'Six steps, four done' },
      actions: [{ type: 'button', action_id: `open-${goal}`, text: text('Open') }],
    })),
  } as unknown as types.KnownBlock,
  {
    type: 'container',
    title: text('East'),
    is_collapsible: true,
    child_blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: 'All answered' } },
      { type: 'actions', elements: [{ type: 'button', action_id: 'inside', text: text('Look inside') }] },
    ],
  } as unknown as types.KnownBlock,
];

export const everyInput: types.KnownBlock[] = [
  { type: 'section', text: { type: 'mrkdwn', text: 'Seen by *you and your coach*.' } },
  {
    type: 'input',
    block_id: 'status',
    label: text('How far did the step get?'),
    element: {
      type: 'radio_buttons',
      action_id: 'pick',
      options: ['done', 'started', 'stuck'].map(option),
      initial_option: option('started'),
    },
  },
  {
    type: 'input',
    block_id: 'note',
    label: text('What is in the way?'),
    hint: text('No names of students, please.'),
    element: { type: 'plain_text_input', action_id: 'text', multiline: true, max_length: 300 },
  },
  {
    type: 'input',
    block_id: 'rooms',
    optional: true,
    label: text('Rooms visited'),
    element: { type: 'number_input', action_id: 'count', is_decimal_allowed: false, min_value: '0', max_value: '40' },
  },
  {
    type: 'input',
    block_id: 'goal',
    optional: true,
    label: text('Goal'),
    element: { type: 'static_select', action_id: 'pick', options: ['reading', 'math'].map(option) },
  },
  {
    type: 'input',
    block_id: 'tags',
    optional: true,
    label: text('Standards'),
    element: {
      type: 'multi_static_select',
      action_id: 'pick',
      options: ['1', '2', '3'].map((n) => option(`Standard ${n}`)),
    },
  },
  {
    type: 'input',
    block_id: 'also',
    optional: true,
    label: text('Also'),
    element: { type: 'checkboxes', action_id: 'pick', options: ['walks', 'feedback'].map(option) },
  },
  {
    type: 'input',
    block_id: 'day',
    optional: true,
    label: text('By when'),
    element: { type: 'datepicker', action_id: 'pick' },
  },
  {
    type: 'input',
    block_id: 'who',
    optional: true,
    label: text('Who helps'),
    element: { type: 'users_select', action_id: 'pick' },
  },
];

function chart(type: 'bar' | 'line'): types.KnownBlock {
  const categories = ['Oct 26', 'Nov 2', 'Nov 9', 'Nov 16'];
  const series = (name: string, values: number[]) => ({
    name,
    data: categories.map((label, index) => ({ label, value: values[index] ?? 0 })),
  });
  const block = {
    type: 'data_visualization',
    title: type === 'bar' ? 'Answers by week' : 'Steps done',
    chart: {
      type,
      series: [series('Answered', [14, 17, 16, 18]), series('Late', [3, 1, 4, 2])],
      axis_config: { categories, y_label: 'Schools' },
    },
  };
  return block as unknown as types.KnownBlock;
}
