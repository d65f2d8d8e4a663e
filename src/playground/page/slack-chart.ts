/** Draws data_visualization as SVG, with its numbers as a table for those who read rather than look. */
import { el, svg } from './slack-dom.ts';
import type { Chart } from './slack-screen.ts';

// Each reaches 3:1 against white, and neighbors differ in lightness as well as in hue.
const palette = ['#4a154b', '#2a7de1', '#0b7a5c', '#c2570c', '#8e3fb0', '#5b6470'];
const box = { width: 460, height: 230, left: 48, right: 10, top: 14, bottom: 46 };

export function drawChart(title: string, chart: Chart): HTMLElement {
  const names = chart.type === 'pie' ? chart.segments.map((one) => one.label) : chart.series.map((one) => one.name);
  const picture = chart.type === 'pie' ? drawPie(chart) : drawAxes(chart);
  const legend =
    names.length > 1
      ? el(
          'ul',
          { class: 'ps-legend', 'aria-hidden': 'true' },
          ...names.map((name, index) => el('li', {}, swatch(index), name)),
        )
      : undefined;
  return el(
    'figure',
    { class: 'ps-chart' },
    el('figcaption', { class: 'ps-chart-title' }, title),
    svg(
      'svg',
      { viewBox: `0 0 ${String(box.width)} ${String(box.height)}`, role: 'img', 'aria-label': describe(title, chart) },
      ...picture,
    ),
    legend,
    el('details', { class: 'ps-chart-data' }, el('summary', {}, 'Show the numbers'), drawNumbers(title, chart)),
  );
}

function drawAxes(chart: Exclude<Chart, { type: 'pie' }>): SVGElement[] {
  const { categories } = chart.axis_config;
  const all = chart.series.flatMap((one) => one.data.map((point) => point.value));
  const { top, step } = roundScale(Math.min(0, ...all), Math.max(0, ...all));
  const low = Math.min(0, Math.floor(Math.min(0, ...all) / step) * step);
  const inner = { width: box.width - box.left - box.right, height: box.height - box.top - box.bottom };
  const y = (value: number) => box.top + inner.height * (1 - (value - low) / (top - low));
  const slot = inner.width / categories.length;
  const x = (index: number) => box.left + slot * (index + 0.5);
  const parts: SVGElement[] = [];
  for (let tick = low; tick <= top + step / 1000; tick += step)
    parts.push(
      svg('line', { x1: box.left, x2: box.width - box.right, y1: y(tick), y2: y(tick), class: 'ps-grid' }),
      svg('text', { x: box.left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, tidy(tick)),
    );
  const every = Math.ceil(categories.length / 8);
  for (const [index, category] of categories.entries())
    if (index % every === 0)
      parts.push(
        svg(
          'text',
          { x: x(index), y: box.height - box.bottom + 16, 'text-anchor': 'middle' },
          shorten(category, slot * every),
        ),
      );
  for (const [index, series] of chart.series.entries()) {
    const color = palette[index % palette.length] ?? 'black';
    const values = categories.map((category) => series.data.find((point) => point.label === category)?.value ?? 0);
    if (chart.type === 'bar') {
      const width = Math.min(48, (slot * 0.72) / chart.series.length);
      for (const [at, value] of values.entries())
        parts.push(
          svg('rect', {
            x: x(at) - (width * chart.series.length) / 2 + width * index,
            y: Math.min(y(value), y(0)),
            width: Math.max(width - 2, 1),
            height: Math.max(Math.abs(y(value) - y(0)), 1),
            rx: 2,
            fill: color,
          }),
        );
      continue;
    }
    const line = values.map((value, at) => `${at === 0 ? 'M' : 'L'}${String(x(at))} ${String(y(value))}`).join('');
    if (chart.type === 'area')
      parts.push(
        svg('path', {
          d: `${line}L${String(x(values.length - 1))} ${String(y(0))}L${String(x(0))} ${String(y(0))}Z`,
          fill: color,
          opacity: 0.18,
        }),
      );
    parts.push(svg('path', { d: line, fill: 'none', stroke: color, 'stroke-width': 2.5 }));
    for (const [at, value] of values.entries())
      parts.push(svg('circle', { cx: x(at), cy: y(value), r: 3.5, fill: color }));
  }
  const { x_label: xLabel, y_label: yLabel } = chart.axis_config;
  if (xLabel !== undefined)
    parts.push(svg('text', { x: box.left + inner.width / 2, y: box.height - 6, 'text-anchor': 'middle' }, xLabel));
  if (yLabel !== undefined) {
    const middle = box.top + inner.height / 2;
    parts.push(
      svg('text', { x: 12, y: middle, 'text-anchor': 'middle', transform: `rotate(-90 12 ${String(middle)})` }, yLabel),
    );
  }
  return parts;
}

function drawPie(chart: Extract<Chart, { type: 'pie' }>): SVGElement[] {
  const total = chart.segments.reduce((sum, one) => sum + one.value, 0);
  const [cx, cy, radius] = [box.width / 2, box.height / 2, 104];
  let angle = -Math.PI / 2;
  const at = (turn: number) => `${String(cx + radius * Math.cos(turn))} ${String(cy + radius * Math.sin(turn))}`;
  return chart.segments.map((segment, index) => {
    const start = angle;
    angle += (segment.value / total) * Math.PI * 2;
    const fill = palette[index % palette.length] ?? 'black';
    if (chart.segments.length === 1) return svg('circle', { cx, cy, r: radius, fill });
    const large = angle - start > Math.PI ? 1 : 0;
    return svg('path', {
      d: `M${String(cx)} ${String(cy)}L${at(start)}A${String(radius)} ${String(radius)} 0 ${String(large)} 1 ${at(angle)}Z`,
      fill,
      stroke: 'white',
      'stroke-width': 2,
    });
  });
}

function drawNumbers(title: string, chart: Chart): HTMLElement {
  const columns = chart.type === 'pie' ? ['Value'] : chart.series.map((one) => one.name);
  const rows: [string, ...number[]][] =
    chart.type === 'pie'
      ? chart.segments.map((one) => [one.label, one.value])
      : chart.axis_config.categories.map((category) => [
          category,
          ...chart.series.map((one) => one.data.find((point) => point.label === category)?.value ?? 0),
        ]);
  return el(
    'table',
    { class: 'ps-table' },
    el('caption', { class: 'ps-hidden' }, title),
    el('thead', {}, el('tr', {}, el('td'), ...columns.map((name) => el('th', { scope: 'col' }, name)))),
    el(
      'tbody',
      {},
      ...rows.map(([label, ...values]) =>
        el('tr', {}, el('th', { scope: 'row' }, label), ...values.map((value) => el('td', {}, tidy(value)))),
      ),
    ),
  );
}

function describe(title: string, chart: Chart): string {
  const lines =
    chart.type === 'pie'
      ? chart.segments.map((one) => `${one.label} ${tidy(one.value)}`)
      : chart.series.map(
          (one) => `${one.name}: ${one.data.map((point) => `${point.label} ${tidy(point.value)}`).join(', ')}`,
        );
  return `${chart.type} chart, ${title}. ${lines.join('; ')}.`;
}

function swatch(index: number): HTMLElement {
  return el('span', { class: 'ps-swatch', style: `background:${palette[index % palette.length] ?? 'black'}` });
}

/** A top and a step that people can read: 1, 2 or 5 times a power of ten. */
function roundScale(low: number, high: number): { top: number; step: number } {
  const span = high - low || 1;
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  return { top: Math.max(step, Math.ceil(high / step) * step), step };
}

function tidy(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function shorten(text: string, width: number): string {
  const room = Math.max(4, Math.floor(width / 6.5));
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}
