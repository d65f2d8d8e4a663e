import { applyImport, compareFile, importFile } from '../../../src/roster/import/pipeline.ts';
import { renderReport } from '../../../src/roster/import/report.ts';
import { append, TODAY, aFile, role, roster12, user } from './package.ts';
import { aTenant, database, importing, look, sample, snapshot, zipOf } from './tenant.ts';

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
    append(files, 'users.csv', `${user('t1', 'Tea', 'Cher')}\n`);
    append(files, 'roles.csv', `${role('t1', 'teacher')}\n`);
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
