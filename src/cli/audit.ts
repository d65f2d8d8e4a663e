import { parseArgs } from 'node:util';
import { sealAudit } from '../audit/seal.ts';
import { verifyAudit, type Verified } from '../audit/verify.ts';
import { readConfig } from '../config.ts';
import { joinDatabase } from '../db/open.ts';
import { silentLog } from '../log.ts';
import { findCustomerOrSample } from './customer.ts';
import type { Command } from './help.ts';

export const auditCommand: Command = {
  name: 'audit',
  usage: 'verify [--customer NAME]',
  summary: 'Walks the chain of the audit and says whether anything in it was changed or taken out.',
  details: [
    'Who read or changed what is written down in ids, and sealed into a chain once a minute: each row’s hash holds the one before.',
    'A row that was changed, taken out or put between makes every later hash wrong, and that is found here.',
    '',
    'The end of the chain is printed, and stands in the log as well: keep it where this server cannot reach it, and a chain',
    'that was made anew as a whole is found too.',
    '',
    '--customer   the customer, where there are several',
    '',
    'Ends with 0 if the chain is whole, and with 1 if it is broken.',
  ].join('\n'),
  examples: ['throughline audit verify', 'throughline audit verify --customer "Harbor City"'],
  run,
};

const OPTIONS = { customer: { type: 'string' } } as const;
const SHOWN = 20;

async function run(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: words, options: OPTIONS, allowPositionals: true });
  if (positionals.length !== 1 || positionals[0] !== 'verify') {
    console.error('Write it like this: throughline audit verify [--customer NAME]');
    return 2;
  }
  const database = await joinDatabase(readConfig());
  try {
    const { id } = await findCustomerOrSample(database.db, values.customer);
    await sealAudit(database.db, silentLog);
    const verified = await verifyAudit(database.db, id, (done, of) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${String(done)} of ${String(of)}`);
    });
    console.log(inWords(verified));
    return verified.breaks.length === 0 ? 0 : 1;
  } finally {
    await database.close();
  }
}

function inWords({ places, forgotten, hash, breaks }: Verified): string {
  const kept = `${String(places - forgotten)} rows${forgotten === 0 ? '' : `, and ${String(forgotten)} forgotten when their seven years were over`}`;
  if (places === 0) return 'The audit is empty.';
  if (breaks.length === 0) return `The chain is whole: ${kept}. It ends at ${String(places)}: ${hash}`;
  const lines = breaks.slice(0, SHOWN).map(({ place, what }) => `  place ${String(place)}: ${what}`);
  return [
    `The chain is BROKEN in ${String(breaks.length)} places:`,
    ...lines,
    ...(breaks.length > SHOWN ? [`  and ${String(breaks.length - SHOWN)} more`] : []),
    'Nothing in Throughline changes rows of the audit. Keep this database as it is, restore a backup beside it, and compare the two.',
  ].join('\n');
}
