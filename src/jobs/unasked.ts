// How much comes to one person that nobody asked for: counted over all features, in the ledger itself.
import type { Tx } from '../db/client.ts';

/** A message that nobody asked for, and how many such ones may come to its reader since when. */
export interface Unasked {
  key: string;
  personId: string;
  notBefore: Date;
  since: Date;
  most: number;
}

/**
 * The keys of those that may come, in their order. A message that is written already counts for itself, and what was taken
 * back counts for nothing.
 */
export async function listWelcome(tx: Tx, tenantId: string, messages: readonly Unasked[]): Promise<Set<string>> {
  if (messages.length === 0) return new Set();
  const people = [...new Set(messages.map(({ personId }) => personId))];
  // Two reminders at once would both count the same earlier ones; the lock makes the second wait. Taken in one order, so
  // that nobody waits in a ring.
  await tx.$executeRaw`
    select pg_advisory_xact_lock(lock) from (
      select distinct hashtextextended('unasked ' || ${tenantId} || ' ' || person, 0) as lock
      from unnest(${people}::text[]) as person order by lock) as locks`;
  const unique = [...new Map(messages.map((message) => [message.key, message])).values()];
  const counted = await tx.$queryRaw<{ key: string; count: number }[]>`
    select m.key, count(d.id)::int as count
    from jsonb_to_recordset(${JSON.stringify(unique)}::jsonb) as m(key text, "personId" uuid, since timestamptz)
      left join delivery d on d.tenant_id = ${tenantId}::uuid and d.person_id = m."personId" and d.unasked
        and d.not_before >= m.since and d.status <> 'SUPERSEDED' and d.key <> m.key
    group by m.key`;
  const earlier = new Map(counted.map(({ key, count }) => [key, count]));
  const welcome: Unasked[] = [];
  for (const message of messages) {
    const { key, personId, since, most } = message;
    const sameWave = welcome.filter((one) => one.personId === personId && one.key !== key && one.notBefore >= since);
    if ((earlier.get(key) ?? 0) + sameWave.length < most) welcome.push(message);
  }
  return new Set(welcome.map(({ key }) => key));
}
