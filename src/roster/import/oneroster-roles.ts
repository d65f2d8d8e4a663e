// Who holds which role where. In 1.2 it stands in roles.csv, in 1.1 in the users' own rows; both end in `grant`.

import { addDays } from '../../zone.ts';
import { FAMILY_ROLES, KEPT_ROLES, OTHER_STAFF, type Columns } from './oneroster-format.ts';
import type { OrgIndex } from './oneroster-orgs.ts';
import type { FileReader, Package } from './oneroster-package.ts';
import type { GrantRow } from './rows.ts';
import { createSeenIds } from './seen-ids.ts';
import { readIsoDay } from './values.ts';

/** What a file may call a role; the number is the mark that stands for it in a list of seen ids. */
export const LET_GO = [...FAMILY_ROLES, ...OTHER_STAFF['1.2'], 'other'];

export interface Candidate {
  personId: string;
  role: GrantRow['role'];
  endsOn?: string | undefined;
}

export interface RoleIndex {
  /** Whether a person holds a role that we keep. */
  isKept(personId: string): boolean;
  /** The role for which a person is let go, if roles.csv named one. */
  letGoAs(personId: string): string | undefined;
  /** What a role's name means; undefined for a name that is none. */
  meaningOf(role: string): GrantRow['role'] | 'let-go' | undefined;
  grant(entry: Entry): Promise<void> | undefined;
  /** Who may be the principal or is on the team, by school. */
  candidates: ReadonlyMap<string, Candidate[]>;
  keptIds(): Iterable<string>;
}

interface Entry {
  file: string;
  row: number;
  personId: string;
  orgId: string;
  role: GrantRow['role'];
  startsOn?: string | undefined;
  endsOn?: string | undefined;
}

const FILE = 'roles.csv';

export function createRoleReader({ log, out, manifest, options }: Package, orgs: OrgIndex): FileReader & RoleIndex {
  const keptRoles = KEPT_ROLES[manifest.version];
  const lettable = [...FAMILY_ROLES, ...OTHER_STAFF[manifest.version]];
  const kept = new Set<string>();
  const letGo = createSeenIds();
  const ids = createSeenIds();
  const candidates = new Map<string, Candidate[]>();
  let columns: Columns | undefined;

  function meaningOf(role: string): ReturnType<RoleIndex['meaningOf']> {
    if (Object.hasOwn(keptRoles, role)) return keptRoles[role];
    return lettable.includes(role) || role.startsWith('ext:') ? 'let-go' : undefined;
  }

  function grant({ file, row, personId, orgId, startsOn, endsOn, ...entry }: Entry): Promise<void> | undefined {
    kept.add(personId);
    const org = orgs.resolve(orgId);
    if (!org) {
      const what = orgs.has(orgId) ? 'is no school and no district' : 'is not in orgs.csv';
      log.warn(
        'ORPHAN_USER_ORG',
        file,
        row,
        `The organization "${orgId.slice(0, 80)}" ${what}, so this role was left out. Correct the id.`,
      );
      return undefined;
    }
    // Version 1.1 has one word for everybody who administers anything.
    const role = manifest.version === '1.1' && org.kind === 'district' ? 'DISTRICT_LEADER' : entry.role;
    const wanted = role === 'PRINCIPAL' || role === 'SCHOOL_TEAM' ? 'school' : 'district';
    if (org.kind !== wanted) {
      log.warn(
        'ROLE_AT_WRONG_PLACE',
        file,
        row,
        `This role belongs to a ${wanted} and is stated for a ${org.kind}, so it was left out. Correct "orgSourcedId".`,
      );
      return undefined;
    }
    if (org.kind === 'school') {
      const list = candidates.get(org.externalId) ?? [];
      list.push({ personId, role, endsOn });
      candidates.set(org.externalId, list);
    }
    const dates = { ...(startsOn === undefined ? {} : { startsOn }), ...(endsOn === undefined ? {} : { endsOn }) };
    return out.add({
      kind: 'grant',
      row: { personExternalId: personId, orgExternalId: org.externalId, role, ...dates },
    });
  }

  return {
    candidates,
    meaningOf,
    grant,
    isKept: (personId) => kept.has(personId),
    keptIds: () => kept,
    letGoAs: (personId) => LET_GO[(letGo.markOf(personId) ?? 0) - 1],
    start(found) {
      columns = found;
    },
    read(cells, row) {
      const cell = (name: string) => (cells[columns?.at(name) ?? -1] ?? '').trim();
      const role = cell('role');
      const personId = cell('userSourcedId');
      const meaning = meaningOf(role);
      const repeated = ids.see(cell('sourcedId')) !== undefined;
      if (meaning === 'let-go') {
        letGo.see(personId, (LET_GO.includes(role) ? LET_GO.indexOf(role) : LET_GO.indexOf('other')) + 1);
        return undefined;
      }
      if (!meaning) {
        const names = [...Object.keys(keptRoles), ...lettable].sort().join(', ');
        log.error('BAD_ENUM', FILE, row, `"${role.slice(0, 40)}" is no OneRoster role. Use one of: ${names}.`);
        return undefined;
      }
      if (cell('sourcedId') === '' || personId === '') {
        log.error(
          'MISSING_VALUE',
          FILE,
          row,
          `"${personId === '' ? 'userSourcedId' : 'sourcedId'}" is empty. Fill it in.`,
        );
        return undefined;
      }
      if (repeated) {
        log.error(
          'DUPLICATE_SOURCED_ID',
          FILE,
          row,
          `The id "${cell('sourcedId').slice(0, 80)}" is used twice. Each role needs its own.`,
        );
        return undefined;
      }
      if (!['primary', 'secondary'].includes(cell('roleType'))) {
        log.error('BAD_ENUM', FILE, row, '"roleType" must be primary or secondary.');
      }
      const dates = [cell('beginDate'), cell('endDate')].map((text) =>
        text === '' ? undefined : (readIsoDay(text) ?? 'bad'),
      );
      const [startsOn, endsOn] = dates;
      if (dates.includes('bad') || (startsOn !== undefined && endsOn !== undefined && startsOn > endsOn)) {
        log.error(
          'BAD_DATE',
          FILE,
          row,
          '"beginDate" and "endDate" must be empty or days like 2026-08-24, in this order.',
        );
        return undefined;
      }
      // What a delta takes away is over since yesterday.
      const over = cell('status') === 'tobedeleted' ? addDays(options.today, -1) : endsOn;
      return grant({ file: FILE, row, personId, orgId: cell('orgSourcedId'), role: meaning, startsOn, endsOn: over });
    },
    end: () => Promise.resolve(),
  };
}
