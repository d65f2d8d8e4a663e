// What a platform costs that is switched on: the built product, started in fresh processes with and without Teams.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interleave, median } from './rounds.ts';
import type { Row } from './table.ts';

interface Started {
  readyMs: number;
  memoryMb: number;
}

const SLACK = {
  SLACK_BOT_TOKEN: 'xoxb-nobody',
  SLACK_SIGNING_SECRET: 'a-secret-of-the-bench',
  SLACK_API_URL: 'http://127.0.0.1:9/api/',
};
const TEAMS = {
  TEAMS_APP_ID: '7f5d3c1e-0b1a-4a58-9d0e-6f2a5b8c9d10',
  TEAMS_APP_PASSWORD: 'a-secret-of-the-bench',
  TEAMS_APP_TENANT_ID: '3f0c1a52-6f3e-4b7a-8d0e-2b9a4c5d6e7f',
};

/** With Slack alone against Slack and Teams. Nothing is sent, so nobody's servers are asked for anything. */
export async function benchStart(rounds: number): Promise<Row[]> {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'pipe' });
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-start-'));
  const contender = (name: string, set: Record<string, string>) => () => startOnce(join(folder, name), set);
  try {
    const results = await interleave(rounds, {
      without: contender('without', SLACK),
      with: contender('with', { ...SLACK, ...TEAMS }),
    });
    const of = (name: string, field: keyof Started) => median((results[name] ?? []).map((one) => one[field]));
    const row = (what: string, field: keyof Started, unit: string): Row => {
      const [without, withTeams] = [of('without', field), of('with', field)];
      return {
        what,
        ours: `${without.toFixed(0)} ${unit}`,
        baseline: `${withTeams.toFixed(0)} ${unit}`,
        ratio: withTeams / without,
      };
    };
    return [row('start without Teams, and with it', 'readyMs', 'ms'), row('memory then', 'memoryMb', 'MB')];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** On a data folder that is there already after the first time: what is measured is the start of every day. */
async function startOnce(dataFolder: string, set: Record<string, string>): Promise<Started> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(SLACK|TEAMS|DATABASE|TOKEN)_/.test(name));
  const began = performance.now();
  const child = spawn(process.execPath, ['dist/src/cli/index.js', 'start'], {
    env: { ...Object.fromEntries(inherited), ...set, DATA_DIR: dataFolder, PORT: '0', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    await isReady(child);
    const readyMs = performance.now() - began;
    const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)]).toString());
    return { readyMs, memoryMb: kilobytes / 1024 };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

function isReady({ stdout, stderr }: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      if (/^Ready\.$/m.test(printed)) resolve();
    };
    stdout?.on('data', read);
    stderr?.on('data', read);
    stdout?.once('end', () => reject(new Error(`The product ended before it was ready:\n${printed}`)));
  });
}
