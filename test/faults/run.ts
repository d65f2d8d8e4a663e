// npm run faults: the long version. The seed is printed and plays the same troubles again.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { findPrograms, raiseCluster } from './cluster.ts';
import { onServer } from './ground.ts';
import { play } from './play.ts';

const HELP = `Plays a bad Thursday: thousands of check-ins fall due while processes are killed, hung and replaced, the database
crashes and comes back, clocks are wrong and Slack and Teams fail. At the end every prompt must be there exactly once, or
stand as not delivered with its reason, and every answer that was taken must be there whole.

  npm run faults -- [--seed N] [--prompts 20000] [--processes 3] [--minutes 30]

It starts a PostgreSQL of its own and takes it away again; for that, PostgreSQL's programs must be on this machine. With
TEST_DATABASE_URL it makes a database on that server instead, and cuts the connections but never stops the server.`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    prompts: { type: 'string', default: '20000' },
    processes: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '30' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = await main();

async function main(): Promise<number> {
  const [prompts, processes, minutes] = [values.prompts, values.processes, values.minutes].map(Number);
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  if (![seed, prompts, processes, minutes].every((number) => Number.isInteger(number) && Number(number) >= 0)) {
    console.error('--seed, --prompts, --processes and --minutes are whole numbers.');
    return 2;
  }
  const programs = findPrograms();
  const isOurs = process.env['TEST_DATABASE_URL'] === undefined;
  if (isOurs && programs === undefined) {
    console.error(
      'There is no PostgreSQL here to start: install it, or set TEST_DATABASE_URL to one on which databases may be made.',
    );
    return 2;
  }
  console.log(`Seed ${String(seed)}: npm run faults -- --seed ${String(seed)} plays the same again.`);
  // Ended by a signal, a process leaves what it started behind; ended like this it does not.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const cluster = isOurs && programs !== undefined ? await raiseCluster(programs) : undefined;
  if (cluster) process.env['TEST_DATABASE_URL'] = cluster.url;
  const began = Date.now();
  const since = () => `${((Date.now() - began) / 1000).toFixed(0).padStart(5)} s`;
  try {
    const server = await makeTemplate();
    const { broken, ...counts } = await play(
      {
        seed,
        prompts: prompts ?? 0,
        processes: processes ?? 0,
        answers: 60,
        troubleMs: (minutes ?? 0) * 60_000,
        tell: (what) => console.log(`${since()}  ${what}`),
        progress: (ended, of) => process.stderr.write(`\r${since()}  ${String(ended)} of ${String(of)} have an end `),
      },
      await onServer(cluster),
    );
    const gone = once(server, 'exit');
    server.disconnect();
    await gone;
    console.log(`\n${since()}`, counts);
    for (const line of broken.slice(0, 50)) console.log(`BROKEN ${line}`);
    console.log(
      broken.length === 0 ? 'The promise was kept.' : `The promise was broken ${String(broken.length)} times.`,
    );
    return broken.length === 0 ? 0 : 1;
  } finally {
    await cluster?.end();
  }
}

/** As before the tests: a process that makes copies of one database with the sample in it. */
async function makeTemplate() {
  process.env['TEST_RUN'] = randomBytes(4).toString('hex');
  const server = fork('test/support/database-server.ts', { execArgv: ['--import', 'tsx'], env: process.env });
  process.env['TEST_DATABASE_SERVER'] = await new Promise<string>((resolve, reject) => {
    server.once('message', ({ port }: { port: number }) => resolve(String(port)));
    server.once('exit', () => reject(new Error('The database could not be prepared; its reason stands above.')));
  });
  return server;
}
