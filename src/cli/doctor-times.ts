// What the doctor finds in a customer's rows that would keep a week from happening, each with its mend: zones, hours, calendars.
import type { Db, Tx } from '../db/client.ts';
import { inTenant } from '../db/scope.ts';
import { databaseNow } from '../db/time.ts';
import { AppError } from '../errors.ts';
import { planWeek } from '../features/check-in/rules/window.ts';
import { systemViewer, type Viewer } from '../roster/access.ts';
import { staffDays } from '../roster/calendar.ts';
import {
  momentInWords,
  readStoredTimes,
  timesInWords,
  USUAL_TIMES,
  type ProgramTimes,
} from '../roster/program-times.ts';
import { mayChoose } from '../roster/schedule.ts';
import { chainOf, listDays } from '../roster/school-days.ts';
import { listPairs, type Pair } from '../roster/store.ts';
import type { TenantRow } from '../roster/tenants.ts';
import { assertTimes } from '../roster/week-hours.ts';
import { addDays, dayIn, dayInWords, isZone, mondayOf, type Day } from '../zone.ts';
import type { Finding } from './finding.ts';

/** As far as the calendar is looked at: longer than a usual summer for staff. */
const WEEKS_AHEAD = 8;
/** So many of a kind are told one by one. */
const MOST_TOLD = 5;

export async function lookAtTimes(db: Db, customers: readonly TenantRow[]): Promise<Finding[]> {
  const problems: Record<string, string[]> = { Zones: [], Hours: [], 'Own hours': [], Calendars: [] };
  for (const { id } of customers)
    await inTenant(db, id, async (tx) => {
      const viewer = systemViewer(id);
      problems['Zones']?.push(...(await findZones(tx, viewer)));
      const programs = await readPrograms(tx, viewer);
      problems['Hours']?.push(...programs.problems);
      problems['Own hours']?.push(...(await findOwnHours(tx, viewer, programs.times)));
      problems['Calendars']?.push(...(await findCalendars(tx, viewer)));
    });
  return Object.entries(problems).flatMap(([what, found]) => tell(what, found));
}

function tell(what: string, found: readonly string[]): Finding[] {
  if (found.length === 0) return [{ what, ok: true, words: 'as they must be' }];
  const more = found.length - MOST_TOLD;
  const told = found.slice(0, MOST_TOLD).map((words) => ({ what, ok: false, words }));
  return more > 0 ? [...told, { what, ok: false, words: `and ${more} more like these` }] : told;
}

/** A zone may be misspelled in the rows, or be newer than the zone data of this machine. */
async function findZones(tx: Tx, { tenantId }: Viewer): Promise<string[]> {
  const schools = await tx.school.findMany({ where: { tenantId, status: 'ACTIVE' } });
  const organizations = await tx.organization.findMany({ where: { tenantId, type: 'DISTRICT' } });
  const places = [...organizations, ...schools].filter((place) => !isZone(place.timeZone));
  const people = await tx.person.findMany({ where: { tenantId, active: true, timeZone: { not: null } } });
  return [
    ...places.map(
      ({ name, timeZone }) =>
        `${name} lives by “${timeZone}”, a zone that this machine does not know. Set it: throughline schedule zone "${name}" America/New_York; where the name is right, use a newer Node`,
    ),
    ...people
      .filter((person) => !isZone(person.timeZone ?? ''))
      .map(
        ({ displayName, timeZone }) =>
          `${displayName} has the zone “${timeZone ?? ''}”, which this machine does not know, so the school’s clock is used. Import the roster again with the right one`,
      ),
  ];
}

/** The hours by their scope, the customer's or an engagement's, where they make a week. */
async function readPrograms(
  tx: Tx,
  { tenantId }: Viewer,
): Promise<{ times: ReadonlyMap<string, ProgramTimes>; problems: string[] }> {
  const engagements = await tx.engagement.findMany({ where: { tenantId }, select: { id: true, districtId: true } });
  const districts = await tx.organization.findMany({ where: { tenantId }, select: { id: true, name: true } });
  const times = new Map<string, ProgramTimes>();
  const problems: string[] = [];
  for (const { scopeId, times: stored } of await tx.programSchedule.findMany({ where: { tenantId } })) {
    const districtId = engagements.find(({ id }) => id === scopeId)?.districtId;
    const district = districts.find(({ id }) => id === districtId)?.name;
    try {
      times.set(scopeId, assertTimes(readStoredTimes(stored)));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const of = district === undefined ? '' : ` --district "${district}"`;
      problems.push(`${district ?? 'the customer'}: ${error.message} (throughline schedule set or reset${of})`);
    }
  }
  return { times, problems };
}

async function findOwnHours(
  tx: Tx,
  { tenantId }: Viewer,
  programs: ReadonlyMap<string, ProgramTimes>,
): Promise<string[]> {
  const own = await tx.$queryRaw<{ name: string; weekday: number; time: string; engagementId: string }[]>`
    select p.display_name as name, own.weekday, own.time, a.engagement_id as "engagementId"
    from send_time own join person p on p.id = own.person_id
      join coach_assignment a on a.tenant_id = own.tenant_id and a.principal_id = own.person_id and a.status = 'ACTIVE'
    where own.tenant_id = ${tenantId}::uuid and not own.before_visit order by p.display_name`;
  return own.flatMap(({ name, engagementId, ...moment }) => {
    const times = programs.get(engagementId) ?? programs.get(tenantId) ?? USUAL_TIMES;
    const { earliest, latest, open } = timesInWords(times);
    return mayChoose(times, moment)
      ? []
      : [
          `${name} chose ${momentInWords(moment)}, outside ${earliest} to ${latest}, and is asked on ${open}. Widen these, or have it chosen again: /checkin time`,
        ];
  });
}

/** Districts of which no calendar is known, and schools at which nobody would be asked for weeks. */
async function findCalendars(tx: Tx, viewer: Viewer): Promise<string[]> {
  const { tenantId } = viewer;
  const pairs = (await listPairs(tx, viewer)).filter(({ school }) => isZone(school.timeZone));
  const districts = await tx.organization.findMany({ where: { tenantId, type: 'DISTRICT' }, orderBy: { name: 'asc' } });
  const now = await databaseNow(tx);
  const problems: string[] = [];
  for (const { id, name } of districts) {
    const coached = pairs.filter(({ school }) => school.districtId === id);
    const [first] = coached;
    if (!first) continue;
    const today = dayIn(first.school.timeZone, now);
    const from = mondayOf(today);
    const days = await listDays(tx, viewer, id, { from, to: addDays(from, 7 * WEEKS_AHEAD + 14) });
    const isKnown = await tx.calendarDay.count({ where: { tenantId, districtId: id, day: { gte: new Date(today) } } });
    if (isKnown === 0)
      problems.push(
        `${name} has no calendar from ${dayInWords(today)} on, so every weekday counts. Import one: throughline import calendar FILE --district "${name}"`,
      );
    else problems.push(...closedSchools(coached, days, from));
  }
  return problems;
}

function closedSchools(pairs: readonly Pair[], days: Parameters<typeof planWeek>[0], from: Day): string[] {
  const mondays = Array.from({ length: WEEKS_AHEAD }, (_, week) => addDays(from, 7 * week));
  const until = dayInWords(addDays(from, 7 * WEEKS_AHEAD - 1));
  const schools = new Map(pairs.map(({ school }) => [school.id, school]));
  return [...schools.values()].flatMap((school) => {
    const chain = chainOf(school);
    if (mondays.some((monday) => 'window' in planWeek(days, monday, chain, school.timeZone))) return [];
    const isClosed = mondays.every((monday) => staffDays(days, monday, chain).length === 0);
    const why = isClosed ? 'has no staff day' : 'works at weekends only, so no check-in opens';
    return [
      `${school.name} ${why} until ${until}. Unless that is a long summer, correct its calendar: throughline import calendar FILE`,
    ];
  });
}
