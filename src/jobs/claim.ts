// Finds what may go, in the workspaces whose turn this process has, and marks it right before the call. Nothing is written
// for a message before its mark: one that was found and never called simply waits, for this process or for another.
import type { PlatformName } from '../chat/platform.ts';
import { asSystem } from '../db/scope.ts';
import type { Db } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import { LEASE_MS, calling } from './lease.ts';
import { mayGo, places, waits, workspaceIsFree } from './line.ts';
import type { Allowance } from './pace.ts';
import { FRESH_MS, TURN_MS, turnIsOurs } from './turns.ts';

export interface Claimed {
  id: string;
  /** Of the row as it was read: whoever changed it since then gave it another. */
  version: string;
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

export interface Claiming {
  processId: string;
  atMost: number;
  allowed: Allowance;
  /** The names of the lanes of which something is in hand already. */
  busyLanes?: readonly string[];
  /** So many turns of workspaces that nobody has may be taken at once, so that other processes find some, too. */
  newTurns?: number;
}

const ANY = 1_000_000;

/**
 * The first message of each free lane, workspaces in turn, as many as are allowed. Where two processes want the same turn
 * the key of its row decides, and the other finds nothing there.
 */
export async function claim(db: Db, { processId, atMost, allowed, busyLanes = [], newTurns = ANY }: Claiming) {
  const { usual, workspaces, restingLanes } = allowed;
  return asSystem(
    db,
    (tx) => tx.$queryRaw<Claimed[]>`
      with recursive ${places}, open as materialized (
        select d.platform, d.team_id, coalesce(t.process_id = ${processId}, false) as is_ours, t.until,
          least(coalesce((${JSON.stringify(workspaces)}::jsonb ->> (lower(d.platform::text) || ' ' || d.team_id))::int,
            case d.platform when 'SLACK' then ${usual.slack}::int else ${usual.teams}::int end),
            -- More than a good part of what is taken at once is not worth a look: the next claim is not far.
            ${atMost}::int * 2 / count(*) over () + 10) as most
        from place d left join workspace_turn t on t.platform = d.platform and t.team_id = d.team_id
        where (t.until is null or t.until <= (select throughline_now()) or t.process_id = ${processId}) and ${workspaceIsFree}
      ), heads as (
        select open.platform, open.team_id, is_ours, until, head.id, head.priority,
          row_number() over (partition by open.platform, open.team_id order by head.priority, head.id) as turn
        from open cross join lateral (
          select d.id, d.priority from delivery d
          where d.platform = open.platform and d.team_id = open.team_id and ${mayGo}
            and lower(d.platform::text) || ' ' || d.team_id || ' ' || d.lane not in (
              select unnest(${[...restingLanes, ...busyLanes]}::text[]))
          order by d.platform, d.team_id, d.priority, d.id limit open.most) head
      ), fresh as (
        select platform, team_id from heads where turn = 1 and not is_ours order by priority, id limit ${newTurns}
      ), chosen as (
        select * from heads
        where is_ours or (platform, team_id) in (select platform, team_id from fresh)
        order by turn, priority, id limit ${atMost}
      ), taken as (
        insert into workspace_turn as t (platform, team_id, process_id, until)
        select distinct platform, team_id, ${processId}, throughline_now() + ${TURN_MS} * interval '1 millisecond'
        from chosen where not is_ours or until < (select throughline_now()) + ${FRESH_MS} * interval '1 millisecond'
        order by platform, team_id
        on conflict (platform, team_id) do update set process_id = excluded.process_id, until = excluded.until
          where t.process_id = excluded.process_id or t.until <= (select throughline_now())
        returning platform, team_id
      )
      select d.id, d.xmin::text as version, d.tenant_id as "tenantId", d.key, d.kind, lower(d.platform::text) as platform,
        d.team_id as "teamId", d.lane, d.card, d.updates, case when d.updates is not null then o.message_id end as "messageId",
        case when d.under is null then coalesce(o.address, d.address)
          else o.address || jsonb_build_object('threadId', o.message_id) end as address,
        d.guard, d.surface, d.attempts, d.person_id as "personId", d.about,
        greatest((extract(epoch from (select throughline_now()) - greatest(case d.attempts when 0 then d.not_before end,
          d.created_at + ((select throughline_now()) - now()))) * 1000)::float8, 0) as "lateMs",
        (extract(epoch from (select throughline_now()) - (d.address ->> 'doubtedSince')::timestamptz) * 1000)::float8 as "doubtedForMs"
      from chosen join delivery d on d.id = chosen.id left join delivery o on o.id = coalesce(d.updates, d.under)
      where (is_ours and until >= (select throughline_now()) + ${FRESH_MS} * interval '1 millisecond')
        or (chosen.platform, chosen.team_id) in (select platform, team_id from taken)
      order by turn, d.priority, d.id`,
  );
}

/**
 * Notes that the calls begin now. True for each message that nobody has touched since it was found, and whose workspace is
 * still free and ours; the others must not be called. Where the answer was lost it may be asked `again`, as long as nothing was
 * called: what it had noted before counts, too.
 */
export async function markCalling(
  db: Db,
  processId: string,
  found: readonly Pick<Claimed, 'id' | 'version'>[],
  again = false,
): Promise<boolean[]> {
  const versions = new Map(found.map(({ id, version }) => [id, version]));
  const mark = (ids: string[], wait: boolean) =>
    asSystem(
      db,
      (tx) => tx.$queryRaw<{ id: string }[]>`
        update delivery set status = 'SENDING', lease_by = ${calling(processId)}, updated_at = now(),
          lease_until = throughline_now() + ${LEASE_MS} * interval '1 millisecond'
        where id in (
          select d.id from unnest(${ids}::uuid[], ${ids.map((id) => versions.get(id) ?? '')}::text[]) as v(id, version)
            join delivery d on d.id = v.id
          where ((d.xmin::text = v.version and ${waits(Prisma.sql`d`)} and ${turnIsOurs(processId)})
              or (${again} and d.status = 'SENDING' and d.lease_by = ${calling(processId)}))
            and ${workspaceIsFree}
          for update of d ${wait ? Prisma.empty : Prisma.sql`skip locked`})
        returning id`,
    );
  return writeAll([...versions.keys()], mark);
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
