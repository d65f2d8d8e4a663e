import type { Db } from '../db/client.ts';
import { deleteTenant, listTenants } from '../roster/tenants.ts';

export const SAMPLE_TENANT = 'Harbor City and Northlight Partners (sample)';

/** Takes the sample district away, and never another tenant. */
export async function clearSample(db: Db): Promise<void> {
  for (const tenant of await listTenants(db)) if (tenant.name === SAMPLE_TENANT) await deleteTenant(db, tenant.id);
}
