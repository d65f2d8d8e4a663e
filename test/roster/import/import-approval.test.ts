import type { Viewer } from '../../../src/roster/access.ts';
import { applyImport, compareFile, rejectImport } from '../../../src/roster/import/pipeline.ts';
import { TODAY } from './package.ts';
import {
  aTenant,
  changedSample,
  database,
  importedSample,
  importing,
  look,
  principals,
  sample,
  zipOf,
} from './tenant.ts';

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
