import type { Db } from '../db/client.ts';
import { tryDue } from '../jobs/due.ts';
import { putRestoredAside } from '../jobs/restored.ts';
import { silentLog } from '../log.ts';
import { createRunner, wavesOf } from './dispatch.ts';
import { features } from './index.ts';

/**
 * For a database that was restored: what fell due since the backup is done without anything being sent, and what it wrote is put
 * aside with what waited, because people may have it already. Returns how many messages were put aside.
 */
export async function makeUpFor(db: Db): Promise<number> {
  await tryDue({ db, log: silentLog, run: createRunner(features), waves: wavesOf(features) });
  return putRestoredAside(db);
}
