// orgs.csv: the district and its schools. Few rows, and everything else refers to them, so they are held until the file ends.

import { ORG_TYPES, type Columns } from './oneroster-format.ts';
import type { FileReader, Package } from './oneroster-package.ts';
import type { OrgRow } from './rows.ts';
import { createSeenIds } from './seen-ids.ts';
import { guessLevel, readLevel, readTracks, tidy } from './values.ts';
import { isPlaceZone } from '../../zone.ts';

export interface OrgIndex {
  /** The school or district that an id stands for; a department stands for what it belongs to. */
  resolve(id: string): { externalId: string; kind: OrgRow['kind'] } | undefined;
  /** Whether the id is in the file at all, of whatever type. */
  has(id: string): boolean;
  schools(): ReadonlyMap<string, string>;
}

interface Line {
  row: number;
  id: string;
  type: string;
  name: string;
  parent: string;
  nces: string;
  timeZone: string;
  level: string;
  tracks: string;
  cluster: string;
  active: boolean;
}

const FILE = 'orgs.csv';

export function createOrgReader({ log, out, options }: Package): FileReader & OrgIndex {
  const lines = new Map<string, Line>();
  const ids = createSeenIds();
  let columns: Columns | undefined;

  function resolve(id: string): ReturnType<OrgIndex['resolve']> {
    const seen = new Set<string>();
    for (let at = lines.get(id); at && !seen.has(at.id); at = lines.get(at.parent)) {
      seen.add(at.id);
      const kind = kindOf(at.type);
      if (kind) return { externalId: at.id, kind };
    }
    const known = options.known?.orgs.get(id);
    return known && { externalId: id, kind: known };
  }

  return {
    resolve,
    has: (id) => lines.has(id) || options.known?.orgs.has(id) === true,
    schools: () =>
      new Map(
        [...lines.values()].filter((line) => line.type === 'school' && line.active).map(({ id, name }) => [id, name]),
      ),
    start(found) {
      columns = found;
    },
    read(cells, row) {
      const line = readLine(cells, row, columns);
      if (line.id === '' || line.name === '') {
        log.error('MISSING_VALUE', FILE, row, `"${line.id === '' ? 'sourcedId' : 'name'}" is empty. Fill it in.`);
      } else if (ids.see(line.id) !== undefined) {
        log.error(
          'DUPLICATE_SOURCED_ID',
          FILE,
          row,
          `The id "${line.id.slice(0, 80)}" is used twice. Each organization needs its own.`,
        );
      } else if (!ORG_TYPES.includes(line.type)) {
        log.error(
          'BAD_ENUM',
          FILE,
          row,
          `"${line.type.slice(0, 40)}" is no organization type. Use one of: ${ORG_TYPES.join(', ')}.`,
        );
      } else {
        lines.set(line.id, line);
      }
      return undefined;
    },
    async end() {
      const districts = [...lines.values()].filter((line) => kindOf(line.type) === 'district');
      for (const line of lines.values()) {
        if (line.parent !== '' && !lines.has(line.parent) && options.known?.orgs.has(line.parent) !== true) {
          log.error(
            'ORPHAN_PARENT',
            FILE,
            line.row,
            `The parent "${line.parent.slice(0, 80)}" of ${line.name} is not in the file. Add it, or leave the parent empty.`,
          );
        }
        const kind = kindOf(line.type);
        if (!kind) continue;
        const parent = kind === 'school' ? resolve(line.parent) : undefined;
        const only = districts.length === 1 ? districts[0]?.id : undefined;
        const district = parent?.kind === 'district' ? parent.externalId : only;
        if (kind === 'school' && district === undefined) {
          log.error(
            'ORPHAN_PARENT',
            FILE,
            line.row,
            `It is unclear which district ${line.name} belongs to. State the district as its parent.`,
          );
        }
        await out.add({ kind: 'org', row: toRow(line, kind, district) });
      }
    },
  };

  function toRow(line: Line, kind: OrgRow['kind'], district: string | undefined): OrgRow {
    const tracks = readTracks(line.tracks);
    const timeZone = zoneOf(line, kind);
    return {
      externalId: line.id,
      kind,
      name: line.name,
      active: line.active,
      ...(kind === 'school' ? { level: readLevel(line.level) ?? guessLevel(line.name) } : {}),
      ...(kind === 'school' && district !== undefined ? { parentExternalId: district } : {}),
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(line.nces === '' ? {} : { ncesId: line.nces.slice(0, 40) }),
      ...(tracks.length === 0 ? {} : { tracks }),
      ...(kind === 'school' && line.cluster !== '' ? { cluster: line.cluster } : {}),
    };
  }

  /** A district's zone serves the schools that state none. */
  function zoneOf(line: Line, kind: OrgRow['kind']): string | undefined {
    const zone = [line.timeZone, lines.get(line.parent)?.timeZone ?? '', options.defaultTimeZone ?? ''].find(Boolean);
    if (zone !== undefined && isPlaceZone(zone)) return zone;
    const advice = 'Use an IANA name such as America/New_York.';
    if (zone !== undefined) {
      log.error(
        'UNKNOWN_TIME_ZONE',
        FILE,
        line.row,
        `"${zone.slice(0, 60)}" is no time zone (${line.name}). ${advice}`,
      );
    } else if (kind === 'school') {
      log.error(
        'NO_TIME_ZONE',
        FILE,
        line.row,
        `${line.name} has no time zone. Name one for the whole file, or add a column metadata.timeZone. ${advice}`,
      );
    }
    return undefined;
  }
}

function readLine(cells: string[], row: number, columns: Columns | undefined): Line {
  const cell = (name: string) => (cells[columns?.at(name) ?? -1] ?? '').trim();
  const extra = (name: string) => (cells[columns?.extension(name) ?? -1] ?? '').trim();
  return {
    row,
    id: cell('sourcedId'),
    type: cell('type'),
    name: tidy(cell('name')).slice(0, 200),
    parent: cell('parentSourcedId'),
    nces: cell('identifier'),
    timeZone: extra('timeZone'),
    level: extra('level'),
    tracks: extra('tracks'),
    cluster: tidy(extra('cluster')).slice(0, 60),
    active: cell('status') !== 'tobedeleted',
  };
}

function kindOf(type: string): OrgRow['kind'] | undefined {
  if (type === 'school') return 'school';
  return type === 'district' || type === 'local' ? 'district' : undefined;
}
