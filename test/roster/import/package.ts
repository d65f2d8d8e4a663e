// Writes rosters and sheets into a folder of their own, and reads them back as rows and issues.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { createIssueLog, type Issue } from '../../../src/roster/import/issue.ts';
import type { OneRosterOptions } from '../../../src/roster/import/oneroster-package.ts';
import { readOneRoster } from '../../../src/roster/import/oneroster.ts';
import type { ReadOptions, RosterReading, RosterRow } from '../../../src/roster/import/rows.ts';
import type { IssueLog } from '../../../src/roster/import/issue.ts';

export const TODAY = '2026-11-21';
export const SAMPLE = join(__dirname, '../../../sample/harbor-city');

const folders: string[] = [];

export function aFile(name: string, content: string | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-import-'));
  folders.push(folder);
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export function removeFiles(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export async function zipped(
  files: Record<string, string | Buffer>,
  options: { compress?: boolean } = {},
): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(content), name, { compress: options.compress ?? true });
  }
  zip.end();
  return buffer(zip.outputStream);
}

const USERS_1_2 =
  'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns';
const USERS_1_1 =
  'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password';
const ROLES =
  'sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId';
const ORGS = 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId,metadata.timeZone';

export function user(id: string, given: string, family: string, email = `${id}@x.example`): string {
  return `${id},,,true,${id},,${given},${family},,,${email},555-0100,,,05,secret-${id},,,,,,`;
}

export function role(id: string, name: string, org = 's1', extra = ','): string {
  return `${id}-${name},,,${id},primary,${name},${extra},${org},`;
}

/** More text at the end of one of a roster's files. */
export function append(files: Record<string, string>, name: string, text: string): void {
  files[name] = `${files[name] ?? ''}${text}`;
}

/** A small district that is right in all respects; a test changes what it is about. */
export function roster12(changes: Record<string, string | null> = {}): Record<string, string> {
  return withChanges(
    {
      'manifest.csv': manifest('1.2', ['orgs', 'users', 'roles']),
      'orgs.csv': `${ORGS}\nd1,,,Bay District,district,,,America/Denver\ns1,,,Hill ES,school,0800001,d1,\ns2,,,Lake HS,school,,d1,America/Phoenix\n`,
      'users.csv': `${USERS_1_2}\n${user('u1', 'Ana', 'Hill')}\n${user('u2', 'Ben', 'Lake')}\n${user('u3', 'Zed', 'Pupil')}\n`,
      'roles.csv': `${ROLES}\n${role('u1', 'principal')}\n${role('u2', 'principal', 's2')}\n${role('u3', 'student')}\n`,
    },
    changes,
  );
}

export function roster11(changes: Record<string, string | null> = {}): Record<string, string> {
  return withChanges(
    {
      'manifest.csv': manifest('1.1', ['orgs', 'users']),
      'orgs.csv': `${ORGS}\nd1,,,Bay District,district,,,America/Denver\ns1,,,Hill ES,school,,d1,\n`,
      'users.csv': [
        USERS_1_1,
        'u1,,,true,"s1,d1",administrator,ana,,Ana,Hill,,,ana@x.example,,,,,',
        'u2,,,true,s1,teacher,ben,,Ben,Board,,,ben@x.example,,,,,',
        'u3,,,true,s1,student,zed,,Zed,Pupil,,,zed@x.example,,,u9,05,secret',
        '',
      ].join('\n'),
    },
    changes,
  );
}

export function manifest(version: string, bulk: string[], more: string[] = []): string {
  const lines = ['propertyName,value', 'manifest.version,1.0', `oneroster.version,${version}`];
  return [...lines, ...bulk.map((name) => `file.${name},bulk`), ...more, ''].join('\n');
}

export interface Read {
  reading: RosterReading;
  rows: RosterRow[];
  issues: Issue[];
  codes: string[];
}

export async function readFiles(files: Record<string, string>, options: Partial<OneRosterOptions> = {}): Promise<Read> {
  return readWith(readOneRoster, aFile('roster.zip', await zipped(files)), options);
}

export async function readWith(
  read: (path: string, log: IssueLog, options: ReadOptions) => Promise<RosterReading>,
  path: string,
  options: Partial<OneRosterOptions> = {},
): Promise<Read> {
  const rows: RosterRow[] = [];
  const log = createIssueLog();
  const reading = await read(path, log, {
    today: TODAY,
    onBatch: (batch) => {
      rows.push(...batch);
    },
    ...options,
  });
  const issues = log.list();
  return { reading, rows, issues, codes: issues.map(({ code }) => code) };
}

function withChanges(files: Record<string, string>, changes: Record<string, string | null>): Record<string, string> {
  const all = { ...files, ...changes };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null));
}
