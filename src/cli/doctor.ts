import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { readConfig, type SlackConfig } from '../config.ts';
import { compareMigrations } from '../db/migrate.ts';
import { joinDatabase, type OpenDatabase } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { createLog } from '../log.ts';
import { listTenants } from '../roster/tenants.ts';
import { lookAtTeams } from './doctor-teams.ts';
import { lookAtTimes } from './doctor-times.ts';
import type { Finding } from './finding.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const doctor: Command = {
  name: 'doctor',
  usage: '[slack | teams] [--url URL] [--as EMAIL]',
  summary: 'Checks the set-up and says how to mend what is wrong; exits 1 when something is.',
  details: [
    'With “slack” or “teams” it looks at that one alone, step by step: credentials, keys, clock, the address that it calls.',
    '--url  where Slack or Teams reaches the process, https://your-host; the process must run',
    '--as   somebody who agrees to get a hello: only so can messages be tried',
  ].join('\n'),
  examples: [
    'throughline doctor',
    'throughline doctor slack --url https://coaching.your-district.org --as you@your-district.org',
    'throughline doctor teams --url https://coaching.your-district.org',
  ],
  run,
};

async function run(words: string[]): Promise<number> {
  const options = { url: { type: 'string' }, as: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  const [only, ...more] = positionals;
  if ((only !== undefined && only !== 'slack' && only !== 'teams') || more.length > 0) {
    console.error('Say “throughline doctor”, “throughline doctor slack” or “throughline doctor teams”.');
    return 2;
  }
  const findings: Finding[] = [];
  const config = await tell(findings, 'Environment', async () => ({ value: readConfig(), words: 'as it must be' }));
  if (config && only !== 'slack') {
    const database = await tell(findings, 'Database', async () => {
      const opened = await joinDatabase(config);
      return { value: opened, words: opened.words };
    });
    if (database && only === undefined) await checkDatabase(findings, database);
    // In a look at everything, a hello is Slack's: one person has one account to be greeted at.
    const asked = only === 'teams' ? values : { ...(values.url === undefined ? {} : { url: values.url }) };
    const found = config.teams ? await lookAtTeams(config.teams, asked, database?.db) : undefined;
    findings.push(...(found ?? []).map((one) => ({ ...one, what: `Teams: ${one.what}` })));
    if (!found) findings.push({ what: 'Teams', ok: only !== 'teams', words: 'off, because TEAMS_APP_ID is not set' });
    await database?.close();
  }
  if (only === 'teams') return tellAll(findings);
  if (config?.slack) findings.push(...(await lookAtSlack(config.slack, values)));
  else if (config)
    findings.push({ what: 'Slack', ok: only !== 'slack', words: 'off, because SLACK_BOT_TOKEN is not set' });
  return tellAll(findings);
}

function tellAll(findings: readonly Finding[]): number {
  const width = Math.max(18, ...findings.map((finding) => finding.what.length));
  for (const { ok, what, words } of findings) console.log(`${ok ? 'ok  ' : 'mend'}  ${what.padEnd(width)} ${words}`);
  return findings.every((finding) => finding.ok) ? 0 : 1;
}

async function checkDatabase(findings: Finding[], database: OpenDatabase): Promise<void> {
  const isMigrated = await tell(findings, 'Migrations', async () => {
    const { behind, ahead } = await compareMigrations(database.pool, join(productRoot(), 'prisma'));
    if (ahead.length > 0)
      throw new AppError(
        'set-up',
        `the database is ahead of this version by ${ahead.join(', ')}: start the newer version`,
      );
    if (behind.length > 0)
      throw new AppError('set-up', `the database is behind by ${behind.join(', ')}: run throughline migrate`);
    return { value: true, words: 'up to date' };
  });
  const tenants = await tell(findings, 'Roster', async () => {
    const found = await listTenants(database.db);
    if (found.length === 0) throw new AppError('set-up', 'empty: run throughline import roster FILE');
    return { value: found, words: found.map((tenant) => tenant.name).join(', ') };
  });
  if (isMigrated && tenants) findings.push(...(await lookAtTimes(database.db, tenants)));
}

async function lookAtSlack({ many, ...wire }: SlackConfig, asked: { url?: string; as?: string }): Promise<Finding[]> {
  const { diagnoseSlack } = await import('../platforms/slack/diagnose.ts');
  const found = await diagnoseSlack({
    ...wire,
    ...(many ? { app: many, url: many.publicUrl } : {}),
    ...asked,
    log: createLog({ level: 'silent' }),
    now: () => systemClock.now(),
  });
  return found.map((one) => ({ ...one, what: `Slack: ${one.what}` }));
}

async function tell<T>(
  findings: Finding[],
  what: string,
  check: () => Promise<{ value: T; words: string }>,
): Promise<T | undefined> {
  try {
    const { value, words } = await check();
    findings.push({ what, ok: true, words });
    return value;
  } catch (error) {
    findings.push({ what, ok: false, words: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}
