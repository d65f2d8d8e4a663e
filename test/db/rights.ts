// Who may do what in the database: the rights of both roles and their policies, as they should be and as they are.
import type pg from 'pg';
import type { Table } from './every-table.ts';

/** Of no tenant, and open: the history of migrations to nobody but the owner, the moved clock to be read. */
export const OPEN_TO_ALL = ['_prisma_migrations', 'clock_shift'];

/**
 * All that system work may do. S, I, U, D: select, insert, update, delete; with columns where only these may be touched. A table
 * that is not here is closed to it. Before you add a line: does the tick, the ledger or the look-up of accounts need it?
 */
export const SYSTEM: Record<string, string> = {
  audit_chain: 'S I U',
  audit_event: 'S D U(hash, place)',
  clock_shift: 'S',
  delivery:
    'S U(address, attempts, lease_by, lease_until, message_id, not_before, reason, reason_text, sent_at, status, updated_at)',
  due_work: 'S D U(attempts, due_at, last_error)',
  inbound_event: 'D S(id, received_at, tenant_id)',
  installation: 'S I U D',
  join_code: 'S U(used_at, used_by)',
  legal_hold: 'S(from_on, id, lifted_at, person_id, school_id, tenant_id, to_on)',
  oauth_state: 'S I D',
  platform_account: 'S',
  record_schedule: 'S',
  tenant: 'S I',
  workspace: 'S U(blocked_until, removed_at)',
  workspace_turn: 'S I U D',
  wrong_code: 'S I D U(since, times)',
};

const ONE_TENANT = (column: string) =>
  `one_tenant PERMISSIVE ALL throughline_app (${column} = (NULLIF(current_setting('throughline.tenant'::text, true), ''::text))::uuid) -`;
const SYSTEM_WORK = 'system_work PERMISSIVE ALL throughline_system true -';
const NOT_SEALED = 'not_sealed_yet RESTRICTIVE INSERT throughline_app - ((place IS NULL) AND (hash IS NULL))';

/** Table by table, both roles' policies. */
export function expectedPolicies(tables: readonly Table[]): Record<string, string[]> {
  const expected: Record<string, string[]> = { audit_event: [NOT_SEALED] };
  for (const { name, tenantColumn } of tables) {
    if (OPEN_TO_ALL.includes(name)) continue;
    if (tenantColumn !== undefined) (expected[name] ??= []).push(ONE_TENANT(tenantColumn));
    if (name in SYSTEM) (expected[name] ??= []).push(SYSTEM_WORK);
  }
  return expected;
}

export async function findPolicies(pool: pg.Pool): Promise<Record<string, string[]>> {
  const { rows } = await pool.query<{ table: string; policy: string }>(`
    select tablename as table, policyname || ' ' || permissive || ' ' || cmd || ' ' || array_to_string(roles, ',') || ' ' ||
      coalesce(qual, '-') || ' ' || coalesce(with_check, '-') as policy
    from pg_policies where schemaname = current_schema() order by 1, 2`);
  const found: Record<string, string[]> = {};
  for (const { table, policy } of rows) (found[table] ??= []).push(policy.replace(/\s+/g, ' '));
  return found;
}

/** Tables on which the locks are not forced. */
export async function findOpenTables(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace
      and not (relforcerowsecurity and relrowsecurity) order by 1`,
  );
  return rows.map(({ name }) => name);
}

export async function rightsOf(pool: pg.Pool, role: string): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ table: string; granted: string; columns: string[] | null }>(
    `select c.relname as table, r.granted,
      case when has_table_privilege($1, c.oid, r.granted) then null else
        (select array_agg(a.attname::text order by a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and r.letter <> '' and has_column_privilege($1, c.oid, a.attnum, r.granted)) end as columns
    from pg_class c, (values ('SELECT', 'S'), ('INSERT', 'I'), ('UPDATE', 'U'), ('DELETE', ''), ('TRUNCATE', ''), ('TRIGGER', '')) r(granted, letter)
    where c.relkind in ('r', 'v', 'm') and c.relnamespace = current_schema()::regnamespace
      and (has_table_privilege($1, c.oid, r.granted) or (r.letter <> '' and has_any_column_privilege($1, c.oid, r.granted)))
    order by 1`,
    [role],
  );
  const rights: Record<string, string[]> = {};
  for (const { table, granted, columns } of rows) {
    const letter = granted.startsWith('TR') ? granted : granted.slice(0, 1);
    (rights[table] ??= []).push(columns ? `${letter}(${columns.join(', ')})` : letter);
  }
  return Object.fromEntries(Object.entries(rights).map(([table, list]) => [table, inOrder(list).join(' ')]));
}

function inOrder(rights: string[]): string[] {
  const place = (right: string) => ['S', 'I', 'U', 'D'].indexOf(right) + (right.includes('(') ? 10 : 0);
  return [...rights].sort((a, b) => place(a) - place(b));
}
