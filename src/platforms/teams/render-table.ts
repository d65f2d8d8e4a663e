import type { Part } from '../../chat/card.ts';
import { renderText, type Element } from './render-text.ts';

type Table = Pick<Part & { kind: 'table' }, 'columns' | 'rows'>;

export function renderTable(table: Table): Element {
  const row = (cells: readonly string[], look: { weight?: 'Bolder' }): Element => ({
    type: 'TableRow',
    cells: cells.map((cell) => ({ type: 'TableCell', items: renderText(cell, look) })),
  });
  return {
    type: 'Table',
    firstRowAsHeader: true,
    columns: table.columns.map((_, index) => ({ width: index === 0 ? 2 : 1 })),
    rows: [row(table.columns, { weight: 'Bolder' }), ...table.rows.map((cells) => row(cells, {}))],
  };
}

/** For a table that is too big to be one. */
export function renderTableAsText(table: Table): Element[] {
  const lines = [table.columns, ...table.rows].map((cells) => cells.join(' | '));
  return renderText(lines.join('\n'));
}
