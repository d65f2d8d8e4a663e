import type { Db } from '../db/client.ts';
import { SAMPLE_TENANT, deleteTenant, listTenants } from '../roster/tenants.ts';

/** Takes the sample district away, and never another tenant. */
export async function clearSample(db: Db): Promise<void> {
  for (const tenant of await listTenants(db)) if (tenant.name === SAMPLE_TENANT) await deleteTenant(db, tenant.id);
}
