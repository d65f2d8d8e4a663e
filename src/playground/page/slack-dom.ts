/** Builds elements from parts; text only ever becomes text nodes, so nothing a person wrote is read as markup. */
type Child = Node | string | undefined | false;

export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | number | boolean | undefined> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  setAttributes(node, attributes);
  append(node, children);
  return node;
}

export function svg(
  tag: string,
  attributes: Record<string, string | number | boolean | undefined> = {},
  ...children: Child[]
): SVGElement {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(node, attributes);
  append(node, children);
  return node;
}

/** Line drawings in a 20 by 20 box, hidden from screen readers. */
export function icon(path: string): SVGElement {
  return svg(
    'svg',
    { viewBox: '0 0 20 20', width: 18, height: 18, 'aria-hidden': 'true', class: 'ps-icon' },
    svg('path', {
      d: path,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 1.6,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    }),
  );
}

export const icons = {
  home: 'M3 9.5 10 4l7 5.5M5 8.5V16h10V8.5M8.5 16v-4h3v4',
  eye: 'M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5Zm8 2.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z',
  lock: 'M6 9V7a4 4 0 0 1 8 0v2M5 9h10v7H5z',
  close: 'M5 5l10 10M15 5 5 15',
  back: 'M12 4 6 10l6 6',
  send: 'M3.5 16.5 17 10 3.5 3.5 5.5 10zM5.5 10H11',
  more: 'M10 4.6v.8M10 9.6v.8M10 14.6v.8',
  bolt: 'M11 2.5 4.5 11.5H10l-1 6 6.5-9H10z',
  shared: 'M2.5 10 7 5.5 11.5 10 7 14.5ZM10.5 6.5l1-1L16 10l-4.5 4.5-1-1',
  warning: 'M10 3 18 16.5H2zM10 8v4M10 14.3v.01',
} as const;

let lastId = 0;
/** Ids that tie labels, hints and errors to their inputs. */
export function freshId(prefix: string): string {
  lastId += 1;
  return `ps-${prefix}-${String(lastId)}`;
}

/**
 * The control that had this key before a redraw. A block without an id of its own gets another each time it is shown, so the
 * same action in the same place will do.
 */
export function findAgain(within: ParentNode, key: string | undefined): HTMLElement | undefined {
  const [, place, action] = /^([^/]+)\/[^/]*\/(.+)$/.exec(key ?? '') ?? [];
  const all = Array.from(within.querySelectorAll<HTMLElement>('[data-key]'));
  const isLike = (one = '') => one.startsWith(`${place ?? ''}/`) && one.endsWith(`/${action ?? ''}`);
  return (
    all.find((one) => one.dataset['key'] === key) ??
    (action === undefined ? undefined : all.find((one) => isLike(one.dataset['key'])))
  );
}

function setAttributes(node: Element, attributes: Record<string, string | number | boolean | undefined>): void {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : String(value));
}

function append(node: Element, children: Child[]): void {
  node.append(...children.filter((child) => child !== undefined && child !== false));
}
