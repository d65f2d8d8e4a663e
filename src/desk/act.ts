import type { Db } from '../db/client.ts';
import { inTenant } from '../db/scope.ts';
import { databaseNow } from '../db/time.ts';
import type { Context, Feature } from '../features/feature.ts';
import type { Fact } from '../features/facts.ts';
import { systemViewer } from '../roster/access.ts';
import { createContext } from './context.ts';
import { tellListeners } from './listeners.ts';

/** Something that is done from outside a chat, with all that its facts lead to, in one transaction and by the database's clock. */
export async function act<T>(
  house: { db: Db; features: readonly Feature[] },
  tenantId: string,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  return inTenant(house.db, tenantId, async (tx) => {
    const facts: Fact[] = [];
    const now = await databaseNow(tx);
    const done = await work(createContext(tx, systemViewer(tenantId), now, facts));
    await tellListeners(house.features, tx, tenantId, now, facts);
    return done;
  });
}
