import type { Tx } from '../db/client.ts';
import { callMark } from './lease.ts';

/**
 * Puts a message off that has not gone out: it waits until then, and nobody has it in hand any more. False where there is none,
 * or where it is out already. One that finds nobody stays written down as that.
 */
export async function postpone(
  tx: Tx,
  tenantId: string,
  key: string,
  notBefore: Date,
  expiresAt?: Date,
): Promise<boolean> {
  return (await postponeAll(tx, tenantId, [{ key, notBefore, ...(expiresAt && { expiresAt }) }])).size > 0;
}

/** Returns the keys of those that were put off. */
export async function postponeAll(
  tx: Tx,
  tenantId: string,
  messages: readonly { key: string; notBefore: Date; expiresAt?: Date }[],
): Promise<Set<string>> {
  if (messages.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ key: string }[]>`
    update delivery d set status = 'PENDING', lease_by = null, lease_until = null, not_before = m."notBefore",
      expires_at = coalesce(m."expiresAt", d.expires_at), updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb)
      as m(key text, "notBefore" timestamptz(3), "expiresAt" timestamptz(3))
    where d.tenant_id = ${tenantId}::uuid and d.key = m.key
      and (d.status in ('PENDING', 'FAILED') or (d.status = 'SENDING' and d.lease_by not like ${`%${callMark}`}))
    returning d.key`;
  return new Set(rows.map(({ key }) => key));
}
