// A large OneRoster 1.2 package of a fictional district: nearly all of it students, as in life.
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { COLUMNS } from '../src/roster/import/oneroster-format.ts';

/** Of so many people one leads a school. */
const PEOPLE_A_LEADER = 1000;

export interface RosterFiles {
  zip: string;
  csv: string[];
  rows: number;
}

/** Writes `people` rows of users with as many roles, as plain CSV files and as the zip of them. */
export async function writeRoster(folder: string, people: number): Promise<RosterFiles> {
  mkdirSync(folder, { recursive: true });
  const schools = Math.ceil(people / PEOPLE_A_LEADER);
  const columns = COLUMNS['1.2'];
  const files: [string, Iterable<string>][] = [
    ['manifest.csv', manifest()],
    ['orgs.csv', withHead([...columns.orgs, 'metadata.timeZone'], orgs(schools))],
    ['users.csv', withHead(columns.users, users(people))],
    ['roles.csv', withHead(columns.roles, roles(people))],
  ];
  const zip = new yazl.ZipFile();
  for (const [name, lines] of files) {
    await writeLines(join(folder, name), lines);
    zip.addFile(join(folder, name), name);
  }
  zip.end();
  const path = join(folder, 'roster.zip');
  await pipeline(zip.outputStream, createWriteStream(path));
  const csv = files.slice(1).map(([name]) => join(folder, name));
  return { zip: path, csv, rows: 1 + schools + people + people };
}

function* manifest(): Generator<string> {
  yield* ['propertyName,value', 'manifest.version,1.0', 'oneroster.version,1.2'];
  yield* ['orgs', 'users', 'roles'].map((name) => `file.${name},bulk`);
}

function* withHead(columns: readonly string[], lines: Iterable<string>): Generator<string> {
  yield columns.join(',');
  yield* lines;
}

function* orgs(schools: number): Generator<string> {
  yield 'd1,,,Bench District,district,,,America/New_York';
  for (let index = 0; index < schools; index += 1) yield `s${String(index)},,,School ${String(index)} ES,school,,d1,`;
}

function* users(people: number): Generator<string> {
  for (let index = 0; index < people; index += 1) {
    const id = `person-${String(index)}`;
    yield `${id},,,true,${id},,Given${String(index % 997)},Family${String(index)},,,${id}@bench.example,555-0100,,,05,,,,,,,`;
  }
}

function* roles(people: number): Generator<string> {
  for (let index = 0; index < people; index += 1) {
    const school = Math.floor(index / PEOPLE_A_LEADER);
    const role = index % PEOPLE_A_LEADER === 0 ? 'principal' : index % 20 === 1 ? 'teacher' : 'student';
    yield `role-${String(index)},,,person-${String(index)},primary,${role},,,s${String(school)},`;
  }
}

async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const file = createWriteStream(path);
  let part = '';
  for (const line of lines) {
    part += `${line}\n`;
    if (part.length < 1 << 16) continue;
    if (!file.write(part)) await once(file, 'drain');
    part = '';
  }
  file.end(part);
  await once(file, 'finish');
}
