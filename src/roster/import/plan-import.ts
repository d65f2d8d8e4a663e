// From staged rows to a plan, whatever the file was; the same function runs before a human agrees and again when the plan is written.

import type { Tx } from '../../db/client.ts';
import type { Viewer } from '../access.ts';
import type { SchoolDay } from '../calendar.ts';
import { listDays, type KeptDay } from '../school-days.ts';
import { writeCalendarPlan } from './calendar-store.ts';
import { checkClosures } from './long-closures.ts';
import { compareCalendar, daysInWords, isEmptyCalendarPlan, type CalendarPlan } from './compare-calendar.ts';
import { comparePairs } from './compare-pairs.ts';
import { compareRoster } from './compare-roster.ts';
import { readCurrentRoster } from './current.ts';
import type { FileFormat } from './file-format.ts';
import type { IssueLog } from './issue.ts';
import { fold, type CurrentRoster, type Plan } from './plan.ts';
import { describePlan, type ImportReport, type ImportSettings } from './report.ts';
import { writePlan } from './roster-writer.ts';
import type { RosterReading, RosterRow } from './rows.ts';
import type { StagedRow } from './staging.ts';

export interface Planned extends Pick<ImportReport, 'differences' | 'principals' | 'missing' | 'approval'> {
  plan: Plan | CalendarPlan;
  write(tx: Tx): Promise<void>;
}

interface Source {
  rows: readonly StagedRow[];
  format: FileFormat;
  reading: Pick<ImportReport, 'format' | 'mode'>;
  settings: ImportSettings;
  file: string;
  log: IssueLog;
}

export async function planImport(tx: Tx, viewer: Viewer, source: Source): Promise<Planned> {
  const current = await readCurrentRoster(tx, viewer);
  const { format } = source;
  if (format === 'ical' || format === 'calendar-csv') return planCalendar(tx, viewer, current, source);
  const plan = format === 'pairs' ? planPairs(current, source) : planRoster(current, source);
  const { principals, missing, approval } = plan;
  return {
    plan,
    principals,
    missing,
    approval,
    differences: describePlan(plan),
    write: (writing) => writePlan(writing, viewer, plan),
  };
}

function planRoster(current: CurrentRoster, { rows, reading, settings, file, log }: Source): Plan {
  const { today, defaultTimeZone, choices } = settings;
  const format = reading.format as RosterReading['format'];
  const staff = rows.filter((entry): entry is RosterRow => entry.kind !== 'day');
  return compareRoster({
    current,
    rows: staff,
    reading: { format, mode: reading.mode },
    file,
    log,
    today,
    defaultTimeZone,
    choices,
  });
}

function planPairs(current: CurrentRoster, { rows, settings, file, log }: Source): Plan {
  const pairs = rows.flatMap((entry) => (entry.kind === 'pair' ? [entry.row] : [])).sort((a, b) => a.line - b.line);
  const partners = current.organizations.filter(({ type }) => type === 'LEAD_PARTNER');
  const provider = settings.provider ?? (partners.length === 1 ? partners[0]?.name : undefined) ?? 'Coaching partner';
  const timeZone = settings.defaultTimeZone ?? current.organizations[0]?.timeZone ?? 'America/New_York';
  return comparePairs({ current, rows: pairs, file, log, today: settings.today, provider, timeZone });
}

async function planCalendar(tx: Tx, viewer: Viewer, current: CurrentRoster, source: Source): Promise<Planned> {
  const { rows, format, settings, file, log } = source;
  const days = rows.flatMap((entry) => (entry.kind === 'day' ? [entry.row] : []));
  const districts = current.organizations.filter(({ type }) => type === 'DISTRICT');
  const wanted = settings.district;
  const district =
    wanted === undefined
      ? districts.length === 1
        ? districts[0]
        : undefined
      : districts.find(({ name, externalId }) => externalId === wanted || fold(name) === fold(wanted));
  if (!district) {
    const which =
      districts.length === 0
        ? 'Import the roster first.'
        : `Name one of: ${districts.map(({ name }) => name).join(', ')}.`;
    log.error('BAD_SCOPE', file, undefined, `It is unclear which district this calendar is of. ${which}`);
  }
  const schools = current.schools.filter((school) => school.district === district?.id);
  const standing = district ? await listDays(tx, viewer, district.id) : [];
  const groups = groupsOf(schools);
  const scoped = days.map((entry) => ({ ...entry, scope: scopeOf(entry.scope, schools, groups) }));
  warnOfStrangers(scoped, groups, file, log);
  const plan = compareCalendar(standing, scoped);
  const nameOf = (scope: string) => schools.find(({ id }) => id === scope)?.name ?? scope;
  checkClosures([...plan.added, ...plan.changed, ...unchanged(standing, plan)], file, log, nameOf);
  const words = (list: readonly SchoolDay[]) => daysInWords(list, nameOf);
  const guessed = format === 'ical' && !isEmptyCalendarPlan(plan);
  return {
    plan,
    principals: [],
    missing: { schools: [], people: [], pairs: [] },
    approval: guessed ? ['The kinds of days were guessed from their titles. Look through them.'] : [],
    differences: { days: { added: words(plan.added), changed: words(plan.changed), removed: words(plan.removed) } },
    write: (writing) => (district ? writeCalendarPlan(writing, viewer, district.id, plan) : Promise.resolve()),
  };
}

/** The days that stand and stay, so that what a file adds to them is seen with them. */
function unchanged(standing: readonly KeptDay[], { changed, removed }: CalendarPlan): SchoolDay[] {
  const gone = new Set([...changed, ...removed].map(({ id }) => id));
  return standing.filter(({ id }) => !gone.has(id));
}

/** The clusters and tracks that schools are in, written as scopes. */
function groupsOf(schools: CurrentRoster['schools']): string[] {
  const groups = schools.flatMap(({ cluster, tracks }) => [
    ...(cluster === null ? [] : [`cluster:${cluster}`]),
    ...tracks.map((track) => `track:${track}`),
  ]);
  return [...new Set(groups)];
}

/** Days of a cluster or track in which no school is would be kept and never count. */
function warnOfStrangers(days: readonly SchoolDay[], groups: readonly string[], file: string, log: IssueLog): void {
  const strangers = days.map(({ scope }) => scope).filter((scope) => scope.includes(':') && !groups.includes(scope));
  for (const scope of new Set(strangers))
    log.warn(
      'BAD_SCOPE',
      file,
      undefined,
      `No school is in ${scope}, so its days count for nobody. Import the roster with its schools first, or correct the scope.`,
    );
}

/** A file names a school by the roster's id or by its name; the row holds ours. Groups are written as the roster writes them. */
function scopeOf(scope: string, schools: CurrentRoster['schools'], groups: readonly string[]): string {
  if (scope.includes(':')) return groups.find((group) => fold(group) === fold(scope)) ?? scope;
  const school =
    schools.find(({ externalId }) => externalId === scope) ?? schools.find(({ name }) => fold(name) === fold(scope));
  return school?.id ?? scope;
}
