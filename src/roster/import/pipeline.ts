// The way of every file: received, read and checked, compared, agreed to, applied. Nothing of it is ever half applied.

import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Db, Tx } from '../../db/client.ts';
import { inTenant } from '../../db/scope.ts';
import { ConflictError, ForbiddenError } from '../../errors.ts';
import { hasRole, isSystem, type Viewer } from '../access.ts';
import { detectFormat, hashFile, type FileFormat } from './file-format.ts';
import { createIssueLog } from './issue.ts';
import { planImport, type Planned } from './plan-import.ts';
import { readImportFile } from './read-import.ts';
import { changesNothing, type ImportReport, type ImportSettings } from './report.ts';
import { getImportReport, listStagedRows, moveImport, receiveImport, stageRows } from './staging.ts';
import type { Progress } from './rows.ts';

export interface ImportRequest extends ImportSettings {
  viewer: Viewer;
  path: string;
  as: 'roster' | 'calendar';
  onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Reads a file and says what it would change. The report's status is AUTO_OK or NEEDS_APPROVAL, and then `applyImport`
 * may follow; or REJECTED, and then the issues say what to correct. The roster is as it was in any case.
 */
export async function compareFile(db: Db, request: ImportRequest): Promise<ImportReport> {
  const { viewer, path, as, onProgress, ...rest } = request;
  assertMayImport(viewer);
  const settings = pickSettings(rest);
  const file = basename(path);
  const log = createIssueLog();
  const format = await detectFormat(path, as);
  const fileHash = await hashFile(path);
  const importId = await inTenant(db, viewer.tenantId, (tx) =>
    receiveImport(tx, viewer, { kind: format, fileName: file, fileHash }),
  );
  const empty = {
    importId,
    file,
    differences: {},
    principals: [],
    missing: { schools: [], people: [], pairs: [] },
    approval: [],
    settings,
    fingerprint: '',
  };
  try {
    const reading = await readImportFile(db, { viewer, path, format, settings, log, onProgress }, (rows) =>
      inTenant(db, viewer.tenantId, (tx) => stageRows(tx, viewer, importId, rows)),
    );
    const found = {
      ...empty,
      format: reading.format,
      mode: reading.mode,
      kept: reading.kept,
      dropped: reading.dropped,
    };
    const reject = async (): Promise<ImportReport> => {
      const report: ImportReport = { ...found, status: 'REJECTED', issues: log.list() };
      await inTenant(db, viewer.tenantId, (tx) => moveImport(tx, viewer, importId, 'REJECTED', report));
      return report;
    };
    if (log.hasErrors()) return await reject();
    await inTenant(db, viewer.tenantId, (tx) => moveImport(tx, viewer, importId, 'VALIDATED'));

    const planned = await inTenant(db, viewer.tenantId, async (tx) => {
      const rows = await listStagedRows(tx, viewer, importId);
      return planImport(tx, viewer, { rows, format, reading, settings, file, log });
    });
    if (log.hasErrors()) return await reject();
    const compared: ImportReport = { ...found, ...describe(planned), status: 'DIFFED', issues: log.list() };
    const status = compared.approval.length > 0 && !changesNothing(compared) ? 'NEEDS_APPROVAL' : 'AUTO_OK';
    await inTenant(db, viewer.tenantId, async (tx) => {
      await moveImport(tx, viewer, importId, 'DIFFED', compared);
      await moveImport(tx, viewer, importId, status, { ...compared, status });
    });
    return { ...compared, status };
  } catch (error) {
    await giveUp(db, viewer, importId);
    throw error;
  }
}

/** Writes what the report showed, in one transaction. Refused when the roster has changed since it was compared. */
export async function applyImport(
  db: Db,
  viewer: Viewer,
  importId: string,
  options: { approved: boolean },
): Promise<ImportReport> {
  assertMayImport(viewer);
  return inTenant(db, viewer.tenantId, async (tx) => {
    // One import of a tenant at a time; the second sees what the first has written.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`roster-import ${viewer.tenantId}`}, 0))`;
    const report = await getImportReport(tx, viewer, importId);
    if (report.status === 'NEEDS_APPROVAL' && !options.approved) {
      throw new ConflictError(
        'Somebody has to agree to this import first. Look at the report, then apply it with approval.',
      );
    }
    if (report.status !== 'AUTO_OK' && report.status !== 'NEEDS_APPROVAL') {
      throw new ConflictError('This import has been finished or given up in the meantime. Import the file again.');
    }
    await applyTo(tx, viewer, report);
    const applied: ImportReport = { ...report, status: 'APPLIED' };
    await moveImport(tx, viewer, importId, 'APPLIED', applied);
    return applied;
  });
}

export async function rejectImport(db: Db, viewer: Viewer, importId: string): Promise<void> {
  assertMayImport(viewer);
  await inTenant(db, viewer.tenantId, (tx) => moveImport(tx, viewer, importId, 'REJECTED'));
}

/** Compares and, where nobody has to be asked or `approve` says yes, applies. A dry run leaves no import behind. */
export async function importFile(
  db: Db,
  request: ImportRequest & { dryRun?: boolean | undefined; approve?: boolean | undefined },
): Promise<ImportReport> {
  const { dryRun, approve, ...rest } = request;
  const report = await compareFile(db, rest);
  if (report.status === 'REJECTED') return report;
  if (dryRun === true) {
    await rejectImport(db, request.viewer, report.importId);
    return report;
  }
  if (report.status === 'NEEDS_APPROVAL' && approve !== true) return report;
  return applyImport(db, request.viewer, report.importId, { approved: approve === true });
}

async function applyTo(tx: Tx, viewer: Viewer, report: ImportReport): Promise<void> {
  const rows = await listStagedRows(tx, viewer, report.importId);
  const log = createIssueLog();
  const format = formatOf(report.format);
  const reading = { format: report.format, mode: report.mode };
  const planned = await planImport(tx, viewer, {
    rows,
    format,
    reading,
    settings: report.settings,
    file: report.file,
    log,
  });
  if (log.hasErrors() || fingerprintOf(planned) !== report.fingerprint) {
    throw new ConflictError(
      'The roster has changed since this report was made. Import the file again to see what it would do now.',
    );
  }
  await planned.write(tx);
}

function describe(
  planned: Planned,
): Pick<ImportReport, 'differences' | 'principals' | 'missing' | 'approval' | 'fingerprint'> {
  const { differences, principals, missing, approval } = planned;
  return { differences, principals, missing, approval, fingerprint: fingerprintOf(planned) };
}

function fingerprintOf({ plan }: Planned): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex');
}

function formatOf(format: string): FileFormat {
  if (format === 'pairs' || format === 'spreadsheet' || format === 'ical') return format;
  return format === 'csv' ? 'calendar-csv' : 'oneroster';
}

async function giveUp(db: Db, viewer: Viewer, importId: string): Promise<void> {
  try {
    await rejectImport(db, viewer, importId);
  } catch {
    // What broke the import is thrown already; a row left behind is given up by the next import.
  }
}

function assertMayImport(viewer: Viewer): void {
  if (isSystem(viewer) || hasRole(viewer, 'ADMIN')) return;
  throw new ForbiddenError('Only an administrator may import rosters and calendars.');
}

function pickSettings(settings: ImportSettings): ImportSettings {
  const { today, defaultTimeZone, choices, provider, district } = settings;
  return {
    today,
    ...(defaultTimeZone === undefined ? {} : { defaultTimeZone }),
    ...(choices === undefined ? {} : { choices }),
    ...(provider === undefined ? {} : { provider }),
    ...(district === undefined ? {} : { district }),
  };
}
