// The queue and the ledger in numbers: what waits, for how long, and what will not arrive. Counts only, of all customers.
import type { PlatformName } from '../chat/platform.ts';
import type { Db } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import { asSystem } from '../db/scope.ts';
import { mayGo, places, workspaceIsFree } from './line.ts';
import { earliestId } from './message-id.ts';
import { CANNOT_TELL } from './outcome.ts';
import { isUnsettled } from './settle.ts';

export interface QueueNumbers {
  messages: readonly { platform: PlatformName; kind: string; state: string; count: number }[];
  /** Of those that could go by now; how long the oldest has been waiting. */
  due: readonly { platform: PlatformName; count: number; oldestMs: number }[];
  work: readonly { job: string; due: number; parked: number; oldestMs: number }[];
  /** Written in the last seven days. */
  lost: readonly { reason: string; count: number }[];
}

/** Where a playground has moved the database's present, rows keep the real time in which they were written. */
const shift = Prisma.sql`((select throughline_now()) - now())`;
const couldGoSince = Prisma.sql`greatest(d.not_before, d.created_at + ${shift})`;

export async function readQueue(db: Db, now: Date): Promise<QueueNumbers> {
  return asSystem(db, async (tx) => {
    // Each by an index of its own that holds nothing else.
    const messages = await tx.$queryRaw<QueueNumbers['messages']>`
      select lower(d.platform::text) as platform, d.kind, lower(d.status::text) as state, count(*)::int as count from (
        select platform, kind, status from delivery where status in ('PENDING', 'FAILED')
        union all select platform, kind, status from delivery where status = 'SENDING'
        union all select platform, kind, status from delivery where ${isUnsettled}) as d
      group by 1, 2, 3 order by 1, 2, 3`;
    const due = await tx.$queryRaw<QueueNumbers['due']>`
      select lower(d.platform::text) as platform, count(*)::int as count,
        (extract(epoch from (select throughline_now()) - min(${couldGoSince})) * 1000)::float8 as "oldestMs"
      from delivery d
      where d.status in ('PENDING', 'FAILED') and d.not_before <= (select throughline_now())
        and (d.expires_at is null or d.expires_at > (select throughline_now())) and ${workspaceIsFree}
      group by 1 order by 1`;
    const work = await tx.$queryRaw<QueueNumbers['work']>`
      select job, count(*) filter (where due_at <= (select throughline_now()))::int as due,
        count(*) filter (where due_at > (select throughline_now()))::int as parked,
        greatest((extract(epoch from (select throughline_now()) - min(due_at)) * 1000)::float8, 0) as "oldestMs"
      from due_work where due_at <= (select throughline_now()) or due_at >= '9999-01-01'
      group by 1 order by 1`;
    const lost = await tx.$queryRaw<QueueNumbers['lost']>`
      select coalesce(reason, 'unknown') as reason, count(*)::int as count from delivery
      where id >= ${earliestId(new Date(now.getTime() - LOST_FOR_MS))}::uuid and ${isLost}
      group by 1 order by 2 desc, 1`;
    return { messages, due, work, lost };
  });
}

/** The words of the index, without a parameter. */
const isLost = Prisma.sql`surface = 'message'
  and (status = 'DEAD' or (status = 'UNKNOWN' and reason = ${Prisma.raw(`'${CANNOT_TELL}'`)}))`;

const LOST_FOR_MS = 7 * 24 * 3_600_000;

/**
 * Is there a message or a piece of work that could have gone so long ago, and nobody is at it? What waits for a platform's
 * rate, for a workspace that took the app away, or behind another of its lane, is not stuck.
 */
export async function findStuck(db: Db, forMs: number): Promise<{ messages: boolean; work: boolean }> {
  const limit = Prisma.sql`(select throughline_now()) - ${forMs} * interval '1 millisecond'`;
  const [row] = await asSystem(
    db,
    (tx) => tx.$queryRaw<{ messages: boolean; work: boolean }[]>`
      with recursive ${places}
      select
        exists (select 1 from place p cross join lateral (
            select 1 from delivery d
            where d.platform = p.platform and d.team_id = p.team_id and ${mayGo} and ${workspaceIsFree}
              and d.not_before <= ${limit} and d.updated_at + ${shift} <= ${limit}
            order by d.platform, d.team_id, d.priority, d.id limit 1) late)
        and not exists (select 1 from delivery where status = 'SENDING' and lease_until > (select throughline_now())) as messages,
        exists (select 1 from due_work where due_at <= ${limit}) as work`,
  );
  return row ?? { messages: false, work: false };
}
