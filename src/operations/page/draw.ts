/** Elements, tables and small charts, drawn with nothing but the document: no style and no script in them. */
const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT, FOOT] = [320, 130, 18];

export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export function draw(name: string, attributes: Record<string, string | number>, text = ''): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.textContent = text;
  return element;
}

/** The last columns are numbers where `numbers` says how many. */
export function table(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: number,
): HTMLElement {
  const side = (column: number) => (column >= head.length - numbers ? { class: 'number' } : {});
  const heads = head.map((words, column) => make('th', { scope: 'col', ...side(column) }, words));
  const lines = rows.map((row) =>
    make(
      'tr',
      {},
      ...row.map((cell, column) =>
        column === 0 ? make('th', { scope: 'row' }, cell) : make('td', side(column), cell),
      ),
    ),
  );
  const body =
    rows.length === 0
      ? make('p', { class: 'quiet' }, 'Nothing.')
      : make(
          'table',
          { 'aria-label': title },
          make('thead', {}, make('tr', {}, ...heads)),
          make('tbody', {}, ...lines),
        );
  return make('section', {}, make('h2', {}, title), body);
}

export function barChart(title: string, bars: readonly { label: string; value: number }[]): HTMLElement {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  const step = WIDTH / Math.max(bars.length, 1);
  const summary = bars.map(({ label, value }) => `${label}: ${value}`).join(', ');
  const svg = frame(`${title}. ${summary}`);
  bars.forEach(({ label, value }, index) => {
    const height = ((HEIGHT - FOOT - 14) * value) / most;
    const x = index * step;
    svg.append(
      draw('rect', { x: x + 3, y: HEIGHT - FOOT - height, width: Math.max(step - 6, 1), height, rx: 2 }),
      draw('text', { x: x + step / 2, y: HEIGHT - 4, 'text-anchor': 'middle' }, label),
      draw(
        'text',
        { x: x + step / 2, y: HEIGHT - FOOT - height - 3, 'text-anchor': 'middle' },
        value > 0 ? String(value) : '',
      ),
    );
  });
  return figure(title, svg);
}

export function lineChart(title: string, values: readonly number[]): HTMLElement {
  const most = Math.max(1, ...values);
  const last = values.at(-1) ?? 0;
  const step = WIDTH / Math.max(values.length - 1, 1);
  const svg = frame(`${title}. Now ${last}, at most ${Math.max(0, ...values)} while this page is open.`);
  const points = values.map(
    (value, index) => `${index * step},${HEIGHT - FOOT - ((HEIGHT - FOOT - 14) * value) / most}`,
  );
  svg.append(
    draw('polyline', { points: points.join(' ') }),
    draw('text', { x: 0, y: 10 }, String(Math.max(0, ...values))),
    draw('text', { x: WIDTH, y: HEIGHT - 4, 'text-anchor': 'end' }, `now ${last}`),
  );
  return figure(title, svg);
}

function frame(label: string): SVGElement {
  const svg = draw('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label });
  svg.append(draw('line', { x1: 0, x2: WIDTH, y1: HEIGHT - FOOT, y2: HEIGHT - FOOT }));
  return svg;
}

function figure(title: string, svg: SVGElement): HTMLElement {
  return make('figure', {}, make('figcaption', {}, title), svg);
}
