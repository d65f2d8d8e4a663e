import { parseArgs } from 'node:util';
import { z } from 'zod';
import { inTenant } from '../../db/scope.ts';
import { NotFoundError } from '../../errors.ts';
import { findLetter, PUT_ASIDE, type Letter } from '../../jobs/deliveries.ts';
import { listNames } from '../../roster/directory.ts';
import type { Command } from '../help.ts';
import { atLedger } from './at-ledger.ts';
import { inUtc, mendInWords, reasonInWords } from './words.ts';

export const showPart: Command = {
  name: 'show',
  usage: 'ID [--json]',
  summary: 'Shows the life of one message: when it was written, tried and sent, and what came after. Never its words.',
  examples: ['throughline deliveries show 0199e3c4-7a10-7000-8000-000000000001'],
  run,
};

async function run(words: string[]): Promise<number> {
  const options = { json: { type: 'boolean' }, customer: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  const [id] = positionals;
  if (!z.uuid().safeParse(id).success || id === undefined || positionals.length > 1) {
    console.error('Say which message: throughline deliveries show ID. The list shows the ids.');
    return 2;
  }
  return atLedger(values.customer, async ({ db, viewer }) => {
    const found = await inTenant(db, viewer.tenantId, async (tx) => {
      const letter = await findLetter(tx, viewer.tenantId, id);
      return letter && { ...letter, names: await listNames(tx, viewer, [letter.letter.personId ?? id]) };
    });
    if (!found) throw new NotFoundError(`This customer has no message ${id}.`);
    const to = found.letter.personId === null ? 'a channel' : (found.names.get(found.letter.personId) ?? '');
    console.log(
      values.json === true
        ? JSON.stringify({ ...withoutText(found.letter), to, after: found.after.map(withoutText) }, null, 2)
        : lifeOf(found.letter, to, found.after).join('\n'),
    );
    return 0;
  });
}

function lifeOf(letter: Letter, to: string, after: readonly Letter[]): string[] {
  const facts: [string, string][] = [
    ['Id', letter.id],
    ['Key', letter.key],
    ['Kind', letter.kind],
    ['To', `${to}, on ${letter.platform === 'SLACK' ? 'Slack' : 'Microsoft Teams'}`],
    ['About', letter.about ?? ''],
    ['Written', inUtc(letter.createdAt)],
    ['Tries', String(letter.attempts)],
    ['State', letter.state],
    ['Sent', letter.sentAt ? inUtc(letter.sentAt) : ''],
    [letter.state === 'waiting' ? 'Not before' : 'Last touched', inUtc(lastOf(letter))],
    ['Not after', letter.expiresAt ? inUtc(letter.expiresAt) : ''],
    ['Reason', letter.reason ?? ''],
    ['In words', reasonInWords(letter)],
    ['Note', letter.reasonText?.startsWith(PUT_ASIDE) === true ? letter.reasonText : ''],
    ['Who can mend', mendInWords(letter)],
    ['Belongs to', letter.updates ?? letter.under ?? ''],
  ];
  const later = after.map((one) => `  ${inUtc(one.createdAt)}  ${one.kind}  ${one.state}  ${one.id}`);
  return [
    ...facts.filter(([, value]) => value !== '').map(([label, value]) => `${label.padEnd(13)} ${value}`),
    ...(later.length === 0 ? [] : ['', 'After it:', ...later]),
  ];
}

function lastOf(letter: Letter): Date {
  return letter.state === 'waiting' && letter.notBefore.getTime() > 0 ? letter.notBefore : letter.updatedAt;
}

function withoutText({ reasonText: _text, ...letter }: Letter): Omit<Letter, 'reasonText'> {
  return letter;
}
