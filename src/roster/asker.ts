// Who is behind an account, in as few statements as there can be: somebody waits for a window.
import type { PlatformName } from '../chat/platform.ts';
import type { Tx } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
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

/** Columns and statements that the desk wants beside the asker; both may read from `asker`. */
export interface Beside {
  columns: Prisma.Sql;
  also: Prisma.Sql;
}

/**
 * Narrows a system transaction to the tenant of a workspace and finds there the person of an account who is in the roster,
 * with what they may see: all in one message to the database. Undefined where the workspace belongs to no tenant, and then
 * the transaction sees nothing any more; without an asker where the account is nobody's, or of somebody who has left.
 */
export async function findAsker<More extends object = object>(
  tx: Tx,
  { platform, teamId, userId }: AccountName,
  today: Day,
  { columns, also }: Beside = { columns: Prisma.empty, also: Prisma.empty },
): Promise<Found<More> | undefined> {
  const workspace = Prisma.sql`platform = ${storedName(platform)}::"PlatformName" and team_id = ${teamId}`;
  await tx.$executeRaw`
    select set_config('throughline.tenant', coalesce((select tenant_id::text from workspace where ${workspace}), ''), true),
      set_config('role', 'throughline_app', true)`;
  const [row] = await tx.$queryRaw<(ViewerRow & Asker['account'] & More & FoundRow)[]>`
    with asker as (
      select place.tenant_id as "tenantId", place.removed_at as "removedAt", account.id, account.active,
        account.conversation, me.id as "personId", ${viewerColumns(Prisma.sql`place.tenant_id`, today)}
      from (select * from workspace where ${workspace}) place
      left join (platform_account account join person me on me.id = account.person_id and me.active)
        on account.tenant_id = place.tenant_id and account.platform = place.platform and account.team_id = place.team_id
          and account.user_id = ${userId}
    ) ${also}
    select *, throughline_now() as now ${columns} from asker`;
  if (!row) return undefined;
  const { tenantId, removedAt, now, personId, id, active, conversation, grants, pairs, ...more } = row;
  const found = { tenantId, removedAt, now, more: more as unknown as More };
  if (personId === null) return found;
  const viewer = viewerFrom(tenantId, personId, { grants, pairs });
  return { ...found, asker: { account: { id, active, conversation }, personId, viewer } };
}

interface FoundRow {
  tenantId: string;
  removedAt: Date | null;
  now: Date;
  personId: string | null;
}

interface Found<More> {
  tenantId: string;
  removedAt: Date | null;
  /** By the database's clock: the process's own may be wrong by minutes. */
  now: Date;
  asker?: Asker;
  more: More;
}
