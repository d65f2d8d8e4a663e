/** The little Markdown that our cards may hold. Built as nodes, so that nobody's words can become markup. */
import { make } from './dom.ts';

const PART = /\\([\\*_[\]`~#>+\-.)])|\*\*(.+?)\*\*|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/;

/** For the card renderer, which takes markup: the same nodes, written out. */
export function markdownHtml(text: string): string {
  const lines = text.split('\n').map((line) => make('span', {}, ...nodesOf(line)));
  return make('div', {}, ...lines.flatMap((line, index) => (index === 0 ? [line] : [make('br'), line]))).innerHTML;
}

function nodesOf(text: string): (Node | string)[] {
  const found = PART.exec(text);
  if (!found) return text === '' ? [] : [text];
  const [whole, sign, bold, label = '', address = ''] = found;
  const node =
    sign ??
    (bold === undefined
      ? make('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, label)
      : make('strong', {}, ...nodesOf(bold)));
  return [...nodesOf(text.slice(0, found.index)), node, ...nodesOf(text.slice(found.index + whole.length))];
}
