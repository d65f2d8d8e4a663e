// What the lines of a backup say, and whether they say it whole.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { InvalidError } from '../../errors.ts';
import { broken, readLines } from './file.ts';
import type { BackupKey } from './seal.ts';

const Begin = z.object({ begin: z.object({ made: z.iso.datetime(), migrations: z.array(z.string()) }) });
const TableLine = z.object({ table: z.string(), columns: z.array(z.string()) });
const EndLine = z.object({
  end: z.object({
    made: z.iso.datetime(),
    migrations: z.array(z.string()),
    tables: z.array(z.object({ name: z.string(), rows: z.number(), sha256: z.string() })),
  }),
});

/** When it was made, by which migrations, and of each table how many rows and the SHA-256 over them. */
export type Manifest = z.infer<typeof EndLine>['end'];
export type Begun = z.infer<typeof Begin>['begin'];
export type Counted = Manifest['tables'][number];

export type Line = { begin: Begun } | { table: string; columns: string[] } | { row: string } | { end: Manifest };

export class Tally {
  rows = 0;
  readonly #hash = createHash('sha256');

  add(row: string): void {
    this.rows += 1;
    this.#hash.update(row).update('\n');
  }

  end(name: string): Counted {
    return { name, rows: this.rows, sha256: this.#hash.digest('hex') };
  }
}

export async function* parseLines(path: string, keys: readonly BackupKey[]): AsyncGenerator<Line> {
  let isFirst = true;
  for await (const text of readLines(path, keys)) {
    if (!isFirst && text.startsWith('[')) yield { row: text };
    else {
      const line = z.union(isFirst ? [Begin] : [TableLine, EndLine]).safeParse(asJson(text));
      if (!line.success) throw new InvalidError(broken(path, undefined));
      yield line.data;
    }
    isFirst = false;
  }
}

/** Reads the whole file once. What it returns stands at its end, and is what was found in it. */
export async function checkBackup(
  path: string,
  keys: readonly BackupKey[],
  onProgress: (rows: number) => void,
): Promise<Manifest> {
  const counted: Counted[] = [];
  let table: { name: string; tally: Tally } | undefined;
  let rows = 0;
  let end: Manifest | undefined;
  for await (const line of parseLines(path, keys)) {
    if (end) throw new InvalidError(broken(path, undefined));
    if ('row' in line) {
      table?.tally.add(line.row);
      rows += 1;
      if (rows % 1_000 === 0) onProgress(rows);
    } else if (!('begin' in line)) {
      if (table) counted.push(table.tally.end(table.name));
      table = 'table' in line ? { name: line.table, tally: new Tally() } : undefined;
      if ('end' in line) end = line.end;
    }
  }
  if (!end || JSON.stringify(end.tables) !== JSON.stringify(counted)) throw new InvalidError(broken(path, undefined));
  return end;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
