import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sealAudit } from '../audit/seal.ts';
import { verifyAudit } from '../audit/verify.ts';
import { noteActs } from '../audit/write.ts';
import { readConfig } from '../config.ts';
import { restoreBackup } from '../db/backup/restore.ts';
import type { Manifest } from '../db/backup/lines.ts';
import { openDatabase, type OpenDatabase } from '../db/open.ts';
import { inTenant } from '../db/scope.ts';
import { databaseNow } from '../db/time.ts';
import { makeUpFor } from '../desk/make-up.ts';
import { silentLog } from '../log.ts';
import { systemViewer } from '../roster/access.ts';
import { listTenants } from '../roster/tenants.ts';
import type { Command } from './help.ts';
import { showProgress } from './progress.ts';
import { productRoot } from './root.ts';

export const restoreCommand: Command = {
  name: 'restore',
  usage: 'FILE [--moved]',
  summary: 'Puts a backup into an empty database, PostgreSQL or embedded, whole or not at all, and reads it back.',
  details: [
    'The database is that of DATABASE_URL, or the embedded one of DATA_DIR. It has to be empty.',
    'The file is read to its end before anything is written: one that is cut off or changed is refused.',
    '',
    'What waited to be sent when the backup was made may have been sent since, and what fell due since was perhaps done. So',
    'that nobody gets anything twice, what fell due is made up for now, and every message of it is put aside. Look at them with',
    'throughline deliveries list --reason restored, and send what nobody has with throughline deliveries retry.',
    '',
    '--moved  the product has not run since the backup was made, so nothing can come twice: what waits is sent as usual',
  ].join('\n'),
  examples: [
    'throughline restore 2026-11-22.throughline',
    'DATABASE_URL=postgresql://postgres@localhost/throughline throughline restore 2026-11-22.throughline --moved',
  ],
  run,
};

const STEPS = { checked: 'read', restored: 'written', compared: 'read back' } as const;

async function run(words: string[]): Promise<number> {
  const options = { moved: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) {
    console.error('Say which backup: throughline restore FILE');
    return 2;
  }
  const config = readConfig();
  const progress = showProgress();
  const database = await openDatabase(config);
  try {
    const manifest = await restoreBackup(database, {
      from: resolve(file),
      keys: config.tokenKeys ?? [],
      prismaFolder: join(productRoot(), 'prisma'),
      onProgress: (step, rows) => progress.say(`${String(rows)} rows ${STEPS[step]}`),
    });
    progress.done();
    console.log(inWords(manifest));
    const isWhole = await judgeAudit(database);
    if (!values.moved) console.log(asideInWords(await makeUpFor(database.db)));
    await noteInAudit(database);
    return isWhole ? 0 : 1;
  } finally {
    progress.done();
    await database.close();
  }
}

function inWords({ tables, made }: Manifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `Restored: ${String(rows)} rows of ${String(tables.length)} tables, as they were at ${made}. Read back, and the same to the letter.`;
}

async function judgeAudit({ db }: OpenDatabase): Promise<boolean> {
  let isWhole = true;
  await sealAudit(db, silentLog);
  for (const { id, name } of await listTenants(db)) {
    const { breaks, places } = await verifyAudit(db, id);
    isWhole &&= breaks.length === 0;
    console.log(
      breaks.length === 0
        ? `The audit of ${name} is whole: it ends at ${String(places)}.`
        : `The audit of ${name} is BROKEN, and was so in the backup: throughline audit verify tells where.`,
    );
  }
  return isWhole;
}

function asideInWords(aside: number): string {
  return aside === 0
    ? 'Nothing waited to be sent.'
    : `Put aside, as they may have been sent since: ${String(aside)} messages. Look at them: throughline deliveries list --reason restored`;
}

async function noteInAudit({ db }: OpenDatabase): Promise<void> {
  for (const { id } of await listTenants(db))
    await inTenant(db, id, async (tx) =>
      noteActs(tx, systemViewer(id), await databaseNow(tx), [{ act: 'wrote', thing: 'backup' }]),
    );
}
