import { importFile } from '../../../src/roster/import/pipeline.ts';
import { changesNothing } from '../../../src/roster/import/report.ts';
import { append, TODAY, role, roster11, roster12, user } from './package.ts';
import { aTenant, database, look, principals, snapshot, zipOf } from './tenant.ts';

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

test('somebody who is both principal and site administrator of a school gets one team role there', async () => {
  const viewer = await aTenant();
  const files = roster12();
  append(files, 'users.csv', `${user('u4', 'Ira', 'Both')}\n`);
  append(files, 'roles.csv', `${role('u4', 'principal')}\n${role('u4', 'siteAdministrator')}\n`);

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
