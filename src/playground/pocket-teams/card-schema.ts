/** Adaptive Cards 1.5 as Teams accepts them, with the native charts: every element, action and field the pocket knows. */

/** What a field must hold. A list is a choice of words; a trailing `!` on a field name makes it required. */
export type FieldRule =
  | 'text'
  | 'number'
  | 'flag'
  | 'any'
  | 'url'
  | 'element[]'
  | 'inline[]'
  | 'action'
  | 'action[]'
  | 'card'
  | 'image[]'
  | readonly string[]
  | { list: Readonly<Record<string, FieldRule>> };

export type Shape = Readonly<Record<string, FieldRule>>;

const COLOR = ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'] as const;
const ALIGN = ['left', 'center', 'right'] as const;
const VERTICAL = ['top', 'center', 'bottom'] as const;
const STYLE = ['default', 'emphasis', 'good', 'attention', 'warning', 'accent'] as const;
const SIZE = ['default', 'small', 'medium', 'large', 'extralarge'] as const;
const WEIGHT = ['default', 'lighter', 'bolder'] as const;

const ELEMENT: Shape = {
  id: 'text',
  isVisible: 'flag',
  separator: 'flag',
  spacing: ['none', 'small', 'default', 'medium', 'large', 'extralarge', 'padding'],
  height: 'any',
  fallback: 'any',
  requires: 'any',
  targetWidth: 'text',
};
const BOX: Shape = {
  style: STYLE,
  bleed: 'flag',
  minHeight: 'text',
  rtl: 'flag',
  selectAction: 'action',
  verticalContentAlignment: VERTICAL,
  backgroundImage: 'any',
  roundedCorners: 'flag',
  showBorder: 'flag',
};
const TEXT_LOOK: Shape = {
  color: COLOR,
  fontType: ['default', 'monospace'],
  isSubtle: 'flag',
  size: SIZE,
  weight: WEIGHT,
};
const INPUT: Shape = { label: 'text', isRequired: 'flag', errorMessage: 'text' };
const POINT: Shape = { 'x!': 'any', 'y!': 'number' };
const CHART: Shape = { title: 'text', showTitle: 'flag', showLegend: 'flag', colorSet: 'text', maxWidth: 'text' };
const AXES: Shape = { xAxisTitle: 'text', yAxisTitle: 'text', color: 'text', showBarValues: 'flag' };
const SLICES: FieldRule = { list: { legend: 'text', 'value!': 'number', color: 'text' } };
const SERIES: FieldRule = { list: { legend: 'text', color: 'text', 'values!': { list: POINT } } };

export const ELEMENTS: Readonly<Record<string, Shape>> = {
  TextBlock: {
    ...ELEMENT,
    ...TEXT_LOOK,
    'text!': 'text',
    horizontalAlignment: ALIGN,
    maxLines: 'number',
    wrap: 'flag',
    style: ['default', 'heading', 'columnHeader'],
  },
  RichTextBlock: { ...ELEMENT, 'inlines!': 'inline[]', horizontalAlignment: ALIGN },
  Image: {
    ...ELEMENT,
    'url!': 'url',
    'altText!': 'text',
    backgroundColor: 'text',
    horizontalAlignment: ALIGN,
    selectAction: 'action',
    size: ['auto', 'stretch', 'small', 'medium', 'large'],
    style: ['default', 'person'],
    width: 'text',
    msteams: 'any',
  },
  ImageSet: { ...ELEMENT, 'images!': 'image[]', imageSize: ['auto', 'stretch', 'small', 'medium', 'large'] },
  Container: { ...ELEMENT, ...BOX, 'items!': 'element[]' },
  ColumnSet: { ...ELEMENT, ...BOX, columns: 'element[]', horizontalAlignment: ALIGN },
  Column: { ...ELEMENT, ...BOX, items: 'element[]', width: 'any' },
  FactSet: { ...ELEMENT, 'facts!': { list: { 'title!': 'text', 'value!': 'text' } } },
  Table: {
    ...ELEMENT,
    columns: {
      list: {
        type: 'text',
        width: 'any',
        horizontalCellContentAlignment: ALIGN,
        verticalCellContentAlignment: VERTICAL,
      },
    },
    rows: 'element[]',
    firstRowAsHeader: 'flag',
    showGridLines: 'flag',
    gridStyle: STYLE,
    horizontalCellContentAlignment: ALIGN,
    verticalCellContentAlignment: VERTICAL,
  },
  TableRow: {
    ...ELEMENT,
    'cells!': 'element[]',
    style: STYLE,
    horizontalCellContentAlignment: ALIGN,
    verticalCellContentAlignment: VERTICAL,
  },
  TableCell: { ...ELEMENT, ...BOX, 'items!': 'element[]' },
  ActionSet: { ...ELEMENT, 'actions!': 'action[]' },
  'Input.Text': {
    ...ELEMENT,
    ...INPUT,
    isMultiline: 'flag',
    maxLength: 'number',
    placeholder: 'text',
    regex: 'text',
    style: ['text', 'tel', 'url', 'email', 'password'],
    inlineAction: 'action',
    value: 'text',
  },
  'Input.Number': { ...ELEMENT, ...INPUT, min: 'number', max: 'number', placeholder: 'text', value: 'number' },
  'Input.Date': { ...ELEMENT, ...INPUT, min: 'text', max: 'text', placeholder: 'text', value: 'text' },
  'Input.Time': { ...ELEMENT, ...INPUT, min: 'text', max: 'text', placeholder: 'text', value: 'text' },
  'Input.Toggle': {
    ...ELEMENT,
    ...INPUT,
    'title!': 'text',
    value: 'text',
    valueOn: 'text',
    valueOff: 'text',
    wrap: 'flag',
  },
  'Input.ChoiceSet': {
    ...ELEMENT,
    ...INPUT,
    choices: { list: { 'title!': 'text', 'value!': 'text' } },
    'choices.data': 'any',
    isMultiSelect: 'flag',
    style: ['compact', 'expanded', 'filtered'],
    value: 'text',
    placeholder: 'text',
    wrap: 'flag',
  },
  'Chart.Donut': { ...ELEMENT, ...CHART, 'data!': SLICES },
  'Chart.Pie': { ...ELEMENT, ...CHART, 'data!': SLICES },
  'Chart.Gauge': {
    ...ELEMENT,
    ...CHART,
    'value!': 'number',
    min: 'number',
    max: 'number',
    subLabel: 'text',
    showMinMax: 'flag',
    valueFormat: ['percentage', 'fraction'],
    segments: { list: { legend: 'text', 'size!': 'number', color: 'text' } },
  },
  'Chart.Line': { ...ELEMENT, ...CHART, ...AXES, 'data!': SERIES },
  'Chart.VerticalBar': { ...ELEMENT, ...CHART, ...AXES, 'data!': { list: { ...POINT, color: 'text' } } },
  'Chart.VerticalBar.Grouped': { ...ELEMENT, ...CHART, ...AXES, stacked: 'flag', 'data!': SERIES },
  'Chart.HorizontalBar': {
    ...ELEMENT,
    ...CHART,
    ...AXES,
    displayMode: ['AbsoluteWithAxis', 'AbsoluteNoAxis', 'PartToWhole'],
    'data!': { list: { 'x!': 'any', 'y!': 'number', color: 'text' } },
  },
  'Chart.HorizontalBar.Stacked': {
    ...ELEMENT,
    ...CHART,
    ...AXES,
    'data!': { list: { 'title!': 'text', 'data!': SLICES } },
  },
};

export const INLINES: Readonly<Record<string, Shape>> = {
  TextRun: {
    ...TEXT_LOOK,
    'text!': 'text',
    highlight: 'flag',
    italic: 'flag',
    strikethrough: 'flag',
    underline: 'flag',
    selectAction: 'action',
  },
};

const ACTION: Shape = {
  id: 'text',
  title: 'text',
  iconUrl: 'url',
  style: ['default', 'positive', 'destructive'],
  fallback: 'any',
  requires: 'any',
  tooltip: 'text',
  isEnabled: 'flag',
  mode: ['primary', 'secondary'],
};

export const ACTIONS: Readonly<Record<string, Shape>> = {
  'Action.Submit': { ...ACTION, data: 'any', associatedInputs: ['auto', 'none'] },
  'Action.OpenUrl': { ...ACTION, 'url!': 'url' },
  'Action.ShowCard': { ...ACTION, 'card!': 'card' },
  'Action.ToggleVisibility': { ...ACTION, 'targetElements!': 'any' },
};

export const CARD: Shape = {
  $schema: 'text',
  'version!': 'text',
  body: 'element[]',
  actions: 'action[]',
  selectAction: 'action',
  fallbackText: 'text',
  speak: 'text',
  lang: 'text',
  minHeight: 'text',
  rtl: 'flag',
  verticalContentAlignment: VERTICAL,
  backgroundImage: 'any',
  metadata: 'any',
  msteams: 'any',
};

/** Where an element's children may only be of one kind. */
export const CHILD_KINDS: Readonly<Record<string, { field: string; kinds: readonly string[] }>> = {
  ColumnSet: { field: 'columns', kinds: ['Column'] },
  Table: { field: 'rows', kinds: ['TableRow'] },
  TableRow: { field: 'cells', kinds: ['TableCell'] },
};
