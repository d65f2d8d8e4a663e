// Who is asking: from the account of the verified envelope to a person of the roster.
import type { Sender } from '../chat/interaction.ts';
import type { Db, Tx } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import { asSystem } from '../db/scope.ts';
import { follow } from '../jobs/follow.ts';
import { noting } from '../jobs/inbound.ts';
import { moveMessages, revive } from '../jobs/ledger.ts';
import { systemViewer, type Viewer } from '../roster/access.ts';
import { findAccount, findDestination, laneOf } from '../roster/accounts.ts';
import { findAsker, type Beside } from '../roster/asker.ts';
import { moveChannels } from '../roster/digest-channels.ts';
import { refreshAddress, refreshServiceUrl } from '../roster/presence.ts';
import { wakeWorkspace } from '../roster/workspaces.ts';
import type { Day } from '../zone.ts';
import { keptMatters, type Matter } from './drafts/store.ts';

export interface Known {
  tenantId: string;
  personId: string;
  /** Where they were found together with the person: what they may see, and what they have not sent yet. */
  viewer?: Viewer;
  drafts?: readonly Matter[];
  /** Whether no request of this name came before, where it was noted together with the finding. */
  isFirst?: boolean;
  /** The present by the database's clock, where it was read together with the finding. */
  now?: Date;
}

/**
 * Runs `work` for the person behind a sender, in the very transaction that finds them: most requests come from somebody who
 * is known, and wait in front of a window. `request` is noted there as well. Undefined, and `work` has not run, where the
 * sender is to be recognized first.
 */
export async function forKnown<T>(
  db: Db,
  sender: Sender,
  today: Day,
  request: string | undefined,
  work: (tx: Tx, known: Known & { revived: boolean }) => Promise<T>,
): Promise<{ result: T } | undefined> {
  return asSystem(db, async (tx) => {
    const found = await findAsker<More>(tx, sender, today, besideOf(request));
    if (found === undefined) return undefined;
    const { tenantId, asker, now, more } = found;
    const woken = await wakeBy(tx, found, sender);
    if (asker === undefined) return undefined;
    const { account, personId, viewer } = asker;
    const revived = await keepFresh(tx, tenantId, { ...account, personId }, sender);
    return { result: await work(tx, { tenantId, personId, viewer, now, ...more, revived: revived || woken }) };
  });
}

type More = Pick<Known, 'drafts' | 'isFirst'>;

function besideOf(request: string | undefined): Beside {
  const drafts = Prisma.sql`, ${keptMatters} as drafts`;
  if (request === undefined) return { columns: drafts, also: Prisma.empty };
  const known = Prisma.sql`asker where "personId" is not null`;
  return {
    columns: Prisma.sql`${drafts}, exists (select from noted) as "isFirst"`,
    also: Prisma.sql`, noted as (${noting(request, known)})`,
  };
}

export async function refresh(
  tx: Tx,
  tenantId: string,
  sender: Sender,
): Promise<{ personId: string; revived: boolean } | undefined> {
  const account = await findAccount(tx, systemViewer(tenantId), sender.platform, sender.teamId, sender.userId);
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
