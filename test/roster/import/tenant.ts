// A tenant of its own on the test file's database, and the imports into it.

import { join } from 'node:path';
import { rosterFiles } from '../../../sample/harbor-city/roster.ts';
import type { Tx } from '../../../src/db/client.ts';
import { asSystem, inTenant } from '../../../src/db/scope.ts';
import { systemViewer, type Viewer } from '../../../src/roster/access.ts';
import { importFile } from '../../../src/roster/import/pipeline.ts';
import type { ImportReport } from '../../../src/roster/import/report.ts';
import { openDatabase, type TestDatabase } from '../../support/database.ts';
import { SAMPLE, TODAY, aFile, removeFiles, zipped } from './package.ts';

export let database: TestDatabase;

beforeAll(async () => {
  database = await openDatabase();
});
afterAll(async () => {
  removeFiles();
  await database.drop();
});

export async function aTenant(): Promise<Viewer> {
  const tenant = await asSystem(database.db, (tx) => tx.tenant.create({ data: { name: 'Northlight' } }));
  return systemViewer(tenant.id);
}

export const look = <T>(viewer: Viewer, work: (tx: Tx) => Promise<T>) => inTenant(database.db, viewer.tenantId, work);

export interface Wish {
  approve?: boolean;
  dryRun?: boolean;
  choices?: Record<string, string>;
  today?: string;
  as?: 'roster' | 'calendar';
}

export function importing(
  viewer: Viewer,
  path: string,
  { today = TODAY, as = 'roster', ...wish }: Wish = {},
): Promise<ImportReport> {
  const settings = { today, defaultTimeZone: 'America/New_York', provider: 'Northlight Partners' };
  return importFile(database.db, { viewer, path, as, ...settings, ...wish });
}

export const sample = (name: string) => join(SAMPLE, name);
export const zipOf = async (files: Record<string, string>) => aFile('roster.zip', await zipped(files));

export async function importedSample(): Promise<Viewer> {
  const viewer = await aTenant();
  for (const name of ['roster.zip', 'pairs.csv'])
    expect((await importing(viewer, sample(name))).status).toBe('APPLIED');
  for (const name of ['calendar.ics', 'calendar-truman.csv', 'calendar-clay.csv']) {
    expect((await importing(viewer, sample(name), { as: 'calendar', approve: true })).status).toBe('APPLIED');
  }
  return viewer;
}

/** Everything a tenant's roster holds, to see that it is as it was. */
export function snapshot(viewer: Viewer): Promise<unknown> {
  return look(viewer, async (tx) => [
    await tx.organization.findMany({ orderBy: { id: 'asc' } }),
    await tx.school.findMany({ orderBy: { id: 'asc' } }),
    await tx.person.findMany({ orderBy: { id: 'asc' } }),
    await tx.roleGrant.findMany({ orderBy: { id: 'asc' } }),
    await tx.coachAssignment.findMany({ orderBy: { id: 'asc' } }),
    await tx.calendarDay.findMany({ orderBy: { id: 'asc' } }),
  ]);
}

export function principals(viewer: Viewer): Promise<Record<string, string>> {
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

/** The sample's five files with users and roles changed. */
export function changedSample(change: (users: string, roles: string) => [string, string]): Record<string, string> {
  const files = Object.fromEntries(rosterFiles());
  const [users, roles] = change(files['users.csv']!, files['roles.csv']!);
  return { ...files, 'users.csv': users, 'roles.csv': roles };
}
