import type { Part } from '../../chat/card.ts';
import { renderText, type Element } from './render-text.ts';

type Table = Pick<Part & { kind: 'table' }, 'columns' | 'rows'>;

export function renderTable(table: Table): Element {
  const row = (cells: readonly string[], look: { weight?: 'Bolder' }): Element => ({
    type: 'TableRow',
    cells: cells.map((cell) => ({ type: 'TableCell', items: renderText(cell, look) })),
  });
  // The first row is the header unless it is said otherwise, and Microsoft's schema and parser call that field by two names.
  return {
    type: 'Table',
    columns: table.columns.map((_, index) => ({ width: weightOf(table, index) })),
    rows: [row(table.columns, { weight: 'Bolder' }), ...table.rows.map((cells) => row(cells, {}))],
  };
}

/** A column's share of the width: room for its longest word, which Teams would let run into the next column. */
function weightOf({ columns, rows }: Table, index: number): number {
  const cells = [columns, ...rows].map((row) => row[index] ?? '');
  const words = cells.flatMap((cell) => cell.split(/\s+/).map((word) => word.length));
  return Math.max(1, ...words, ...cells.map((cell) => Math.min(20, Math.ceil(cell.length / 2))));
}

/** For a table that is too big to be one. */
export function renderTableAsText(table: Table): Element[] {
  const lines = [table.columns, ...table.rows].map((cells) => cells.join(' | '));
  return renderText(lines.join('\n'));
}
