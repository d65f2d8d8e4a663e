import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig, type Config } from '../config.ts';
import { createLog } from '../log.ts';
import { start, type Throughline } from '../main.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const startCommand: Command = {
  name: 'start',
  usage: '[--no-playground]',
  summary: 'Runs Throughline: the playground where no credentials are set, else Slack and Teams.',
  details: 'The environment says where the database is and which platforms are on: see .env.example.',
  examples: [
    'throughline start',
    'PORT=8080 throughline start',
    'DATABASE_URL=postgresql://localhost/throughline throughline start',
  ],
  run,
};

async function run(words: string[]): Promise<number> {
  const { values } = parseArgs({ args: words, options: { 'no-playground': { type: 'boolean', default: false } } });
  const config = readConfig();
  const log = createLog({ level: config.logLevel === 'info' && isPlayground(config) ? 'warn' : config.logLevel });
  const root = productRoot();
  const playing = isPlayground(config) && !values['no-playground'];
  const playground = playing ? (await import('../playground/index.ts')).createPlayground(root) : undefined;
  console.log('Throughline starts.');
  const house = await start({ config, log, prismaFolder: join(root, 'prisma'), ...(playground ? { playground } : {}) });
  stopOnSignals(house);
  if (playground) await playground.begin(house, (label) => console.log(`  … ${label}`));
  console.log(startLines(config, house, playing).join('\n'));
  return -1;
}

function isPlayground(config: Config): boolean {
  return config.slack === undefined && config.teams === undefined;
}

/** What is on, what is off and why, and where it is. */
function startLines(config: Config, house: Throughline, playing: boolean): string[] {
  const off = (name: string, first: string) =>
    playing
      ? `${name.padEnd(11)}a stand-in, because ${first} is not set`
      : `${name.padEnd(11)}off, because ${first} is not set`;
  return [
    '',
    `${'Database'.padEnd(11)}${house.database.words}`,
    config.slack
      ? `${'Slack'.padEnd(11)}on, ${config.slack.appToken === undefined ? `at ${house.url}/slack/events` : 'by Socket Mode'}`
      : off('Slack', 'SLACK_BOT_TOKEN'),
    ...(config.slack?.many ? [`${'Install'.padEnd(11)}${config.slack.many.publicUrl}/slack/install`] : []),
    config.teams
      ? `${'Teams'.padEnd(11)}on (${config.teams.cloud}), at ${house.url}/api/messages`
      : off('Teams', 'TEAMS_APP_ID'),
    `${'Playground'.padEnd(11)}${playing ? `on, at ${house.url}/` : 'off, because it never runs beside real credentials'}`,
    `${'Health'.padEnd(11)}${house.url}/healthz and ${house.url}/readyz`,
    `${'Operations'.padEnd(11)}${playing || config.operationsKey !== undefined ? `${house.url}/operations` : 'off, because OPERATIONS_KEY is not set'}`,
    '',
    playing ? `Open ${house.url}/ in a browser. The gallery of all screens is at ${house.url}/gallery.` : 'Ready.',
  ];
}

/** The first signal ends in order; a second one ends at once. */
function stopOnSignals(house: Throughline): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      console.log('Stopping: calls under way may end.');
      void house.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
}
