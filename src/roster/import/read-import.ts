// Chooses the reader for a file, and gives each what it needs to know of the database.

import type { Db } from '../../db/client.ts';
import { inTenant } from '../../db/scope.ts';
import type { Viewer } from '../access.ts';
import { readCalendarCsv } from './calendar-csv.ts';
import type { CalendarReading } from './calendar-days.ts';
import { readCurrentRoster } from './current.ts';
import type { FileFormat } from './file-format.ts';
import { readICal } from './ical.ts';
import type { IssueLog } from './issue.ts';
import { readOneRoster } from './oneroster.ts';
import { readPairs } from './pairs.ts';
import { fold, type CurrentRoster } from './plan.ts';
import type { ImportReport, ImportSettings } from './report.ts';
import type { Progress, ReadOptions } from './rows.ts';
import { readSpreadsheet } from './spreadsheet.ts';
import type { StagedRow } from './staging.ts';

interface FileToRead {
  viewer: Viewer;
  path: string;
  format: FileFormat;
  settings: ImportSettings;
  log: IssueLog;
  onProgress?: ((progress: Progress) => void) | undefined;
}

type Reading = Pick<ImportReport, 'format' | 'mode' | 'kept' | 'dropped'>;

export async function readImportFile(
  db: Db,
  { viewer, path, format, settings, log, onProgress }: FileToRead,
  onBatch: (rows: StagedRow[]) => Promise<void>,
): Promise<Reading> {
  const current = await inTenant(db, viewer.tenantId, (tx) => readCurrentRoster(tx, viewer));
  const options: ReadOptions = {
    today: settings.today,
    defaultTimeZone: settings.defaultTimeZone,
    onBatch,
    onProgress,
    known: knownOf(current),
  };
  switch (format) {
    case 'oneroster':
      return readOneRoster(path, log, options);
    case 'spreadsheet':
      return readSpreadsheet(path, log, options);
    case 'pairs':
      return readPairs(path, log, options);
    case 'ical': {
      const district = current.organizations.find(({ type }) => type === 'DISTRICT');
      const timeZone = settings.defaultTimeZone ?? district?.timeZone ?? 'America/New_York';
      return stageDays(await readICal(path, log, { today: settings.today, timeZone }), onBatch);
    }
    case 'calendar-csv': {
      const names = new Set(current.schools.flatMap(({ externalId, name }) => [externalId, fold(name)]));
      const isSchool = (scope: string) => names.has(scope) || names.has(fold(scope));
      return stageDays(await readCalendarCsv(path, log, { isSchool }), onBatch);
    }
  }
}

async function stageDays(reading: CalendarReading, onBatch: (rows: StagedRow[]) => Promise<void>): Promise<Reading> {
  for (let at = 0; at < reading.days.length; at += 500) {
    await onBatch(reading.days.slice(at, at + 500).map((row) => ({ kind: 'day', row })));
  }
  const dropped = reading.ignored > 0 ? { 'not a calendar day': reading.ignored } : {};
  return { format: reading.format, mode: 'bulk', kept: { day: reading.days.length }, dropped };
}

function knownOf(current: CurrentRoster): ReadOptions['known'] {
  const places = [
    ...current.organizations.map(({ externalId }) => [externalId, 'district'] as const),
    ...current.schools.map(({ externalId }) => [externalId, 'school'] as const),
  ];
  return {
    orgs: new Map(places.flatMap(([id, kind]) => (id === null ? [] : [[id, kind] as const]))),
    people: new Set(current.people.flatMap(({ externalId }) => (externalId === null ? [] : [externalId]))),
  };
}
