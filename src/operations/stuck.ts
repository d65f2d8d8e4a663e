import type { Db } from '../db/client.ts';
import type { Pulse } from '../jobs/pulse.ts';
import { findStuck } from '../jobs/queue.ts';

const FOR_MS = 5 * 60_000;

/** Asked of the database only when this process has been quiet for as long: one that works is not stuck. */
export async function isStuck(db: Db, pulse: Pulse, forMs: number = FOR_MS): Promise<boolean> {
  if (pulse.quietForMs() < forMs) return false;
  const { messages, work } = await findStuck(db, forMs);
  return messages || work;
}
