// Opens a plain spreadsheet saved as CSV: columns in any order and case, more columns than we know are ignored.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readCsv } from './csv.ts';
import type { IssueCode, IssueLog } from './issue.ts';
import type { Progress } from './rows.ts';

export interface SheetReader {
  columns: readonly string[];
  /** Columns that may be missing. */
  optional?: readonly string[];
  onRow(row: SheetRow): Promise<void> | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}

export interface SheetRow {
  row: number;
  /** The trimmed cell of a column; empty when there is none. */
  cell(column: string): string;
  error(code: IssueCode, message: string): void;
  warn(code: IssueCode, message: string): void;
}

export async function readSheet(path: string, log: IssueLog, reader: SheetReader): Promise<number> {
  const file = basename(path);
  const bytesTotal = await sizeOf(path, file, log);
  if (bytesTotal === undefined) return 0;
  const positions = new Map<string, number>();
  const rows = await readCsv(createReadStream(path), {
    file,
    log,
    allowShortRows: true,
    onHeader: (cells) => readColumns(cells, positions, file, log, reader),
    onRecord(cells, row) {
      if (cells.every((cell) => cell.trim() === '')) return undefined;
      return reader.onRow({
        row,
        cell: (column) => (cells[positions.get(column) ?? -1] ?? '').trim(),
        error: (code, message) => {
          log.error(code, file, row, message);
        },
        warn: (code, message) => {
          log.warn(code, file, row, message);
        },
      });
    },
    onBytes: (bytesRead, read) => reader.onProgress?.({ file, bytesRead, bytesTotal, rows: read }),
  });
  if (rows === 0 && !log.hasErrors()) log.error('EMPTY_FILE', file, undefined, 'The file has a header and no rows.');
  return rows;
}

/** The size of a file that can be read; otherwise the log says why not. */
export async function sizeOf(path: string, file: string, log: IssueLog): Promise<number | undefined> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
    log.error('UNREADABLE', file, undefined, 'This is a folder or a device, not a file. Name the file itself.');
  } catch {
    log.error('UNREADABLE', file, undefined, 'The file could not be opened. Check its name and rights.');
  }
  return undefined;
}

function readColumns(
  cells: string[],
  positions: Map<string, number>,
  file: string,
  log: IssueLog,
  { columns, optional = [] }: SheetReader,
): boolean {
  for (const [at, cell] of cells.entries()) {
    const name = cell
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_');
    if (name !== '' && positions.has(name)) {
      log.error('BAD_HEADER', file, 1, `The column "${name.slice(0, 40)}" stands there twice. Keep one.`);
      return false;
    }
    positions.set(name, at);
  }
  const missing = columns.filter((column) => !positions.has(column) && !optional.includes(column));
  if (missing.length === 0) return true;
  const what = missing.length === 1 ? 'column' : 'columns';
  const advice = `The first row must name: ${columns.join(',')}.`;
  log.error('BAD_HEADER', file, 1, `The ${what} ${missing.join(', ')} cannot be found. ${advice}`);
  return false;
}
