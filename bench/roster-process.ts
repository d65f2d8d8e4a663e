// Imports the large roster, and reads the same files with csv-parse alone.
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { systemViewer } from '../src/roster/access.ts';
import { renderIssue } from '../src/roster/import/issue.ts';
import { importFile } from '../src/roster/import/pipeline.ts';
import { createTenant } from '../src/roster/tenants.ts';
import { answerQuestions } from './child.ts';
import { openFreshDatabase, type BenchDatabase } from './databases.ts';

const MB = 2 ** 20;
let opened: BenchDatabase | undefined;

async function open(given: { server?: string | undefined }): Promise<void> {
  opened = await openFreshDatabase(given.server);
}

/** The whole way of the file into a new tenant, and by how much the process grew meanwhile at its largest. */
async function importRoster(given: { zip: string }): Promise<{ ms: number; grownMb: number }> {
  if (!opened) throw new Error('open comes first');
  const { db } = opened.database;
  const tenant = await createTenant(db, 'Bench');
  const before = process.memoryUsage.rss();
  let largest = before;
  const look = (): void => {
    largest = Math.max(largest, process.memoryUsage.rss());
  };
  const watch = setInterval(look, 10);
  const started = performance.now();
  const report = await importFile(db, {
    viewer: systemViewer(tenant.id),
    path: given.zip,
    as: 'roster',
    today: '2026-09-01',
    approve: true,
    onProgress: look,
  });
  const ms = performance.now() - started;
  clearInterval(watch);
  if (report.status !== 'APPLIED') throw new Error(report.issues.map(renderIssue).join('\n'));
  return { ms, grownMb: (largest - before) / MB };
}

/** csv-parse as it comes, on the files as they lie on the disk. */
async function parseBare(given: { csv: string[] }): Promise<{ ms: number; grownMb: number }> {
  const started = performance.now();
  let rows = 0;
  for (const file of given.csv)
    for await (const record of createReadStream(file).pipe(parse())) rows += (record as string[]).length > 0 ? 1 : 0;
  if (rows === 0) throw new Error('nothing was read');
  return { ms: performance.now() - started, grownMb: 0 };
}

const desk = { open, importRoster, parseBare };
export type RosterDesk = typeof desk;

answerQuestions(desk, () => opened?.close());
