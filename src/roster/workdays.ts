// The clock and the days that somebody lives by: a principal's school, a coach's own profile; holidays and leave taken out.
import type { Tx } from '../db/client.ts';
import { addDays, columnOfDay, dayIn, dayOfColumn, isZone, mondayOf, type Day } from '../zone.ts';
import type { Pair, Viewer } from './access.ts';
import { dayKind } from './calendar.ts';
import type { Manners } from './manners.ts';
import { USUAL_TIMES, type ProgramTimes } from './program-times.ts';
import { chainOf, listDays } from './school-days.ts';

/** As far as a good day is looked for. */
const AHEAD_DAYS = 120;

/** When something that nobody asked for may come to one of a pair. */
export async function mannersIn(
  tx: Tx,
  viewer: Viewer,
  who: { pair: Pick<Pair, 'school' | 'principal'>; personId: string; times?: ProgramTimes },
  now: Date,
): Promise<Manners> {
  const { school, principal } = who.pair;
  const own = who.personId === principal.id ? undefined : await findOwnZone(tx, viewer, who.personId);
  const zone = own ?? school.timeZone;
  const from = addDays(mondayOf(dayIn(zone, now)), -7);
  const span = { from, to: addDays(from, AHEAD_DAYS + 14) };
  const days = await listDays(tx, viewer, school.districtId, span);
  const isAway = await listAway(tx, viewer, who.personId, span);
  return {
    zone,
    quiet: who.times ?? USUAL_TIMES,
    isWorkday: (day) => dayKind(days, day, chainOf(school)).staff && !isAway(day),
  };
}

/** The zone of a person's own profile: the roster's, else that of the account where they are written to. */
export async function findOwnZone(tx: Tx, viewer: Viewer, personId: string): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ zone: string | null }[]>`
    select coalesce(p.time_zone, (
      select account.time_zone from platform_account account
      where account.tenant_id = p.tenant_id and account.person_id = p.id and account.active and account.time_zone is not null
      order by account.platform is distinct from p.preferred_platform, account.created_at limit 1)) as zone
    from person p where p.tenant_id = ${viewer.tenantId}::uuid and p.id = ${personId}::uuid`;
  return row?.zone != null && isZone(row.zone) ? row.zone : undefined;
}

async function listAway(
  tx: Tx,
  viewer: Viewer,
  personId: string,
  span: { from: Day; to: Day },
): Promise<(day: Day) => boolean> {
  const leaves = await tx.leave.findMany({
    where: {
      tenantId: viewer.tenantId,
      personId,
      fromOn: { lte: columnOfDay(span.to) },
      toOn: { gte: columnOfDay(span.from) },
    },
    select: { fromOn: true, toOn: true },
  });
  const spans = leaves.map(({ fromOn, toOn }) => ({ from: dayOfColumn(fromOn), to: dayOfColumn(toOn) }));
  return (day) => spans.some(({ from, to }) => from <= day && day <= to);
}
