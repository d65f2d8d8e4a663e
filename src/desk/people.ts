// Who is asking: from the account of the verified envelope to a person of the roster.
import type { Interaction, Sender } from '../chat/interaction.ts';
import type { Db, Tx } from '../db/client.ts';
import { asSystem } from '../db/scope.ts';
import { revive } from '../jobs/ledger.ts';
import { systemViewer, type Viewer } from '../roster/access.ts';
import { findAccount, findDestination, refreshAddress, retireAccount } from '../roster/accounts.ts';
import { enterTenantOf, findAsker } from '../roster/asker.ts';
import type { Day } from '../zone.ts';

export interface Known {
  tenantId: string;
  personId: string;
  /** Where it was found together with the person. */
  viewer?: Viewer;
}

/**
 * Runs `work` for the person behind a sender, in the very transaction that finds them: most requests come from somebody who
 * is known, and wait in front of a window. Undefined, and `work` has not run, where the sender is to be recognized first.
 */
export async function forKnown<T>(
  db: Db,
  sender: Sender,
  today: Day,
  work: (tx: Tx, known: Known & { revived: boolean }) => Promise<T>,
): Promise<{ result: T } | undefined> {
  return asSystem(db, async (tx) => {
    const tenantId = await enterTenantOf(tx, sender);
    const asker = tenantId === undefined ? undefined : await findAsker(tx, tenantId, sender, today);
    if (tenantId === undefined || asker === undefined) return undefined;
    const { account, personId, viewer } = asker;
    const revived = await keepFresh(tx, tenantId, { ...account, personId }, sender);
    return { result: await work(tx, { tenantId, personId, viewer, revived }) };
  });
}

export async function refresh(
  tx: Tx,
  tenantId: string,
  sender: Sender,
): Promise<{ personId: string; revived: boolean } | undefined> {
  const account = await findAccount(tx, tenantId, sender.platform, sender.teamId, sender.userId);
  if (!account) return undefined;
  return { personId: account.personId, revived: await keepFresh(tx, tenantId, account, sender) };
}

/** True where the account was silent and what waited for it goes out now. */
async function keepFresh(
  tx: Tx,
  tenantId: string,
  account: { id: string; personId: string; active: boolean; conversation: unknown },
  sender: Sender,
): Promise<boolean> {
  if (!sender.address) return false;
  await refreshAddress(tx, account, sender.address);
  if (!account.active) await reviveWaiting(tx, tenantId, account.personId);
  return !account.active;
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
