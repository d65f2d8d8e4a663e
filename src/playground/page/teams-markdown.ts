/** The little Markdown that Teams draws: bold, italic, links, lists and line breaks. Built as nodes, so text can never become markup. */
import { make } from './teams-dom.ts';

const INLINE = /\*\*(.+?)\*\*|__(.+?)__|\[([^\]]+)\]\(([^)\s]+)\)|\*([^*\s][^*]*)\*|\b_([^_]+)_\b/;

export function markdownNodes(text: string): Node[] {
  const nodes: Node[] = [];
  let list: HTMLElement | undefined;
  const lines = text.replaceAll('\r', '').split('\n');
  lines.forEach((line, index) => {
    const item = /^\s*(?:([-*+])|(\d+)[.)])\s+(.+)$/.exec(line);
    if (item) {
      const tag = item[1] ? 'ul' : 'ol';
      if (list?.tagName.toLowerCase() !== tag) {
        list = make(tag, tag === 'ol' && item[2] !== '1' ? { start: item[2] ?? '1' } : {});
        nodes.push(list);
      }
      list.append(make('li', {}, ...inlineNodes(item[3] ?? '')));
      return;
    }
    const afterList = list !== undefined;
    list = undefined;
    if (index > 0 && !afterList) nodes.push(make('br'));
    nodes.push(...inlineNodes(line));
  });
  return nodes;
}

/** For the card renderer, which takes markup: the same nodes, written out. */
export function markdownHtml(text: string): string {
  return make('div', {}, ...markdownNodes(text)).innerHTML;
}

function inlineNodes(text: string): Node[] {
  const found = INLINE.exec(text);
  if (!found) return text === '' ? [] : [document.createTextNode(text)];
  const [whole, bold, alsoBold, label, address, italic, alsoItalic] = found;
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + whole.length);
  return [
    ...inlineNodes(before),
    inlineNode({ bold: bold ?? alsoBold, italic: italic ?? alsoItalic, label, address }),
    ...inlineNodes(after),
  ];
}

function inlineNode(part: Record<'bold' | 'italic' | 'label' | 'address', string | undefined>): Node {
  if (part.bold !== undefined) return make('strong', {}, ...inlineNodes(part.bold));
  if (part.italic !== undefined) return make('em', {}, ...inlineNodes(part.italic));
  const safe = /^(https?:\/\/|mailto:)/i.test(part.address ?? '');
  if (!safe) return document.createTextNode(`[${part.label ?? ''}](${part.address ?? ''})`);
  return make('a', { href: part.address, target: '_blank', rel: 'noopener noreferrer' }, part.label ?? '');
}
