// Who is behind an account, in as few statements as there can be: somebody waits for a window.
import type { PlatformName } from '../chat/platform.ts';
import type { Tx } from '../db/client.ts';
import type { Day } from '../zone.ts';
import type { Viewer } from './access.ts';
import { storedName } from './accounts.ts';
import { viewerColumns, viewerFrom, type ViewerRow } from './viewer-sql.ts';

export interface AccountName {
  platform: PlatformName;
  teamId: string;
  userId: string;
}

export interface Asker {
  account: { id: string; active: boolean; conversation: unknown };
  personId: string;
  viewer: Viewer;
}

/**
 * Narrows a system transaction to the tenant that a workspace belongs to, for the rest of that transaction. Undefined, and
 * nothing is narrowed, where it belongs to none.
 */
export async function enterTenantOf(tx: Tx, of: Pick<AccountName, 'platform' | 'teamId'>): Promise<string | undefined> {
  return (await enterWorkspace(tx, of))?.tenantId;
}

/** The same, and since when the workspace is silent. */
export async function enterWorkspace(
  tx: Tx,
  { platform, teamId }: Pick<AccountName, 'platform' | 'teamId'>,
): Promise<{ tenantId: string; removedAt: Date | null } | undefined> {
  const [found] = await tx.$queryRaw<{ tenantId: string; removedAt: Date | null }[]>`
    select tenant_id as "tenantId", removed_at as "removedAt", set_config('throughline.tenant', tenant_id::text, true),
      set_config('role', 'throughline_app', true)
    from workspace where platform = ${storedName(platform)}::"PlatformName" and team_id = ${teamId}`;
  return found;
}

/** The person of an account who is in the roster, with what they may see; who has left it is nobody any more. */
export async function findAsker(tx: Tx, tenantId: string, of: AccountName, today: Day): Promise<Asker | undefined> {
  const [row] = await tx.$queryRaw<(ViewerRow & Asker['account'] & { personId: string })[]>`
    select account.id, account.active, account.conversation, me.id as "personId", ${viewerColumns(tenantId, today)}
    from platform_account account join person me on me.id = account.person_id and me.active
    where account.tenant_id = ${tenantId}::uuid and account.platform = ${storedName(of.platform)}::"PlatformName"
      and account.team_id = ${of.teamId} and account.user_id = ${of.userId}`;
  if (!row) return undefined;
  const { id, active, conversation, personId } = row;
  return { account: { id, active, conversation }, personId, viewer: viewerFrom(tenantId, personId, row) };
}
