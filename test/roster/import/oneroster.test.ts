import { readOneRoster } from '../../../src/roster/import/oneroster.ts';
import type { GrantRow, PersonRow } from '../../../src/roster/import/rows.ts';
import {
  aFile,
  manifest,
  readFiles,
  readWith,
  removeFiles,
  role,
  roster11,
  roster12,
  user,
  zipped,
} from './package.ts';
import type { Read } from './package.ts';

afterAll(removeFiles);

const people = ({ rows }: Read): PersonRow[] => rows.flatMap((entry) => (entry.kind === 'person' ? [entry.row] : []));
const grants = ({ rows }: Read): GrantRow[] => rows.flatMap((entry) => (entry.kind === 'grant' ? [entry.row] : []));

describe('OneRoster 1.2', () => {
  test('reads schools, leaders and their roles, with the zone of the district where a school states none', async () => {
    const read = await readFiles(roster12());

    expect(read.issues).toEqual([expect.objectContaining({ code: 'STUDENT_ROW_DROPPED', severity: 'info' })]);
    expect(read.rows.map(({ row }) => row)).toEqual([
      { externalId: 'd1', kind: 'district', name: 'Bay District', active: true, timeZone: 'America/Denver' },
      {
        externalId: 's1',
        kind: 'school',
        name: 'Hill ES',
        active: true,
        level: 'ELEMENTARY',
        parentExternalId: 'd1',
        timeZone: 'America/Denver',
        ncesId: '0800001',
      },
      {
        externalId: 's2',
        kind: 'school',
        name: 'Lake HS',
        active: true,
        level: 'HIGH',
        parentExternalId: 'd1',
        timeZone: 'America/Phoenix',
      },
      { personExternalId: 'u1', orgExternalId: 's1', role: 'PRINCIPAL' },
      { personExternalId: 'u2', orgExternalId: 's2', role: 'PRINCIPAL' },
      { externalId: 'u1', displayName: 'Ana Hill', email: 'u1@x.example', active: true },
      { externalId: 'u2', displayName: 'Ben Lake', email: 'u2@x.example', active: true },
    ]);
  });

  test('keeps nothing of passwords, phones, grades and pupils', async () => {
    const read = await readFiles(roster12());

    expect(JSON.stringify(read)).not.toMatch(/secret|555-0100|Pupil|"05"/);
  });

  test('tolerates a byte order mark and Windows line ends', async () => {
    const files = Object.fromEntries(
      Object.entries(roster12()).map(([name, text]) => [name, `\uFEFF${text.replaceAll('\n', '\r\n')}`]),
    );

    expect((await readFiles(files)).reading.kept).toMatchObject({ org: 3, person: 2, grant: 2 });
  });

  test('shows people by the name they prefer', async () => {
    const files = roster12();
    files['users.csv'] = files['users.csv']!.replace('secret-u1,,,,,,', 'secret-u1,,Annie,,Hillman,s1,she');

    expect(people(await readFiles(files))[0]).toMatchObject({ displayName: 'Annie Hillman' });
  });

  test.each([
    ['siteAdministrator', 's1', 'SCHOOL_TEAM'],
    ['districtAdministrator', 'd1', 'DISTRICT_LEADER'],
    ['systemAdministrator', 'd1', 'ADMIN'],
  ])('takes %s at %s for %s', async (name, org, granted) => {
    const files = roster12();
    files['roles.csv'] += `${role('u1', name, org)}\n`;

    expect(grants(await readFiles(files))).toContainEqual({
      personExternalId: 'u1',
      orgExternalId: org,
      role: granted,
    });
  });

  test('counts teachers and keeps none of their names', async () => {
    const files = roster12();
    files['users.csv'] += `${user('t1', 'Tea', 'Cher')}\n`;
    files['roles.csv'] += `${role('t1', 'teacher')}\n`;

    const read = await readFiles(files);
    expect(read.reading.dropped).toEqual({ student: 1, teacher: 1 });
    expect(JSON.stringify(read)).not.toMatch(/Cher|t1/);
  });

  test('a principal who is also a parent stays a principal', async () => {
    const files = roster12();
    files['roles.csv'] += `${role('u1', 'parent')}\n`;

    expect((await readFiles(files)).reading).toMatchObject({ kept: { person: 2 }, dropped: { student: 1 } });
  });

  test('a principal whose time is over, or who is disabled, is no second principal', async () => {
    const files = roster12();
    files['users.csv'] += `${user('u4', 'Old', 'Timer')}\n${user('u5', 'Gone', 'Away').replace('true', 'false')}\n`;
    files['roles.csv'] += `${role('u4', 'principal', 's1', '2020-07-01,2026-06-30')}\n${role('u5', 'principal')}\n`;

    expect((await readFiles(files)).codes).not.toContain('MULTIPLE_PRINCIPALS');
  });

  test('a department stands for the district it belongs to', async () => {
    const files = roster12();
    files['orgs.csv'] += 'o1,,,Office of Leadership,department,,d1,\n';
    files['roles.csv'] += `${role('u1', 'districtAdministrator', 'o1')}\n`;

    expect(grants(await readFiles(files))).toContainEqual({
      personExternalId: 'u1',
      orgExternalId: 'd1',
      role: 'DISTRICT_LEADER',
    });
  });

  test('a delta may speak of people and schools that came earlier', async () => {
    const stamp = 'active,2026-10-01T08:00:00.000Z';
    const files = {
      'manifest.csv': manifest('1.2', [], ['file.orgs,absent', 'file.users,delta', 'file.roles,absent']),
      'users.csv': roster12()
        ['users.csv']!.replaceAll(/^(u\d),,/gm, `$1,${stamp}`)
        .replace(/^u2,active/m, 'u2,tobedeleted'),
    };

    const read = await readFiles(files, {
      known: { orgs: new Map([['s1', 'school']]), people: new Set(['u1', 'u2']) },
    });
    expect(read.reading.mode).toBe('delta');
    expect(people(read).map(({ externalId, active }) => [externalId, active])).toEqual([
      ['u1', true],
      ['u2', false],
    ]);
  });
});

describe('OneRoster 1.1', () => {
  test('lists administrators as candidates and asks a human who the principal is', async () => {
    const read = await readFiles(roster11());

    expect(grants(read)).toEqual([
      { personExternalId: 'u1', orgExternalId: 's1', role: 'SCHOOL_TEAM' },
      { personExternalId: 'u1', orgExternalId: 'd1', role: 'DISTRICT_LEADER' },
    ]);
    expect(read.reading.dropped).toEqual({ student: 1, teacher: 1 });
    expect(read.issues.find(({ code }) => code === 'NO_PRINCIPAL')?.message).toBe(
      'OneRoster 1.1 does not say who the principal is of Hill ES. Choose one of: Ana Hill.',
    );
  });

  test('warns of filled-in status columns and reads on, as real exporters fill them in', async () => {
    const files = roster11();
    files['orgs.csv'] = files['orgs.csv']!.replace('s1,,', 's1,active,2026-09-01');

    const read = await readFiles(files);
    expect(read.issues.find(({ code }) => code === 'BULK_STATUS_PRESENT')).toMatchObject({
      severity: 'warning',
      row: 3,
    });
    expect(read.reading.kept.person).toBe(1);
  });
});

describe('what is wrong is named with file, row and what to do', () => {
  const cases: [
    name: string,
    code: string,
    severity: string,
    row: number | undefined,
    files: Record<string, string>,
  ][] = [
    ['no manifest', 'MANIFEST_MISSING', 'error', undefined, roster12({ 'manifest.csv': null })],
    [
      'an unknown version',
      'VERSION_UNSUPPORTED',
      'error',
      undefined,
      roster12({ 'manifest.csv': manifest('2.0', ['orgs', 'users', 'roles']) }),
    ],
    [
      'a file said to be absent',
      'FILE_DECLARED_ABSENT_BUT_PRESENT',
      'error',
      undefined,
      {
        ...roster12({ 'manifest.csv': manifest('1.2', ['orgs', 'users', 'roles'], ['file.demographics,absent']) }),
        'demographics.csv': 'sourcedId\n',
      },
    ],
    ['an announced file that is missing', 'FILE_MISSING', 'error', undefined, roster12({ 'roles.csv': null })],
    [
      'a column in other case',
      'BAD_HEADER',
      'error',
      1,
      roster12({ 'orgs.csv': 'sourcedId,status,dateLastModified,Name,type,identifier,parentSourcedId\n' }),
    ],
    ['an empty file', 'BAD_HEADER', 'error', undefined, roster12({ 'orgs.csv': '' })],
    [
      'a file without rows',
      'EMPTY_FILE',
      'error',
      undefined,
      roster12({ 'roles.csv': `${roster12()['roles.csv']!.split('\n')[0]}\n` }),
    ],
    ['two schools with one id', 'DUPLICATE_SOURCED_ID', 'error', 5, appended('orgs.csv', 's1,,,Hill Two,school,,d1,')],
    ['two people with one id', 'DUPLICATE_SOURCED_ID', 'error', 5, appended('users.csv', user('u1', 'Ana', 'Twice'))],
    ['an unknown role', 'BAD_ENUM', 'error', 5, appended('roles.csv', role('u1', 'headmaster'))],
    ['an unknown type of organization', 'BAD_ENUM', 'error', 5, appended('orgs.csv', 'x1,,,Club,club,,d1,')],
    [
      'a day that does not exist',
      'BAD_DATE',
      'error',
      5,
      appended('roles.csv', role('u2', 'siteAdministrator', 's1', '2026-02-30,')),
    ],
    ['a parent that is not there', 'ORPHAN_PARENT', 'error', 5, appended('orgs.csv', 's9,,,Far ES,school,,d9,')],
    [
      'a role at an unknown school',
      'ORPHAN_USER_ORG',
      'warning',
      5,
      appended('roles.csv', role('u2', 'siteAdministrator', 's9')),
    ],
    ['a role of nobody', 'ORPHAN_ROLE', 'warning', undefined, appended('roles.csv', role('u9', 'siteAdministrator'))],
    [
      'a district role at a school',
      'ROLE_AT_WRONG_PLACE',
      'warning',
      5,
      appended('roles.csv', role('u2', 'districtAdministrator', 's1')),
    ],
    [
      'two principals',
      'MULTIPLE_PRINCIPALS',
      'warning',
      undefined,
      appended('roles.csv', role('u2', 'principal', 's1').replace('u2-', 'second-')),
    ],
    [
      'no principal',
      'NO_PRINCIPAL',
      'warning',
      undefined,
      roster12({ 'roles.csv': roster12()['roles.csv']!.replace(`${role('u2', 'principal', 's2')}\n`, '') }),
    ],
    [
      'an address used twice',
      'EMAIL_CONFLICT',
      'warning',
      3,
      roster12({ 'users.csv': roster12()['users.csv']!.replace('u2@x.example', 'U1@X.example') }),
    ],
    [
      'filled-in status in 1.2',
      'BULK_STATUS_PRESENT',
      'error',
      3,
      roster12({ 'orgs.csv': roster12()['orgs.csv']!.replace('s1,,', 's1,active,') }),
    ],
    [
      'a school without a zone',
      'NO_TIME_ZONE',
      'error',
      3,
      roster12({ 'orgs.csv': roster12()['orgs.csv']!.replace('America/Denver', '') }),
    ],
    [
      'a zone that is none',
      'UNKNOWN_TIME_ZONE',
      'error',
      4,
      roster12({ 'orgs.csv': roster12()['orgs.csv']!.replace('America/Phoenix', 'EST') }),
    ],
    ['a quotation mark that never closes', 'BAD_ROW', 'error', 5, appended('orgs.csv', 's9,,,"Open,school,,d1,')],
    ['a missing comma', 'BAD_ROW', 'error', 5, appended('orgs.csv', 's9,,,Short ES,school')],
  ];

  test.each(cases)('%s', async (_name, code, severity, row, files) => {
    const { issues } = await readFiles(files);

    const found = issues.find((issue) => issue.code === code);
    expect(found).toMatchObject({ severity });
    expect(found?.row).toBe(row);
    expect(found?.message).toMatch(/[A-Z].*\./);
  });

  test('text in Windows-1252 is named by row', async () => {
    const bytes = Buffer.from(roster12()['orgs.csv']!.replace('Lake HS', 'Caf\u00e9 HS'), 'latin1');
    const path = aFile('roster.zip', await zipped({ ...roster12(), 'orgs.csv': bytes }));

    const { issues } = await readWith(readOneRoster, path);
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([
      {
        file: 'orgs.csv',
        row: 4,
        code: 'NOT_UTF8',
        severity: 'error',
        message: expect.stringContaining('Windows-1252'),
      },
    ]);
  });

  test('UTF-16 is named', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(roster12()['users.csv']!, 'utf16le')]);
    const path = aFile('roster.zip', await zipped({ ...roster12(), 'users.csv': bytes }));

    expect((await readWith(readOneRoster, path)).issues[0]?.message).toContain('UTF-16');
  });

  test('a thousand faults of one kind become twenty and a count', async () => {
    const bad = Array.from({ length: 1000 }, (_, at) => role(`x${String(at)}`, 'wizard')).join('\n');

    const { issues } = await readFiles(appended('roles.csv', bad));
    expect(issues.filter(({ code }) => code === 'BAD_ENUM')).toHaveLength(21);
    expect(issues.at(-1)?.message).toBe('980 more like this in the same file.');
  });
});

describe('a zip that is none, or means harm', () => {
  test('text named .zip', async () => {
    const read = await readWith(readOneRoster, aFile('roster.zip', 'sourcedId,status\n'.repeat(100)));

    expect(read).toMatchObject({ codes: ['NOT_A_ZIP'], rows: [] });
  });

  test('a file that does not exist', async () => {
    expect((await readWith(readOneRoster, '/nowhere/roster.zip')).codes).toEqual(['UNREADABLE']);
  });

  test('a zip of pictures', async () => {
    expect((await readFiles({ 'cat.jpg': 'meow' })).codes).toEqual(['NOT_A_ROSTER']);
  });

  test('files inside a folder: the message says how to zip them', async () => {
    const files = Object.fromEntries(Object.entries(roster12()).map(([name, text]) => [`export/${name}`, text]));

    expect((await readFiles(files)).issues[0]).toMatchObject({
      code: 'MANIFEST_MISSING',
      message: expect.stringContaining('"export/"'),
    });
  });

  test('a bomb is not opened', async () => {
    const path = aFile('roster.zip', await zipped({ ...roster12(), 'users.csv': Buffer.alloc(40 * 2 ** 20) }));

    expect((await readWith(readOneRoster, path)).issues[0]).toMatchObject({
      code: 'UNSAFE_ZIP',
      message: expect.stringContaining('zip bomb'),
    });
  });

  test('an entry that unpacks to more than it announces is cut off', async () => {
    const zip = await zipped(roster12());
    patchSize(zip, 'users.csv', 50);

    const read = await readWith(readOneRoster, aFile('roster.zip', zip));
    expect(read.codes).toContain('UNSAFE_ZIP');
  });

  test('a path that climbs out is refused', async () => {
    const zip = await zipped({ 'xx/yy.csv': 'a', ...roster12() });
    for (let at = zip.indexOf('xx/yy'); at !== -1; at = zip.indexOf('xx/yy')) zip.write('../yy', at);

    expect((await readWith(readOneRoster, aFile('roster.zip', zip))).codes).toEqual(['UNSAFE_ZIP']);
  });

  test('too large an entry is refused before it is read', async () => {
    const read = await readFiles(roster12(), { limits: { entryBytes: 100 } });

    expect(read).toMatchObject({ codes: ['UNSAFE_ZIP'], rows: [] });
  });

  test('packed bytes that cannot be unpacked are named, and nothing is thrown', async () => {
    const zip = await zipped(roster12());
    zip.fill(0xff, zip.indexOf('users.csv') + 9, zip.indexOf('users.csv') + 60);

    expect((await readWith(readOneRoster, aFile('roster.zip', zip))).codes).toContain('UNSAFE_ZIP');
  });

  test('a truncated download is no zip', async () => {
    const zip = await zipped(roster12());

    expect((await readWith(readOneRoster, aFile('roster.zip', zip.subarray(0, zip.length - 40)))).codes).toEqual([
      'NOT_A_ZIP',
    ]);
  });
});

test('shows how far it is', async () => {
  const seen: string[] = [];
  await readFiles(roster12(), {
    onProgress: ({ file, bytesRead, bytesTotal, rows }) =>
      seen.push(`${file} ${String(bytesRead === bytesTotal)} ${String(rows)}`),
  });

  expect(seen).toEqual(['orgs.csv true 3', 'roles.csv true 3', 'users.csv true 3']);
});

function appended(file: string, line: string): Record<string, string> {
  const files = roster12();
  return { ...files, [file]: `${files[file]!}${line}\n` };
}

/** Makes the table of contents lie about an entry's size. */
function patchSize(zip: Buffer, name: string, size: number): void {
  const header = zip.lastIndexOf(name) - 46;
  expect(zip.readUInt32LE(header)).toBe(0x02014b50);
  zip.writeUInt32LE(size, header + 24);
}
