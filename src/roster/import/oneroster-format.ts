// What OneRoster 1.1 and 1.2 say about the files we read: their columns in order, and their vocabularies.

import type { IssueLog } from './issue.ts';
import type { GrantRow } from './rows.ts';

export type Version = '1.1' | '1.2';
export type FileName = 'orgs' | 'academicSessions' | 'users' | 'roles';

const BASE = ['sourcedId', 'status', 'dateLastModified'];
const PERSONAL =
  'username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password'.split(
    ',',
  );
const PREFERRED =
  'userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns'.split(
    ',',
  );

const COMMON = {
  orgs: [...BASE, 'name', 'type', 'identifier', 'parentSourcedId'],
  academicSessions: [...BASE, 'title', 'type', 'startDate', 'endDate', 'parentSourcedId', 'schoolYear'],
  roles: [...BASE, ...'userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId'.split(',')],
};

export const COLUMNS: Record<Version, Record<FileName, readonly string[]>> = {
  '1.1': { ...COMMON, users: [...BASE, 'enabledUser', 'orgSourcedIds', 'role', ...PERSONAL] },
  '1.2': { ...COMMON, users: [...BASE, 'enabledUser', ...PERSONAL, ...PREFERRED] },
};

/** A file without one of these is no roster; terms are welcome but not needed. */
export const REQUIRED: Record<Version, readonly FileName[]> = {
  '1.1': ['orgs', 'users'],
  '1.2': ['orgs', 'roles', 'users'],
};

export const ORG_TYPES = ['department', 'school', 'district', 'local', 'state', 'national'];

/** The roles we keep. The others are counted and let go. */
export const KEPT_ROLES: Record<Version, Readonly<Record<string, GrantRow['role']>>> = {
  '1.1': { administrator: 'SCHOOL_TEAM' },
  '1.2': {
    principal: 'PRINCIPAL',
    siteAdministrator: 'SCHOOL_TEAM',
    districtAdministrator: 'DISTRICT_LEADER',
    systemAdministrator: 'ADMIN',
  },
};

export const FAMILY_ROLES = ['student', 'parent', 'guardian', 'relative'];

export const OTHER_STAFF: Record<Version, readonly string[]> = {
  '1.1': ['aide', 'proctor', 'teacher'],
  '1.2': ['aide', 'counselor', 'proctor', 'teacher'],
};

/** Reads cells by column name; extra columns may stand at the right and nowhere else. */
export interface Columns {
  at(name: string): number;
  /** The position of an extension column, by any of its usual spellings. */
  extension(name: string): number | undefined;
}

export function readHeader(
  cells: string[],
  expected: readonly string[],
  file: string,
  log: IssueLog,
): Columns | undefined {
  const wrong = expected.findIndex((name, at) => cells[at] !== name);
  if (wrong !== -1) {
    const found = cells[wrong];
    const what = found === undefined ? 'is missing' : `is ${JSON.stringify(found.slice(0, 40))}`;
    const advice = `The columns must be, in this order and spelling: ${expected.join(',')}. Extra columns go at the right.`;
    log.error(
      'BAD_HEADER',
      file,
      1,
      `Column ${String(wrong + 1)} should be "${expected[wrong] ?? ''}" but ${what}. ${advice}`,
    );
    return undefined;
  }
  const positions = new Map(cells.map((name, at) => [name, at]));
  const folded = new Map(cells.map((name, at) => [name.toLowerCase(), at]));
  return {
    at: (name) => positions.get(name) ?? -1,
    extension: (name) => folded.get(`metadata.${name}`.toLowerCase()) ?? folded.get(`ext:${name}`.toLowerCase()),
  };
}
