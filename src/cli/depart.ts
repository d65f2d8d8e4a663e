import { parseArgs } from 'node:util';
import { z } from 'zod';
import { asSystem, inTenant } from '../db/scope.ts';
import { databaseNow } from '../db/time.ts';
import { wakeTenant } from '../desk/dispatch.ts';
import { features } from '../desk/index.ts';
import { departPerson } from '../roster/depart.ts';
import { atLedger } from './deliveries/at-ledger.ts';
import type { Command } from './help.ts';

export const departCommand: Command = {
  name: 'depart',
  usage: 'EMAIL [--customer NAME]',
  summary: 'Somebody leaves for good: their pairs and roles end today, and nothing is asked of them any more.',
  details: [
    'For whom no roster file tells of, such as a coach. What a pair wrote passes to no successor; the school’s visits and barriers do.',
    'The check-in that is open is excused. Nothing is deleted: the schedule of records does that later.',
    '',
    '--customer  the customer, where there are several',
  ].join('\n'),
  examples: ['throughline depart jordan.bell@northlight.example'],
  run,
};

async function run(words: string[]): Promise<number> {
  const options = { customer: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  const given = z.tuple([z.email()]).safeParse(positionals);
  if (!given.success) {
    console.error('Say who leaves, by e-mail address: throughline depart EMAIL');
    return 2;
  }
  return atLedger(values.customer, async ({ db, viewer }) => {
    const now = await asSystem(db, databaseNow);
    const left = await inTenant(db, viewer.tenantId, (tx) =>
      departPerson(tx, viewer, given.data[0], now.toISOString().slice(0, 10)),
    );
    await wakeTenant({ db, features }, viewer.tenantId, now);
    const pairs = left.pairs === 1 ? '1 pair ends' : `${String(left.pairs)} pairs end`;
    console.log(`${left.name} has left. ${pairs} today; what was written stays with those who wrote it.`);
    return 0;
  });
}
