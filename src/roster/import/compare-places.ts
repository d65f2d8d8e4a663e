// Districts and schools of a file beside those that stand. Matched by id, else by name; a missing school is flagged and stays.

import type { IssueLog } from './issue.ts';
import { differences, fold, type CurrentRoster, type Plan, type Ref } from './plan.ts';
import type { OrgRow } from './rows.ts';

export interface Places {
  /** From the file's id to the row that stands or will. */
  refOf(externalId: string): Ref | undefined;
  nameOf(ref: Ref): string;
  /** Schools and districts the file speaks of. */
  refs: ReadonlySet<Ref>;
  schools: readonly Ref[];
}

interface Wish {
  file: string;
  log: IssueLog;
  bulk: boolean;
  defaultTimeZone: string | undefined;
}

export function comparePlaces(current: CurrentRoster, rows: readonly OrgRow[], plan: Plan, wish: Wish): Places {
  const refs = new Map<string, Ref>();
  const names = new Map<Ref, string>([...current.organizations, ...current.schools].map(({ id, name }) => [id, name]));
  const zoneOfSchools = rows.find(({ kind, timeZone }) => kind === 'school' && timeZone !== undefined)?.timeZone;

  const findDistrict = createFinder(
    current.organizations.filter(({ type }) => type === 'DISTRICT'),
    () => '',
  );
  const findSchool = createFinder(current.schools, ({ district }) => district);

  for (const row of rows.filter(({ kind }) => kind === 'district')) {
    const found = findDistrict(row, '');
    const ref = found?.id ?? `new:${row.externalId}`;
    refs.set(row.externalId, ref);
    names.set(ref, row.name);
    if (found) {
      const set = differences(found, {
        name: row.name,
        externalId: betterId(found.externalId, row.externalId),
        ...(row.timeZone === undefined ? {} : { timeZone: row.timeZone }),
      });
      if (Object.keys(set).length > 0) plan.organizations.push({ ref, isNew: false, label: row.name, set });
    } else if (row.active) {
      const timeZone = row.timeZone ?? zoneOfSchools ?? wish.defaultTimeZone;
      if (timeZone === undefined) {
        wish.log.error(
          'NO_TIME_ZONE',
          wish.file,
          undefined,
          `${row.name} has no time zone. Name one for the whole file, such as America/New_York.`,
        );
        continue;
      }
      const set = { type: 'DISTRICT' as const, name: row.name, externalId: row.externalId, timeZone };
      plan.organizations.push({ ref, isNew: true, label: row.name, set });
    }
  }

  const schools: Ref[] = [];
  for (const row of rows.filter(({ kind }) => kind === 'school')) {
    const district =
      refs.get(row.parentExternalId ?? '') ??
      current.organizations.find(({ externalId }) => externalId === row.parentExternalId)?.id;
    const found = findSchool(row, district ?? '');
    const ref = found?.id ?? `new:${row.externalId}`;
    refs.set(row.externalId, ref);
    names.set(ref, row.name);
    if (row.active) schools.push(ref);
    compareSchool(row, found, ref, district);
  }

  if (wish.bulk) {
    const districts = new Set(refs.values());
    const seen = new Set(schools);
    const missing = current.schools.filter(
      ({ id, district, status }) => status === 'ACTIVE' && districts.has(district) && !seen.has(id),
    );
    plan.missing.schools.push(...missing.map(({ name }) => name));
    if (missing.length > 0)
      plan.approval.push(
        `${sentence(missing.map(({ name }) => name))} missing from the file; nothing is closed without a word.`,
      );
  }
  return {
    refOf: (externalId) => refs.get(externalId),
    nameOf: (ref) => names.get(ref) ?? ref,
    refs: new Set(refs.values()),
    schools,
  };

  function compareSchool(
    row: OrgRow,
    found: CurrentRoster['schools'][number] | undefined,
    ref: Ref,
    district: Ref | undefined,
  ): void {
    const status = row.active ? ('ACTIVE' as const) : ('CLOSED' as const);
    const stated = {
      name: row.name,
      status,
      ...(row.level === undefined || (row.level === 'OTHER' && found) ? {} : { level: row.level }),
      ...(row.timeZone === undefined ? {} : { timeZone: row.timeZone }),
      ...(row.ncesId === undefined ? {} : { ncesId: row.ncesId }),
      ...(row.tracks === undefined ? {} : { tracks: row.tracks }),
      ...(row.cluster === undefined ? {} : { cluster: row.cluster }),
    };
    if (found) {
      const set = differences(found, { ...stated, externalId: betterId(found.externalId, row.externalId) });
      if (Object.keys(set).length === 0) return;
      plan.schools.push({ ref, isNew: false, label: row.name, set });
      if (set.status === 'CLOSED') plan.approval.push(`${row.name} would be closed.`);
    } else if (row.active && district !== undefined) {
      plan.schools.push({
        ref,
        isNew: true,
        label: row.name,
        set: { ...stated, externalId: row.externalId, district },
      });
    }
  }
}

interface Named {
  externalId: string | null;
  name: string;
}

/** Looks rows up by the file's id, else by their name in the same district. */
function createFinder<Row extends Named>(rows: readonly Row[], districtOf: (row: Row) => string) {
  const byId = new Map(rows.map((row) => [row.externalId, row]));
  const byName = new Map(rows.map((row) => [`${districtOf(row)} ${fold(row.name)}`, row]));
  return (wanted: OrgRow, district: string): Row | undefined => {
    const named = byName.get(`${district} ${fold(wanted.name)}`);
    return byId.get(wanted.externalId) ?? (named && mayAdopt(named.externalId, wanted.externalId) ? named : undefined);
  };
}

/** A spreadsheet has no ids of its own, so its made-up ones give way to a real one and never replace it. */
function mayAdopt(now: string | null, wished: string): boolean {
  return now === null || now.startsWith('sheet:') || wished.startsWith('sheet:');
}

export function betterId<Id extends string | null>(now: Id, wished: string): Id | string {
  return now !== null && wished.startsWith('sheet:') ? now : wished;
}

function sentence(names: string[]): string {
  return `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${String(names.length - 5)} more` : ''} ${names.length === 1 ? 'is' : 'are'}`;
}
