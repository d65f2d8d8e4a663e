import { parseArgs } from 'node:util';
import { systemClock } from '../../clock.ts';
import { inTenant } from '../../db/scope.ts';
import { recallCard } from '../../desk/recalled.ts';
import { InvalidError } from '../../errors.ts';
import { ALONE_UP_TO, askForSecond, listRecallable, recall, type RecallWish } from '../../jobs/recall.ts';
import type { Command } from '../help.ts';
import { findAdministrator } from './administrator.ts';
import { atLedger, readInstant, type AtLedger } from './at-ledger.ts';
import { count } from './words.ts';

export const recallPart: Command = {
  name: 'recall',
  usage: '--about ID | --key-prefix PREFIX | --kind KIND --since DAY [--as EMAIL] [--dry-run]',
  summary: 'Recalls a wrong launch: what waits is withdrawn, what went out says in its place that it was a mistake.',
  details: [
    '--about       all messages about one check-in or digest',
    '--key-prefix  all whose key begins so, for example check-in:prompt:',
    '--kind        all of a kind, written since a day or an instant such as 2026-10-15T14:00:00Z',
    '--as          the administrator who asks; needed for more than 25 messages',
    '--dry-run     only says how many',
    '',
    'More than 25 messages want a second administrator: this command then prints a code, good for 30 minutes and one use, and',
    'nothing happens until the other one confirms it: throughline deliveries confirm CODE --as EMAIL. Both are told in their',
    'own chat. Whoever runs this command on the server is trusted to say who they are: --as is checked against the roster and',
    'guards against a slip, not against malice. Somebody who is no administrator there is refused.',
    'What the messages are about stays: a check-in that was opened by mistake can still be answered.',
  ].join('\n'),
  examples: [
    'throughline deliveries recall --kind check-in.prompt --since 2026-10-15 --dry-run',
    'throughline deliveries recall --kind check-in.prompt --since 2026-10-15 --as kim.adler@harborcity.example',
  ],
  run,
};

async function run(words: string[]): Promise<number> {
  const options = {
    about: { type: 'string' },
    'key-prefix': { type: 'string' },
    kind: { type: 'string' },
    since: { type: 'string' },
    as: { type: 'string' },
    customer: { type: 'string' },
    'dry-run': { type: 'boolean' },
  } as const;
  const { values } = parseArgs({ args: words, options });
  const { about, 'key-prefix': keyPrefix, kind, since } = values;
  if ((about ?? keyPrefix ?? kind) === undefined || (kind !== undefined && since === undefined)) {
    console.error('Say what to recall: --about ID, --key-prefix PREFIX, or --kind KIND together with --since DAY');
    return 2;
  }
  const wish: RecallWish = {
    until: systemClock.now().toISOString(),
    ...(about === undefined ? {} : { about }),
    ...(keyPrefix === undefined ? {} : { keyPrefix }),
    ...(kind === undefined ? {} : { kind }),
    ...(since === undefined ? {} : { since: readInstant('--since', since).toISOString() }),
  };
  return atLedger(values.customer, async (at) => {
    const { tenantId } = at.viewer;
    const messages = await inTenant(at.db, tenantId, (tx) => listRecallable(tx, tenantId, wish));
    if (messages.length === 0 || values['dry-run'] === true) {
      console.log(`${count(messages.length, 'message')} would be recalled. Nothing was changed.`);
      return 0;
    }
    const { as: email } = values;
    if (email !== undefined) await inTenant(at.db, tenantId, (tx) => findAdministrator(tx, at.viewer, email));
    if (messages.length <= ALONE_UP_TO) return recallAll(at, messages);
    return waitForSecond(at, wish, messages.length, email);
  });
}

async function waitForSecond(at: AtLedger, wish: RecallWish, size: number, email: string | undefined): Promise<number> {
  if (email === undefined)
    throw new InvalidError(
      `These are ${size} messages, so a second person must confirm. Say who asks with --as EMAIL.`,
    );
  const { tenantId } = at.viewer;
  const code = await inTenant(at.db, tenantId, async (tx) => {
    const asker = await findAdministrator(tx, at.viewer, email);
    return askForSecond(tx, tenantId, wish, asker.id);
  });
  console.log(`Nothing was changed yet: ${size} messages want a second administrator, within 30 minutes.\n`);
  console.log(`  throughline deliveries confirm ${code} --as THEIR-EMAIL`);
  return 0;
}

const AT_ONCE = 50;

export async function recallAll(
  { db, viewer: { tenantId } }: AtLedger,
  messages: readonly { id: string; key: string }[],
): Promise<number> {
  const done = { withdrawn: 0, changed: 0 };
  for (let from = 0; from < messages.length; from += AT_ONCE) {
    const some = messages.slice(from, from + AT_ONCE);
    const { withdrawn, changed } = await inTenant(db, tenantId, (tx) => recall(tx, tenantId, some, recallCard()));
    done.withdrawn += withdrawn;
    done.changed += changed;
    console.log(`${from + some.length} of ${messages.length}`);
  }
  console.log(
    `Withdrawn before they went out: ${done.withdrawn}. Changed in their place within minutes: ${done.changed}.`,
  );
  return 0;
}
