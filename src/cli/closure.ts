import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { joinDatabase } from '../db/open.ts';
import { act } from '../desk/act.ts';
import { features } from '../desk/index.ts';
import { callOffDay, districtPlace, takeBackDay, type Place } from '../features/closure/call.ts';
import { stoppedInWords } from '../features/closure/rules.ts';
import type { Context } from '../features/feature.ts';
import { InvalidError } from '../errors.ts';
import { CLOSURE_KINDS, type ClosureKind } from '../roster/closures.ts';
import { findSchool } from '../roster/schedule.ts';
import { listDistricts } from '../roster/store.ts';
import { addDays, dayIn, dayInWords, type Day } from '../zone.ts';
import { findCustomer } from './customer.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const closureCommand: Command = {
  name: 'closure',
  usage:
    'SCHOOL|district DAY|today|tomorrow [--kind weather|emergency|strike] [--undo] [--district NAME] [--customer NAME]',
  summary: 'Calls a day off: within a minute nothing of it goes out any more, and days on site ask for another day.',
  details: [
    'SCHOOL      its name or its number in the roster; the word district is all schools of the district',
    'DAY         such as 2026-11-19, by the clock of the place',
    '--kind      why; weather unless said otherwise',
    '--undo      the day is open after all, and what was planned for it comes again',
    '--district  the district, where there are several',
    '--customer  the customer, where there are several',
  ].join('\n'),
  examples: [
    'throughline closure district today',
    'throughline closure "Adams ES" 2026-11-19 --kind emergency',
    'throughline closure district today --undo',
  ],
  run,
};

const OPTIONS = {
  kind: { type: 'string', default: 'weather' },
  undo: { type: 'boolean', default: false },
  district: { type: 'string' },
  customer: { type: 'string' },
} as const;

const Kind = z.enum(Object.keys(CLOSURE_KINDS) as [ClosureKind, ...ClosureKind[]]);

async function run(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: words, options: OPTIONS, allowPositionals: true });
  const [where, when, ...more] = positionals;
  const kind = Kind.safeParse(values.kind);
  if (where === undefined || when === undefined || more.length > 0 || !kind.success) {
    console.error(
      'Write it like this: throughline closure SCHOOL|district DAY|today [--kind weather|emergency|strike]',
    );
    return 2;
  }
  const database = await joinDatabase(readConfig());
  try {
    await migrate(database, join(productRoot(), 'prisma'));
    const customer = await findCustomer(database.db, values.customer);
    const said = await act({ db: database.db, features }, customer.id, async (ctx) => {
      const place = where === 'district' ? await districtOf(ctx, values.district) : await schoolOf(ctx, where);
      const day = readDay(when, dayIn(place.timeZone, ctx.now));
      return values.undo ? open(ctx, place, day) : close(ctx, place, day, kind.data);
    });
    console.log(said);
    return 0;
  } finally {
    await database.close();
  }
}

async function close(ctx: Context, place: Place, day: Day, kind: ClosureKind): Promise<string> {
  const stopped = await callOffDay(ctx, place, day, kind);
  return `${place.name} is closed on ${dayInWords(day)}. ${stoppedInWords(stopped)}\nIf it opens after all, run the same with --undo.`;
}

async function open(ctx: Context, place: Place, day: Day): Promise<string> {
  if (!(await takeBackDay(ctx, place, day)))
    throw new InvalidError(
      `No closure of ${place.name} on ${dayInWords(day)} is in force, so there is nothing to undo.`,
    );
  return `${place.name} is open on ${dayInWords(day)} after all. What was planned for that day comes again as far as its hour has not passed.`;
}

function readDay(word: string, today: Day): Day {
  if (word === 'today') return today;
  if (word === 'tomorrow') return addDays(today, 1);
  const day = z.iso.date().safeParse(word);
  if (!day.success) throw new InvalidError(`“${word}” is no day. Write today, tomorrow, or a day such as 2026-11-19.`);
  return day.data;
}

async function schoolOf({ tx, viewer }: Context, named: string): Promise<Place> {
  const { id, ...school } = await findSchool(tx, viewer, named);
  return { scope: id, ...school };
}

async function districtOf(ctx: Context, named: string | undefined): Promise<Place> {
  const districts = await listDistricts(ctx.tx, ctx.viewer);
  const names = districts.map(({ name }) => name).join(', ');
  const fitting =
    named === undefined ? districts : districts.filter(({ name }) => name.toLowerCase() === named.toLowerCase());
  const [only, ...more] = fitting;
  if (!only)
    throw new InvalidError(`There is no district “${named ?? ''}” with schools. There are: ${names || 'none'}.`);
  if (more.length > 0)
    throw new InvalidError(`There are several districts: ${names}. Say which one with --district NAME.`);
  return districtPlace(ctx, only.id);
}
