// Whose hours hold: an engagement's own, else the customer's, else the usual ones; and a person's own choice within them.
import type { Tx } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
import { ForbiddenError, InvalidError, NotFoundError } from '../errors.ts';
import { isPlaceZone, type Day } from '../zone.ts';
import { hasRole, isSystem, type Pair, type Viewer } from './access.ts';
import { readStoredTimes, USUAL_TIMES, type Moment, type ProgramTimes } from './program-times.ts';
import { visitDayIn, type ChangedVisit } from './visit-days.ts';
import { assertTimes } from './week-hours.ts';

/** The hours of a pair's week. */
export interface PairHours {
  times: ProgramTimes;
  /** The principal's own choice. */
  own?: Moment;
  /** The coach's day on site in the week of a Monday, where the principal likes to be asked before it. */
  visitOn?: (monday: Day) => Day | undefined;
}

interface HoursRow {
  id: string;
  times: unknown;
  weekday: number | null;
  time: string | null;
  visitWeekday: number | null;
  /** Null where nobody is asked before a visit. */
  changed: ChangedVisit[] | null;
}

export async function hoursOfPair(tx: Tx, viewer: Viewer, pair: Pair): Promise<PairHours> {
  return (await hoursOfPairs(tx, viewer, [pair])).get(pair.assignmentId) ?? { times: USUAL_TIMES };
}

/** By assignment. */
export async function hoursOfPairs(tx: Tx, viewer: Viewer, pairs: readonly Pair[]): Promise<Map<string, PairHours>> {
  const rows = await tx.$queryRaw<HoursRow[]>`
    select a.id, (select s.times from program_schedule s
        where s.tenant_id = a.tenant_id and s.scope_id in (a.engagement_id, a.tenant_id)
        order by s.scope_id = a.engagement_id desc limit 1) as times,
      own.weekday, own.time, a.visit_weekday as "visitWeekday",
      case when own.before_visit then (
        select coalesce(jsonb_agg(jsonb_build_object('day', v.visited_on, 'movedTo', v.moved_to)), '[]') from visit v
        where v.tenant_id = a.tenant_id and v.assignment_id = a.id and v.outcome not in ('full', 'part')) end as changed
    from coach_assignment a left join send_time own on own.tenant_id = a.tenant_id and own.person_id = a.principal_id
    where a.tenant_id = ${viewer.tenantId}::uuid and a.id = any(${pairs.map((pair) => pair.assignmentId)}::uuid[])`;
  return new Map(rows.map((row) => [row.id, hoursFrom(row)]));
}

function hoursFrom(row: HoursRow): PairHours {
  const times = readStoredTimes(row.times);
  const { changed, visitWeekday } = row;
  if (changed) return { times, visitOn: (monday) => visitDayIn(monday, visitWeekday, changed) };
  if (row.weekday === null || row.time === null) return { times };
  const own = { weekday: row.weekday, time: row.time };
  // The program's bounds may have been narrowed since it was chosen.
  return mayChoose(times, own) ? { times, own } : { times };
}

/** The hours of a district's reports: its engagement's, where several have their own the oldest one's. */
export async function hoursOfDistrict(tx: Tx, viewer: Viewer, districtId: string): Promise<ProgramTimes> {
  return (await hoursOfDistricts(tx, viewer, [districtId])).get(districtId) ?? USUAL_TIMES;
}

/** By district. */
export async function hoursOfDistricts(
  tx: Tx,
  viewer: Viewer,
  districtIds: readonly string[],
): Promise<Map<string, ProgramTimes>> {
  const rows = await tx.$queryRaw<{ id: string; times: unknown }[]>`
    select d.id, (
      select s.times from program_schedule s left join engagement e on e.id = s.scope_id and e.district_id = d.id
      where s.tenant_id = ${viewer.tenantId}::uuid and (e.id is not null or s.scope_id = s.tenant_id)
      order by e.id is null, e.created_at limit 1) as times
    from unnest(${[...districtIds]}::uuid[]) as d(id)`;
  return new Map(rows.map(({ id, times }) => [id, readStoredTimes(times)]));
}

/** May a principal of the program choose this hour? */
export function mayChoose({ earliest, latest }: ProgramTimes, { weekday, time }: Moment): boolean {
  const [from, at, until] = [earliest, { weekday, time }, latest].map((moment) => `${moment.weekday} ${moment.time}`);
  return from !== undefined && at !== undefined && until !== undefined && from <= at && at <= until;
}

/** Undefined takes a choice back; before a visit, the moment is only kept for weeks in which it means something again. */
export async function saveSendTime(
  tx: Tx,
  viewer: Viewer,
  personId: string,
  own: (Moment & { beforeVisit: boolean }) | undefined,
): Promise<void> {
  const { tenantId } = viewer;
  if (own === undefined) await tx.sendTime.deleteMany({ where: { tenantId, personId } });
  else
    await tx.sendTime.upsert({
      where: { tenantId_personId: { tenantId, personId } },
      create: { tenantId, personId, ...own },
      update: own,
    });
}

/** What an administrator looks at: the customer's hours, or those of a district's engagements. */
export async function findTimes(
  tx: Tx,
  viewer: Viewer,
  district?: string,
): Promise<{ times: ProgramTimes; isOwn: boolean }> {
  const [scopeId] = await scopesOf(tx, viewer, district);
  const [own, common] = await Promise.all([findRow(tx, viewer, scopeId), findRow(tx, viewer, viewer.tenantId)]);
  return { times: readStoredTimes(own ?? common), isOwn: own !== undefined };
}

/** Changes some hours; refused as a whole where together they make no week. */
export async function saveTimes(
  tx: Tx,
  viewer: Viewer,
  change: Partial<ProgramTimes>,
  district?: string,
): Promise<ProgramTimes> {
  assertMaySchedule(viewer);
  const { times: before } = await findTimes(tx, viewer, district);
  const times = assertTimes({ ...before, ...change });
  const { tenantId } = viewer;
  const stored = { ...times } as unknown as Prisma.InputJsonObject;
  for (const scopeId of await scopesOf(tx, viewer, district))
    await tx.programSchedule.upsert({
      where: { tenantId_scopeId: { tenantId, scopeId } },
      create: { tenantId, scopeId, times: stored },
      update: { times: stored },
    });
  return times;
}

/** Back to the customer's hours, or for the customer to the usual ones. */
export async function resetTimes(tx: Tx, viewer: Viewer, district?: string): Promise<ProgramTimes> {
  assertMaySchedule(viewer);
  const scopeId = { in: await scopesOf(tx, viewer, district) };
  await tx.programSchedule.deleteMany({ where: { tenantId: viewer.tenantId, scopeId } });
  return district === undefined ? USUAL_TIMES : (await findTimes(tx, viewer, district)).times;
}

/** Of a school, or of the district itself, by whose clock its digest comes. What changes is named, with its district. */
export async function saveZone(
  tx: Tx,
  viewer: Viewer,
  named: string,
  zone: string,
): Promise<{ name: string; districtId: string }> {
  assertMaySchedule(viewer);
  if (!isPlaceZone(zone))
    throw new InvalidError(`“${zone}” is no time zone. Use an IANA name such as America/Chicago.`);
  const { tenantId } = viewer;
  const name = { equals: named, mode: 'insensitive' } as const;
  const district = await tx.organization.findFirst({ where: { tenantId, type: 'DISTRICT', name } });
  if (district) {
    await tx.organization.update({ where: { id: district.id, tenantId }, data: { timeZone: zone } });
    return { name: district.name, districtId: district.id };
  }
  const school = await findSchool(tx, viewer, named);
  await tx.school.update({ where: { id: school.id, tenantId }, data: { timeZone: zone } });
  return school;
}

/** Of which cluster's days in the calendar count for a school; undefined takes it out of its cluster. */
export async function saveSchoolCluster(
  tx: Tx,
  viewer: Viewer,
  school: string,
  cluster: string | undefined,
): Promise<{ name: string; districtId: string }> {
  assertMaySchedule(viewer);
  const found = await findSchool(tx, viewer, school);
  // One cluster is written in one way, whoever types it.
  const known = await tx.school.findFirst({
    where: { tenantId: viewer.tenantId, cluster: { equals: cluster ?? '', mode: 'insensitive' } },
    select: { cluster: true },
  });
  const data = { cluster: known?.cluster ?? cluster ?? null };
  await tx.school.update({ where: { id: found.id, tenantId: viewer.tenantId }, data });
  return found;
}

/** By its name, whatever its capitals, or by its number in the roster. */
export async function findSchool(
  tx: Tx,
  viewer: Viewer,
  named: string,
): Promise<{ id: string; name: string; districtId: string; timeZone: string }> {
  const schools = await tx.school.findMany({
    where: {
      tenantId: viewer.tenantId,
      OR: [{ name: { equals: named, mode: 'insensitive' } }, { externalId: named }],
    },
    select: { id: true, name: true, districtId: true, timeZone: true },
  });
  const [only, ...more] = schools;
  if (!only)
    throw new NotFoundError(`No school of the roster is called “${named}”. Check its name, or use its number.`);
  if (more.length > 0) throw new InvalidError(`Several schools are called “${named}”. Use its number in the roster.`);
  return only;
}

async function findRow(tx: Tx, viewer: Viewer, scopeId: string | undefined): Promise<unknown> {
  const row =
    scopeId !== undefined &&
    (await tx.programSchedule.findUnique({ where: { tenantId_scopeId: { tenantId: viewer.tenantId, scopeId } } }));
  return row ? row.times : undefined;
}

async function scopesOf(tx: Tx, viewer: Viewer, district: string | undefined): Promise<string[]> {
  const { tenantId } = viewer;
  if (district === undefined) return [tenantId];
  const found = await tx.organization.findMany({
    where: { tenantId, type: 'DISTRICT', name: { equals: district, mode: 'insensitive' } },
    select: { id: true },
  });
  const engagements = await tx.engagement.findMany({
    where: { tenantId, districtId: { in: found.map(({ id }) => id) } },
    select: { id: true },
    orderBy: { createdAt: 'asc' },
  });
  if (engagements.length === 0)
    throw new NotFoundError(`No coaching is engaged in a district called “${district}”. Check its name.`);
  return engagements.map(({ id }) => id);
}

function assertMaySchedule(viewer: Viewer): void {
  if (!isSystem(viewer) && !hasRole(viewer, 'ADMIN'))
    throw new ForbiddenError('Only an administrator may change the hours of a program.');
}
