import { join } from 'node:path';
import { inTenant, asSystem } from '../../../src/db/scope.ts';
import { systemViewer, type Viewer } from '../../../src/roster/access.ts';
import { applyImport, compareFile, importFile, rejectImport } from '../../../src/roster/import/pipeline.ts';
import { changesNothing, renderReport, type ImportReport } from '../../../src/roster/import/report.ts';
import { rosterFiles } from '../../../sample/harbor-city/roster.ts';
import type { Tx } from '../../../src/db/client.ts';
import { openDatabase, type TestDatabase } from '../../support/database.ts';
import { SAMPLE, TODAY, aFile, manifest, removeFiles, role, roster11, roster12, user, zipped } from './package.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(async () => {
  removeFiles();
  await database.drop();
});

async function aTenant(): Promise<Viewer> {
  const tenant = await asSystem(database.db, (tx) => tx.tenant.create({ data: { name: 'Northlight' } }));
  return systemViewer(tenant.id);
}

const look = <T>(viewer: Viewer, work: (tx: Tx) => Promise<T>) => inTenant(database.db, viewer.tenantId, work);

interface Wish {
  approve?: boolean;
  dryRun?: boolean;
  choices?: Record<string, string>;
  today?: string;
  as?: 'roster' | 'calendar';
}

function importing(
  viewer: Viewer,
  path: string,
  { today = TODAY, as = 'roster', ...wish }: Wish = {},
): Promise<ImportReport> {
  const settings = { today, defaultTimeZone: 'America/New_York', provider: 'Northlight Partners' };
  return importFile(database.db, { viewer, path, as, ...settings, ...wish });
}

const sample = (name: string) => join(SAMPLE, name);
const zipOf = async (files: Record<string, string>) => aFile('roster.zip', await zipped(files));

async function importedSample(): Promise<Viewer> {
  const viewer = await aTenant();
  for (const name of ['roster.zip', 'pairs.csv'])
    expect((await importing(viewer, sample(name))).status).toBe('APPLIED');
  for (const name of ['calendar.ics', 'calendar-truman.csv', 'calendar-clay.csv']) {
    expect((await importing(viewer, sample(name), { as: 'calendar', approve: true })).status).toBe('APPLIED');
  }
  return viewer;
}

/** Everything a tenant's roster holds, to see that it is as it was. */
function snapshot(viewer: Viewer): Promise<unknown> {
  return look(viewer, async (tx) => [
    await tx.organization.findMany({ orderBy: { id: 'asc' } }),
    await tx.school.findMany({ orderBy: { id: 'asc' } }),
    await tx.person.findMany({ orderBy: { id: 'asc' } }),
    await tx.roleGrant.findMany({ orderBy: { id: 'asc' } }),
    await tx.coachAssignment.findMany({ orderBy: { id: 'asc' } }),
    await tx.calendarDay.findMany({ orderBy: { id: 'asc' } }),
  ]);
}

function principals(viewer: Viewer): Promise<Record<string, string>> {
  return look(viewer, async (tx) => {
    const grants = await tx.roleGrant.findMany({
      where: { role: 'PRINCIPAL', endsOn: null },
      include: { person: true },
    });
    const schools = new Map((await tx.school.findMany()).map(({ id, name }) => [id, name]));
    const entries = grants.map(({ scopeId, person }) => [schools.get(scopeId) ?? '', person.displayName] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)));
  });
}

describe('the sample district', () => {
  test('roster trap: two principals and 900 students, dropped and flagged, and nothing changes at Adams until a human picks', async () => {
    const viewer = await aTenant();

    const report = await importing(viewer, sample('roster.zip'));
    expect(report).toMatchObject({ status: 'APPLIED', dropped: { student: 900 } });
    expect(report.issues.map(({ code }) => code)).toContain('MULTIPLE_PRINCIPALS');
    expect(await look(viewer, (tx) => tx.person.count())).toBe(14);
    expect(await principals(viewer)).toEqual({
      'Baker ES': 'Ngozi Okafor',
      'Clay K-8': 'Minh Nguyen',
      'Grant MS': 'Samira Haddad',
      'Lincoln MS': 'Anita Patel',
      'Madison MS': 'Daniel Brooks',
      'Mesa Vista HS': 'Lucia Ortiz',
      'Roosevelt HS': 'Grace Whitfield',
      'Truman HS': 'Walter Stone',
    });

    const picked = await importing(viewer, sample('roster.zip'), {
      choices: { 'Adams ES': 'elena.rivera@harborcity.example' },
    });
    expect(picked).toMatchObject({
      status: 'APPLIED',
      principals: [{ school: 'Adams ES', from: null, to: 'Elena Rivera', chosen: true }],
    });
    expect((await principals(viewer))['Adams ES']).toBe('Elena Rivera');
    const hale = await look(viewer, (tx) =>
      tx.roleGrant.findMany({ where: { person: { displayName: 'Marcus Hale' } } }),
    );
    expect(hale.map(({ role: name, subRole }) => [name, subRole])).toEqual([['SCHOOL_TEAM', 'ASSISTANT_PRINCIPAL']]);
  });

  test('importing the same files twice changes nothing', async () => {
    const viewer = await importedSample();
    await importing(viewer, sample('roster.zip'));
    const before = await snapshot(viewer);

    for (const name of ['roster.zip', 'pairs.csv'])
      expect(changesNothing(await importing(viewer, sample(name)))).toBe(true);
    for (const name of ['calendar.ics', 'calendar-truman.csv', 'calendar-clay.csv']) {
      const again = await importing(viewer, sample(name), { as: 'calendar' });
      expect([again.status, changesNothing(again)]).toEqual(['APPLIED', true]);
    }
    expect(await snapshot(viewer)).toEqual(before);
  });

  test('the pairs name who leads Adams, make eight live pairs and one manager, and say who is on Slack', async () => {
    const viewer = await importedSample();

    const [pairs, managers, stone] = await look(viewer, async (tx) => [
      await tx.coachAssignment.findMany({
        include: { coach: true, principal: true, school: true },
        orderBy: { school: { name: 'asc' } },
      }),
      await tx.roleGrant.findMany({ where: { role: 'LP_MANAGER' }, include: { person: true } }),
      await tx.person.findFirst({ where: { displayName: 'Walter Stone' } }),
    ]);
    expect(
      pairs.map(({ school, coach, principal, status, visitWeekday }) => [
        school.name,
        coach.displayName,
        principal.displayName,
        status,
        visitWeekday,
      ]),
    ).toEqual([
      ['Adams ES', 'Jordan Bell', 'Elena Rivera', 'ACTIVE', 1],
      ['Baker ES', 'Mei Cho', 'Ngozi Okafor', 'ACTIVE', 2],
      ['Clay K-8', 'Rafael Diaz', 'Minh Nguyen', 'ACTIVE', 3],
      ['Grant MS', 'Ruth Evans', 'Samira Haddad', 'ACTIVE', 3],
      ['Lincoln MS', 'Priya Singh', 'Anita Patel', 'ACTIVE', 2],
      ['Madison MS', 'Priya Singh', 'Daniel Brooks', 'ACTIVE', 4],
      ['Mesa Vista HS', 'Omar Farah', 'Lucia Ortiz', 'ACTIVE', 3],
      ['Truman HS', 'Omar Farah', 'Walter Stone', 'ACTIVE', 1],
    ]);
    expect(managers.map(({ person }) => person.displayName)).toEqual(['Noor Haas']);
    expect(stone?.preferredPlatform).toBe('SLACK');
    expect((await principals(viewer))['Adams ES']).toBe('Elena Rivera');
  });

  test('the spreadsheet finds the same people and schools, and adds none', async () => {
    const viewer = await importedSample();
    await importing(viewer, sample('roster.zip'));

    const report = await importing(viewer, sample('staff.csv'), { dryRun: true });
    expect(report.differences).toMatchObject({
      schools: { added: [] },
      people: { added: [] },
      organizations: { added: [] },
    });
    expect(report).toMatchObject({ principals: [], missing: { schools: [], people: [] } });
  });

  test('the spreadsheet alone fills an empty tenant, with a principal at each school', async () => {
    const viewer = await aTenant();

    expect((await importing(viewer, sample('staff.csv'))).status).toBe('APPLIED');
    expect(Object.keys(await principals(viewer))).toHaveLength(9);
    expect((await principals(viewer))['Adams ES']).toBe('Elena Rivera');
  });

  test("a school's calendar days are stored under the school, a track's under the track", async () => {
    const viewer = await importedSample();

    const scopes = await look(viewer, async (tx) => {
      const truman = await tx.school.findFirstOrThrow({ where: { name: 'Truman HS' } });
      const days = await tx.calendarDay.groupBy({ by: ['scope'], _count: true, orderBy: { scope: 'asc' } });
      return days.map(({ scope, _count }) => [scope === truman.id ? 'Truman HS' : scope, _count]);
    });
    expect(Object.fromEntries(scopes)).toMatchObject({
      'Truman HS': 6,
      'track:A': expect.any(Number),
      district: expect.any(Number),
    });
  });
});

describe('before anything changes', () => {
  test('a dry run shows the differences and leaves the roster as it was', async () => {
    const viewer = await aTenant();

    const report = await importing(viewer, sample('roster.zip'), { dryRun: true });
    expect(report.differences['schools']?.added).toHaveLength(9);
    expect(await look(viewer, (tx) => tx.school.count())).toBe(0);
    expect(await look(viewer, (tx) => tx.rosterImportRow.count())).toBe(0);
  });

  test('a change of principal waits for approval, ends the old pair and keeps its record', async () => {
    const viewer = await importedSample();
    const file = await zipOf(
      changedSample((users, roles) => [
        users,
        roles
          .replace('hc-staff-brooks,primary,principal', 'hc-staff-brooks,primary,siteAdministrator')
          .replace(
            'hc-staff-whitfield-role',
            'hc-extra,,,hc-staff-lindqvist,secondary,principal,,,hc-madison,\r\nhc-staff-whitfield-role',
          ),
      ]),
    );

    const report = await importing(viewer, file);
    expect(report.status).toBe('NEEDS_APPROVAL');
    expect(report.approval).toEqual([
      'The principal of Madison MS would change from Daniel Brooks to Tessa Lindqvist.',
    ]);
    expect((await principals(viewer))['Madison MS']).toBe('Daniel Brooks');

    await expect(applyImport(database.db, viewer, report.importId, { approved: false })).rejects.toThrow('agree');
    await applyImport(database.db, viewer, report.importId, { approved: true });
    expect((await principals(viewer))['Madison MS']).toBe('Tessa Lindqvist');
    const [pair] = await look(viewer, (tx) =>
      tx.coachAssignment.findMany({ where: { school: { name: 'Madison MS' } } }),
    );
    expect(pair).toMatchObject({ status: 'ENDED', endReason: 'PRINCIPAL_LEFT' });
  });

  test('more than a tenth of the people leaving waits for approval; nobody is deleted', async () => {
    const viewer = await aTenant();
    await importing(viewer, sample('roster.zip'));
    const gone = /^hc-staff-(hale|lindqvist|castellan).*\r\n/gm;
    const file = await zipOf(changedSample((users, roles) => [users.replaceAll(gone, ''), roles.replaceAll(gone, '')]));

    const report = await importing(viewer, file);
    expect(report.status).toBe('NEEDS_APPROVAL');
    expect(report.approval).toContain('3 of 14 people (21 %) would become inactive.');
    expect(report.missing.people.sort()).toEqual(['Joy Castellan', 'Marcus Hale', 'Tessa Lindqvist']);
    await applyImport(database.db, viewer, report.importId, { approved: true });
    expect(await look(viewer, (tx) => tx.person.count())).toBe(14);
    expect(await look(viewer, (tx) => tx.person.count({ where: { active: true } }))).toBe(11);
  });

  test('a school missing from the file is flagged, asked about and left alone', async () => {
    const viewer = await aTenant();
    await importing(viewer, sample('roster.zip'));
    const files = changedSample((users, roles) => [users, roles.replaceAll(/^.*hc-roosevelt.*\r\n/gm, '')]);
    files['orgs.csv'] = files['orgs.csv']!.replace(/^hc-roosevelt.*\r\n/m, '');

    const report = await importing(viewer, await zipOf(files), { approve: true });
    expect(report.missing.schools).toEqual(['Roosevelt HS']);
    expect(report.status).toBe('APPLIED');
    const school = await look(viewer, (tx) => tx.school.findFirst({ where: { name: 'Roosevelt HS' } }));
    expect(school?.status).toBe('ACTIVE');
  });

  test('a report made before somebody else changed the roster cannot be applied', async () => {
    const viewer = await aTenant();
    const settings = { viewer, today: TODAY, as: 'roster' as const };
    const early = await compareFile(database.db, { ...settings, path: sample('roster.zip') });
    await importing(viewer, sample('staff.csv'));

    await expect(applyImport(database.db, viewer, early.importId, { approved: true })).rejects.toThrow('changed since');
    expect(await look(viewer, (tx) => tx.school.findFirst({ where: { externalId: 'hc-adams' } }))).toBeNull();
  });

  test('an import is applied once, and not after it was given up', async () => {
    const viewer = await aTenant();
    const report = await compareFile(database.db, { viewer, today: TODAY, as: 'roster', path: sample('roster.zip') });
    await applyImport(database.db, viewer, report.importId, { approved: false });

    await expect(applyImport(database.db, viewer, report.importId, { approved: false })).rejects.toThrow(
      'finished or given up',
    );
    const other = await compareFile(database.db, { viewer, today: TODAY, as: 'roster', path: sample('pairs.csv') });
    await rejectImport(database.db, viewer, other.importId);
    await expect(applyImport(database.db, viewer, other.importId, { approved: true })).rejects.toThrow(
      'finished or given up',
    );
  });

  test('only an administrator or the process itself may import', async () => {
    const { tenantId } = await aTenant();
    const coach: Viewer = { tenantId, personId: 'p1', roles: [{ role: 'COACH', scopeId: 's1' }] };

    await expect(importing(coach, sample('roster.zip'))).rejects.toThrow('administrator');
  });
});

describe('nothing is half applied', () => {
  test.each<[name: string, code: string, files: () => Record<string, string>]>([
    [
      'duplicate ids at the very end',
      'DUPLICATE_SOURCED_ID',
      () => ({ ...roster12(), 'users.csv': `${roster12()['users.csv']!}${user('u1', 'Ana', 'Again')}\n` }),
    ],
    [
      'an unknown role',
      'BAD_ENUM',
      () => ({ ...roster12(), 'roles.csv': `${roster12()['roles.csv']!}${role('u1', 'wizard')}\n` }),
    ],
    [
      'a school without a zone',
      'NO_TIME_ZONE',
      () => ({ ...roster12(), 'orgs.csv': roster12()['orgs.csv']!.replace('America/Denver', '') }),
    ],
  ])('%s', async (_name, code, files) => {
    const viewer = await aTenant();
    const path = await zipOf(files());

    const report = await importFile(database.db, { viewer, path, as: 'roster', today: TODAY });
    expect(report.status).toBe('REJECTED');
    expect(report.issues.map((issue) => issue.code)).toContain(code);
    expect(await snapshot(viewer)).toEqual([[], [], [], [], [], []]);
    expect(await look(viewer, (tx) => tx.rosterImportRow.count())).toBe(0);
    expect(renderReport(report)).toContain('nothing was changed');
  });

  test('no student, password or teacher of the file is anywhere in the database', async () => {
    const viewer = await aTenant();
    const files = roster12();
    files['users.csv'] += `${user('t1', 'Tea', 'Cher')}\n`;
    files['roles.csv'] += `${role('t1', 'teacher')}\n`;
    const compared = await compareFile(database.db, { viewer, path: await zipOf(files), as: 'roster', today: TODAY });

    const [staged, report] = await look(viewer, async (tx) => [
      await tx.rosterImportRow.findMany(),
      await tx.rosterImport.findMany(),
    ]);
    expect(JSON.stringify([staged, report, compared])).not.toMatch(/Pupil|Cher|secret|555-0100/);
    expect(staged.length).toBeGreaterThan(0);
  });

  test('a choice that fits nobody stops the import', async () => {
    const viewer = await aTenant();

    const report = await importing(viewer, sample('roster.zip'), {
      choices: { 'Adams ES': 'nobody@x.example', Atlantis: 'elena.rivera@harborcity.example' },
    });
    expect(report.status).toBe('REJECTED');
    expect(report.issues.filter(({ code }) => code === 'UNKNOWN_CHOICE')).toHaveLength(2);
  });

  test('pairs before the roster are refused, each with its row', async () => {
    const viewer = await aTenant();

    const report = await importing(viewer, sample('pairs.csv'));
    expect(report.status).toBe('REJECTED');
    expect(report.issues[0]).toMatchObject({ code: 'UNKNOWN_SCHOOL', row: 2, file: 'pairs.csv' });
    expect(await look(viewer, (tx) => tx.person.count())).toBe(0);
  });

  test('a calendar with garbage, or without a roster, is refused', async () => {
    const viewer = await aTenant();

    expect(await importing(viewer, aFile('c.ics', 'rubbish'), { as: 'calendar' })).toMatchObject({
      status: 'REJECTED',
      issues: [{ code: 'NOT_A_CALENDAR' }],
    });
    expect(
      (await importing(viewer, sample('calendar.ics'), { as: 'calendar' })).issues.map(({ code }) => code),
    ).toContain('BAD_SCOPE');
  });
});

describe('people are matched by e-mail, then by staff id', () => {
  const twoPeople = (first: string, second: string) => ({
    ...roster12(),
    'users.csv': roster12()
      ['users.csv']!.split('\n')
      .map((line) => (line.startsWith('u1') ? first : line.startsWith('u2') ? second : line))
      .join('\n'),
  });

  test('a new address or a new id is the same person; two who trade addresses stay two', async () => {
    const viewer = await aTenant();
    await importFile(database.db, { viewer, path: await zipOf(roster12()), as: 'roster', today: TODAY });
    const ids = () =>
      look(viewer, async (tx) =>
        Object.fromEntries((await tx.person.findMany()).map(({ id, externalId }) => [externalId, id])),
      );
    const before = await ids();

    const moved = twoPeople(user('u1', 'Ana', 'Hill', 'ana.new@x.example'), user('u2', 'Ben', 'Lake'));
    const report = await importFile(database.db, { viewer, path: await zipOf(moved), as: 'roster', today: TODAY });
    expect(report).toMatchObject({ status: 'APPLIED', principals: [] });
    expect(await ids()).toEqual(before);
    expect(report.differences['people']?.changed).toEqual(['Ana Hill (email)']);
  });

  test('an address of one and a staff id of another is a conflict: neither is changed, the rest goes on', async () => {
    const viewer = await aTenant();
    await importFile(database.db, { viewer, path: await zipOf(roster12()), as: 'roster', today: TODAY });
    const before = await snapshot(viewer);

    const crossed = twoPeople(user('u1', 'Ana', 'Hill', 'u2@x.example'), user('u2', 'Ben', 'Lake', 'u1@x.example'));
    const report = await importFile(database.db, { viewer, path: await zipOf(crossed), as: 'roster', today: TODAY });
    expect(report.issues.filter(({ code }) => code === 'EMAIL_CONFLICT')).toHaveLength(2);
    expect(changesNothing(report)).toBe(true);
    expect(await snapshot(viewer)).toEqual(before);
  });

  test('two people of one address in the file are named and left as they are', async () => {
    const viewer = await aTenant();
    await importFile(database.db, { viewer, path: await zipOf(roster12()), as: 'roster', today: TODAY });
    const before = await snapshot(viewer);

    const shared = twoPeople(
      user('u1', 'Ana', 'Changed', 'office@x.example'),
      user('u2', 'Ben', 'Changed', 'office@x.example'),
    );
    const report = await importFile(database.db, { viewer, path: await zipOf(shared), as: 'roster', today: TODAY });
    expect(report.issues.filter(({ code }) => code === 'EMAIL_CONFLICT')).toMatchObject([
      { file: 'users.csv', row: 3 },
    ]);
    expect(await snapshot(viewer)).toEqual(before);
  });

  test('somebody who is disabled loses their roles and stays on record', async () => {
    const viewer = await aTenant();
    await importFile(database.db, { viewer, path: await zipOf(roster12()), as: 'roster', today: TODAY });
    const disabled = twoPeople(user('u1', 'Ana', 'Hill').replace('true', 'false'), user('u2', 'Ben', 'Lake'));

    const report = await importFile(database.db, {
      viewer,
      path: await zipOf(disabled),
      as: 'roster',
      today: TODAY,
      approve: true,
    });
    expect(report.principals).toEqual([{ school: 'Hill ES', from: 'Ana Hill', to: null, chosen: false }]);
    expect(await look(viewer, (tx) => tx.person.findFirst({ where: { externalId: 'u1' } }))).toMatchObject({
      active: false,
    });
  });

  test('OneRoster 1.1 names nobody principal, and a choice does', async () => {
    const viewer = await aTenant();
    const path = await zipOf(roster11());

    expect((await importFile(database.db, { viewer, path, as: 'roster', today: TODAY })).status).toBe('APPLIED');
    expect(await principals(viewer)).toEqual({});
    await importFile(database.db, { viewer, path, as: 'roster', today: TODAY, choices: { s1: 'ana@x.example' } });
    expect(await principals(viewer)).toEqual({ 'Hill ES': 'Ana Hill' });
    expect((await importFile(database.db, { viewer, path, as: 'roster', today: TODAY })).principals).toEqual([]);
  });
});

describe('a delta', () => {
  const stamp = 'active,2026-11-20T08:00:00.000Z';
  const delta = (users: string[], roles: string[], orgs: string[] = []) => {
    const full = roster12();
    const only = (name: string, lines: string[]) =>
      [full[name]!.split('\n')[0]!, ...lines.map((line) => line.replace(/^([^,]+),,/, `$1,${stamp}`)), ''].join('\n');
    const listed = { users, roles, orgs };
    const properties = Object.entries(listed).map(
      ([name, lines]) => `file.${name},${lines.length > 0 ? 'delta' : 'absent'}`,
    );
    const files = Object.entries(listed).filter(([, lines]) => lines.length > 0);
    return zipOf({
      'manifest.csv': manifest('1.2', [], properties),
      ...Object.fromEntries(files.map(([name, lines]) => [`${name}.csv`, only(`${name}.csv`, lines)])),
    });
  };
  const gone = (line: string) => line.replace(/^([^,]+),,/, `$1,tobedeleted,2026-11-20T08:00:00.000Z`);
  const importDelta = async (viewer: Viewer, path: Promise<string>, approve = false) =>
    importFile(database.db, { viewer, path: await path, as: 'roster', today: TODAY, approve });

  async function aDistrict(): Promise<Viewer> {
    const viewer = await aTenant();
    const files = roster12();
    files['users.csv'] += `${user('u4', 'Ira', 'Aide')}\n`;
    files['roles.csv'] += `${role('u4', 'siteAdministrator')}\n`;
    await importFile(database.db, { viewer, path: await zipOf(files), as: 'roster', today: TODAY });
    return viewer;
  }

  test('leaves alone what it does not name', async () => {
    const viewer = await aDistrict();

    const report = await importDelta(viewer, delta([user('u4', 'Ira', 'Renamed')], []));
    expect(report).toMatchObject({
      status: 'APPLIED',
      mode: 'delta',
      missing: { schools: [], people: [] },
      principals: [],
    });
    expect(report.differences['people']?.changed).toEqual(['Ira Renamed (display name)']);
    expect(report.differences['roles']).toEqual({ added: [], changed: [], removed: [] });
  });

  test('takes away a role without taking away the person', async () => {
    const viewer = await aDistrict();

    const report = await importDelta(viewer, delta([], [gone(role('u4', 'siteAdministrator'))]));
    expect(report.differences['roles']?.removed).toEqual(['Ira Aide: SCHOOL_TEAM at Hill ES']);
  });

  test('asks before a principal changes, also at a school it does not repeat', async () => {
    const viewer = await aDistrict();
    const path = delta([], [gone(role('u1', 'principal')), role('u4', 'principal')]);

    expect((await importDelta(viewer, path)).status).toBe('NEEDS_APPROVAL');
    await importDelta(viewer, path, true);
    expect(await principals(viewer)).toEqual({ 'Hill ES': 'Ira Aide', 'Lake HS': 'Ben Lake' });
  });

  test('a school that is taken away is closed, with its roles, when a human agrees', async () => {
    const viewer = await aDistrict();
    const path = delta([], [], [gone('s1,,,Hill ES,school,0800001,d1,America/Denver')]);

    const report = await importDelta(viewer, path);
    expect([report.status, report.approval]).toEqual(['NEEDS_APPROVAL', ['Hill ES would be closed.']]);
    await importDelta(viewer, path, true);
    expect(await principals(viewer)).toEqual({ 'Lake HS': 'Ben Lake' });
    expect(await look(viewer, (tx) => tx.school.findFirst({ where: { name: 'Hill ES' } }))).toMatchObject({
      status: 'CLOSED',
    });
  });
});

test('somebody who is both principal and site administrator of a school gets one team role there', async () => {
  const viewer = await aTenant();
  const files = roster12();
  files['users.csv'] += `${user('u4', 'Ira', 'Both')}\n`;
  files['roles.csv'] += `${role('u4', 'principal')}\n${role('u4', 'siteAdministrator')}\n`;

  const choices = { 'Hill ES': 'u1@x.example' };
  const report = await importFile(database.db, {
    viewer,
    path: await zipOf(files),
    as: 'roster',
    today: TODAY,
    choices,
  });
  expect(report.status).toBe('APPLIED');
  const grants = await look(viewer, (tx) => tx.roleGrant.findMany({ where: { person: { externalId: 'u4' } } }));
  expect(grants.map((grant) => grant.role)).toEqual(['SCHOOL_TEAM']);
});

describe('calendars', () => {
  test('a closure entered on the day outlives the next import, and a day taken from the file goes', async () => {
    const viewer = await aTenant();
    await importing(viewer, sample('roster.zip'));
    const csv = (...lines: string[]) => aFile('calendar.csv', ['date,type,scope,label', ...lines, ''].join('\n'));
    await importing(
      viewer,
      csv('2026-12-01,PD,district,PD', '2026-12-02,PD,district,PD', '2026-12-09,HOLIDAY,district,End'),
      { as: 'calendar' },
    );
    await look(viewer, async (tx) => {
      const district = await tx.organization.findFirstOrThrow();
      await tx.calendarDay.create({
        data: {
          tenantId: viewer.tenantId,
          districtId: district.id,
          scope: 'district',
          day: new Date('2026-12-03'),
          type: 'WEATHER_CLOSURE',
        },
      });
    });

    const report = await importing(
      viewer,
      csv('2026-12-01,PD,district,PD', '2026-12-09,BREAK,Adams ES,Adams only', '2026-12-09,BREAK,district,End'),
      { as: 'calendar' },
    );
    expect(report.differences['days']).toEqual({
      added: [expect.stringContaining('2026 BREAK, Adams ES: Adams only')],
      changed: [expect.stringContaining('2026 BREAK: End')],
      removed: [expect.stringContaining('2026 PD: PD')],
    });
    const days = await look(viewer, (tx) => tx.calendarDay.findMany({ orderBy: { day: 'asc' } }));
    expect(days.map(({ type }) => type)).toEqual(['PD', 'WEATHER_CLOSURE', 'BREAK', 'BREAK']);
  });

  test('days guessed from titles wait for a human', async () => {
    const viewer = await aTenant();
    await importing(viewer, sample('roster.zip'));

    const report = await importing(viewer, sample('calendar.ics'), { as: 'calendar' });
    expect(report.status).toBe('NEEDS_APPROVAL');
    expect(await look(viewer, (tx) => tx.calendarDay.count())).toBe(0);
  });
});

test('one tenant sees nothing of another', async () => {
  const [first, second] = [await aTenant(), await aTenant()];
  const report = await compareFile(database.db, {
    viewer: first,
    today: TODAY,
    as: 'roster',
    path: sample('roster.zip'),
  });

  await expect(applyImport(database.db, second, report.importId, { approved: true })).rejects.toThrow('no such import');
});

test('the report reads as text', async () => {
  const viewer = await aTenant();

  const text = renderReport(await importing(viewer, sample('roster.zip'), { dryRun: true }));
  expect(text).toContain('roster.zip (oneroster-1.2): compared and ready to apply.');
  expect(text).toContain('New schools: 9\n    Adams ES\n');
  expect(text).toContain('warning MULTIPLE_PRINCIPALS in roles.csv: Adams ES has 2 people');
  expect(text).toContain('Counted and not kept: parent 30, guardian 10, student 900.');
});

/** The sample's five files with users and roles changed. */
function changedSample(change: (users: string, roles: string) => [string, string]): Record<string, string> {
  const files = Object.fromEntries(rosterFiles());
  const [users, roles] = change(files['users.csv']!, files['roles.csv']!);
  return { ...files, 'users.csv': users, 'roles.csv': roles };
}
