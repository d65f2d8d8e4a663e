/** The native charts of Teams, as plain SVG with a legend: enough to see what a reader in Teams sees. */
import { make } from './teams-dom.ts';

type Raw = Record<string, unknown>;
interface Bar {
  label: string;
  parts: { name: string; value: number; color: string }[];
}

const COLORS = ['#5b5fc7', '#0f8a8a', '#c2562b', '#3d7a2e', '#a0438f', '#8a6d00', '#3f5b8c', '#b3323f'];
const NAMED: Record<string, string> = { good: '#3d7a2e', warning: '#b8860b', attention: '#b3323f', neutral: '#616161' };
const SVG = 'http://www.w3.org/2000/svg';

export function drawChart(chart: Raw): HTMLElement {
  const title = textOf(chart['title']);
  const type = textOf(chart['type']);
  const { picture, words } = pictureOf(type, chart);
  const described = `${title || 'Chart'}: ${words.map(({ name, value }) => `${name} ${value}`).join(', ')}`;
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', described);
  const legend = words.map(({ name, value, color }) => {
    const dot = make('span', { class: 'tms-chart-dot', 'aria-hidden': 'true' });
    dot.style.background = color;
    return make('li', {}, dot, name, make('strong', {}, value));
  });
  return make(
    'figure',
    { class: 'tms-chart' },
    title !== '' && make('figcaption', {}, title),
    picture,
    make('ul', { class: 'tms-chart-legend' }, ...legend),
  );
}

interface Picture {
  picture: SVGElement;
  words: { name: string; value: string; color: string }[];
}

function pictureOf(type: string, chart: Raw): Picture {
  const data = rowsOf(chart['data']);
  if (type === 'Chart.Gauge') return gauge(chart);
  if (type === 'Chart.Line') return lines(data);
  if (type === 'Chart.Donut' || type === 'Chart.Pie') return slices(data, type === 'Chart.Donut');
  if (type === 'Chart.VerticalBar.Grouped') return columns(grouped(data));
  if (type === 'Chart.HorizontalBar.Stacked') return rows(data.map(stacked));
  const bars = data.map((row, index) => ({
    label: textOf(row['x']),
    parts: [
      {
        name: textOf(row['x']),
        value: numberOf(row['y']),
        color: colorOf(row['color'] ?? chart['color'], chart['color'] ? 0 : index),
      },
    ],
  }));
  return type === 'Chart.HorizontalBar' ? rows(bars) : columns(bars);
}

function slices(data: Raw[], hollow: boolean): Picture {
  const total = data.reduce((sum, row) => sum + numberOf(row['value']), 0) || 1;
  const picture = canvas(200, 200);
  let turned = 0;
  const words = data.map((row, index) => {
    const value = numberOf(row['value']);
    const color = colorOf(row['color'], index);
    const radius = hollow ? 70 : 45;
    const around = 2 * Math.PI * radius;
    picture.append(
      shape('circle', {
        cx: 100,
        cy: 100,
        r: radius,
        fill: 'none',
        stroke: color,
        'stroke-width': hollow ? 36 : 90,
        'stroke-dasharray': `${(value / total) * around} ${around}`,
        transform: `rotate(${(turned / total) * 360 - 90} 100 100)`,
      }),
    );
    turned += value;
    return { name: textOf(row['legend']), value: String(value), color };
  });
  if (hollow) picture.append(label(100, 108, String(total), 'middle', 26));
  return { picture, words };
}

function gauge(chart: Raw): Picture {
  const [min, max] = [numberOf(chart['min']), numberOf(chart['max'] ?? 100)];
  const value = numberOf(chart['value']);
  const share = Math.min(1, Math.max(0, (value - min) / (max - min || 1)));
  const picture = canvas(200, 120);
  const segments = rowsOf(chart['segments']);
  const whole = segments.reduce((sum, row) => sum + numberOf(row['size']), 0);
  const arc = Math.PI * 80;
  const half = (color: string, from: number, length: number): SVGElement =>
    shape('path', {
      d: 'M20 105a80 80 0 0 1 160 0',
      fill: 'none',
      stroke: color,
      'stroke-width': 24,
      'stroke-dasharray': `0 ${from * arc} ${length * arc} ${arc}`,
    });
  let from = 0;
  if (whole === 0) picture.append(half('#e0e0e0', 0, 1), half(colorOf(undefined, 0), 0, share));
  segments.forEach((row, index) => {
    picture.append(half(colorOf(row['color'], index), from, numberOf(row['size']) / whole));
    from += numberOf(row['size']) / whole;
  });
  if (whole > 0) {
    const angle = Math.PI * (1 - share);
    picture.append(
      shape('line', {
        x1: 100,
        y1: 105,
        x2: 100 + 62 * Math.cos(angle),
        y2: 105 - 62 * Math.sin(angle),
        stroke: '#242424',
        'stroke-width': 4,
      }),
    );
  }
  const shown = chart['valueFormat'] === 'fraction' ? `${value}/${max}` : `${Math.round(share * 100)}%`;
  picture.append(label(100, whole > 0 ? 119 : 100, shown, 'middle', whole > 0 ? 14 : 24));
  return {
    picture,
    words: [{ name: textOf(chart['subLabel']) || 'Value', value: shown, color: colorOf(undefined, 0) }],
  };
}

function columns(bars: Bar[]): Picture {
  const picture = canvas(360, 190);
  const top = Math.max(1, ...bars.flatMap((bar) => bar.parts.map((part) => part.value)));
  const step = 350 / Math.max(1, bars.length);
  picture.append(shape('line', { x1: 5, x2: 355, y1: 165.5, y2: 165.5, stroke: '#bdbdbd' }));
  bars.forEach((bar, at) => {
    const width = Math.min(44, (step * 0.7) / bar.parts.length);
    const left = 5 + at * step + (step - width * bar.parts.length) / 2;
    bar.parts.forEach((part, index) => {
      const height = (part.value / top) * 140;
      picture.append(
        shape('rect', { x: left + index * width, y: 165 - height, width: width - 2, height, rx: 3, fill: part.color }),
      );
      picture.append(label(left + index * width + width / 2 - 1, 160 - height, String(part.value), 'middle', 11));
    });
    picture.append(label(5 + at * step + step / 2, 182, short(bar.label, step), 'middle', 11));
  });
  return { picture, words: wordsOf(bars) };
}

function rows(bars: Bar[]): Picture {
  const picture = canvas(360, bars.length * 44 + 4);
  const top = Math.max(1, ...bars.map((bar) => bar.parts.reduce((sum, part) => sum + part.value, 0)));
  bars.forEach((bar, at) => {
    let left = 4;
    const sum = bar.parts.reduce((total, part) => total + part.value, 0);
    picture.append(label(4, at * 44 + 14, short(bar.label, 320), 'start', 12));
    for (const part of bar.parts) {
      const width = (part.value / top) * 300;
      picture.append(
        shape('rect', { x: left, y: at * 44 + 20, width: Math.max(1, width - 1), height: 16, rx: 3, fill: part.color }),
      );
      left += width;
    }
    picture.append(label(left + 6, at * 44 + 33, String(sum), 'start', 12));
  });
  return { picture, words: wordsOf(bars) };
}

function lines(data: Raw[]): Picture {
  const picture = canvas(360, 190);
  const series = data.map((row) => ({
    name: textOf(row['legend']),
    color: row['color'],
    points: rowsOf(row['values']),
  }));
  const names = [...new Set(series.flatMap(({ points }) => points.map((point) => textOf(point['x']))))];
  const values = series.flatMap(({ points }) => points.map((point) => numberOf(point['y'])));
  const [low, high] = [Math.min(0, ...values), Math.max(1, ...values)];
  const place = (point: Raw): string => {
    const x = 15 + (names.indexOf(textOf(point['x'])) / Math.max(1, names.length - 1)) * 330;
    return `${x},${165 - ((numberOf(point['y']) - low) / (high - low)) * 145}`;
  };
  picture.append(shape('line', { x1: 5, x2: 355, y1: 165.5, y2: 165.5, stroke: '#bdbdbd' }));
  const words = series.map(({ name, color, points }, index) => {
    const stroke = colorOf(color, index);
    picture.append(
      shape('polyline', {
        points: points.map(place).join(' '),
        fill: 'none',
        stroke,
        'stroke-width': 3,
        'stroke-linejoin': 'round',
      }),
    );
    for (const point of points) {
      const [cx = '0', cy = '0'] = place(point).split(',');
      picture.append(shape('circle', { cx, cy, r: 4, fill: stroke }));
    }
    return { name, value: points.map((point) => textOf(point['y'])).join(' → '), color: stroke };
  });
  names.forEach((name, index) => {
    const every = Math.ceil(names.length / 6);
    if (index % every === 0)
      picture.append(label(15 + (index / Math.max(1, names.length - 1)) * 330, 182, short(name, 60), 'middle', 11));
  });
  return { picture, words };
}

function grouped(series: Raw[]): Bar[] {
  const names = [...new Set(series.flatMap((row) => rowsOf(row['values']).map((point) => textOf(point['x']))))];
  return names.map((name) => ({
    label: name,
    parts: series.map((row, index) => {
      const point = rowsOf(row['values']).find((candidate) => textOf(candidate['x']) === name);
      return { name: textOf(row['legend']), value: numberOf(point?.['y']), color: colorOf(row['color'], index) };
    }),
  }));
}

function stacked(row: Raw): Bar {
  const parts = rowsOf(row['data']).map((part, index) => ({
    name: textOf(part['legend']),
    value: numberOf(part['value']),
    color: colorOf(part['color'], index),
  }));
  return { label: textOf(row['title']), parts };
}

function wordsOf(bars: Bar[]): Picture['words'] {
  const several = bars.some((bar) => bar.parts.length > 1);
  return bars.flatMap((bar) =>
    bar.parts.map((part) => ({
      name: several ? `${bar.label}, ${part.name}` : bar.label,
      value: String(part.value),
      color: part.color,
    })),
  );
}

function canvas(width: number, height: number): SVGElement {
  return shape('svg', { viewBox: `0 0 ${width} ${height}`, class: 'tms-chart-picture' });
}

function label(x: number, y: number, text: string, anchor: string, size: number): SVGElement {
  const element = shape('text', { x, y, 'text-anchor': anchor, 'font-size': size, fill: '#424242' });
  element.textContent = text;
  return element;
}

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

function short(text: string, room: number): string {
  const letters = Math.max(3, Math.floor(room / 6));
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
}

function colorOf(asked: unknown, index: number): string {
  return NAMED[textOf(asked)] ?? COLORS[index % COLORS.length] ?? '#5b5fc7';
}

function rowsOf(value: unknown): Raw[] {
  return Array.isArray(value) ? value.filter((row): row is Raw => typeof row === 'object' && row !== null) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function numberOf(value: unknown): number {
  return Number.isFinite(Number(value)) ? Number(value) : 0;
}
