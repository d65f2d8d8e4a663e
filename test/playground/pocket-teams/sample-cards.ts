/** Cards for the pocket's own tests: a prompt, a form and a digest that uses most of what Teams draws. */
export const PROMPT = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: 'Your check-in is open', wrap: true, style: 'heading', size: 'large', weight: 'bolder' },
    { type: 'TextBlock', text: 'It takes about **2 minutes**. Bell sees it; your district does not.', wrap: true },
    {
      type: 'FactSet',
      facts: [
        { title: 'Your step', value: 'Visit four classrooms before lunch' },
        { title: 'Due', value: 'Friday, 5:00 PM' },
      ],
    },
  ],
  actions: [
    {
      type: 'Action.Submit',
      title: 'Open check-in',
      style: 'positive',
      data: { verb: 'checkin.open', form: 'f1', msteams: { type: 'task/fetch' } },
    },
    { type: 'Action.Submit', title: 'Later', data: { verb: 'checkin.later' } },
  ],
};

export const DIGEST = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: 'The week at Harbor City', wrap: true, style: 'heading' },
    {
      type: 'Container',
      style: 'emphasis',
      items: [{ type: 'TextBlock', text: '6 of 8 pairs met. **2 need help.**', wrap: true }],
    },
    {
      type: 'Chart.Donut',
      title: 'Action steps',
      data: [
        { legend: 'Done', value: 9, color: 'good' },
        { legend: 'Going on', value: 5 },
        { legend: 'Stuck', value: 2, color: 'attention' },
      ],
      fallback: { type: 'TextBlock', text: 'Done 9, going on 5, stuck 2.', wrap: true },
    },
    {
      type: 'Table',
      firstRowAsHeader: true,
      columns: [{ width: 2 }, { width: 1 }],
      rows: [
        ['School', 'Visits'],
        ['Adams', '3'],
        ['Baker', '2'],
      ].map((cells) => ({
        type: 'TableRow',
        cells: cells.map((text) => ({ type: 'TableCell', items: [{ type: 'TextBlock', text, wrap: true }] })),
      })),
    },
  ],
  actions: [{ type: 'Action.OpenUrl', title: 'Open the report', url: 'https://throughline.example/report' }],
};

export function form(more: { error?: string; values?: Record<string, string | number> } = {}): Record<string, unknown> {
  const value = (id: string): object => (more.values?.[id] === undefined ? {} : { value: more.values[id] });
  const number = (id: string): object => (more.values?.[id] === undefined ? {} : { value: Number(more.values[id]) });
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [
      ...(more.error ? [{ type: 'TextBlock', text: more.error, color: 'attention', wrap: true }] : []),
      {
        type: 'Input.Number',
        id: 'rooms',
        label: 'Rooms visited',
        min: 0,
        isRequired: true,
        errorMessage: 'Please give a number.',
        ...number('rooms'),
      },
      {
        type: 'Input.ChoiceSet',
        id: 'mood',
        label: 'How did it go?',
        style: 'expanded',
        choices: [
          { title: 'Well', value: 'good' },
          { title: 'Mixed', value: 'mixed' },
          { title: 'Badly', value: 'bad' },
        ],
        ...value('mood'),
      },
      { type: 'Input.Number', id: 'minutes', label: 'Minutes in class', min: 5, ...number('minutes') },
      { type: 'Input.Date', id: 'next', label: 'Next visit', ...value('next') },
      { type: 'Input.Toggle', id: 'shared', title: 'I told the teachers', label: 'Feedback', ...value('shared') },
      {
        type: 'Input.Text',
        id: 'barrier',
        label: 'What is in the way?',
        isMultiline: true,
        maxLength: 300,
        ...value('barrier'),
      },
    ],
    actions: [{ type: 'Action.Submit', title: 'Send', style: 'positive', data: { verb: 'checkin.send', form: 'f1' } }],
  };
}
