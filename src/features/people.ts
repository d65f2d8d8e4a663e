// Who is asking: from the account of the verified envelope to a person of the roster.
import type { Interaction, Sender } from '../chat/interaction.ts';
import type { Db, Tx } from '../db/client.ts';
import { asSystem, enterTenant } from '../db/scope.ts';
import { revive } from '../jobs/ledger.ts';
import { systemViewer } from '../roster/access.ts';
import { findAccount, findDestination, findTenantOf, refreshAddress, retireAccount } from '../roster/accounts.ts';

export interface Known {
  tenantId: string;
  personId: string;
}

/**
 * Runs `work` for the person behind a sender, in the very transaction that finds them: most requests come from somebody who
 * is known, and wait in front of a window. Undefined, and `work` has not run, where the sender is to be recognized first.
 */
export async function forKnown<T>(
  db: Db,
  sender: Sender,
  work: (tx: Tx, known: Known & { revived: boolean }) => Promise<T>,
): Promise<{ result: T } | undefined> {
  return asSystem(db, async (tx) => {
    const tenantId = await findTenantOf(tx, sender.platform, sender.teamId);
    if (tenantId === undefined) return undefined;
    await enterTenant(tx, tenantId);
    const known = await refresh(tx, tenantId, sender);
    return known && { result: await work(tx, { tenantId, ...known }) };
  });
}

export async function refresh(
  tx: Tx,
  tenantId: string,
  sender: Sender,
): Promise<{ personId: string; revived: boolean } | undefined> {
  const account = await findAccount(tx, tenantId, sender.platform, sender.teamId, sender.userId);
  if (!account) return undefined;
  if (sender.address) await refreshAddress(tx, account, sender.address);
  const revived = sender.address !== undefined && !account.active;
  if (revived) await reviveWaiting(tx, tenantId, account.personId);
  return { personId: account.personId, revived };
}

/** Messages that had nowhere to go, go now. */
export async function reviveWaiting(tx: Tx, tenantId: string, personId: string): Promise<void> {
  const to = await findDestination(tx, systemViewer(tenantId), personId);
  if (to) await revive(tx, tenantId, personId, to);
}

/** The app was taken away: the account is silent from now on, and its history stays. */
export async function forgetAccount(tx: Tx, tenantId: string, sender: Interaction['sender']): Promise<void> {
  const account = await findAccount(tx, tenantId, sender.platform, sender.teamId, sender.userId);
  if (account) await retireAccount(tx, account.id);
}
