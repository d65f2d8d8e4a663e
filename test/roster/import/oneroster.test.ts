import type { GrantRow, PersonRow } from '../../../src/roster/import/rows.ts';
import { append, manifest, readFiles, removeFiles, role, roster11, roster12, user } from './package.ts';
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
    append(files, 'roles.csv', `${role('u1', name, org)}\n`);

    expect(grants(await readFiles(files))).toContainEqual({
      personExternalId: 'u1',
      orgExternalId: org,
      role: granted,
    });
  });

  test('counts teachers and keeps none of their names', async () => {
    const files = roster12();
    append(files, 'users.csv', `${user('t1', 'Tea', 'Cher')}\n`);
    append(files, 'roles.csv', `${role('t1', 'teacher')}\n`);

    const read = await readFiles(files);
    expect(read.reading.dropped).toEqual({ student: 1, teacher: 1 });
    expect(JSON.stringify(read)).not.toMatch(/Cher|t1/);
  });

  test('a principal who is also a parent stays a principal', async () => {
    const files = roster12();
    append(files, 'roles.csv', `${role('u1', 'parent')}\n`);

    expect((await readFiles(files)).reading).toMatchObject({ kept: { person: 2 }, dropped: { student: 1 } });
  });

  test('a principal whose time is over, or who is disabled, is no second principal', async () => {
    const files = roster12();
    append(
      files,
      'users.csv',
      `${user('u4', 'Old', 'Timer')}\n${user('u5', 'Gone', 'Away').replace('true', 'false')}\n`,
    );
    append(
      files,
      'roles.csv',
      `${role('u4', 'principal', 's1', '2020-07-01,2026-06-30')}\n${role('u5', 'principal')}\n`,
    );

    expect((await readFiles(files)).codes).not.toContain('MULTIPLE_PRINCIPALS');
  });

  test('a department stands for the district it belongs to', async () => {
    const files = roster12();
    append(files, 'orgs.csv', 'o1,,,Office of Leadership,department,,d1,\n');
    append(files, 'roles.csv', `${role('u1', 'districtAdministrator', 'o1')}\n`);

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

test('shows how far it is', async () => {
  const seen: string[] = [];
  await readFiles(roster12(), {
    onProgress: ({ file, bytesRead, bytesTotal, rows }) =>
      seen.push(`${file} ${String(bytesRead === bytesTotal)} ${String(rows)}`),
  });

  expect(seen).toEqual(['orgs.csv true 3', 'roles.csv true 3', 'users.csv true 3']);
});
