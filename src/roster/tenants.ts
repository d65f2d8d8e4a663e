import { asSystem, inTenant } from '../db/scope.ts';
import type { Db } from '../db/client.ts';

export interface TenantRow {
  id: string;
  name: string;
}

/** The playground's customer; it is taken away and made again, and no real workspace or file ever belongs to it. */
export const SAMPLE_TENANT = 'Harbor City and Northlight Partners (sample)';

/** The real customers. */
export async function listCustomers(db: Db): Promise<TenantRow[]> {
  return (await listTenants(db)).filter((tenant) => tenant.name !== SAMPLE_TENANT);
}

export async function listTenants(db: Db): Promise<TenantRow[]> {
  return asSystem(db, (tx) => tx.tenant.findMany({ select: { id: true, name: true }, orderBy: { createdAt: 'asc' } }));
}

export async function createTenant(db: Db, name: string): Promise<TenantRow> {
  return asSystem(db, (tx) => tx.tenant.create({ data: { name }, select: { id: true, name: true } }));
}

/** The tables of a tenant, so ordered that no row is deleted before what points at it. */
const TABLES = [
  'records_key',
  'record_schedule',
  'purged_record',
  'purge_run',
  'digest_item',
  'digest',
  'barrier',
  'step_move',
  'action_step',
  'goal',
  'plan',
  'visit',
  'form_draft',
  'answer',
  'check_in',
  'inbound_event',
  'delivery',
  'due_work',
  'roster_import_row',
  'roster_import',
  'closure',
  'calendar_day',
  'send_time',
  'program_schedule',
  'zone_data',
  'digest_channel',
  'coach_assignment',
  'engagement',
  'leave',
  'role_grant',
  'join_code',
  'platform_account',
  'workspace',
  'person',
  'school',
  'organization',
  'tenant',
] as const;

/** Takes away a tenant and everything that is its own. Only the sample district is ever taken away like this. */
export async function deleteTenant(db: Db, tenantId: string): Promise<void> {
  await inTenant(db, tenantId, async (tx) => {
    // Row-level security keeps each statement to this tenant's rows; the names are the constants above.
    for (const table of TABLES) await tx.$executeRawUnsafe(`delete from ${table}`);
  });
}
