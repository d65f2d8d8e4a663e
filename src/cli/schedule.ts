import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { joinDatabase } from '../db/open.ts';
import { act } from '../desk/act.ts';
import { features } from '../desk/index.ts';
import type { Context } from '../features/feature.ts';
import { readChange, timesInWords, type ProgramTimes } from '../roster/program-times.ts';
import { findSchool, findTimes, resetTimes, saveSchoolZone, saveTimes } from '../roster/schedule.ts';
import { listDistricts } from '../roster/store.ts';
import { findCustomer } from './customer.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const scheduleCommand: Command = {
  name: 'schedule',
  usage: 'show | set KEY=VALUE ... | reset | zone SCHOOL ZONE [--district NAME] [--customer NAME]',
  summary: 'Shows and changes the hours of the week: when check-ins open and close, and when reports go out.',
  details: [
    'open, nudge, close, late   the check-in, by each school’s own clock: open="Thu 14:00"',
    'summary, preview, post     the coach’s summary, the managers’ preview, the district’s digest',
    'earliest, latest           between these a principal may choose an own hour',
    'quiet                      nothing comes unasked in these hours: quiet=17:30-06:30',
    'spread                     prompts of one hour are spread over so many seconds: spread=30',
    'reminders                  so many reach one person in a week at most: reminders=4',
    'missed                     after so many silent weeks the coach is asked to reach out; 0 is never: missed=2',
    '',
    'zone SCHOOL ZONE           a school’s time zone, for example America/Boise',
    '--district                 the hours of that district’s coaching alone; without it the customer’s',
    '--customer                 the customer, where there are several',
    '',
    'What is planned is planned anew at once. What people have in front of them closes at its new hour.',
  ].join('\n'),
  examples: [
    'throughline schedule show',
    'throughline schedule set open="Wed 13:00" nudge="Thu 09:00" close="Thu 17:00" --district "Harbor City"',
    'throughline schedule zone "Adams ES" America/New_York',
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
  };
  if (!known[what]) {
    console.error('Write it like this: throughline schedule show | set KEY=VALUE ... | reset | zone SCHOOL ZONE');
    return 2;
  }
  const change = what === 'set' ? (Object.assign({}, ...rest.map(readChange)) as Partial<ProgramTimes>) : {};
  const database = await joinDatabase(readConfig());
  try {
    await migrate(database, join(productRoot(), 'prisma'));
    const customer = await findCustomer(database.db, values.customer);
    const said = await act({ db: database.db, features }, customer.id, async (ctx) => {
      switch (what) {
        case 'set':
          return changed(ctx, await saveTimes(ctx.tx, ctx.viewer, change, values.district));
        case 'reset':
          return changed(ctx, await resetTimes(ctx.tx, ctx.viewer, values.district));
        case 'zone':
          return moveSchool(ctx, rest[0] ?? '', rest[1] ?? '');
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

async function changed(ctx: Context, times: ProgramTimes): Promise<string> {
  for (const { id } of await listDistricts(ctx.tx, ctx.viewer))
    ctx.announce({ kind: 'calendar.changed', districtId: id });
  return `${table(times)}\n\nChanged, and planned anew.`;
}

async function moveSchool(ctx: Context, named: string, zone: string): Promise<string> {
  const name = await saveSchoolZone(ctx.tx, ctx.viewer, named, zone);
  const { districtId } = await findSchool(ctx.tx, ctx.viewer, named);
  ctx.announce({ kind: 'calendar.changed', districtId });
  return `${name} lives by the clock of ${zone} now.`;
}

function table(times: ProgramTimes): string {
  return Object.entries(timesInWords(times))
    .map(([key, value]) => `${key.padEnd(10)} ${value}`)
    .join('\n');
}
