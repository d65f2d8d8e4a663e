// Somebody is read elsewhere than before while messages wait for them: those go to where they are read now.
import type { Tx } from '../db/client.ts';
import type { Target } from './ledger.ts';

/** For whom something waits on another platform than the one they prefer. */
export async function listAstray(tx: Tx, tenantId: string): Promise<string[]> {
  const people = await tx.$queryRaw<{ id: string }[]>`
    select distinct person.id from delivery join person on person.id = delivery.person_id
    where delivery.tenant_id = ${tenantId}::uuid and delivery.status in ('PENDING', 'FAILED')
      and coalesce(delivery.updates, delivery.under) is null and delivery.surface = 'message'
      and person.preferred_platform <> delivery.platform`;
  return people.map(({ id }) => id);
}

/** What waits for somebody who has left is taken back: nothing reaches an old account. */
export async function hushLeavers(tx: Tx, tenantId: string): Promise<void> {
  await tx.$executeRaw`
    update delivery d set status = 'SUPERSEDED', reason = 'withdrawn', reason_text = 'The person has left.', updated_at = now()
    from person where person.id = d.person_id and not person.active and d.tenant_id = ${tenantId}::uuid
      and d.status in ('PENDING', 'FAILED')`;
}

/** What has gone out stays where it is, and so does what belongs to it: a change of a message, an answer under it. */
export async function follow(tx: Tx, tenantId: string, personId: string, to: Target): Promise<void> {
  await tx.$executeRaw`
    update delivery set platform = ${to.platform.toUpperCase()}::"PlatformName", team_id = ${to.address.teamId},
      lane = ${to.lane}, address = ${JSON.stringify(to.address)}::jsonb, status = 'PENDING', reason = null,
      reason_text = null, updated_at = now()
    where tenant_id = ${tenantId}::uuid and person_id = ${personId}::uuid and status in ('PENDING', 'FAILED')
      and coalesce(updates, under) is null and surface = 'message' and lane <> ${to.lane}`;
}
