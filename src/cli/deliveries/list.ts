import { parseArgs } from 'node:util';
import { systemClock } from '../../clock.ts';
import { inTenant } from '../../db/scope.ts';
import { InvalidError } from '../../errors.ts';
import { countReasons, listLetters, STATES, type Letter, type StateName, type Wanted } from '../../jobs/deliveries.ts';
import { findPersonByEmail } from '../../roster/accounts.ts';
import { listNames } from '../../roster/directory.ts';
import type { Command } from '../help.ts';
import { atLedger, readInstant, type AtLedger } from './at-ledger.ts';
import { ageInWords, count, mendInWords, reasonInWords, table } from './words.ts';

const STATE_NAMES = Object.keys(STATES) as StateName[];

export const listPart: Command = {
  name: 'list',
  usage: '[--state STATE] [--reason REASON] [--kind KIND] [--person EMAIL] [--since DAY] [--limit N] [--json]',
  summary: 'Lists what did not arrive or of which nobody can tell, newest first, with the counts by reason on top.',
  details: [
    `--state     ${STATE_NAMES.join(', ')} or all; not-delivered and unknown unless said otherwise`,
    '--reason    a short code, as the list shows it',
    '--since     written on this day or later, in UTC',
    '--limit     at most so many lines; 50 unless said otherwise',
    '--json      for another program; the words of a message are in neither',
    '--customer  the customer, where there are several',
  ].join('\n'),
  examples: ['throughline deliveries list', 'throughline deliveries list --reason user_disabled --since 2026-10-12'],
  run,
};

async function run(words: string[]): Promise<number> {
  const options = {
    state: { type: 'string' },
    reason: { type: 'string' },
    kind: { type: 'string' },
    person: { type: 'string' },
    since: { type: 'string' },
    limit: { type: 'string', default: '50' },
    json: { type: 'boolean' },
    customer: { type: 'string' },
  } as const;
  const { values } = parseArgs({ args: words, options });
  const atMost = Number(values.limit);
  if (!Number.isInteger(atMost) || atMost < 1) throw new InvalidError('--limit must be a whole number from 1 on.');
  const states = readStates(values.state);
  const since = values.since === undefined ? undefined : readInstant('--since', values.since);
  return atLedger(values.customer, async (at) => {
    const wanted: Wanted = {
      states,
      ...(values.reason === undefined ? {} : { reason: values.reason }),
      ...(values.kind === undefined ? {} : { kind: values.kind }),
      ...(since === undefined ? {} : { since }),
      ...(values.person === undefined ? {} : { personId: await personOf(at, values.person) }),
    };
    const { viewer } = at;
    const found = await inTenant(at.db, viewer.tenantId, async (tx) => {
      const letters = await listLetters(tx, viewer.tenantId, wanted, atMost);
      const people = letters.flatMap((letter) => letter.personId ?? []);
      return {
        letters,
        names: await listNames(tx, viewer, people),
        reasons: await countReasons(tx, viewer.tenantId, wanted),
      };
    });
    console.log(values.json === true ? inJson(found) : inWords(at.customer, found));
    return 0;
  });
}

interface Found {
  letters: readonly Letter[];
  names: ReadonlyMap<string, string>;
  reasons: readonly { state: StateName; reason: string | null; count: number }[];
}

function readStates(given: string | undefined): readonly StateName[] {
  if (given === undefined) return ['not-delivered', 'unknown'];
  if (given === 'all') return STATE_NAMES;
  const known = STATE_NAMES.find((name) => name === given);
  if (!known) throw new InvalidError(`There is no state “${given}”. There are: ${STATE_NAMES.join(', ')} and all.`);
  return [known];
}

async function personOf({ db, viewer }: AtLedger, email: string): Promise<string> {
  const personId = await inTenant(db, viewer.tenantId, (tx) => findPersonByEmail(tx, viewer, email));
  if (personId === undefined) throw new InvalidError(`Nobody of the roster has the address ${email}.`);
  return personId;
}

function nameOf(letter: Pick<Letter, 'personId'>, names: Found['names']): string {
  return letter.personId === null ? 'a channel' : (names.get(letter.personId) ?? 'somebody who is gone');
}

function inJson({ letters, names, reasons }: Found): string {
  const deliveries = letters.map(({ reasonText: _text, ...letter }) => ({
    ...letter,
    to: nameOf(letter, names),
    why: reasonInWords(letter),
    whoCanMend: mendInWords(letter),
  }));
  return JSON.stringify({ reasons, deliveries }, null, 2);
}

function inWords(customer: string, { letters, names, reasons }: Found): string {
  const total = reasons.reduce((sum, one) => sum + one.count, 0);
  if (total === 0) return `${customer}: there is nothing to look at.`;
  const now = systemClock.now();
  const byReason = reasons.map((one) => [
    String(one.count),
    one.state,
    one.reason ?? '–',
    `${reasonInWords(one)}${mendInWords(one) === '' ? '' : `; to be mended by ${mendInWords(one)}`}`,
  ]);
  const lines = letters.map((letter) => [
    ageInWords(letter.createdAt, now),
    nameOf(letter, names),
    letter.updates === null ? letter.kind : `${letter.kind} (a change)`,
    letter.state,
    String(letter.attempts),
    letter.id,
    reasonInWords(letter),
  ]);
  return [
    `${customer}: ${count(total, 'message')}`,
    '',
    table(['Count', 'State', 'Reason', 'In words'], byReason),
    '',
    table(['Age', 'To', 'Kind', 'State', 'Tries', 'Id', 'Why'], lines),
    ...(letters.length < total ? ['', `The newest ${letters.length} of ${total} are shown; --limit shows more.`] : []),
  ].join('\n');
}
