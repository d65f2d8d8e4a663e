export interface Row {
  what: string;
  ours: string;
  baseline: string;
  /** Ours against the baseline, 1 being as good. */
  ratio?: number | undefined;
  aim?: { text: string; met: boolean } | undefined;
}

const HEADINGS = ['what', 'ours', 'baseline', 'ratio', 'aim', ''];

export function aimAtLeast(ratio: number, aim: number): NonNullable<Row['aim']> {
  return { text: `>= ${String(aim)}`, met: ratio >= aim };
}

export function drawTable(rows: readonly Row[]): string {
  const lines = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const draw = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = lines;
  return [draw(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(draw)].join('\n');
}

function cellsOf(row: Row): string[] {
  const verdict = row.aim === undefined ? '' : row.aim.met ? 'ok' : 'below';
  return [row.what, row.ours, row.baseline, row.ratio?.toFixed(2) ?? '', row.aim?.text ?? '', verdict];
}
