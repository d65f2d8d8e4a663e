import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { noteActs, type Act } from '../audit/write.ts';
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { joinDatabase } from '../db/open.ts';
import { act } from '../desk/act.ts';
import { features } from '../desk/index.ts';
import { InvalidError } from '../errors.ts';
import type { Context } from '../features/feature.ts';
import { readChange, timesInWords, type ProgramTimes } from '../roster/program-times.ts';
import { findTimes, resetTimes, saveSchoolCluster, saveTimes, saveZone } from '../roster/schedule.ts';
import { listDistricts } from '../roster/store.ts';
import { findCustomer } from './customer.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const scheduleCommand: Command = {
  name: 'schedule',
  usage: 'show | set KEY=VALUE ... | reset | zone PLACE ZONE | cluster SCHOOL NAME [--district NAME] [--customer NAME]',
  summary: 'Shows and changes the hours of the week: when check-ins open and close, and when reports go out.',
  details: [
    'open, nudge, close, late   the check-in, by each school’s own clock: open="Thu 14:00"',
    'summary, preview, post     the coach’s summary, the managers’ preview, the district’s digest',
    'earliest, latest           between these a principal may choose an own hour',
    'quiet                      nothing comes unasked in these hours: quiet=17:30-06:30',
    'visit, again               the coach is asked after a day on site, that day and the next staff morning: visit=15:30',
    'spread                     prompts of one hour are spread over so many seconds: spread=30',
    'reminders                  so many reach one person in a week at most: reminders=4',
    'missed                     after so many silent weeks the coach is asked to reach out; 0 is never: missed=2',
    '',
    'zone PLACE ZONE            the time zone of a school, or of the district, for example America/Boise',
    'cluster SCHOOL NAME        the cluster whose days in the calendar a school shares; the word none takes it out',
    '--district                 the hours of that district’s coaching alone; without it the customer’s',
    '--customer                 the customer, where there are several',
    '',
    'What is planned is planned anew at once. What people have in front of them closes at its new hour.',
  ].join('\n'),
  examples: [
    'throughline schedule show',
    'throughline schedule set open="Wed 13:00" nudge="Thu 09:00" close="Thu 17:00" --district "Harbor City"',
    'throughline schedule zone "Adams ES" America/New_York',
    'throughline schedule cluster "Adams ES" North',
  ],
  run,
};

const OPTIONS = { district: { type: 'string' }, customer: { type: 'string' } } as const;

async function run(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: words, options: OPTIONS, allowPositionals: true });
  const [what = 'show', ...rest] = positionals;
  const known: Record<string, boolean | undefined> = {
    show: rest.length === 0,
    reset: rest.length === 0,
    set: rest.length > 0,
    zone: rest.length === 2,
    cluster: rest.length === 2,
  };
  if (!known[what]) {
    console.error(`Write it like this: throughline schedule ${scheduleCommand.usage}`);
    return 2;
  }
  const change = what === 'set' ? (Object.assign({}, ...rest.map(readChange)) as Partial<ProgramTimes>) : {};
  const database = await joinDatabase(readConfig());
  try {
    await migrate(database, join(productRoot(), 'prisma'));
    const customer = await findCustomer(database.db, values.customer);
    const said = await act({ db: database.db, features }, customer.id, async (ctx) => {
      if (what !== 'show') await noteActs(ctx.tx, ctx.viewer, ctx.now, [noted(what, change)]);
      switch (what) {
        case 'set':
          return changed(ctx, await saveTimes(ctx.tx, ctx.viewer, change, values.district));
        case 'reset':
          return changed(ctx, await resetTimes(ctx.tx, ctx.viewer, values.district));
        case 'zone':
          return movePlace(ctx, rest[0] ?? '', rest[1] ?? '');
        case 'cluster':
          return putInCluster(ctx, rest[0] ?? '', rest[1] ?? '');
        default:
          return table((await findTimes(ctx.tx, ctx.viewer, values.district)).times);
      }
    });
    console.log(said);
    return 0;
  } finally {
    await database.close();
  }
}

/** Which hours, and never of whom: what was typed may be a name. */
function noted(event: string, change: Partial<ProgramTimes>): Act {
  const hours = Object.fromEntries(Object.keys(change).map((name) => [name, true]));
  return { act: 'configured', thing: 'hours', detail: { event, ...hours } };
}

async function changed(ctx: Context, times: ProgramTimes): Promise<string> {
  for (const { id } of await listDistricts(ctx.tx, ctx.viewer))
    ctx.announce({ kind: 'calendar.changed', districtId: id });
  return `${table(times)}\n\nChanged, and planned anew.`;
}

async function movePlace(ctx: Context, named: string, zone: string): Promise<string> {
  const { name, districtId } = await saveZone(ctx.tx, ctx.viewer, named, zone);
  ctx.announce({ kind: 'calendar.changed', districtId });
  return `${name} lives by the clock of ${zone} now.`;
}

async function putInCluster(ctx: Context, named: string, word: string): Promise<string> {
  const cluster = readCluster(word);
  const { name, districtId } = await saveSchoolCluster(ctx.tx, ctx.viewer, named, cluster);
  ctx.announce({ kind: 'calendar.changed', districtId });
  return cluster === undefined
    ? `${name} is in no cluster now.`
    : `${name} shares the days of cluster:${cluster} in the calendar now.`;
}

function readCluster(word: string): string | undefined {
  const name = word.trim();
  if (!/^[^:,]{1,60}$/.test(name))
    throw new InvalidError(
      `“${word}” is no name of a cluster. Write it as the calendar does after cluster:, such as North.`,
    );
  return name.toLowerCase() === 'none' ? undefined : name;
}

function table(times: ProgramTimes): string {
  return Object.entries(timesInWords(times))
    .map(([key, value]) => `${key.padEnd(10)} ${value}`)
    .join('\n');
}
