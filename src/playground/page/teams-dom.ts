/** Building the page without a framework. Text always goes in as text, never as markup. */
type Child = Node | string | undefined | false;
type Props = Record<string, string | number | boolean | undefined | ((event: Event) => void)>;

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  fill(element, ...children);
  return element;
}

export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter((child) => child !== undefined && child !== false));
}

const PATHS = {
  chat: 'M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H11l-5 4.2V16a2.3 2.3 0 0 1-2-2.4v-8Z',
  teams:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm7.5 0a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM2.500 19c0-3.300 2.700-6 6.500-6s6.500 2.700 6.500 6M17 13.500c2.600 0 4.500 2 4.500 4.500',
  send: 'M4 12 20 4l-4.500 16-3.700-6.800L4 12Zm7.800 1.200L20 4',
  close: 'M6 6l12 12M18 6 6 18',
  back: 'M14.500 5 8 12l6.500 7',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  slash: 'M15 4 9 20',
  plus: 'M12 5v14M5 12h14',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z',
  share: 'M8 12a4 4 0 0 1 4-4h1a4 4 0 1 1 0 8M16 12a4 4 0 0 1-4 4h-1a4 4 0 1 1 0-8',
  channel: 'M9 4 7 20M17 4l-2 16M4 9h17M3 15h17',
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [key, value] of Object.entries({
    viewBox: '0 0 24 24',
    'aria-hidden': 'true',
    class: `tms-icon tms-icon-${name}`,
  })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name: IconName, label: string, onPress: () => void, more: Props = {}): HTMLButtonElement {
  return make(
    'button',
    { type: 'button', class: 'tms-icon-button', 'aria-label': label, title: label, click: onPress, ...more },
    icon(name),
  );
}

const HUES = ['#4f52b2', '#0f6c75', '#8e3a7f', '#8a4b08', '#23683a', '#9b2f3a', '#3f5b8c'] as const;

export function avatar(name: string, kind: 'person' | 'app' | 'team' = 'person'): HTMLElement {
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
  const element = make('span', { class: `tms-avatar tms-avatar-${kind}`, 'aria-hidden': 'true' }, initials);
  element.style.background = kind === 'app' ? '#5b5fc7' : (HUES[shadeOf(name, HUES.length)] ?? HUES[0]);
  return element;
}

/** The same name has the same shade wherever it is shown. */
export function shadeOf(name: string, shades: number): number {
  return Array.from(name).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % shades;
}
