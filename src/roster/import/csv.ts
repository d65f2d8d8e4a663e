// Streams one CSV file (RFC 4180, UTF-8 with or without BOM) record by record; every way it can be broken becomes an issue.

import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { IssueLog } from './issue.ts';
import { createUtf8Gate } from './utf8.ts';

export interface CsvReader {
  file: string;
  log: IssueLog;
  /** Answer false to read no further; the log then says why. */
  onHeader(cells: string[]): boolean;
  /** `row` counts as a spreadsheet does. A promise is waited for before the next record. */
  onRecord(cells: string[], row: number): Promise<void> | undefined;
  onBytes?: (bytesRead: number, rows: number) => void;
  /** Spreadsheet programs leave out empty cells at the end of a row. */
  allowShortRows?: boolean;
}

const MAX_RECORD_BYTES = 256 * 1024;
const PROGRESS_EVERY = 256 * 1024;

/** The number of data rows read. */
export async function readCsv(source: Readable, reader: CsvReader): Promise<number> {
  const { file, log } = reader;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_BYTES,
  });
  let row = 0;
  let bytes = 0;
  let shownAt = 0;
  const gate = createUtf8Gate(
    ({ row: badRow, looksLike }) => {
      const advice = 'Save it again as "CSV UTF-8".';
      log.error('NOT_UTF8', file, badRow, `The file is not UTF-8; it looks like ${looksLike}. ${advice}`);
    },
    (count) => {
      bytes += count;
      if (bytes - shownAt < PROGRESS_EVERY) return;
      shownAt = bytes;
      reader.onBytes?.(bytes, Math.max(0, row - 1));
    },
  );
  // Errors on the way must reach the loop below, which hears only the parser.
  source.on('error', (error) => parser.destroy(error));
  gate.on('error', (error) => parser.destroy(error));
  source.pipe(gate).pipe(parser);

  try {
    let columns = 0;
    for await (const record of parser) {
      const cells = record as string[];
      row += 1;
      if (row === 1) {
        columns = cells.length;
        if (!reader.onHeader(cells)) return 0;
        continue;
      }
      if (cells.length !== columns && !(reader.allowShortRows === true && isPadded(cells, columns))) {
        const counts = `${String(cells.length)} columns, and the header has ${String(columns)}`;
        log.error('BAD_ROW', file, row, `This row has ${counts}. Look for a missing comma or an unquoted one.`);
        continue;
      }
      const waiting = reader.onRecord(cells, row);
      if (waiting) await waiting;
    }
  } catch (error) {
    reportBroken(error, row, reader);
  } finally {
    source.destroy();
    parser.destroy();
  }
  if (row === 0 && !log.hasErrors()) {
    log.error('BAD_HEADER', file, undefined, 'The file is empty; it needs a header row. Export it again.');
  }
  reader.onBytes?.(bytes, Math.max(0, row - 1));
  return Math.max(0, row - 1);
}

function isPadded(cells: readonly string[], columns: number): boolean {
  return cells.length < columns || cells.slice(columns).every((cell) => cell.trim() === '');
}

function reportBroken(error: unknown, row: number, { file, log }: CsvReader): void {
  if (error instanceof CsvError) {
    const why =
      error.code === 'CSV_MAX_RECORD_SIZE'
        ? 'This row is far too long'
        : 'The quotation marks of this row do not pair up';
    const advice =
      'A value with a quotation mark or a line break must be "quoted", with "" for a mark inside. Export it again.';
    log.error('BAD_ROW', file, row + 1, `${why}. ${advice}`);
    return;
  }
  // yauzl says so when an entry unpacks to more, or less, than the zip's table of contents states; zlib when it cannot unpack.
  if (/bytes in the stream|zlib|incorrect|invalid|unexpected end/i.test(String(error))) {
    const advice = 'It is damaged or made to do harm. Ask the district for a fresh export.';
    log.error('UNSAFE_ZIP', file, undefined, `The file does not unpack to what the zip announces. ${advice}`);
    return;
  }
  throw error;
}
