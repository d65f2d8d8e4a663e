import { readPairs } from '../../../src/roster/import/pairs.ts';
import { readSpreadsheet } from '../../../src/roster/import/spreadsheet.ts';
import { aFile, readWith, removeFiles } from './package.ts';

afterAll(removeFiles);

const STAFF = 'school,district,time_zone,level,name,email,role';
const PAIRS =
  'coach_name,coach_email,principal_email,school,visit_weekday,coach_platform,principal_platform,compact_signed_on';

const readStaff = (...lines: string[]) =>
  readWith(readSpreadsheet, aFile('staff.csv', [STAFF, ...lines, ''].join('\n')));
const readPairLines = (...lines: string[]) => readWith(readPairs, aFile('pairs.csv', [PAIRS, ...lines, ''].join('\n')));

describe('the staff spreadsheet', () => {
  test('makes a school, its district and its principal of one row', async () => {
    const { rows, issues } = await readStaff('Hill ES,Bay,America/Denver,,Ana Hill,Ana@Bay.example,Principal');

    expect(issues).toEqual([]);
    expect(rows).toEqual([
      { kind: 'org', row: { externalId: 'sheet:bay', kind: 'district', name: 'Bay', active: true } },
      {
        kind: 'org',
        row: {
          externalId: 'sheet:bay/hill-es',
          kind: 'school',
          name: 'Hill ES',
          parentExternalId: 'sheet:bay',
          level: 'ELEMENTARY',
          timeZone: 'America/Denver',
          active: true,
        },
      },
      {
        kind: 'person',
        row: { externalId: 'sheet:ana@bay.example', displayName: 'Ana Hill', email: 'ana@bay.example', active: true },
      },
      {
        kind: 'grant',
        row: { personExternalId: 'sheet:ana@bay.example', orgExternalId: 'sheet:bay/hill-es', role: 'PRINCIPAL' },
      },
    ]);
  });

  test('reads columns in any order and case, and ignores those it does not know', async () => {
    const text =
      'E-Mail\n'.replace('E-Mail', 'EMAIL,Name,Role,Phone,District,School,Time Zone') +
      'a@b.example,Ana,principal,555,Bay,Hill ES,America/Denver\n';

    const read = await readWith(readSpreadsheet, aFile('staff.csv', text));
    expect(read).toMatchObject({ issues: [], reading: { kept: { person: 1 } } });
    expect(JSON.stringify(read.rows)).not.toContain('555');
  });

  test('reads the cluster and the tracks of a school, which its other rows may leave out', async () => {
    const lines = [
      `${STAFF},cluster,tracks`,
      'Hill ES,Bay,America/Denver,,Ana Hill,a@b.example,Principal,North,A; B',
      'Hill ES,Bay,America/Denver,,Bo Lee,b@b.example,AP,,',
    ];
    const { rows, issues } = await readWith(readSpreadsheet, aFile('staff.csv', `${lines.join('\n')}\n`));

    expect(issues).toEqual([]);
    expect(rows.filter(({ kind }) => kind === 'org').at(-1)).toMatchObject({
      row: { name: 'Hill ES', cluster: 'North', tracks: ['A', 'B'] },
    });
  });

  test('refuses a school that is in two clusters', async () => {
    const lines = [
      `${STAFF},cluster`,
      'Hill ES,Bay,America/Denver,,Ana Hill,a@b.example,Principal,North',
      'Hill ES,Bay,America/Denver,,Bo Lee,b@b.example,AP,South',
    ];
    const { issues } = await readWith(readSpreadsheet, aFile('staff.csv', `${lines.join('\n')}\n`));

    expect(issues).toMatchObject([{ code: 'BAD_ENUM', row: 3, severity: 'error' }]);
  });

  test('keeps one person with two roles once', async () => {
    const { reading } = await readStaff(
      'Hill ES,Bay,America/Denver,,Ana Hill,a@b.example,Principal',
      ',Bay,America/Denver,,Ana Hill,a@b.example,Superintendent',
    );

    expect(reading.kept).toMatchObject({ person: 1, grant: 2 });
  });

  test('counts teachers, students and parents and lets them go', async () => {
    const { reading, rows } = await readStaff(
      'Hill ES,Bay,America/Denver,,Ana Hill,a@b.example,Principal',
      'Hill ES,Bay,America/Denver,,Tea Cher,t@b.example,Teacher',
      'Hill ES,Bay,America/Denver,,Zed Pupil,z@b.example,Student',
    );

    expect(reading.dropped).toEqual({ teacher: 1, student: 1 });
    expect(JSON.stringify(rows)).not.toMatch(/Cher|Pupil/);
  });

  test.each([
    ['NO_TIME_ZONE', 'Hill ES,Bay,,,Ana,a@b.example,Principal'],
    ['UNKNOWN_TIME_ZONE', 'Hill ES,Bay,Mountain,,Ana,a@b.example,Principal'],
    ['BAD_ENUM', 'Hill ES,Bay,America/Denver,,Ana,a@b.example,Wizard'],
    ['BAD_ENUM', 'Hill ES,Bay,America/Denver,Tall,Ana,a@b.example,Principal'],
    ['BAD_EMAIL', 'Hill ES,Bay,America/Denver,,Ana,nowhere,Principal'],
    ['MISSING_VALUE', 'Hill ES,,America/Denver,,Ana,a@b.example,Principal'],
    ['MISSING_VALUE', 'Hill ES,Bay,America/Denver,,,a@b.example,Principal'],
    ['ROLE_AT_WRONG_PLACE', ',Bay,America/Denver,,Ana,a@b.example,Principal'],
  ])('%s: %s', async (code, line) => {
    const { issues } = await readStaff(line);

    expect(issues[0]).toMatchObject({ code, row: 2, severity: 'error', file: 'staff.csv' });
  });

  test('names two principals of a school, and a school without one', async () => {
    const { codes } = await readStaff(
      'Hill ES,Bay,America/Denver,,Ana,a@b.example,Principal',
      'Hill ES,Bay,America/Denver,,Ben,b@b.example,Principal',
      'Lake HS,Bay,America/Denver,,Cyd,c@b.example,Assistant principal',
    );

    expect(codes).toEqual(['MULTIPLE_PRINCIPALS', 'NO_PRINCIPAL']);
  });

  test('names columns that are missing, and files that are none', async () => {
    const missing = await readWith(readSpreadsheet, aFile('staff.csv', 'name,email\nAna,a@b.example\n'));
    expect(missing.issues[0]).toMatchObject({
      code: 'BAD_HEADER',
      row: 1,
      message: expect.stringContaining('school, district, role'),
    });
    expect(
      (await readWith(readSpreadsheet, aFile('staff.csv', Buffer.from('PK\u0003\u0004\u0000\u0000')))).codes,
    ).toEqual(['NOT_UTF8']);
    expect((await readWith(readSpreadsheet, aFile('staff.csv', ''))).codes).toEqual(['BAD_HEADER']);
    expect((await readWith(readSpreadsheet, '/nowhere/staff.csv')).codes).toEqual(['UNREADABLE']);
    expect((await readStaff()).codes).toEqual(['EMPTY_FILE']);
  });
});

describe('the pairs', () => {
  test('reads a pair, and a manager without principal', async () => {
    const { rows, issues } = await readPairLines(
      'Jo Bell,Jo@North.example,ana@bay.example,Hill ES,Tue,slack,Microsoft Teams,8/20/2026',
      'Noor Haas,noor@north.example',
    );

    expect(issues).toEqual([]);
    expect(rows.map(({ row }) => row)).toEqual([
      {
        line: 2,
        coachName: 'Jo Bell',
        coachEmail: 'jo@north.example',
        coachPlatform: 'SLACK',
        principalEmail: 'ana@bay.example',
        school: 'Hill ES',
        visitWeekday: 2,
        principalPlatform: 'TEAMS',
        compactSignedOn: '2026-08-20',
      },
      { line: 3, coachName: 'Noor Haas', coachEmail: 'noor@north.example' },
    ]);
  });

  test.each([
    ['MISSING_VALUE', ',jo@north.example,a@b.example,Hill ES,,,,'],
    ['BAD_EMAIL', 'Jo,jo,a@b.example,Hill ES,,,,'],
    ['BAD_EMAIL', 'Jo,jo@north.example,,Hill ES,,,,'],
    ['MISSING_VALUE', 'Jo,jo@north.example,a@b.example,,,,,'],
    ['BAD_ENUM', 'Jo,jo@north.example,a@b.example,Hill ES,Sunday,,,'],
    ['BAD_ENUM', 'Jo,jo@north.example,a@b.example,Hill ES,,Fax,,'],
    ['BAD_DATE', 'Jo,jo@north.example,a@b.example,Hill ES,,,,2026-13-01'],
  ])('%s: %s', async (code, line) => {
    const { issues } = await readPairLines(line);

    expect(issues[0]).toMatchObject({ code, row: 2, severity: 'error', file: 'pairs.csv' });
  });

  test('refuses a pair stated twice, two principals of a school, and one address of two coaches', async () => {
    const { codes } = await readPairLines(
      'Jo,jo@north.example,a@b.example,Hill ES,,,,',
      'Jo,jo@north.example,a@b.example,Hill ES,,,,',
      'Mo,mo@north.example,z@b.example,Hill ES,,,,',
      'Ro,jo@north.example,q@b.example,Lake HS,,,,',
    );

    expect(codes).toEqual(['DUPLICATE_SOURCED_ID', 'MULTIPLE_PRINCIPALS', 'EMAIL_CONFLICT']);
  });
});
