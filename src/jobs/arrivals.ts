// A message that may have got lost proves by itself that it is there: the platform speaks of it, or somebody uses it.
import type { Arrival } from '../chat/platform.ts';
import type { Db, Tx } from '../db/client.ts';
import { asSystem } from '../db/scope.ts';
import type { Log } from '../log.ts';
import { codeOf, placeOf } from './failure.ts';
import { ORIGINAL_NOT_SENT } from './settle.ts';

export interface Arrivals {
  /** Returns at once; what is noted is looked at together a little later. */
  note(arrival: Arrival): void;
  /** Looks now at all that is noted. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

interface Deps {
  db: Db;
  log: Log;
  /** What waited for a message that is there may go now. */
  poke(): void;
  /** How long an arrival waits for others. */
  waitMs?: number;
}

/** By then the answer to the call is nearly always recorded, and the look finds nothing to do. */
const WAIT_MS = 2_000;
const AT_ONCE = 500;
/** What comes while the database is away for long is let go of: those messages stand as they did. */
const KEPT_AT_MOST = 5_000;
const Uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createArrivals({ db, log, poke, waitMs = WAIT_MS }: Deps): Arrivals {
  const noted = new Map<string, Arrival>();
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let stopped = false;

  function plan(): void {
    if (timer !== undefined || stopped || noted.size === 0) return;
    timer = setTimeout(() => void flush(), waitMs);
    timer.unref();
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    underWay = underWay.then(lookAtAll).then(plan);
    return underWay;
  }

  async function lookAtAll(): Promise<void> {
    const taken = [...noted.values()].slice(0, AT_ONCE);
    if (taken.length === 0) return;
    try {
      const settled = await asSystem(db, (tx) => settleArrived(tx, taken));
      for (const { mark } of taken) noted.delete(mark);
      for (const one of settled) log.info({ delivery: one.id, tenant: one.tenantId }, 'a message is there after all');
      if (settled.length > 0) poke();
    } catch (error) {
      log.warn(
        { code: codeOf(error), at: placeOf(error) },
        'what has arrived could not be looked at; it is tried again',
      );
    }
  }

  return {
    note(arrival) {
      if (!Uuid.test(arrival.mark) || stopped) return;
      const [oldest] = noted.keys();
      if (noted.size >= KEPT_AT_MOST && oldest !== undefined) noted.delete(oldest);
      noted.set(arrival.mark, arrival);
      plan();
    },
    flush,
    async stop() {
      stopped = true;
      await flush();
    },
  };
}

/**
 * Writes where each message was found, unless its own answer was recorded first. One that is under way keeps its state until
 * its call ends; see `settleLeases`. Returns what was not known to be there before.
 */
async function settleArrived(tx: Tx, arrivals: readonly Arrival[]): Promise<{ id: string; tenantId: string }[]> {
  const found = arrivals.map(({ mark, platform, teamId, messageId, place, by }) => ({
    ...{ id: mark, platform: platform.toUpperCase(), team_id: teamId, message_id: messageId, place },
    by_user: by?.userId ?? null,
    by_channel: by?.channelId ?? null,
  }));
  const written = await tx.$queryRaw<{ id: string; tenantId: string; status: string }[]>`
    with v as (
      select * from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as v(
        id uuid, platform text, team_id text, message_id text, place jsonb, by_user text, by_channel text)
    ), mine as (
      select d.id from delivery d join v on v.id = d.id
      where d.status in ('PENDING', 'SENDING', 'FAILED', 'UNKNOWN') and d.message_id is null and d.updates is null
        and d.surface = 'message' and d.platform::text = v.platform and d.team_id = v.team_id
        and (v.by_user is null or d.address ->> 'userId' = v.by_user or d.address ->> 'channelId' = v.by_channel)
      order by d.id for update of d
    )
    update delivery d set message_id = v.message_id, address = d.address || v.place, updated_at = now(),
      status = case d.status when 'SENDING' then d.status else 'SENT' end,
      sent_at = case d.status when 'SENDING' then d.sent_at else throughline_now() end,
      lease_by = case d.status when 'SENDING' then d.lease_by end, reason = null, reason_text = null
    from v where d.id = v.id and d.id in (select id from mine)
    returning d.id, d.tenant_id as "tenantId", d.status::text as status`;
  const settled = written.filter(({ status }) => status === 'SENT');
  if (settled.length > 0)
    await bringBack(
      tx,
      settled.map(({ id }) => id),
    );
  return settled;
}

/** The newest change and the replies that were given up because nobody could tell whether their message is there. */
async function bringBack(tx: Tx, originals: readonly string[]): Promise<void> {
  const lost = [...originals];
  await tx.$executeRaw`
    update delivery c set status = 'PENDING', reason = null, reason_text = null, not_before = throughline_now(), updated_at = now()
    where c.id in (
        select id from delivery where updates = any(${lost}::uuid[])
        union all select id from delivery where under = any(${lost}::uuid[]) and updates is null)
      and c.status = 'SUPERSEDED' and c.reason = ${ORIGINAL_NOT_SENT}
      and (c.expires_at is null or c.expires_at > (select throughline_now()))
      and (c.updates is null or not exists (select 1 from delivery n where n.updates = c.updates and n.id > c.id))`;
}
