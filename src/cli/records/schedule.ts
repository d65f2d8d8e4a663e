import { parseArgs } from 'node:util';
import { inTenant } from '../../db/scope.ts';
import { databaseNow } from '../../db/time.ts';
import { CLASS_NAMES, CLASSES, periodInWords, readPeriod } from '../../records/classes.ts';
import { readSchedule, saveSchedule } from '../../records/schedule.ts';
import { atLedger, type AtLedger } from '../deliveries/at-ledger.ts';
import type { Command } from '../help.ts';

export const schedulePart: Command = {
  name: 'schedule',
  usage: '[CLASS PERIOD | CLASS usual] [--customer NAME]',
  summary: 'Shows how long each class of records is kept, or sets it to what the district’s own schedule says.',
  details: [
    `CLASS       ${CLASS_NAMES.join(', ')}`,
    'PERIOD      such as "30 days" or "5 years"; the word usual takes the own time back',
    '--customer  the customer, where there are several',
    '',
    'A shorter time takes effect with the next purge. Whatever is under a hold stays.',
  ].join('\n'),
  examples: [
    'throughline records schedule',
    'throughline records schedule COACHING_PAIR "3 years"',
    'throughline records schedule COACHING_PAIR usual',
  ],
  run,
};

async function run(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    options: { customer: { type: 'string' } },
    allowPositionals: true,
  });
  const [named, ...rest] = positionals;
  const name = CLASS_NAMES.find((one) => one === named?.toUpperCase().replaceAll('-', '_'));
  if (named !== undefined && (name === undefined || rest.length === 0)) {
    console.error(
      `Write it like this: throughline records schedule CLASS "5 years". CLASS is ${CLASS_NAMES.join(', ')}.`,
    );
    return 2;
  }
  const written = rest.join(' ');
  const period = name === undefined || written === 'usual' ? undefined : readPeriod(written);
  return atLedger(values.customer, async (at) => {
    const { db, viewer } = at;
    if (name !== undefined)
      await inTenant(db, viewer.tenantId, async (tx) => saveSchedule(tx, viewer, await databaseNow(tx), name, period));
    return show(at);
  });
}

async function show({ db, viewer }: AtLedger): Promise<number> {
  const schedule = await inTenant(db, viewer.tenantId, (tx) => readSchedule(tx, viewer));
  for (const name of CLASS_NAMES) {
    const { own, ...period } = schedule[name];
    const usual = own ? ` (usually ${periodInWords(CLASSES[name].kept)})` : '';
    console.log(
      `${name.padEnd(14)} ${periodInWords(period)} from ${CLASSES[name].from}${usual}: ${CLASSES[name].holds}`,
    );
  }
  return 0;
}
