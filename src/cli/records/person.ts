import { parseArgs } from 'node:util';
import { inTenant } from '../../db/scope.ts';
import { databaseNow } from '../../db/time.ts';
import { useKey } from '../../records/keys.ts';
import { everythingAbout } from '../../records/person.ts';
import { atLedger } from '../deliveries/at-ledger.ts';
import type { Command } from '../help.ts';
import { assertFree, writeFiles } from './files.ts';

export const personPart: Command = {
  name: 'person',
  usage: '--code CODE --out FOLDER|FILE.zip [--customer NAME]',
  summary:
    'Writes everything about one person for that person, as a page and as JSON, with the code that they got in chat.',
  details: [
    '--code  what the person got in their own chat: /checkin mydata, /coach mydata or /district mydata; good for once within a week',
    '--out   a folder or a .zip file that is not there yet',
    '',
    'Without the person’s code nobody can make it. Who has left and has no chat is the matter of a records request.',
  ].join('\n'),
  examples: ['throughline records person --code 1A2B3-C4D5E-6F708-192A3 --out for-elena.zip'],
  async run(words) {
    const options = { code: { type: 'string' }, out: { type: 'string' }, customer: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
    const { code, out } = values;
    if (code === undefined || out === undefined || positionals.length > 0) {
      console.error(
        'Write it like this: throughline records person --code CODE --out FOLDER. The person gets the code in their own chat: /checkin mydata',
      );
      return 2;
    }
    assertFree(out);
    return atLedger(values.customer, async ({ db, viewer: { tenantId } }) => {
      const files = await inTenant(db, tenantId, async (tx) => {
        const now = await databaseNow(tx);
        return everythingAbout(tx, tenantId, await useKey(tx, tenantId, code, now), now);
      });
      await writeFiles(out, files);
      console.log(`Everything about the person is in ${out}. Hand it to them, and take it away here.`);
      return 0;
    });
  },
};
