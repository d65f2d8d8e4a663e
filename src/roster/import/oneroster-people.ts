// users.csv: by far the longest file. Of its rows only the staff we serve go on, and of those only name, address and whether they are enabled.

import { LET_GO, type RoleIndex } from './oneroster-roles.ts';
import type { Columns } from './oneroster-format.ts';
import type { OrgIndex } from './oneroster-orgs.ts';
import type { FileReader, Package } from './oneroster-package.ts';
import { createSeenIds } from './seen-ids.ts';
import { readEmail, tidy } from './values.ts';

export interface PeopleIndex {
  /** Names of the kept staff who are enabled. */
  names: ReadonlyMap<string, string>;
  dropped(): Record<string, number>;
}

const FILE = 'users.csv';

export function createPeopleReader(source: Package, orgs: OrgIndex, roles: RoleIndex): FileReader & PeopleIndex {
  const { log, out, manifest, options } = source;
  const ids = createSeenIds();
  const names = new Map<string, string>();
  const found = new Set<string>();
  const emails = new Map<string, string>();
  const dropped = new Map<string, number>();
  let columns: Columns | undefined;

  function drop(role: string): void {
    dropped.set(role, (dropped.get(role) ?? 0) + 1);
  }

  /** Checks a staff row and hands it on. */
  function keep(cell: (name: string) => string, row: number): Promise<void> | undefined {
    const externalId = cell('sourcedId');
    found.add(externalId);
    const given = cell('preferredGivenName') || cell('givenName');
    const family = cell('preferredFamilyName') || cell('familyName');
    const displayName = tidy(`${given} ${family}`).slice(0, 200);
    if (displayName === '') {
      log.error('MISSING_VALUE', FILE, row, 'This member of staff has no name. Fill in "givenName" and "familyName".');
      return undefined;
    }
    const enabled = cell('enabledUser').toLowerCase();
    if (enabled !== 'true' && enabled !== 'false') {
      log.error('BAD_ENUM', FILE, row, '"enabledUser" must be true or false.');
    }
    const active = enabled === 'true' && cell('status') !== 'tobedeleted';
    const email = checkEmail(cell('email'), displayName, row);
    const home = columns === undefined || columns.at('primaryOrgSourcedId') === -1 ? '' : cell('primaryOrgSourcedId');
    if (home !== '' && !orgs.has(home)) {
      log.warn(
        'ORPHAN_USER_ORG',
        FILE,
        row,
        `The organization "${home.slice(0, 80)}" of ${displayName} is not in orgs.csv. Correct the id.`,
      );
    }
    if (active) names.set(externalId, displayName);
    return out.add({
      kind: 'person',
      row: { externalId, displayName, active, ...(email === undefined ? {} : { email }) },
    });
  }

  function checkEmail(text: string, displayName: string, row: number): string | undefined {
    const email = readEmail(text);
    if (text === '') {
      log.warn(
        'MISSING_VALUE',
        FILE,
        row,
        `${displayName} has no e-mail address and cannot be reached in chat until there is one.`,
      );
    } else if (email === undefined) {
      log.warn(
        'BAD_EMAIL',
        FILE,
        row,
        `The e-mail address of ${displayName} cannot be one; it was left out. Correct it.`,
      );
    } else {
      const other = emails.get(email);
      if (other !== undefined) {
        log.warn(
          'EMAIL_CONFLICT',
          FILE,
          row,
          `${displayName} and ${other} have the same e-mail address. Neither is changed until each has their own.`,
        );
      }
      emails.set(email, displayName);
    }
    return email;
  }

  /** In 1.1 the row itself says role and places. */
  function readRoles(cell: (name: string) => string, row: number): Promise<void> | 'let-go' | 'bad' | undefined {
    const role = cell('role');
    const meaning = roles.meaningOf(role);
    if (meaning === 'let-go') return 'let-go';
    if (!meaning) {
      log.error(
        'BAD_ENUM',
        FILE,
        row,
        `"role" holds no OneRoster 1.1 role. Use administrator, aide, guardian, parent, proctor, relative, student or teacher.`,
      );
      return 'bad';
    }
    const places = cell('orgSourcedIds')
      .split(',')
      .map((place) => place.trim())
      .filter((place) => place !== '');
    const waits = places.flatMap((orgId) => {
      const wait = roles.grant({ file: FILE, row, personId: cell('sourcedId'), orgId, role: meaning });
      return wait ? [wait] : [];
    });
    return waits.length > 0 ? Promise.all(waits).then(() => undefined) : undefined;
  }

  return {
    names,
    dropped: () => Object.fromEntries([...dropped].sort(([a], [b]) => a.localeCompare(b))),
    start(header) {
      columns = header;
    },
    read(cells, row) {
      const cell = (name: string) => (cells[columns?.at(name) ?? -1] ?? '').trim();
      const id = cell('sourcedId');
      const repeated = ids.see(id) !== undefined;
      if (manifest.version === '1.1') {
        const role = cell('role');
        const wait = readRoles(cell, row);
        if (wait === 'let-go') {
          drop(LET_GO.includes(role) ? role : 'other');
          return undefined;
        }
        if (wait === 'bad' || refuseId(id, repeated, row)) return undefined;
        const kept = keep(cell, row);
        return wait && kept ? Promise.all([wait, kept]).then(() => undefined) : (wait ?? kept);
      }
      const known = options.known?.people.has(id) === true;
      if (!roles.isKept(id) && !known) {
        drop(roles.letGoAs(id) ?? 'no role');
        return undefined;
      }
      return refuseId(id, repeated, row) ? undefined : keep(cell, row);
    },
    end() {
      if (manifest.modeOf('users') === 'bulk') {
        for (const id of roles.keptIds()) {
          if (found.has(id)) continue;
          log.warn(
            'ORPHAN_ROLE',
            'roles.csv',
            undefined,
            `"${id.slice(0, 80)}" has a role but no row in users.csv, so the role was left out. Export both files together.`,
          );
        }
      }
      reportDropped();
      return Promise.resolve();
    },
  };

  function refuseId(id: string, repeated: boolean, row: number): boolean {
    if (id === '') log.error('MISSING_VALUE', FILE, row, '"sourcedId" is empty. Fill it in.');
    else if (repeated) {
      log.error(
        'DUPLICATE_SOURCED_ID',
        FILE,
        row,
        `The id "${id.slice(0, 80)}" is used twice. Each person needs their own.`,
      );
    }
    return id === '' || repeated;
  }

  function reportDropped(): void {
    const family = LET_GO.slice(0, 4);
    const students = [...dropped].filter(([role]) => family.includes(role));
    const staff = [...dropped].filter(([role]) => !family.includes(role));
    if (students.length > 0) {
      log.note('STUDENT_ROW_DROPPED', FILE, undefined, `Counted and not kept: ${inWords(students)}. Nothing to do.`);
    }
    if (staff.length > 0) {
      log.note(
        'STAFF_ROW_DROPPED',
        FILE,
        undefined,
        `Counted and not kept, as they lead no school: ${inWords(staff)}. Nothing to do.`,
      );
    }
  }
}

function inWords(counts: (readonly [role: string, count: number])[]): string {
  return counts.map(([role, count]) => `${role} ${String(count)}`).join(', ');
}
