// Takes messages out of the ledger to send them, under a lease that ends by itself if this process dies.
import type { PlatformName } from '../chat/platform.ts';
import { asSystem } from '../db/scope.ts';
import type { Db } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import { LEASE_MS, calling } from './lease.ts';
import type { Allowance } from './pace.ts';

export interface Claimed {
  id: string;
  tenantId: string;
  key: string;
  kind: string;
  platform: PlatformName;
  teamId: string;
  lane: string;
  /** Of the message itself, or of the one that it changes or answers. Checked before it is used, as is the card. */
  address: unknown;
  card: unknown;
  updates: string | null;
  /** The platform's id of the message that is changed. */
  messageId: string | null;
  guard: string | null;
  /** `message`, or `home`. */
  surface: string;
  attempts: number;
  /** How long after it could have gone it was taken to be sent. */
  lateMs: number;
  /** For how long it has been refused with a reason that is not believed yet. */
  doubtedForMs: number | null;
  personId: string | null;
  about: string | null;
}

/** Claims take turns, also those of several processes: otherwise two could send to one lane at once. Any unused number. */
const CLAIM_LOCK = 7_210_464;
/** A message that failed holds the later ones of its lane back, but not for ever. */
const HOLDS_LANE_FOR_ATTEMPTS = 5;

/** A change waits until its original went out, and a reply until the message did in whose thread it stands. */
export const originalIsOut = Prisma.sql`(coalesce(d.updates, d.under) is null
  or exists (select 1 from delivery o where o.id = coalesce(d.updates, d.under) and o.status = 'SENT'))`;

/**
 * What stands at the head of each lane, in one pass over what waits: a message under way, one that failed and holds the
 * lane, or one whose time has come.
 */
export const laneHeads = Prisma.sql`
  select * from (
    select d.id, d.platform, lower(d.platform::text) || ' ' || d.team_id as workspace, d.team_id, d.lane, d.priority, d.status,
      d.not_before, d.lease_until,
      row_number() over (partition by d.platform, d.team_id collate "C", d.lane collate "C"
        order by d.status <> 'SENDING', d.priority, d.id) as place
    from delivery d
    where d.status = 'SENDING' or (d.status in ('PENDING', 'FAILED')
      and (d.expires_at is null or d.expires_at > (select throughline_now()))
      and (d.not_before <= (select throughline_now()) or (d.status = 'FAILED' and d.attempts < ${HOLDS_LANE_FOR_ATTEMPTS}))
      and ${originalIsOut})
  ) as ranked where place = 1`;

/** Not told to keep quiet for a while, and not without the app: there, messages wait until it is installed again or they expire. */
export const workspaceIsFree = Prisma.sql`not exists (
  select 1 from workspace w
  where w.platform = d.platform and w.team_id = d.team_id
    and (w.removed_at is not null or w.blocked_until > (select throughline_now())))`;

/** Claims the first message of each free lane, workspaces in turn, as many as are allowed. */
export async function claim(db: Db, processId: string, atMost: number, allowed: Allowance): Promise<Claimed[]> {
  return asSystem(db, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${CLAIM_LOCK})`;
    return tx.$queryRaw<Claimed[]>`
      with heads as (${laneHeads}), fair as (
        select id, workspace, platform, priority, row_number() over (partition by workspace collate "C" order by priority, id) as turn
        from heads d
        where status <> 'SENDING' and not_before <= (select throughline_now())
          and workspace || ' ' || lane <> all (${allowed.restingLanes}::text[])
          and ${workspaceIsFree}
      ), chosen as (
        select id, turn from fair
        where turn <= coalesce((${JSON.stringify(allowed.workspaces)}::jsonb ->> workspace)::int,
          case platform when 'SLACK' then ${allowed.usual.slack}::int else ${allowed.usual.teams}::int end)
        order by turn, priority, id limit ${atMost}
      ), taken as (
        select d.id, chosen.turn, case when d.updates is null then null else o.message_id end as target,
          case when d.under is null then o.address else o.address || jsonb_build_object('threadId', o.message_id) end as whereto
        from chosen join delivery d on d.id = chosen.id left join delivery o on o.id = coalesce(d.updates, d.under)
        where d.status in ('PENDING', 'FAILED')
        for update of d skip locked
      ), claimed as (
        update delivery d set status = 'SENDING', lease_by = ${processId}, updated_at = now(),
          lease_until = throughline_now() + ${LEASE_MS} * interval '1 millisecond'
        from taken where d.id = taken.id
        returning d.*, taken.turn, taken.target, coalesce(taken.whereto, d.address) as whereto
      )
      select id, tenant_id as "tenantId", key, kind, lower(platform::text) as platform, team_id as "teamId", lane, whereto as address,
        card, updates, target as "messageId", guard, surface, attempts, person_id as "personId", about,
        greatest((extract(epoch from (select throughline_now())
          - greatest(case attempts when 0 then not_before end, created_at + ((select throughline_now()) - now()))) * 1000)::float8, 0) as "lateMs",
        (extract(epoch from (select throughline_now()) - (address ->> 'doubtedSince')::timestamptz) * 1000)::float8 as "doubtedForMs"
      from claimed order by turn, priority, id`;
  });
}

/**
 * Notes that the calls begin now. True for each message that is still ours to send and whose workspace is still free; the
 * others must not be called.
 */
export async function markCalling(db: Db, processId: string, ids: string[]): Promise<boolean[]> {
  const mark = (some: string[], wait: boolean) =>
    asSystem(
      db,
      (tx) => tx.$queryRaw<{ id: string }[]>`
        update delivery set lease_by = ${calling(processId)}, updated_at = now(),
          lease_until = throughline_now() + ${LEASE_MS} * interval '1 millisecond'
        where id in (select id from delivery d where id = any(${some}::uuid[]) and status = 'SENDING' and lease_by = ${processId}
            and ${workspaceIsFree}
          for update ${wait ? Prisma.empty : Prisma.sql`skip locked`})
        returning id`,
    );
  return writeAll(ids, mark);
}

/**
 * Writes many rows without waiting for any, then those that were locked one by one: two transactions that each wait for
 * several rows could wait for one another.
 */
export async function writeAll<T extends { id: string }>(
  ids: string[],
  write: (ids: string[], wait: boolean) => Promise<T[]>,
): Promise<boolean[]> {
  const written = new Set((await write(ids, false)).map((row) => row.id));
  for (const id of ids) if (!written.has(id) && (await write([id], true)).length > 0) written.add(id);
  return ids.map((id) => written.has(id));
}

/** Gives back what was claimed and not called; of a call that has begun, nobody can tell. */
export async function releaseLeases(db: Db, processId: string): Promise<void> {
  await asSystem(
    db,
    (tx) => tx.$executeRaw`
      update delivery set status = 'PENDING', lease_by = null, lease_until = null, updated_at = now()
      where status = 'SENDING' and lease_by = ${processId}`,
  );
}

/** Ends the leases of all others now, where it is known that no other process lives. */
export async function takeOverLeases(db: Db, processId: string): Promise<void> {
  await asSystem(
    db,
    (tx) => tx.$executeRaw`
      update delivery set lease_until = throughline_now(), updated_at = now()
      where status = 'SENDING' and lease_by not in (${processId}, ${calling(processId)})`,
  );
}
