import type { OnWork } from '../jobs/due.ts';
import type { Tx } from '../db/client.ts';
import { systemViewer } from '../roster/access.ts';
import { createContext } from './context.ts';
import type { Fact } from '../features/facts.ts';
import type { Context, Feature } from '../features/feature.ts';

/** Facts are heard in the transaction that made them, by listeners with the clock's eyes; a fact may lead to another. */
export async function tellListeners(
  features: readonly Feature[],
  tx: Tx,
  tenantId: string,
  now: Date,
  facts: Fact[],
  onWork?: OnWork,
): Promise<void> {
  for (let fact = facts.shift(); fact !== undefined; fact = facts.shift()) {
    const ctx = createContext(tx, systemViewer(tenantId), now, facts, onWork);
    for (const feature of features) {
      // The key of `hears` is the fact's kind, which TypeScript cannot follow through the union.
      const hear = feature.hears?.[fact.kind] as ((ctx: Context, fact: Fact) => Promise<void>) | undefined;
      await hear?.(ctx, fact);
    }
  }
}
