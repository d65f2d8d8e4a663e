import { parseArgs } from 'node:util';
import { inTenant } from '../../db/scope.ts';
import { putAside } from '../../jobs/dead-letters.ts';
import type { Command } from '../help.ts';
import { atLedger } from './at-ledger.ts';
import { chosenBy } from './choose.ts';
import { lettersOf } from './retry.ts';
import { count } from './words.ts';

export const dropPart: Command = {
  name: 'drop',
  usage: 'ID | --reason REASON --note WORDS',
  summary:
    'Puts aside what nobody needs to look at any more, with a note of why. Reports still tell that it did not arrive.',
  details: '--note  why, for whoever looks later: no words of the message and no names',
  examples: ['throughline deliveries drop --reason user_disabled --note "Told by phone"'],
  run,
};

async function run(words: string[]): Promise<number> {
  const options = { reason: { type: 'string' }, note: { type: 'string' }, customer: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  const chosen = chosenBy(positionals, values.reason);
  const note = values.note?.trim() ?? '';
  if (chosen === undefined || note === '') {
    console.error('Say what to put aside, and why: throughline deliveries drop ID --note "Told by phone"');
    return 2;
  }
  return atLedger(values.customer, async (at) => {
    const letters = await lettersOf(at, chosen, ['not-delivered', 'unknown']);
    const ids = letters.map((letter) => letter.id);
    const { tenantId } = at.viewer;
    const dropped = await inTenant(at.db, tenantId, (tx) => putAside(tx, tenantId, ids, note));
    console.log(dropped === 0 ? 'There is nothing that fits.' : `Put aside: ${count(dropped, 'message')}.`);
    return chosen.id !== undefined && dropped === 0 ? 1 : 0;
  });
}
