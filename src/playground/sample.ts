// The sample district, through the same importers as a real one's files.
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/client.ts';
import { SetUpError } from '../errors.ts';
import { systemViewer, type Viewer } from '../roster/access.ts';
import { importFile } from '../roster/import/pipeline.ts';
import { renderIssue } from '../roster/import/issue.ts';
import { SAMPLE_TENANT, createTenant } from '../roster/tenants.ts';
import { DISTRICT_ZONE } from './moments.ts';

const FILES = [
  { as: 'roster', name: 'roster.zip' },
  { as: 'roster', name: 'pairs.csv' },
  { as: 'calendar', name: 'calendar.ics' },
  { as: 'calendar', name: 'calendar-truman.csv' },
  { as: 'calendar', name: 'calendar-clay.csv' },
] as const;

export async function loadSample(db: Db, root: string, clock: Clock): Promise<string> {
  const tenant = await createTenant(db, SAMPLE_TENANT);
  const viewer = systemViewer(tenant.id);
  for (const file of FILES) await load(db, viewer, join(root, 'sample', 'harbor-city', file.name), file.as, clock);
  return tenant.id;
}

async function load(db: Db, viewer: Viewer, path: string, as: 'roster' | 'calendar', clock: Clock): Promise<void> {
  const report = await importFile(db, {
    viewer,
    path,
    as,
    today: clock.now().toISOString().slice(0, 10),
    defaultTimeZone: DISTRICT_ZONE,
    provider: 'Northlight Partners',
    // The sample's pairs name its principals: that is the human's choice which the roster file waits for.
    approve: true,
  });
  if (report.status !== 'APPLIED')
    throw new SetUpError(`The sample file ${path} was not imported:\n${report.issues.map(renderIssue).join('\n')}`);
}
