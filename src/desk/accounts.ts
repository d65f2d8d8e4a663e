// What a platform tells of an account without anybody asking: a new address, a closed account, somebody who has just come.
import { nothing, type Interaction } from '../chat/interaction.ts';
import type { Db, Tx } from '../db/client.ts';
import { asSystem } from '../db/scope.ts';
import { once } from '../jobs/inbound.ts';
import { redirect } from '../jobs/ledger.ts';
import { systemViewer } from '../roster/access.ts';
import { decideAccount } from '../roster/account-rules.ts';
import {
  findDestination,
  findHolder,
  findPersonByEmail,
  linkAccount,
  refreshProfile,
  retireAccount,
  unlinkAccount,
} from '../roster/accounts.ts';
import { enterTenantOf } from '../roster/asker.ts';
import { reviveWaiting } from './people.ts';

type AccountNews = Extract<Interaction, { kind: 'account' }>;

/** True where messages may go out now that could not before. Nothing happens in a workspace that is not joined. */
export async function keepAccount(db: Db, news: AccountNews): Promise<boolean> {
  return asSystem(db, async (tx) => {
    const tenantId = await enterTenantOf(tx, news.sender);
    if (tenantId === undefined) return false;
    let isWork = false;
    // An old change that is told again must not undo a newer one.
    await once(tx, tenantId, news.id, async () => {
      isWork = await take(tx, tenantId, news);
      return nothing;
    });
    return isWork;
  });
}

async function take(tx: Tx, tenantId: string, { sender, change, profile }: AccountNews): Promise<boolean> {
  const viewer = systemViewer(tenantId);
  const { platform, teamId, userId } = sender;
  const account = await findHolder(tx, viewer, platform, teamId, userId);
  const ownerId = profile.email === undefined ? undefined : await findPersonByEmail(tx, viewer, profile.email);
  const holder = account === null ? 'nobody' : account.person.active ? 'somebody' : 'left';
  const owner = ownerId === undefined ? 'nobody' : ownerId === account?.personId ? 'holder' : 'another';
  const outcome = decideAccount(change, holder, owner);
  if (outcome === 'link' && ownerId !== undefined) {
    await linkAccount(tx, viewer, ownerId, platform, teamId, { ...profile, userId });
    await reviveWaiting(tx, tenantId, ownerId);
    return true;
  }
  if (outcome === 'ignore' || account === null) return false;
  if (outcome === 'keep') {
    await refreshProfile(tx, viewer, account.id, profile);
    if (!account.active) await reviveWaiting(tx, tenantId, account.personId);
    return !account.active;
  }
  if (outcome === 'unlink') await unlinkAccount(tx, viewer, account.id);
  else await retireAccount(tx, account.id);
  await redirect(tx, tenantId, account.personId, sender, await findDestination(tx, viewer, account.personId));
  return true;
}
