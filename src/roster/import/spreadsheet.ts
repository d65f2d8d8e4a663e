// Reads a district's staff from a plain spreadsheet: `school,district,time_zone,level,name,email,role`, one person a row, and
// where a district has them `cluster` and `tracks`.

import { basename } from 'node:path';
import type { IssueLog } from './issue.ts';
import { createBatcher, type GrantRow, type OrgRow, type ReadOptions, type RosterReading } from './rows.ts';
import { readSheet, type SheetRow } from './sheet.ts';
import { guessLevel, readEmail, readLevel, readTracks, tidy } from './values.ts';
import { isPlaceZone } from '../../zone.ts';

export const STAFF_COLUMNS = ['school', 'district', 'time_zone', 'level', 'name', 'email', 'role', 'cluster', 'tracks'];
const OPTIONAL_COLUMNS = ['time_zone', 'level', 'cluster', 'tracks'];

const ROLES: readonly (readonly [words: RegExp, role: GrantRow['role'], subRole?: string])[] = [
  [/^principal$|^head of school$/, 'PRINCIPAL'],
  [/^(assistant|vice|associate|deputy) principal$|^ap$/, 'SCHOOL_TEAM', 'ASSISTANT_PRINCIPAL'],
  [/^improvement facilitator$/, 'SCHOOL_TEAM', 'IMPROVEMENT_FACILITATOR'],
  [/^(school )?team( member)?$|^leadership team$|^teacher leader$/, 'SCHOOL_TEAM'],
  [/^superintendent$/, 'DISTRICT_LEADER', 'SUPERINTENDENT'],
  [/^principal supervisor$/, 'DISTRICT_LEADER', 'PRINCIPAL_SUPERVISOR'],
  [/^district leader$|^(assistant|deputy) superintendent$/, 'DISTRICT_LEADER'],
  [/^(public )?records officer$/, 'RECORDS_OFFICER'],
  [/^(technical |system |tech )administrator$|^admin$/, 'ADMIN'],
];
const FAMILY = /^(student|parent|guardian|relative)s?$/;
const OTHER_STAFF = /^(teacher|aide|counselor|proctor|paraprofessional|secretary|nurse|custodian)s?$/;

/** Rows are handed on while reading, so the caller must keep them aside until it has seen that the log holds no error. */
export async function readSpreadsheet(path: string, log: IssueLog, options: ReadOptions): Promise<RosterReading> {
  const file = basename(path);
  const out = createBatcher(options);
  const orgs = new Map<string, OrgRow>();
  const people = new Map<string, { name: string; row: number }>();
  const principals = new Map<string, string[]>();
  const dropped: Record<string, number> = {};

  await readSheet(path, log, {
    columns: STAFF_COLUMNS,
    optional: OPTIONAL_COLUMNS,
    onProgress: options.onProgress,
    async onRow(row) {
      const roleName = row.cell('role').toLowerCase().replace(/\s+/g, ' ');
      if (FAMILY.test(roleName) || OTHER_STAFF.test(roleName)) {
        const role = roleName.replace(/s$/, '');
        dropped[role] = (dropped[role] ?? 0) + 1;
        return;
      }
      const role = ROLES.find(([words]) => words.test(roleName));
      if (!role) {
        row.error(
          'BAD_ENUM',
          `"${roleName.slice(0, 40)}" is no role. Use Principal, Assistant principal, Team member, Superintendent, District leader, Records officer or Technical administrator.`,
        );
        return;
      }
      const place = await readPlace(row);
      const person = await readPerson(row);
      if (place === undefined || person === undefined) return;
      const wanted = role[1] === 'PRINCIPAL' || role[1] === 'SCHOOL_TEAM' ? 'school' : 'district';
      if (wanted === 'school' && place.kind === 'district') {
        row.error('ROLE_AT_WRONG_PLACE', `A ${roleName} needs a school. Fill in the "school" column.`);
        return;
      }
      const orgExternalId = wanted === 'district' ? (place.parentExternalId ?? place.externalId) : place.externalId;
      if (role[1] === 'PRINCIPAL')
        principals.set(orgExternalId, [...(principals.get(orgExternalId) ?? []), person.name]);
      const subRole = role[2] === undefined ? {} : { subRole: role[2] };
      await out.add({ kind: 'grant', row: { personExternalId: person.id, orgExternalId, role: role[1], ...subRole } });
    },
  });
  await out.flush();
  if (!log.hasErrors()) reportSchools();
  reportDropped();
  return { format: 'spreadsheet', mode: 'bulk', kept: out.kept, dropped };

  async function readPlace(row: SheetRow): Promise<OrgRow | undefined> {
    const districtName = tidy(row.cell('district')).slice(0, 200);
    const schoolName = tidy(row.cell('school')).slice(0, 200);
    if (districtName === '') {
      row.error('MISSING_VALUE', 'The "district" column is empty. Every row names its district.');
      return undefined;
    }
    const district = `sheet:${slug(districtName)}`;
    const zone = row.cell('time_zone') || (options.defaultTimeZone ?? '');
    if (!orgs.has(district)) {
      const base: OrgRow = { externalId: district, kind: 'district', name: districtName, active: true };
      await keepOrg(isPlaceZone(zone) && schoolName === '' ? { ...base, timeZone: zone } : base);
    }
    if (schoolName === '' && zone !== '' && !isPlaceZone(zone)) refuseZone(row, zone);
    if (schoolName === '') return orgs.get(district);
    const externalId = `${district}/${slug(schoolName)}`;
    const earlier = orgs.get(externalId);
    if (!isPlaceZone(zone)) {
      if (zone === '')
        row.error('NO_TIME_ZONE', `${schoolName} has no time zone. Fill in "time_zone", for example America/New_York.`);
      else refuseZone(row, zone);
      return undefined;
    }
    if (earlier && earlier.timeZone !== zone) {
      row.error(
        'BAD_ENUM',
        `${schoolName} has the time zone ${earlier.timeZone ?? 'none'} in an earlier row and ${zone} here. Keep one.`,
      );
      return undefined;
    }
    const level = readLevel(row.cell('level'));
    if (row.cell('level') !== '' && !level) {
      row.error(
        'BAD_ENUM',
        `"${row.cell('level').slice(0, 40)}" is no level. Use ELEMENTARY, MIDDLE, HIGH, K8, SECONDARY_6_12, K12 or OTHER.`,
      );
    }
    const groups = readGroups(row);
    if (earlier) {
      for (const [group, stated] of Object.entries(groups))
        if (String(stated) !== String(earlier[group as keyof typeof groups] ?? ''))
          row.error(
            'BAD_ENUM',
            `${schoolName} has another "${group}" here than in its first row. Write the same in all of its rows, or in the first one only.`,
          );
      return earlier;
    }
    const school: OrgRow = {
      externalId,
      kind: 'school',
      name: schoolName,
      parentExternalId: district,
      level: level ?? guessLevel(schoolName),
      timeZone: zone,
      active: true,
      ...groups,
    };
    await keepOrg(school);
    return school;
  }

  async function keepOrg(org: OrgRow): Promise<void> {
    orgs.set(org.externalId, org);
    await out.add({ kind: 'org', row: org });
  }

  /** The address is the person; somebody with two roles stands in two rows. */
  async function readPerson(row: SheetRow): Promise<{ id: string; name: string } | undefined> {
    const name = tidy(row.cell('name')).slice(0, 200);
    const email = readEmail(row.cell('email'));
    if (name === '') {
      row.error('MISSING_VALUE', 'The "name" column is empty. Fill it in.');
      return undefined;
    }
    if (email === undefined) {
      row.error(
        'BAD_EMAIL',
        `The e-mail address of ${name} is missing or cannot be one. Correct it; it is how people are found in chat.`,
      );
      return undefined;
    }
    const id = `sheet:${email}`;
    const earlier = people.get(email);
    if (!earlier) {
      people.set(email, { name, row: row.row });
      await out.add({ kind: 'person', row: { externalId: id, displayName: name, email, active: true } });
    } else if (earlier.name.toLowerCase() !== name.toLowerCase()) {
      row.error(
        'EMAIL_CONFLICT',
        `${name} has the same e-mail address as ${earlier.name} in row ${String(earlier.row)}. Give each their own.`,
      );
      return undefined;
    }
    return { id, name };
  }

  function reportSchools(): void {
    for (const school of orgs.values()) {
      if (school.kind !== 'school') continue;
      const names = [...new Set(principals.get(school.externalId))];
      if (names.length > 1) {
        log.warn(
          'MULTIPLE_PRINCIPALS',
          file,
          undefined,
          `${school.name} has ${String(names.length)} principals: ${names.join(', ')}. Choose which one leads the school; until then nothing changes there.`,
        );
      } else if (names.length === 0) {
        log.warn(
          'NO_PRINCIPAL',
          file,
          undefined,
          `Nobody is the principal of ${school.name}. Add a row, or ask the district who leads it.`,
        );
      }
    }
  }

  function reportDropped(): void {
    const words = (entries: [string, number][]) =>
      entries.map(([role, count]) => `${role} ${String(count)}`).join(', ');
    const family = Object.entries(dropped).filter(([role]) => FAMILY.test(role));
    const staff = Object.entries(dropped).filter(([role]) => !FAMILY.test(role));
    if (family.length > 0)
      log.note(
        'STUDENT_ROW_DROPPED',
        file,
        undefined,
        `Counted and not kept: ${words(family)}. Leave such rows out next time.`,
      );
    if (staff.length > 0)
      log.note(
        'STAFF_ROW_DROPPED',
        file,
        undefined,
        `Counted and not kept, as they lead no school: ${words(staff)}. Nothing to do.`,
      );
  }
}

function refuseZone(row: SheetRow, zone: string): void {
  const words = `"${zone.slice(0, 60)}" is no time zone. Use an IANA name such as America/New_York.`;
  row.error('UNKNOWN_TIME_ZONE', words);
}

/** What a school shares days of the calendar with; what is not stated is not changed. */
function readGroups(row: SheetRow): Pick<OrgRow, 'cluster' | 'tracks'> {
  const cluster = tidy(row.cell('cluster')).slice(0, 60);
  const tracks = readTracks(row.cell('tracks'));
  return { ...(cluster !== '' && { cluster }), ...(tracks.length > 0 && { tracks }) };
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
