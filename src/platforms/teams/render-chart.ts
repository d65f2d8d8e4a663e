/** Native charts, with the same numbers as a table for the clients that do not draw them. */
import type { Part } from '../../chat/card.ts';
import { renderTable, renderTableAsText } from './render-table.ts';
import { unmacro, type Element } from './render-text.ts';

type Chart = Part & { kind: 'chart' };

export function renderChart(chart: Chart): Element {
  return { ...renderNative(chart), title: unmacro(chart.title), fallback: renderFallback(chart) };
}

/** For a chart on a card that is too big for it. */
export function renderChartAsText(chart: Chart): Element[] {
  return renderTableAsText(tableOf(chart));
}

function renderNative(chart: Chart): Element {
  const series = chart.series.map((one) => ({ legend: unmacro(one.name), values: pointsOf(chart, one.values) }));
  if (chart.chart === 'line') return { type: 'Chart.Line', data: series };
  const [only, ...others] = chart.series;
  if (only && others.length === 0)
    return { type: 'Chart.VerticalBar', data: pointsOf(chart, only.values), showBarValues: true };
  return { type: 'Chart.VerticalBar.Grouped', data: series, showBarValues: true };
}

function pointsOf(chart: Chart, values: readonly number[]): { x: string; y: number }[] {
  return chart.labels.map((label, index) => ({ x: unmacro(label), y: values[index] ?? 0 }));
}

function renderFallback(chart: Chart): Element {
  return renderTable(tableOf(chart));
}

function tableOf(chart: Chart): { columns: string[]; rows: string[][] } {
  return {
    columns: ['', ...chart.series.map((one) => one.name)],
    rows: chart.labels.map((label, index) => [label, ...chart.series.map((one) => String(one.values[index] ?? 0))]),
  };
}
