/** Native charts, with the same numbers as a table for the clients that do not draw them. */
import type { Part } from '../../chat/card.ts';
import { renderTable } from './render-table.ts';
import type { Element } from './render-text.ts';

type Chart = Part & { kind: 'chart' };

export function renderChart(chart: Chart): Element {
  return { ...renderNative(chart), title: chart.title, fallback: renderFallback(chart) };
}

function renderNative(chart: Chart): Element {
  const series = chart.series.map((one) => ({ legend: one.name, values: pointsOf(chart, one.values) }));
  if (chart.chart === 'line') return { type: 'Chart.Line', data: series };
  const [only, ...others] = chart.series;
  if (only && others.length === 0)
    return { type: 'Chart.VerticalBar', data: pointsOf(chart, only.values), showBarValues: true };
  return { type: 'Chart.VerticalBar.Grouped', data: series, showBarValues: true };
}

function pointsOf(chart: Chart, values: readonly number[]): { x: string; y: number }[] {
  return chart.labels.map((x, index) => ({ x, y: values[index] ?? 0 }));
}

function renderFallback(chart: Chart): Element {
  return renderTable({
    columns: ['', ...chart.series.map((one) => one.name)],
    rows: chart.labels.map((label, index) => [label, ...chart.series.map((one) => String(one.values[index] ?? 0))]),
  });
}
