import { parseArgs } from 'node:util';
import { inTenant } from '../../db/scope.ts';
import { listOver } from '../../features/week-delivery.ts';
import { retry, type Verdict } from '../../jobs/dead-letters.ts';
import { findLetter, listLetters, type Letter } from '../../jobs/deliveries.ts';
import type { Command } from '../help.ts';
import { atLedger, type AtLedger } from './at-ledger.ts';
import { chosenBy, type Chosen } from './choose.ts';
import { count } from './words.ts';

const FLAG = 'even-if-it-may-be-there';

export const retryPart: Command = {
  name: 'retry',
  usage: `ID | --reason REASON [--${FLAG}]`,
  summary: 'Puts back what did not arrive and is still worth sending; it goes out within a minute.',
  details: [
    'Left as it is, with the reason told: what is over or answered, whose person has no account, what a newer change replaced.',
    `--${FLAG}  also what is unknown: the person may get it twice`,
  ].join('\n'),
  examples: [
    'throughline deliveries retry 0199e3c4-7a10-7000-8000-000000000001',
    'throughline deliveries retry --reason missing_scope',
  ],
  run,
};

async function run(words: string[]): Promise<number> {
  const options = {
    reason: { type: 'string' },
    customer: { type: 'string' },
    [FLAG]: { type: 'boolean', default: false },
  } as const;
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  const chosen = chosenBy(positionals, values.reason);
  if (chosen === undefined) {
    console.error('Say what to try again: throughline deliveries retry ID, or --reason REASON');
    return 2;
  }
  return atLedger(values.customer, async (at) => {
    const letters = await lettersOf(at, chosen, values[FLAG] ? ['not-delivered', 'unknown'] : ['not-delivered']);
    const verdicts = new Map<Verdict, number>();
    for (let from = 0; from < letters.length; from += AT_ONCE) {
      for (const { verdict } of await retrySome(at, letters.slice(from, from + AT_ONCE), values[FLAG]))
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
      if (letters.length > AT_ONCE) console.log(`${Math.min(from + AT_ONCE, letters.length)} of ${letters.length}`);
    }
    if (letters.length === 0) console.log('There is nothing that fits.');
    for (const [verdict, number] of verdicts) console.log(`${count(number, 'message')}: ${WORDS[verdict]}`);
    return chosen.id !== undefined && !verdicts.has('again') ? 1 : 0;
  });
}

const AT_ONCE = 200;

/** One message by its id whatever its state, as its verdict says what it is; or all of a reason. */
export async function lettersOf(
  { db, viewer }: AtLedger,
  chosen: Chosen,
  states: Parameters<typeof listLetters>[2]['states'],
): Promise<Letter[]> {
  return inTenant(db, viewer.tenantId, async (tx) => {
    if (chosen.id === undefined) return listLetters(tx, viewer.tenantId, { states, reason: chosen.reason });
    const found = await findLetter(tx, viewer.tenantId, chosen.id);
    return found ? [found.letter] : [];
  });
}

function retrySome({ db, viewer }: AtLedger, letters: readonly Letter[], evenIfThere: boolean) {
  return inTenant(db, viewer.tenantId, async (tx) => {
    const prompts = letters.filter((letter) => letter.kind.startsWith('check-in.'));
    const over = await listOver(
      tx,
      viewer,
      prompts.flatMap((letter) => letter.about ?? []),
    );
    const ids = letters.map((letter) => letter.id);
    return retry(tx, viewer.tenantId, ids, { over, evenIfThere });
  });
}

const WORDS: Record<Verdict, string> = {
  again: 'put back; out within a minute.',
  delivered: 'arrived already, so nothing was changed.',
  waiting: 'on its way already, so nothing was changed.',
  'taken-back': 'taken back on purpose, so nothing was changed.',
  'may-be-there': `may be there already. Add --${FLAG} to send it nevertheless, and perhaps twice.`,
  expired: 'its time is over, so it stays as it is.',
  over: 'what it asks for is answered or over, so it stays as it is.',
  'no-account': 'no account of the person is known. Once one is linked, it goes by itself.',
  newer: 'a newer change of the same message took its place.',
  'original-lost': 'the message that it belongs to did not arrive. Try that one first.',
};
