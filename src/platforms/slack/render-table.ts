import type { Part } from '../../chat/card.ts';
import type { Block } from './block-kit.ts';
import { preformatted, richList, richSection, richText } from './rich-text.ts';

type Table = Part & { kind: 'table' };

/** Wider than this, aligned columns break on a phone. */
const WIDEST_ALIGNED = 60;

export function tableBlocks(table: Table): Block[] {
  if (table.columns.length === 0) return [captionOf(table)];
  const cell = (text: string) => ({ type: 'raw_text', text: text === '' ? '–' : text });
  return [
    captionOf(table),
    {
      type: 'table',
      rows: [table.columns, ...table.rows].map((row) => row.map(cell)),
      column_settings: table.columns.map((_, column) => ({
        is_wrapped: true,
        align: table.rows.length > 0 && table.rows.every((row) => isNumber(row[column])) ? 'right' : 'left',
      })),
    },
  ];
}

export function tableInWords(table: Table): Block[] {
  return [captionOf(table), ...rowsInWords(table.columns, table.rows)];
}

/** Aligned columns where they are narrow; else one line a row, each cell with its column's name. */
export function rowsInWords(columns: readonly string[], rows: readonly (readonly string[])[]): Block[] {
  if (columns.length === 0 || rows.length === 0) return [];
  const widths = columns.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)));
  if (widths.reduce((sum, width) => sum + width + 2, 0) <= WIDEST_ALIGNED) {
    const line = (row: readonly string[]) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd();
    return [richText(preformatted([columns, ...rows].map(line).join('\n')))];
  }
  return [
    richText(
      richList(
        rows.map((row) =>
          row.map((text, column) => `${columns[column] ?? ''}: ${text === '' ? '–' : text}`).join(' · '),
        ),
      ),
    ),
  ];
}

function captionOf(table: Table): Block {
  return richText(richSection([{ bold: table.caption }]));
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && /^[-+]?\d[\d,.]*\s?%?$/.test(text);
}
