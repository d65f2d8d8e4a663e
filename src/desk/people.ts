// Who is asking: from the account of the verified envelope to a person of the roster.
import type { Sender } from '../chat/interaction.ts';
import type { Db, Tx } from '../db/client.ts';
import { asSystem } from '../db/scope.ts';
import { follow } from '../jobs/follow.ts';
import { moveMessages, revive } from '../jobs/ledger.ts';
import { systemViewer, type Viewer } from '../roster/access.ts';
import { findAccount, findDestination, laneOf } from '../roster/accounts.ts';
import { enterWorkspace, findAsker } from '../roster/asker.ts';
import { moveChannels } from '../roster/digest-channels.ts';
import { refreshAddress, refreshServiceUrl } from '../roster/presence.ts';
import { wakeWorkspace } from '../roster/workspaces.ts';
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
    const workspace = await enterWorkspace(tx, sender);
    if (workspace === undefined) return undefined;
    const { tenantId } = workspace;
    const woken = await wakeBy(tx, workspace, sender);
    const asker = await findAsker(tx, tenantId, sender, today);
    if (asker === undefined) return undefined;
    const { account, personId, viewer } = asker;
    const revived = await keepFresh(tx, tenantId, { ...account, personId }, sender);
    return { result: await work(tx, { tenantId, personId, viewer, revived: revived || woken }) };
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

/** Whoever speaks through the app shows that it is switched on again where they are. */
export async function wakeBy(tx: Tx, { removedAt }: { removedAt: Date | null }, { platform, teamId, at }: Sender) {
  if (removedAt === null || at === undefined || at <= removedAt) return false;
  await wakeWorkspace(tx, platform, teamId);
  return true;
}

interface OwnAccount {
  id: string;
  personId: string;
  active: boolean;
  conversation: unknown;
}

/** True where the account was silent and what waited for it goes out now. */
async function keepFresh(tx: Tx, tenantId: string, account: OwnAccount, sender: Sender): Promise<boolean> {
  const { address, serviceUrl } = sender;
  if (!address && serviceUrl === undefined) return false;
  const { isActive, movedFrom } = address
    ? await refreshAddress(tx, account, address, sender)
    : await refreshServiceUrl(tx, account, serviceUrl ?? '');
  const now = address?.serviceUrl ?? serviceUrl;
  if (movedFrom !== undefined && now !== undefined) await moveAlong(tx, tenantId, sender, movedFrom, now);
  if (!isActive || account.active) return false;
  await reviveWaiting(tx, tenantId, account.personId);
  return true;
}

/** The platform takes messages somewhere else now: nothing that was written down before may die of the old address. */
async function moveAlong(tx: Tx, tenantId: string, sender: Sender, from: string, to: string): Promise<void> {
  const { platform, teamId, userId } = sender;
  const lanes = [
    laneOf(platform, teamId, userId),
    ...(await moveChannels(tx, systemViewer(tenantId), sender, from, to)),
  ];
  await moveMessages(tx, tenantId, lanes, to);
}

/** Messages that had nowhere to go, go now; and what waits elsewhere comes along. */
export async function reviveWaiting(tx: Tx, tenantId: string, personId: string): Promise<void> {
  const to = await findDestination(tx, systemViewer(tenantId), personId);
  if (!to) return;
  await revive(tx, tenantId, personId, to);
  await follow(tx, tenantId, personId, to);
}
