import type { Db, Tx } from './client.ts';

/**
 * Runs `work` in one transaction that sees the rows of one tenant and no others: the application's role is under
 * forced row-level security (prisma/migrations), so a forgotten `where` shows nothing of anybody else.
 */
export function inTenant<T>(db: Db, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    await enterTenant(tx, tenantId);
    return work(tx);
  });
}

/**
 * Runs `work` as the narrow system role: the queue, the ledger and the look-up of accounts, across tenants. Its statements
 * take milliseconds; where the planner fears a long line, the server would spend seconds on compiling them first. They read
 * the front of an index, which a planner that knows nothing of thousands of new rows would gather whole and sort instead.
 */
export function asSystem<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`select set_config('role', 'throughline_system', true), set_config('jit', 'off', true),
      set_config('enable_bitmapscan', 'off', true)`;
    return work(tx);
  });
}

/** Narrows a system transaction to one tenant, for the rest of that transaction. */
export async function enterTenant(tx: Tx, tenantId: string): Promise<void> {
  await tx.$executeRaw`select set_config('role', 'throughline_app', true), set_config('throughline.tenant', ${tenantId}, true)`;
}
