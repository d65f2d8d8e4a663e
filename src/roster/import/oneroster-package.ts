// What the readers of a OneRoster package's files have in common.

import type { IssueLog } from './issue.ts';
import type { Columns } from './oneroster-format.ts';
import type { Manifest } from './oneroster-manifest.ts';
import type { Batcher, ReadOptions } from './rows.ts';
import type { Zip, ZipLimits } from './zip.ts';

export interface OneRosterOptions extends ReadOptions {
  limits?: Partial<ZipLimits> | undefined;
}

/** What reads one of the package's files: told the header once, then every row. */
export interface FileReader {
  start(columns: Columns): void;
  read(cells: string[], row: number): Promise<void> | undefined;
  end(): Promise<void>;
}

/** Everything that the readers of the single files share. */
export interface Package {
  manifest: Manifest;
  zip: Zip;
  log: IssueLog;
  options: OneRosterOptions;
  out: Batcher;
}
