// Reads a OneRoster zip as a stream: checked staff rows out, students and families counted and let go on the way.

import { basename } from 'node:path';
import { readCsv } from './csv.ts';
import type { IssueLog } from './issue.ts';
import { COLUMNS, readHeader, type Columns, type FileName } from './oneroster-format.ts';
import { readManifest } from './oneroster-manifest.ts';
import type { FileReader, OneRosterOptions, Package } from './oneroster-package.ts';
import { createOrgReader, type OrgIndex } from './oneroster-orgs.ts';
import { createPeopleReader } from './oneroster-people.ts';
import { createRoleReader, type RoleIndex } from './oneroster-roles.ts';
import { createSessionReader } from './oneroster-sessions.ts';
import { reportPrincipals } from './oneroster-principals.ts';
import { createBatcher, type RosterReading } from './rows.ts';
import { openZip } from './zip.ts';

/** Rows are handed on while reading, so the caller must keep them aside until it has seen that the log holds no error. */
export async function readOneRoster(path: string, log: IssueLog, options: OneRosterOptions): Promise<RosterReading> {
  const file = basename(path);
  const out = createBatcher(options);
  const nothing: RosterReading = { format: 'unknown', mode: 'bulk', kept: out.kept, dropped: {} };
  const zip = await openZip(path, file, log, options.limits);
  if (!zip) return nothing;
  try {
    const manifest = await readManifest(zip, file, log);
    if (!manifest || log.hasErrors()) return nothing;
    return await readPackage({ manifest, zip, log, options, out });
  } finally {
    zip.close();
  }
}

async function readPackage(source: Package): Promise<RosterReading> {
  const { manifest, log, out, options } = source;
  const orgs = createOrgReader(source);
  await readFile(source, 'orgs', orgs);
  await readFile(source, 'academicSessions', createSessionReader(source));

  // Who is staff stands in roles.csv, so it is read before the people it speaks of.
  const roles: RoleIndex & FileReader = createRoleReader(source, orgs satisfies OrgIndex);
  if (manifest.version === '1.2') await readFile(source, 'roles', roles);
  const people = createPeopleReader(source, orgs, roles);
  await readFile(source, 'users', people);
  await out.flush();

  // Where any file says only what changed, silence of the others means nothing.
  const files = ['orgs', 'users', 'roles'] as const;
  const mode = files.some((name) => manifest.modeOf(name) === 'delta') ? 'delta' : 'bulk';
  if (mode === 'bulk' && !log.hasErrors()) {
    reportPrincipals({
      version: manifest.version,
      orgs,
      candidates: roles.candidates,
      names: people.names,
      today: options.today,
      log,
    });
  }
  return { format: `oneroster-${manifest.version}`, mode, kept: out.kept, dropped: people.dropped() };
}

async function readFile(source: Package, name: FileName, reader: FileReader): Promise<void> {
  const { manifest, zip, log, options } = source;
  const mode = manifest.modeOf(name);
  if (mode === 'absent') return;
  const file = `${name}.csv`;
  const bytesTotal = zip.entries.get(file)?.bytes ?? 0;
  const status = createStatusCheck(source, file, mode);
  let columns: Columns | undefined;
  const rows = await readCsv(await zip.open(file), {
    file,
    log,
    onHeader(cells) {
      columns = readHeader(cells, COLUMNS[manifest.version][name], file, log);
      if (columns) reader.start(columns);
      return columns !== undefined;
    },
    onRecord(cells, row) {
      status.look(cells[1] ?? '', cells[2] ?? '', row);
      return reader.read(cells, row);
    },
    onBytes: (bytesRead, rowsRead) => options.onProgress?.({ file, bytesRead, bytesTotal, rows: rowsRead }),
  });
  status.end();
  await reader.end();
  if (columns && rows === 0) {
    log.error(
      'EMPTY_FILE',
      file,
      undefined,
      'The file has a header and no rows. Declare it absent, or export it again.',
    );
  }
}

/** In a bulk file `status` stays empty; in a delta it and the date say what changed. */
function createStatusCheck({ manifest, log }: Package, file: string, mode: 'bulk' | 'delta') {
  let filled = 0;
  let firstRow = 0;
  return {
    look(status: string, modified: string, row: number): void {
      if (mode === 'bulk') {
        if (status === '' && modified === '') return;
        filled += 1;
        firstRow ||= row;
        return;
      }
      if (status !== 'active' && status !== 'tobedeleted') {
        log.error('BAD_ENUM', file, row, 'In a delta file "status" must be active or tobedeleted.');
      }
      if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(modified)) {
        log.error('BAD_DATE', file, row, 'In a delta file "dateLastModified" must be like 2026-09-01T12:00:00.000Z.');
      }
    },
    end(): void {
      if (filled === 0) return;
      const what = `${String(filled)} rows of this bulk file fill in "status" or "dateLastModified".`;
      if (manifest.version === '1.1') {
        log.warn(
          'BULK_STATUS_PRESENT',
          file,
          firstRow,
          `${what} Version 1.1 exporters do so; it was read as it stands.`,
        );
      } else {
        log.error(
          'BULK_STATUS_PRESENT',
          file,
          firstRow,
          `${what} In 1.2 both stay empty; export as bulk, or declare the file as delta.`,
        );
      }
    },
  };
}
