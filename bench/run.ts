// Measures Throughline against the bare libraries under it, in one run, so that the ratios hold on any machine.
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import { benchCommands } from './commands.ts';
import { benchCrew } from './crew.ts';
import { benchDigest } from './digest.ts';
import { benchInstalled } from './installed.ts';
import { benchLedger } from './ledger.ts';
import { benchNeighbors } from './neighbors.ts';
import { benchQueue } from './queue.ts';
import { benchOpening } from './opening.ts';
import { benchRates } from './rates.ts';
import { benchRoster } from './roster.ts';
import { benchRowSecurity } from './row-security.ts';
import { benchStart } from './start.ts';
import { drawTable, type Row } from './table.ts';

const HELP = `Measures Throughline against the bare libraries under it.

  npx tsx bench/run.ts [--quick] [--only a,b,...] [--profile FOLDER]

  a   messages per second through the ledger, against bare chat.postMessage
  b   from a slash command to its acknowledgement and its window, against a bare Bolt app
  c   roster import, against bare csv-parse, and its memory
  d   memory of a thousand installed workspaces, against a bare Bolt app
  e   start and memory of the built product without Teams, against the same with it
  f   messages a second by one, two and four processes on one PostgreSQL, against bare calls by as many
  g   thousands of prompts to platforms that enforce their rates, against the least time that these allow
  h   a small tenant's five messages beside thousands of a large one, against the same alone
  i   what a look into the ledger costs as its ended history grows, against the shortest
  k   check-ins opened a second, against plain INSERT ... SELECT of the same rows
  l   the digest of a district of 50 and of 500 schools: time and memory
  m   the product's statements under row-level security, against the same without

  --quick    fewer and smaller rounds: good for a look, not for a decision
  --only     some of them
  --profile  writes processor profiles of what is measured into a folder

Runs on the embedded database and, where DATABASE_URL names a PostgreSQL server, on a new database there, which is dropped
afterwards. Each number is the median of several rounds in which ours and the baseline took turns.`;

const SHORT_HISTORY = { waiting: 10_000, histories: [10_000, 100_000] };
const LONG_HISTORY = { waiting: 100_000, histories: [10_000, 100_000, 1_000_000, 10_000_000] };

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: 'a,b,c,d,e,f,g,h,i,k,l,m' },
    profile: { type: 'string' },
  },
});

if (values.help) console.log(HELP);
else await runAll();

async function runAll(): Promise<void> {
  const { quick } = values;
  const chosen = values.only.split(',').map((one) => one.trim());
  const server = readConfig().databaseUrl;
  const databases: { name: string; server?: string }[] = [
    { name: 'PGlite' },
    ...(server === undefined ? [] : [{ name: 'PostgreSQL', server }]),
  ];
  const options = { profileFolder: values.profile };
  const rows: Row[] = [];
  const add = (more: Row[]): void => {
    rows.push(...more);
    for (const row of more) console.error(`  ${row.what}: ${row.ours}, ${row.baseline}`);
  };
  for (const on of databases) {
    if (chosen.includes('a'))
      add(await benchLedger(on, quick ? { rounds: 3, messages: 200 } : { rounds: 5, messages: 1000 }, options));
    if (chosen.includes('b'))
      add(await benchCommands(on, quick ? { rounds: 3, commands: 80 } : { rounds: 5, commands: 400 }, options));
    if (chosen.includes('c'))
      add(await benchRoster(on, quick ? { rounds: 2, people: 50_000 } : { rounds: 5, people: 200_000 }, options));
    if (chosen.includes('d')) add(await benchInstalled(on));
    if (chosen.includes('f') && on.server !== undefined)
      add(
        await benchCrew(
          { server: on.server },
          quick ? { rounds: 1, messages: 1_000 } : { rounds: 3, messages: 4_000 },
          options,
        ),
      );
    if (chosen.includes('g')) add(await benchRates(on, { messages: quick ? 2_000 : 10_000 }, options));
    if (chosen.includes('h'))
      add(await benchNeighbors(on, quick ? { rounds: 2, waiting: 2_000 } : { rounds: 5, waiting: 20_000 }, options));
    // The embedded database is for a customer alone, whose history is never that long.
    if (chosen.includes('i'))
      add(await benchQueue(on, quick || on.server === undefined ? SHORT_HISTORY : LONG_HISTORY, options));
    if (chosen.includes('k')) add(await benchOpening(on, openingSize(on, quick), options));
    if (chosen.includes('l')) add(await benchDigest(on, quick ? 3 : 9, options));
    if (chosen.includes('m'))
      add(await benchRowSecurity(on, quick ? { rounds: 3, times: 100 } : { rounds: 9, times: 300 }, options));
  }
  if (chosen.includes('e')) add(await benchStart(quick ? 3 : 5));
  console.log(drawTable(rows));
}

function openingSize(on: { server?: string | undefined }, quick: boolean): { rounds: number; pairs: number } {
  if (quick) return { rounds: 1, pairs: 2_000 };
  return on.server === undefined ? { rounds: 3, pairs: 10_000 } : { rounds: 1, pairs: 100_000 };
}
