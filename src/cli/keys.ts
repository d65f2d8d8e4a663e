import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { joinDatabase } from '../db/open.ts';
import { SetUpError } from '../errors.ts';
import { rotate } from '../installations/rotate.ts';
import { createSeal } from '../installations/seal.ts';
import type { Command } from './help.ts';
import { productRoot } from './root.ts';

export const keysCommand: Command = {
  name: 'keys',
  usage: 'rotate',
  summary:
    'Seals the tokens of all workspaces with the first key of TOKEN_KEYS, so that an older key can be taken out.',
  details: [
    '1. Make a key: openssl rand -base64 32',
    '2. Put it in front: TOKEN_KEYS=NEW-ID:NEW-KEY,OLD-ID:OLD-KEY and restart every process.',
    '3. Run this command; it may run beside them, and again at any time.',
    '4. Where it says so, take the old key out and restart once more.',
  ].join('\n'),
  examples: ['throughline keys rotate'],
  async run([verb, ...more]) {
    if (verb !== 'rotate' || more.length > 0) {
      console.error('Say what to do with the keys: throughline keys rotate');
      return 2;
    }
    const config = readConfig();
    const keys = config.slack?.many?.tokenKeys;
    if (keys === undefined)
      throw new SetUpError('There are no keys: TOKEN_KEYS belongs to Slack in many workspaces. See .env.example.');
    const seal = createSeal(keys);
    const database = await joinDatabase(config);
    try {
      await migrate(database, join(productRoot(), 'prisma'));
      const { resealed, stillNeeded } = await rotate(database.db, seal, (done, of) => {
        if (done === of || done % 100 === 0) console.log(`${done} of ${of}`);
      });
      console.log(`Sealed anew with “${seal.currentId}”: ${resealed}.`);
      console.log(adviceOn(keys, seal.currentId, stillNeeded));
      return stillNeeded.length === 0 ? 0 : 1;
    } finally {
      await database.close();
    }
  },
};

function adviceOn(keys: readonly { id: string }[], currentId: string, stillNeeded: readonly string[]): string {
  if (stillNeeded.length > 0)
    return `Still sealed with ${stillNeeded.join(', ')}: a process with the older TOKEN_KEYS is running. Restart it, then run this again.`;
  const old = keys.filter((key) => key.id !== currentId).map((key) => key.id);
  return old.length === 0
    ? 'No other key is in TOKEN_KEYS.'
    : `No token needs ${old.join(', ')} any more: take ${old.length === 1 ? 'it' : 'them'} out of TOKEN_KEYS, and restart every process.`;
}
