// academicSessions.csv: terms and school years. They are not a calendar; holidays come from iCal or CSV.

import type { Columns } from './oneroster-format.ts';
import type { FileReader, Package } from './oneroster-package.ts';
import { SessionRow } from './rows.ts';
import { createSeenIds } from './seen-ids.ts';
import { readIsoDay, tidy } from './values.ts';

const FILE = 'academicSessions.csv';
const TYPES = SessionRow.shape.type.options;

export function createSessionReader({ log, out, manifest }: Package): FileReader {
  const ids = createSeenIds();
  const parents = new Map<string, number>();
  let columns: Columns | undefined;

  return {
    start(found) {
      columns = found;
    },
    read(cells, row) {
      const cell = (name: string) => (cells[columns?.at(name) ?? -1] ?? '').trim();
      const externalId = cell('sourcedId');
      if (externalId === '') log.error('MISSING_VALUE', FILE, row, '"sourcedId" is empty. Fill it in.');
      else if (ids.see(externalId) !== undefined) {
        log.error(
          'DUPLICATE_SOURCED_ID',
          FILE,
          row,
          `The id "${externalId.slice(0, 80)}" is used twice. Each term needs its own.`,
        );
      }
      const type = TYPES.find((name) => name === cell('type'));
      if (!type) {
        log.error(
          'BAD_ENUM',
          FILE,
          row,
          `"${cell('type').slice(0, 40)}" is no kind of term. Use one of: ${TYPES.join(', ')}.`,
        );
      }
      const startsOn = readIsoDay(cell('startDate'));
      const endsOn = readIsoDay(cell('endDate'));
      const schoolYear = /^\d{4}$/.test(cell('schoolYear')) ? Number(cell('schoolYear')) : undefined;
      if (startsOn === undefined || endsOn === undefined || startsOn > endsOn) {
        log.error('BAD_DATE', FILE, row, '"startDate" and "endDate" must be days like 2026-08-24, in this order.');
      }
      if (schoolYear === undefined) {
        log.error('BAD_DATE', FILE, row, '"schoolYear" must be the year in which the school year ends, like 2027.');
      }
      const parent = cell('parentSourcedId');
      if (parent !== '' && !parents.has(parent)) parents.set(parent, row);
      if (!type || startsOn === undefined || endsOn === undefined || schoolYear === undefined) return undefined;
      const title = tidy(cell('title')).slice(0, 200);
      return out.add({ kind: 'session', row: { externalId, title, type, startsOn, endsOn, schoolYear } });
    },
    end() {
      // A delta may lean on a school year that came earlier.
      if (manifest.modeOf('academicSessions') === 'bulk') {
        for (const [parent, row] of parents) {
          if (ids.markOf(parent) !== undefined) continue;
          log.error(
            'ORPHAN_PARENT',
            FILE,
            row,
            `The parent "${parent.slice(0, 80)}" is not in the file. Add it, or leave the parent empty.`,
          );
        }
      }
      return Promise.resolve();
    },
  };
}
