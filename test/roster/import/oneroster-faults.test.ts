import { readOneRoster } from '../../../src/roster/import/oneroster.ts';
import { aFile, manifest, readFiles, readWith, removeFiles, role, roster12, user, zipped } from './package.ts';

afterAll(removeFiles);

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

function appended(file: string, line: string): Record<string, string> {
  const files = roster12();
  return { ...files, [file]: `${files[file]!}${line}\n` };
}
