import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { readConfig, type Config } from '../config.ts';
import { compareMigrations } from '../db/migrate.ts';
import { joinDatabase, type OpenDatabase } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { createLog } from '../log.ts';
import { listTenants } from '../roster/tenants.ts';
import type { Platform } from '../chat/platform.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const doctor: Command = {
  name: 'doctor',
  usage: '',
  summary: 'Checks the set-up and says how to mend what is wrong; exits 1 when something is.',
  examples: ['throughline doctor'],
  run,
};

interface Finding {
  what: string;
  ok: boolean;
  words: string;
}

async function run(): Promise<number> {
  const findings: Finding[] = [];
  const config = await tell(findings, 'Environment', async () => ({ value: readConfig(), words: 'as it must be' }));
  if (config) {
    const database = await tell(findings, 'Database', async () => {
      const opened = await joinDatabase(config);
      return { value: opened, words: opened.words };
    });
    if (database) {
      await checkDatabase(findings, database);
      await database.close();
    }
    await checkPlatforms(findings, config);
  }
  for (const finding of findings)
    console.log(`${finding.ok ? 'ok  ' : 'mend'}  ${finding.what.padEnd(12)} ${finding.words}`);
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

async function checkPlatforms(findings: Finding[], config: Config): Promise<void> {
  const log = createLog({ level: 'silent' });
  const receive = () => Promise.resolve({ kind: 'nothing' } as const);
  const now = () => systemClock.now();
  if (config.slack) {
    const { startSlack } = await import('../platforms/slack/index.ts');
    // The check asks Slack by HTTP, so Socket Mode need not be opened for it.
    const { appToken: _socket, ...slack } = config.slack;
    const started = await startSlack({ ...slack, signingSecret: slack.signingSecret || 'unused', log, now }, receive);
    await checkPlatform(findings, started.platform);
  } else findings.push({ what: 'Slack', ok: true, words: 'off, because SLACK_BOT_TOKEN is not set' });
  if (config.teams) {
    const { startTeams } = await import('../platforms/teams/index.ts');
    const started = await startTeams({ ...config.teams, log, now }, receive);
    await checkPlatform(findings, started.platform);
  } else findings.push({ what: 'Teams', ok: true, words: 'off, because TEAMS_APP_ID is not set' });
}

async function checkPlatform(findings: Finding[], platform: Platform): Promise<void> {
  await tell(findings, platform.name === 'slack' ? 'Slack' : 'Teams', async () => {
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
