import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { noteActs } from '../audit/write.ts';
import { readConfig } from '../config.ts';
import { writeBackup } from '../db/backup/write.ts';
import type { Manifest } from '../db/backup/lines.ts';
import { listApplied } from '../db/migrate.ts';
import { joinDatabase, type OpenDatabase } from '../db/open.ts';
import { inTenant } from '../db/scope.ts';
import { databaseNow } from '../db/time.ts';
import { SetUpError } from '../errors.ts';
import { systemViewer } from '../roster/access.ts';
import { listTenants } from '../roster/tenants.ts';
import type { Command } from './help.ts';
import { showProgress } from './progress.ts';

export const backupCommand: Command = {
  name: 'backup',
  usage: '--to FILE',
  summary:
    'Writes everything of one instant into one file, from PostgreSQL or the embedded database, while the product runs.',
  details: [
    '--to  a file that is not there yet',
    '',
    'The file is sealed with the first key of TOKEN_KEYS, and only who has that key can read it: keep a copy of the key apart from',
    'the file. Without TOKEN_KEYS it is not sealed, and this command says so.',
    'An embedded database serves nobody else while it is read: some seconds for a district.',
    '',
    'throughline restore puts it into an empty database of either kind. Try that before you need it.',
  ].join('\n'),
  examples: ['throughline backup --to 2026-11-22.throughline'],
  run,
};

async function run(words: string[]): Promise<number> {
  const options = { to: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  if (values.to === undefined || positionals.length > 0) {
    console.error('Say where to: throughline backup --to FILE');
    return 2;
  }
  const config = readConfig();
  const [key] = config.tokenKeys ?? [];
  const database = await joinDatabase(config);
  const progress = showProgress();
  try {
    // Never migrated first: this is what one does before an upgrade.
    if ((await listApplied(database.pool)).length === 0)
      throw new SetUpError('There is nothing to back up: this database is empty. Check DATABASE_URL or DATA_DIR.');
    await noteInAudit(database);
    const manifest = await writeBackup(database.pool, {
      to: resolve(values.to),
      key,
      onProgress: (rows) => progress.say(`${String(rows)} rows`),
    });
    progress.done();
    console.log(inWords(values.to, manifest, key?.id));
    return 0;
  } finally {
    progress.done();
    await database.close();
  }
}

/** Before it is made, so that it stands in the backup too. */
async function noteInAudit({ db }: OpenDatabase): Promise<void> {
  for (const { id } of await listTenants(db))
    await inTenant(db, id, async (tx) =>
      noteActs(tx, systemViewer(id), await databaseNow(tx), [{ act: 'exported', thing: 'backup' }]),
    );
}

function inWords(file: string, { tables, made }: Manifest, keyId: string | undefined): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const sealed =
    keyId === undefined
      ? 'It is NOT sealed: whoever has the file can read everything in it. Set TOKEN_KEYS to seal the next one.'
      : `It is sealed with the key “${keyId}” of TOKEN_KEYS, without which nobody can open it.`;
  return `${file} holds ${String(rows)} rows of ${String(tables.length)} tables, as they were at ${made}. ${sealed}`;
}
