/** Reads Slack's mrkdwn into a small tree; drawing is elsewhere, so this can be tested without a page. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; inside: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; href: string; inside: Inline[] }
  | { kind: 'mention'; id: string; label?: string }
  | { kind: 'broadcast'; range: string };

export type Paragraph = { kind: 'line' | 'quote'; inside: Inline[] } | { kind: 'pre'; text: string };

export function parseMrkdwn(source: string): Paragraph[] {
  return source.split(/```\n?([\s\S]*?)\n?```/).flatMap((part, index): Paragraph[] => {
    if (index % 2 === 1) return [{ kind: 'pre', text: unescape(part) }];
    if (part.trim() === '' && index > 0) return [];
    return part.split('\n').map((line) => {
      const quoted = /^&gt; ?(.*)$/.exec(line) ?? /^> ?(.*)$/.exec(line);
      return quoted
        ? { kind: 'quote', inside: parseInline(quoted[1] ?? '') }
        : { kind: 'line', inside: parseInline(line) };
    });
  });
}

/** Only these open; anything else, such as javascript:, stays text. */
export function isSafeHref(href: string): boolean {
  return /^(https?:|mailto:)/i.test(href);
}

const token =
  /<([^<>\s][^<>]*)>|`([^`\n]+)`|(?<![\p{L}\p{N}])([*_~])(?=\S)((?:(?!\3).)*?[^\s])\3(?![\p{L}\p{N}])|:([a-z_+-][a-z0-9_+-]*):/gu;

function parseInline(source: string): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  const push = (text: string) => {
    if (text !== '') parts.push({ kind: 'text', text: unescape(text) });
  };
  for (const match of source.matchAll(token)) {
    const [whole, angle, code, mark, marked, emoji] = match;
    const read = readToken(whole, angle, code, mark, marked, emoji);
    push(source.slice(from, match.index));
    parts.push(read);
    from = match.index + whole.length;
  }
  push(source.slice(from));
  return parts;
}

function readToken(
  whole: string,
  angle: string | undefined,
  code: string | undefined,
  mark: string | undefined,
  marked: string | undefined,
  emoji: string | undefined,
): Inline {
  if (angle !== undefined) return readAngle(whole, angle);
  if (code !== undefined) return { kind: 'code', text: unescape(code) };
  if (mark !== undefined && marked !== undefined)
    return { kind: mark === '*' ? 'bold' : mark === '_' ? 'italic' : 'strike', inside: parseInline(marked) };
  return { kind: 'text', text: emojis[emoji ?? ''] ?? whole };
}

function readAngle(whole: string, angle: string): Inline {
  const [target = '', ...rest] = angle.split('|');
  const label = rest.length > 0 ? unescape(rest.join('|')) : undefined;
  if (/^[@#]/.test(target)) return { kind: 'mention', id: target.slice(1), ...(label === undefined ? {} : { label }) };
  if (target.startsWith('!date^')) return { kind: 'text', text: label ?? target };
  if (target.startsWith('!')) return { kind: 'broadcast', range: target.slice(1) };
  const href = unescape(target);
  if (!isSafeHref(href)) return { kind: 'text', text: unescape(whole) };
  return { kind: 'link', href, inside: [{ kind: 'text', text: label ?? href.replace(/^mailto:/, '') }] };
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const emojis: Record<string, string | undefined> = {
  wave: '👋',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  warning: '⚠️',
  tada: '🎉',
  calendar: '📅',
  bell: '🔔',
  seedling: '🌱',
  star: '⭐',
  lock: '🔒',
  eyes: '👀',
  bulb: '💡',
  point_right: '👉',
  arrow_right: '➡️',
  hourglass: '⌛',
  x: '❌',
  memo: '📝',
  dart: '🎯',
  pray: '🙏',
  clap: '👏',
  green_heart: '💚',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  red_circle: '🔴',
  white_circle: '⚪',
  large_blue_circle: '🔵',
  speech_balloon: '💬',
  chart_with_upwards_trend: '📈',
};
