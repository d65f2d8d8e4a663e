// Who is first: what waits stands in one line for each workspace, by priority and age, and in it one for each lane. A lane's
// first message is found in indexes that hold only what waits, so neither a long line nor a long history costs anything.
import { Prisma } from '../db/generated/client.ts';

/** A message that failed holds the later ones of its lane back, but not for ever. */
const HOLDS_LANE_FOR_ATTEMPTS = 5;

/** The same words as in the indexes on `delivery`, and never a parameter: only so is an index of part of the table used. */
export const waits = (d: Prisma.Sql): Prisma.Sql => Prisma.sql`${d}.status in ('PENDING', 'FAILED')`;
const D = Prisma.sql`d`;
const E = Prisma.sql`e`;

/** A change waits until its original went out, and a reply until the message did in whose thread it stands. */
const originalIsOut = (d: Prisma.Sql): Prisma.Sql => Prisma.sql`(coalesce(${d}.updates, ${d}.under) is null
  or exists (select 1 from delivery o where o.id = coalesce(${d}.updates, ${d}.under) and o.status = 'SENT'))`;

const isWorthSending = (d: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(${d}.expires_at is null or ${d}.expires_at > (select throughline_now())) and ${originalIsOut(d)}`;

const inLaneOfD = Prisma.sql`e.platform = d.platform and e.team_id = d.team_id and e.lane = d.lane`;

/**
 * Nothing of the lane of `d` is under way, and `d` is the first there: before one whose time has come too, or one that failed
 * and holds the lane. Each is one look into an index, whatever the planner believes of the table: a subquery with a limit is
 * never made a join.
 */
const leadsItsLane = Prisma.sql`(
    select e.id from delivery e where e.status = 'SENDING' and ${inLaneOfD}
    order by e.platform, e.team_id, e.lane limit 1) is null
  and d.id = (
    select e.id from delivery e where ${waits(E)} and ${inLaneOfD} and ${isWorthSending(E)}
      and (e.not_before <= (select throughline_now()) or (e.status = 'FAILED' and e.attempts < ${HOLDS_LANE_FOR_ATTEMPTS}))
    order by e.platform, e.team_id, e.lane, e.priority, e.id limit 1)`;

/** `d` is the first of its lane and its time has come. */
export const mayGo = Prisma.sql`${waits(D)} and d.not_before <= (select throughline_now()) and ${isWorthSending(D)} and ${leadsItsLane}`;

/** `d` comes at a later instant. */
export const comesLater = Prisma.sql`${waits(D)} and d.not_before > (select throughline_now())
  and (d.expires_at is null or d.expires_at > d.not_before) and ${originalIsOut(D)}`;

/** The workspaces for which something waits, one step in the index for each and not one for each message. For `with recursive`. */
export const places = Prisma.sql`place as (
    (select d.platform, d.team_id from delivery d where ${waits(D)} order by d.platform, d.team_id limit 1)
    union all
    select next.platform, next.team_id from place cross join lateral (
      select d.platform, d.team_id from delivery d
      where ${waits(D)} and (d.platform, d.team_id) > (place.platform, place.team_id) order by d.platform, d.team_id limit 1) next
  )`;

/** Not told to keep quiet for a while, and not without the app: there, messages wait until it is installed again or they expire. */
export const workspaceIsFree = Prisma.sql`not exists (
  select 1 from workspace w
  where w.platform = d.platform and w.team_id = d.team_id
    and (w.removed_at is not null or w.blocked_until > (select throughline_now())))`;
