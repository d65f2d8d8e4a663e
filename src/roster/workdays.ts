// The clock and the days that somebody lives by: a principal's school, a coach's own profile; holidays and leave taken out.
import type { Tx } from '../db/client.ts';
import { addDays, columnOfDay, dayIn, dayOfColumn, isZone, mondayOf, type Day } from '../zone.ts';
import type { Pair, Viewer } from './access.ts';
import { dayKind } from './calendar.ts';
import type { Manners } from './manners.ts';
import { USUAL_TIMES, type ProgramTimes } from './program-times.ts';
import { chainOf, listDaysOf } from './school-days.ts';

/** As far as a good day is looked for. */
const AHEAD_DAYS = 120;

/** Somebody of a pair, who is to be written to. */
export interface Who {
  pair: Pick<Pair, 'school' | 'principal'>;
  personId: string;
  times?: ProgramTimes;
}

/** When something that nobody asked for may come to one of a pair. */
export async function mannersIn(tx: Tx, viewer: Viewer, who: Who, now: Date): Promise<Manners> {
  const [manners] = await mannersOfAll(tx, viewer, [who], now);
  return manners ?? { zone: who.pair.school.timeZone };
}

/** The same for many, in their order. */
export async function mannersOfAll(tx: Tx, viewer: Viewer, who: readonly Who[], now: Date): Promise<Manners[]> {
  if (who.length === 0) return [];
  const others = who.filter(({ pair, personId }) => personId !== pair.principal.id);
  const own = await findOwnZones(
    tx,
    viewer,
    others.map(({ personId }) => personId),
  );
  // Wherever on earth it is today, the week that began before the last one is covered.
  const from = addDays(mondayOf(dayIn('UTC', now)), -14);
  const span = { from, to: addDays(from, AHEAD_DAYS + 28) };
  const districtIds = who.map(({ pair }) => pair.school.districtId);
  const days = await listDaysOf(tx, viewer, districtIds, span);
  const isAway = await listAway(
    tx,
    viewer,
    who.map(({ personId }) => personId),
    span,
  );
  return who.map(({ pair: { school, principal }, personId, times }) => ({
    zone: (personId === principal.id ? undefined : own.get(personId)) ?? school.timeZone,
    quiet: times ?? USUAL_TIMES,
    isWorkday: (day) =>
      dayKind(days.get(school.districtId) ?? [], day, chainOf(school)).staff && !isAway(personId, day),
  }));
}

/** The zone of a person's own profile: the roster's, else that of the account where they are written to. */
async function findOwnZones(tx: Tx, viewer: Viewer, personIds: readonly string[]): Promise<Map<string, string>> {
  if (personIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; zone: string | null }[]>`
    select p.id, coalesce(p.time_zone, (
      select account.time_zone from platform_account account
      where account.tenant_id = p.tenant_id and account.person_id = p.id and account.active and account.time_zone is not null
      order by account.platform is distinct from p.preferred_platform, account.created_at limit 1)) as zone
    from person p where p.tenant_id = ${viewer.tenantId}::uuid and p.id = any(${[...personIds]}::uuid[])`;
  return new Map(rows.flatMap(({ id, zone }) => (zone !== null && isZone(zone) ? [[id, zone]] : [])));
}

async function listAway(
  tx: Tx,
  viewer: Viewer,
  personIds: readonly string[],
  span: { from: Day; to: Day },
): Promise<(personId: string, day: Day) => boolean> {
  const leaves = await tx.leave.findMany({
    where: {
      tenantId: viewer.tenantId,
      personId: { in: [...new Set(personIds)] },
      fromOn: { lte: columnOfDay(span.to) },
      toOn: { gte: columnOfDay(span.from) },
    },
    select: { personId: true, fromOn: true, toOn: true },
  });
  const spans = leaves.map(({ personId, fromOn, toOn }) => ({
    personId,
    from: dayOfColumn(fromOn),
    to: dayOfColumn(toOn),
  }));
  return (personId, day) => spans.some((span) => span.personId === personId && span.from <= day && day <= span.to);
}
