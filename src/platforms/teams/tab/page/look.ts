/** How cards look. Colors are the page's own variables, so that a change of theme needs no card drawn again. */
const words = (name: string) => ({ default: `var(--${name})`, subtle: `var(--${name}-quiet, var(--${name}))` });

const text = {
  default: words('ink'),
  dark: words('ink'),
  light: words('ink'),
  accent: words('link'),
  good: words('good'),
  warning: words('warning'),
  attention: words('attention'),
};

const ground = (backgroundColor: string) => ({ backgroundColor, borderColor: 'var(--line)', foregroundColors: text });

export const LOOK = {
  supportsInteractivity: true,
  fontFamily: 'inherit',
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 28 },
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  containerStyles: {
    default: ground('var(--card)'),
    emphasis: ground('var(--empty)'),
    accent: ground('var(--empty)'),
    good: ground('var(--full)'),
    warning: ground('var(--empty)'),
    attention: ground('var(--empty)'),
  },
  actions: {
    maxActions: 25,
    spacing: 'medium',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
  },
  factSet: {
    title: { weight: 'bolder', wrap: true, maxWidth: 160 },
    value: { weight: 'default', wrap: true },
    spacing: 16,
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder' },
    },
    errorMessage: { spacing: 'small', color: 'attention', weight: 'default', size: 'small' },
  },
  textStyles: { heading: { size: 'large', weight: 'bolder' }, columnHeader: { weight: 'bolder' } },
};
