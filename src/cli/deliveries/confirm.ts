import { parseArgs } from 'node:util';
import { databaseNow } from '../../db/time.ts';
import { inTenant } from '../../db/scope.ts';
import { createContext } from '../../desk/context.ts';
import { recallToldCard } from '../../desk/recalled.ts';
import { ForbiddenError, NotFoundError } from '../../errors.ts';
import { findAsked, listRecallable, useUp } from '../../jobs/recall.ts';
import { getPersonName } from '../../roster/store.ts';
import type { Command } from '../help.ts';
import { findAdministrator } from './administrator.ts';
import { atLedger, type AtLedger } from './at-ledger.ts';
import { recallAll } from './recall.ts';

export const confirmPart: Command = {
  name: 'confirm',
  usage: 'CODE --as EMAIL',
  summary: 'Confirms a recall that another administrator asked for, and makes it.',
  details: [
    '--as  the administrator who confirms; never the one who asked',
    '',
    'Whoever runs this command on the server is trusted to say who they are. Somebody who is no administrator in the roster is',
    'refused.',
  ].join('\n'),
  examples: ['throughline deliveries confirm 1A2B-3C4D-5E6F --as dana.reyes@harborcity.example'],
  run,
};

async function run(words: string[]): Promise<number> {
  const options = { as: { type: 'string' }, customer: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  const [code, ...more] = positionals;
  const { as: email } = values;
  if (code === undefined || more.length > 0 || email === undefined) {
    console.error('Say it like this: throughline deliveries confirm CODE --as EMAIL');
    return 2;
  }
  return atLedger(values.customer, async (at) => recallAll(at, await confirm(at, code, email)));
}

/** Uses the code up and tells both; the recall itself may be repeated if it is interrupted. */
async function confirm(at: AtLedger, code: string, email: string) {
  const { tenantId } = at.viewer;
  return inTenant(at.db, tenantId, async (tx) => {
    const second = await findAdministrator(tx, at.viewer, email);
    const asked = await findAsked(tx, tenantId, code);
    if (!asked) throw new NotFoundError('This code is used, too old or mistyped. Ask for the recall again.');
    if (asked.by === second.id) throw new ForbiddenError('Another administrator must confirm than the one who asked.');
    await useUp(tx, tenantId, code);
    const messages = await listRecallable(tx, tenantId, asked.wish);
    const ctx = createContext(tx, at.viewer, await databaseNow(tx), []);
    const by = { asked: await getPersonName(tx, at.viewer, asked.by), confirmed: second.name };
    for (const id of [asked.by, second.id])
      await ctx.send(id, {
        key: `recalled:${asked.wish.until}:${id}`,
        kind: 'recalled',
        card: recallToldCard(messages.length, by),
      });
    return messages;
  });
}
