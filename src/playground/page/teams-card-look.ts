/** How cards look: Teams' light theme as a host configuration, with text colors of readable contrast. */
const text = {
  default: { default: '#242424', subtle: '#5c5c5c' },
  dark: { default: '#242424', subtle: '#5c5c5c' },
  light: { default: '#ffffff', subtle: '#f0f0f0' },
  accent: { default: '#444791', subtle: '#4f52b2' },
  good: { default: '#0b5a0b', subtle: '#0e700e' },
  warning: { default: '#7a4a00', subtle: '#835b00' },
  attention: { default: '#a80f1c', subtle: '#b10e1c' },
};

export const TEAMS_LOOK = {
  supportsInteractivity: true,
  fontFamily: 'inherit',
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 28 },
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: '#e0e0e0' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: style('#ffffff'),
    emphasis: style('#f5f5f5'),
    accent: style('#eef0fb', '#c5cbfa'),
    good: style('#f1faf1', '#9fd89f'),
    warning: style('#fdf6e3', '#f4bf5d'),
    attention: style('#fdf3f4', '#eeacb2'),
  },
  actions: {
    maxActions: 6,
    spacing: 'medium',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    preExpandSingleShowCardAction: false,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
  },
  adaptiveCard: { allowCustomStyle: true },
  imageSet: { imageSize: 'medium', maxImageHeight: 100 },
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
  textBlock: { headingLevel: 3 },
};

function style(backgroundColor: string, borderColor = '#e0e0e0'): object {
  return { backgroundColor, borderColor, foregroundColors: text };
}
