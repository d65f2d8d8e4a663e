import { join } from 'node:path';
import { readConfig } from '../../config.ts';
import type { Db } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import { joinDatabase } from '../../db/open.ts';
import { InvalidError } from '../../errors.ts';
import { systemViewer, type Viewer } from '../../roster/access.ts';
import { findCustomerOrSample } from '../customer.ts';
import { productRoot } from '../root.ts';

export interface AtLedger {
  db: Db;
  viewer: Viewer;
  customer: string;
}

/** Opens the database of the running process, or its own, for one customer. */
export async function atLedger(
  customerName: string | undefined,
  work: (at: AtLedger) => Promise<number>,
): Promise<number> {
  const database = await joinDatabase(readConfig());
  try {
    await migrate(database, join(productRoot(), 'prisma'));
    const customer = await findCustomerOrSample(database.db, customerName);
    return await work({ db: database.db, viewer: systemViewer(customer.id), customer: customer.name });
  } finally {
    await database.close();
  }
}

/** A day means its beginning, in UTC. */
export function readInstant(option: string, given: string): Date {
  const instant = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(given) ? new Date(given) : new Date(NaN);
  if (Number.isNaN(instant.getTime()))
    throw new InvalidError(
      `“${given}” after ${option} is no day such as 2026-10-15 and no instant such as 2026-10-15T14:00:00Z.`,
    );
  return instant;
}
