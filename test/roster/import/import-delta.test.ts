import type { Viewer } from '../../../src/roster/access.ts';
import { importFile } from '../../../src/roster/import/pipeline.ts';
import { append, TODAY, manifest, role, roster12, user } from './package.ts';
import { aTenant, database, look, principals, zipOf } from './tenant.ts';

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
    append(files, 'users.csv', `${user('u4', 'Ira', 'Aide')}\n`);
    append(files, 'roles.csv', `${role('u4', 'siteAdministrator')}\n`);
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
