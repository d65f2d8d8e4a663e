import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { readConfig, type SlackConfig, type TeamsConfig } from '../config.ts';
import { compareMigrations } from '../db/migrate.ts';
import { joinDatabase, type OpenDatabase } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { createLog } from '../log.ts';
import { listTenants } from '../roster/tenants.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const doctor: Command = {
  name: 'doctor',
  usage: '[slack] [--url URL] [--as EMAIL]',
  summary: 'Checks the set-up and says how to mend what is wrong; exits 1 when something is.',
  details: [
    'With “slack” it looks at Slack alone and step by step: token, permissions, clock, the address that Slack calls.',
    '--url  where Slack reaches the process, https://your-host; the process must run',
    '--as   somebody who agrees to get a hello: only so can Home and private messages be tried',
  ].join('\n'),
  examples: [
    'throughline doctor',
    'throughline doctor slack --url https://coaching.your-district.org --as you@your-district.org',
  ],
  run,
};

interface Finding {
  what: string;
  ok: boolean;
  words: string;
}

async function run(words: string[]): Promise<number> {
  const options = { url: { type: 'string' }, as: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  if (positionals.some((one) => one !== 'slack') || positionals.length > 1) {
    console.error('Say “throughline doctor”, or “throughline doctor slack”.');
    return 2;
  }
  const alone = positionals[0] === 'slack';
  const findings: Finding[] = [];
  const config = await tell(findings, 'Environment', async () => ({ value: readConfig(), words: 'as it must be' }));
  if (config && !alone) {
    const database = await tell(findings, 'Database', async () => {
      const opened = await joinDatabase(config);
      return { value: opened, words: opened.words };
    });
    if (database) {
      await checkDatabase(findings, database);
      await database.close();
    }
    if (config.teams) await checkTeams(findings, config.teams);
    else findings.push({ what: 'Teams', ok: true, words: 'off, because TEAMS_APP_ID is not set' });
  }
  if (config?.slack) findings.push(...(await lookAtSlack(config.slack, values)));
  else if (config) findings.push({ what: 'Slack', ok: !alone, words: 'off, because SLACK_BOT_TOKEN is not set' });
  for (const finding of findings)
    console.log(`${finding.ok ? 'ok  ' : 'mend'}  ${finding.what.padEnd(18)} ${finding.words}`);
  return findings.every((finding) => finding.ok) ? 0 : 1;
}

async function checkDatabase(findings: Finding[], database: OpenDatabase): Promise<void> {
  await tell(findings, 'Migrations', async () => {
    const { behind, ahead } = await compareMigrations(database.pool, join(productRoot(), 'prisma'));
    if (ahead.length > 0)
      throw new AppError(
        'set-up',
        `the database is ahead of this version by ${ahead.join(', ')}: start the newer version`,
      );
    if (behind.length > 0)
      throw new AppError('set-up', `the database is behind by ${behind.join(', ')}: run throughline migrate`);
    return { value: undefined, words: 'up to date' };
  });
  await tell(findings, 'Roster', async () => {
    const tenants = await listTenants(database.db);
    if (tenants.length === 0) throw new AppError('set-up', 'empty: run throughline import roster FILE');
    return { value: undefined, words: tenants.map((tenant) => tenant.name).join(', ') };
  });
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

async function checkTeams(findings: Finding[], teams: TeamsConfig): Promise<void> {
  const { startTeams } = await import('../platforms/teams/index.ts');
  const quiet = { log: createLog({ level: 'silent' }), now: () => systemClock.now() };
  const { platform } = await startTeams({ ...teams, ...quiet }, () => Promise.resolve({ kind: 'nothing' }));
  await tell(findings, 'Teams', async () => {
    const found = await platform.check();
    return {
      value: undefined,
      words: found === undefined || found.name === '' ? 'can be reached' : `can be reached: ${found.name}`,
    };
  });
  await platform.stop();
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
