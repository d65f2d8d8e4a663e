// What can still be done about a message that did not arrive: try it again, or put it aside.
import type { Tx } from '../db/client.ts';
import { PUT_ASIDE } from './deliveries.ts';
import { NO_ACCOUNT } from './ledger.ts';

/** What became of the wish to try a message again. */
export type Verdict =
  | 'again'
  /** There is nothing to try: it arrived, is under way, or was taken back. */
  | 'delivered'
  | 'waiting'
  | 'taken-back'
  /** Nobody can tell whether it is there already. */
  | 'may-be-there'
  | 'expired'
  /** What it is about is over: an answered prompt needs no sending. */
  | 'over'
  | 'no-account'
  /** A newer change of the same message took its place. */
  | 'newer'
  /** The message that it belongs to did not arrive. */
  | 'original-lost';

/**
 * Puts back what is still worth sending, and says of each message what was decided. `over` names what has come to its end
 * meanwhile; `evenIfThere` sends also what may be there already, and so perhaps twice.
 */
export async function retry(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
  { over = [], evenIfThere = false }: { over?: readonly string[]; evenIfThere?: boolean } = {},
): Promise<{ id: string; verdict: Verdict }[]> {
  return tx.$queryRaw<{ id: string; verdict: Verdict }[]>`
    with judged as (
      select d.id, case
          when d.status = 'SENT' then 'delivered'
          when d.status in ('PENDING', 'SENDING', 'FAILED') then 'waiting'
          when d.status = 'SUPERSEDED' then 'taken-back'
          when d.status = 'UNKNOWN' and not ${evenIfThere} then 'may-be-there'
          when d.expires_at <= (select throughline_now()) then 'expired'
          when d.about = any(${[...over]}::text[]) then 'over'
          when d.reason = ${NO_ACCOUNT} then 'no-account'
          when d.updates is not null and exists (select 1 from delivery n where n.updates = d.updates and n.id > d.id) then 'newer'
          when coalesce(d.updates, d.under) is not null and not exists (
            select 1 from delivery o where o.id = coalesce(d.updates, d.under) and o.status = 'SENT') then 'original-lost'
          else 'again' end as verdict
      from delivery d where d.tenant_id = ${tenantId}::uuid and d.id = any(${[...ids]}::uuid[])
      for update of d
    ), put_back as (
      update delivery d set status = 'PENDING', reason = null, reason_text = null, attempts = 0, lease_by = null, lease_until = null,
        not_before = throughline_now(), updated_at = now()
      from judged where d.id = judged.id and judged.verdict = 'again'
      returning d.id
    )
    select id, verdict from judged order by id`;
}

/**
 * Puts messages aside with a note of why, and returns how many. A message of which nobody can tell stays unknown to every
 * report; one that waits goes out no more.
 */
export async function putAside(tx: Tx, tenantId: string, ids: readonly string[], note: string): Promise<number> {
  const text = `${PUT_ASIDE}${note}`.slice(0, 400);
  return tx.$executeRaw`
    update delivery set updated_at = now(),
      status = case status when 'UNKNOWN' then status else 'SUPERSEDED' end,
      reason_text = ${text}::text || case when reason is null or status = 'UNKNOWN' then '' else ' (before: ' || left(reason, 60) || ')' end,
      reason = case status when 'UNKNOWN' then reason else ${DROPPED} end
    where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[]) and status in ('PENDING', 'FAILED', 'DEAD', 'UNKNOWN')`;
}

const DROPPED = 'dropped';
