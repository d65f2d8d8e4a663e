// The whole product in a process of its own, with a district whose principals are all on Slack and whose check-ins are open.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovableClock } from '../src/clock.ts';
import { silentLog } from '../src/log.ts';
import { start, type PlaygroundPart, type Throughline } from '../src/main.ts';
import { createTimeTravel } from '../src/playground/time-travel.ts';
import { systemViewer } from '../src/roster/access.ts';
import { renderIssue } from '../src/roster/import/issue.ts';
import { importFile } from '../src/roster/import/pipeline.ts';
import { createTenant } from '../src/roster/tenants.ts';
import { addDays, dayIn, instantAt, mondayOf } from '../src/zone.ts';
import { answerQuestions } from './child.ts';
import { openFreshDatabase, type BenchDatabase } from './databases.ts';
import { BOT_TOKEN, SIGNING_SECRET, type Person } from './workspace.ts';

const ZONE = 'America/New_York';
const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
let house: Throughline | undefined;
let opened: BenchDatabase | undefined;

/** Gives the address to which the pocket Slack sends its commands. */
async function open(given: { apiUrl: string; server?: string | undefined; people: Person[] }): Promise<string> {
  opened = await openFreshDatabase(given.server);
  const clock = new MovableClock();
  const slack = { botToken: BOT_TOKEN, signingSecret: SIGNING_SECRET, apiUrl: given.apiUrl };
  const stage = { clock, open: () => Promise.resolve({ slack }) };
  house = await start({
    config: { port: 0, host: '127.0.0.1', dataFolder: folder, databasePool: 10, logLevel: 'silent' },
    log: silentLog,
    prismaFolder: new URL('../prisma', import.meta.url).pathname,
    database: opened.database,
    // Slack alone is on, with the clock of a playground: nothing here needs Teams.
    playground: stage as unknown as PlaygroundPart,
    ticks: false,
  });
  const travel = createTimeTravel(house, clock);
  const monday = addDays(mondayOf(dayIn(ZONE, new Date())), 7);
  await travel.set(instantAt(ZONE, monday, '08:00'));
  await importDistrict(house, given.people, clock);
  await house.wake();
  await travel.to(instantAt(ZONE, addDays(monday, 3), '14:05'), () => undefined);
  return `${house.url}/slack/events`;
}

async function importDistrict({ db }: Throughline, people: Person[], clock: MovableClock): Promise<void> {
  const tenant = await createTenant(db, 'Bench');
  const files = { 'staff.csv': staffFile(people), 'pairs.csv': pairsFile(people) };
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    writeFileSync(path, text);
    const today = clock.now().toISOString().slice(0, 10);
    const request = { path, as: 'roster' as const, today, defaultTimeZone: ZONE, provider: 'Bench Partners' };
    const report = await importFile(db, { ...request, viewer: systemViewer(tenant.id), approve: true });
    if (report.status !== 'APPLIED') throw new Error(report.issues.map(renderIssue).join('\n'));
  }
}

function staffFile(people: Person[]): string {
  const rows = people.map(
    ({ email }, index) =>
      `School ${String(index)} ES,Bench,${ZONE},ELEMENTARY,Principal Number${String(index)},${email},Principal`,
  );
  return ['school,district,time_zone,level,name,email,role', ...rows, ''].join('\n');
}

function pairsFile(people: Person[]): string {
  const head =
    'coach_name,coach_email,principal_email,school,visit_weekday,coach_platform,principal_platform,compact_signed_on';
  const rows = people.map(({ email }, index) => {
    const coach = String(Math.floor(index / 10));
    return `Coach Number${coach},coach.${coach}@bench.example,${email},School ${String(index)} ES,Monday,Slack,Slack,2026-08-20`;
  });
  return [head, ...rows, ''].join('\n');
}

const desk = { open };
export type ProductDesk = typeof desk;

answerQuestions(desk, async () => {
  await house?.stop();
  await opened?.close();
  rmSync(folder, { recursive: true, force: true });
});
