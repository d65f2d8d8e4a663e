// npm run faults: the long version. The seed is printed and plays the same troubles again.
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { play } from './play.ts';

const HELP = `Plays a bad Thursday: thousands of check-ins fall due while processes are killed, hung and replaced, the database
goes away, clocks are wrong and Slack and Teams fail. At the end every prompt must be there exactly once, or stand as
not delivered with its reason.

  TEST_DATABASE_URL=postgres://... npm run faults -- [--seed N] [--prompts 20000] [--processes 3] [--minutes 10]

It wants a PostgreSQL on which it may make databases: the embedded database is for one process alone.`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    prompts: { type: 'string', default: '20000' },
    processes: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '10' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = await main();

async function main(): Promise<number> {
  if (process.env['TEST_DATABASE_URL'] === undefined) {
    console.error('Set TEST_DATABASE_URL to a PostgreSQL on which databases may be made. See npm run faults -- --help');
    return 2;
  }
  const [prompts, processes, minutes] = [values.prompts, values.processes, values.minutes].map(Number);
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  if (![seed, prompts, processes, minutes].every((number) => Number.isInteger(number) && Number(number) >= 0)) {
    console.error('--seed, --prompts, --processes and --minutes are whole numbers.');
    return 2;
  }
  console.log(`Seed ${String(seed)}: npm run faults -- --seed ${String(seed)} plays the same again.`);
  const server = await makeTemplate();
  const verdict = await play({
    seed,
    prompts: prompts ?? 0,
    processes: processes ?? 0,
    troubleMs: (minutes ?? 0) * 60_000,
    tell: (what) => console.log(`  ${what}`),
    progress: (ended, of) => process.stderr.write(`\r${String(ended)} of ${String(of)} have an end `),
  });
  server.disconnect();
  const { broken, ...counts } = verdict;
  console.log('\n', counts);
  for (const line of broken.slice(0, 50)) console.log(`BROKEN ${line}`);
  console.log(broken.length === 0 ? 'The promise was kept.' : `The promise was broken ${String(broken.length)} times.`);
  return broken.length === 0 ? 0 : 1;
}

/** As before the tests: one migrated database of which each run gets a copy. */
async function makeTemplate() {
  process.env['TEST_RUN'] = randomBytes(4).toString('hex');
  const server = fork('test/support/database-server.ts', { execArgv: ['--import', 'tsx'], env: process.env });
  await new Promise((resolve, reject) => {
    server.once('message', resolve);
    server.once('exit', () => reject(new Error('The database could not be prepared; its reason stands above.')));
  });
  return server;
}
