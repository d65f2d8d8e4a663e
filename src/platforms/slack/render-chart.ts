/** Slack's native chart with its summary in words below; where it cannot be drawn, the words and the numbers. */
import type { Part } from '../../chat/card.ts';
import type { Block } from './block-kit.ts';
import { rowsInWords } from './render-table.ts';
import { richSection, richText } from './rich-text.ts';

type Chart = Part & { kind: 'chart' };

/** docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
const LONGEST_NAME = 20;
const MOST_SERIES = 6;
const MOST_POINTS = 20;

export function chartBlocks(chart: Chart): Block[] {
  if (!canBeDrawn(chart)) return chartInWords(chart);
  return [
    {
      type: 'data_visualization',
      title: chart.title,
      chart: {
        type: chart.chart,
        series: chart.series.map((one) => ({
          name: one.name,
          data: chart.labels.map((label, index) => ({ label, value: one.values[index] })),
        })),
        axis_config: { categories: [...chart.labels] },
      },
    },
    richText(richSection(chart.summary)),
  ];
}

export function chartInWords(chart: Chart): Block[] {
  return [
    richText(richSection([{ bold: chart.title }, `\n${chart.summary}`])),
    ...rowsInWords(
      ['', ...chart.series.map((one) => one.name)],
      chart.labels.map((label, index) => [label, ...chart.series.map((one) => String(one.values[index] ?? '–'))]),
    ),
  ];
}

function canBeDrawn(chart: Chart): boolean {
  const names = [...chart.labels, ...chart.series.map((one) => one.name)];
  return (
    chart.title !== '' &&
    names.every((name) => name !== '' && name.length <= LONGEST_NAME) &&
    new Set(chart.labels).size === chart.labels.length &&
    chart.labels.length > 0 &&
    chart.labels.length <= MOST_POINTS &&
    chart.series.length > 0 &&
    chart.series.length <= MOST_SERIES &&
    chart.series.every((one) => one.values.every(Number.isFinite))
  );
}
