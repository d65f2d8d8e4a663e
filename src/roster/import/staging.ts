// Imports on their way and their rows between reading and applying. The only writer of both tables.

import { z } from 'zod';
import type { Prisma } from '../../db/generated/client.ts';
import type { RosterImportStatus } from '../../db/generated/enums.ts';
import type { Tx } from '../../db/client.ts';
import { ConflictError, NotFoundError } from '../../errors.ts';
import type { Viewer } from '../access.ts';
import { isDayType, type DayType, type SchoolDay } from '../calendar.ts';
import { ImportReport } from './report.ts';
import { Day, GrantRow, OrgRow, PairRow, PersonRow, SessionRow, type RosterRow } from './rows.ts';

export type StagedRow = RosterRow | { kind: 'day'; row: SchoolDay };

const CalendarRow = z.strictObject({
  day: Day,
  type: z.string().refine((type): type is DayType => isDayType(type)),
  scope: z.string(),
  label: z.string(),
});

/** Received, then validated, then compared; then ready or in need of a yes; then applied. It may be given up anywhere before. */
const MOVES: Record<RosterImportStatus, readonly RosterImportStatus[]> = {
  RECEIVED: ['VALIDATED', 'REJECTED'],
  VALIDATED: ['DIFFED', 'REJECTED'],
  DIFFED: ['AUTO_OK', 'NEEDS_APPROVAL', 'REJECTED'],
  AUTO_OK: ['APPLIED', 'REJECTED'],
  NEEDS_APPROVAL: ['APPLIED', 'REJECTED'],
  APPLIED: [],
  REJECTED: [],
};

/** Begins an import; an earlier one of the same kind that nobody finished is given up. */
export async function receiveImport(
  tx: Tx,
  viewer: Viewer,
  file: { kind: string; fileName: string; fileHash: string },
): Promise<string> {
  const { tenantId } = viewer;
  const unfinished = { tenantId, kind: file.kind, status: { notIn: ['APPLIED', 'REJECTED'] as RosterImportStatus[] } };
  await tx.rosterImportRow.deleteMany({ where: { tenantId, import: unfinished } });
  await tx.rosterImport.updateMany({ where: unfinished, data: { status: 'REJECTED' } });
  const { id } = await tx.rosterImport.create({ data: { tenantId, ...file }, select: { id: true } });
  return id;
}

export async function stageRows(tx: Tx, viewer: Viewer, importId: string, rows: readonly StagedRow[]): Promise<void> {
  const { tenantId } = viewer;
  await tx.rosterImportRow.createMany({
    data: rows.map((entry) => ({
      tenantId,
      importId,
      kind: entry.kind,
      externalId: nameOf(entry).slice(0, 400),
      data: toJson(entry.row),
    })),
  });
}

/** Always in the same order, so that a plan made twice is the same plan. */
export async function listStagedRows(tx: Tx, viewer: Viewer, importId: string): Promise<StagedRow[]> {
  const rows = await tx.rosterImportRow.findMany({
    where: { tenantId: viewer.tenantId, importId },
    select: { kind: true, data: true },
    orderBy: [{ externalId: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ kind, data }) => readStagedRow(kind, data));
}

export async function moveImport(
  tx: Tx,
  viewer: Viewer,
  importId: string,
  to: RosterImportStatus,
  report?: ImportReport,
): Promise<void> {
  const from = (Object.keys(MOVES) as RosterImportStatus[]).filter((status) => MOVES[status].includes(to));
  const { tenantId } = viewer;
  const data = { status: to, ...(report ? { report: toJson({ ...report, status: to }) } : {}) };
  const { count } = await tx.rosterImport.updateMany({ where: { tenantId, id: importId, status: { in: from } }, data });
  if (count === 0)
    throw new ConflictError('This import has been finished or given up in the meantime. Import the file again.');
  if (to === 'APPLIED' || to === 'REJECTED') await tx.rosterImportRow.deleteMany({ where: { tenantId, importId } });
}

export async function getImportReport(tx: Tx, viewer: Viewer, importId: string): Promise<ImportReport> {
  const found = await tx.rosterImport.findFirst({ where: { tenantId: viewer.tenantId, id: importId } });
  const report = ImportReport.safeParse(found?.report);
  if (!found || !report.success)
    throw new NotFoundError('There is no such import, or it was never compared. Import the file again.');
  return { ...report.data, status: found.status };
}

function readStagedRow(kind: string, data: unknown): StagedRow {
  switch (kind) {
    case 'org':
      return { kind, row: OrgRow.parse(data) };
    case 'person':
      return { kind, row: PersonRow.parse(data) };
    case 'grant':
      return { kind, row: GrantRow.parse(data) };
    case 'session':
      return { kind, row: SessionRow.parse(data) };
    case 'pair':
      return { kind, row: PairRow.parse(data) };
    case 'day':
      return { kind, row: CalendarRow.parse(data) };
    default:
      throw new NotFoundError(`The import holds rows of an unknown kind (${kind}). Import the file again.`);
  }
}

function nameOf(entry: StagedRow): string {
  switch (entry.kind) {
    case 'org':
    case 'person':
    case 'session':
      return entry.row.externalId;
    case 'grant':
      return entry.row.personExternalId;
    case 'pair':
      return entry.row.coachEmail;
    case 'day':
      return `${entry.row.scope} ${entry.row.day}`;
  }
}

/** Leaves out what is undefined, as JSON does. */
function toJson(value: object): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject;
}
