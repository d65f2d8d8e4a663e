import { parseArgs } from 'node:util';
import { z } from 'zod';
import { inTenant } from '../../db/scope.ts';
import { databaseNow } from '../../db/time.ts';
import { InvalidError } from '../../errors.ts';
import type { Scope } from '../../records/covers.ts';
import { countCovered, liftHold, listHolds, placeHold, type Gone, type HoldRow } from '../../records/holds.ts';
import { findSubject } from '../../records/subjects.ts';
import { findSchool } from '../../roster/schedule.ts';
import { atLedger, type AtLedger } from '../deliveries/at-ledger.ts';
import type { Command } from '../help.ts';
import { countsInWords } from './words.ts';

export const holdPart: Command = {
  name: 'hold',
  usage:
    'place --for WORDS [--person WHO] [--school SCHOOL] [--from DAY] [--to DAY] | list | lift ID --because WORDS [--customer NAME]',
  summary: 'A legal hold: nothing that it names is deleted until it is lifted. Only records officers know of it.',
  details: [
    '--for       the case or request that it is for',
    '--person    an address, a full name or an id; whoever has left is found as well',
    '--school    its name or its number in the roster; with --person, only what is about both',
    '--from, --to  days such as 2026-09-01; both are held',
    '--because   why it is lifted',
    '--customer  the customer, where there are several',
    '',
    'Once it says that the hold is placed, nothing goes any more, not even what was being deleted at that moment. What the',
    'schedule had deleted before is listed.',
  ].join('\n'),
  examples: [
    'throughline records hold place --person elena.rivera@harborcity.example --from 2026-09-01 --to 2026-12-31 --for "Request 14"',
    'throughline records hold list',
    'throughline records hold lift 0199d9a0-0000-7000-8000-000000000001 --because "Request 14 is closed"',
  ],
  run,
};

const OPTIONS = {
  for: { type: 'string' },
  person: { type: 'string' },
  school: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  because: { type: 'string' },
  customer: { type: 'string' },
} as const;

async function run(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: words, options: OPTIONS, allowPositionals: true });
  const [verb, id, ...more] = positionals;
  if (verb === 'place' && id === undefined) return atLedger(values.customer, (at) => place(at, values));
  if (verb === 'list' && id === undefined) return atLedger(values.customer, list);
  if (verb === 'lift' && id !== undefined && more.length === 0)
    return atLedger(values.customer, (at) => lift(at, id, values.because ?? ''));
  console.error('Write it like this: throughline records hold place --person WHO --for WORDS, or list, or lift ID');
  return 2;
}

type Given = Partial<Record<keyof typeof OPTIONS, string>>;

async function place({ db, viewer }: AtLedger, given: Given): Promise<number> {
  const [from, to] = [readDay('--from', given.from), readDay('--to', given.to)];
  const scope = await inTenant(db, viewer.tenantId, async (tx): Promise<Scope> => ({
    ...(given.person !== undefined && { personId: (await findSubject(tx, viewer, given.person)).id }),
    ...(given.school !== undefined && { schoolId: (await findSchool(tx, viewer, given.school)).id }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }));
  const placed = await inTenant(db, viewer.tenantId, async (tx) =>
    placeHold(tx, viewer, await databaseNow(tx), { ...scope, matter: given.for ?? '' }),
  );
  console.log(`The hold is placed: ${placed.id}`);
  const covered = await inTenant(db, viewer.tenantId, (tx) => countCovered(tx, viewer, scope));
  console.log(`It keeps what is there now, and what comes: ${countsInWords(covered)}.`);
  for (const line of goneInWords(placed.gone)) console.log(line);
  return 0;
}

function goneInWords(gone: readonly Gone[]): string[] {
  if (gone.length === 0) return ['Nothing of it had been deleted by the schedule before.'];
  return [
    'Of these, some were deleted by the schedule before the hold, and no hold brings them back (a backup may):',
    ...gone.map(
      ({ of, count, first, last, purgedOn }) =>
        `  ${String(count)} ${of}, about days from ${first} to ${last}, the last of them on ${purgedOn}`,
    ),
  ];
}

async function list({ db, viewer }: AtLedger): Promise<number> {
  const holds = await inTenant(db, viewer.tenantId, (tx) => listHolds(tx, viewer));
  if (holds.length === 0) console.log('There is no hold.');
  for (const hold of holds) console.log(holdInWords(hold));
  return 0;
}

async function lift({ db, viewer }: AtLedger, id: string, because: string): Promise<number> {
  const hold = await inTenant(db, viewer.tenantId, async (tx) =>
    liftHold(tx, viewer, await databaseNow(tx), id, because),
  );
  console.log(`The hold for “${hold.matter}” is lifted. What is over by the schedule goes with the next purge.`);
  return 0;
}

function holdInWords({ id, person, school, from, to, matter, placedOn, liftedOn, liftReason }: HoldRow): string {
  const days =
    from === undefined && to === undefined ? 'all days' : `${from ?? 'the first day'} to ${to ?? 'today and on'}`;
  const about = [person, school, days].filter((part) => part !== null).join(', ');
  const state = liftedOn === null ? 'holds' : `lifted on ${liftedOn}: ${liftReason ?? ''}`;
  return `${id}  ${about}  “${matter}”, placed on ${placedOn}, ${state}`;
}

function readDay(option: string, given: string | undefined): string | undefined {
  if (given === undefined || z.iso.date().safeParse(given).success) return given;
  throw new InvalidError(`“${given.slice(0, 40)}” after ${option} is no day such as 2026-09-01.`);
}
