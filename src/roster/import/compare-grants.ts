// All roles but the principal's: given as the file says, and ended where a whole file is silent or a delta takes them away.

import { addDays, type Day } from '../../zone.ts';
import type { People } from './compare-people.ts';
import type { Places } from './compare-places.ts';
import type { PrincipalAnswer } from './compare-principals.ts';
import { grantsByScope, holdsOn, type CurrentRoster, type GrantValues, type Plan, type Ref } from './plan.ts';
import type { GrantRow, RosterReading } from './rows.ts';

/** A role of the file, of a person and a place that are known. */
export interface Wished extends GrantValues {
  role: GrantRow['role'];
}

interface GrantContext {
  current: CurrentRoster;
  reading: Pick<RosterReading, 'format' | 'mode'>;
  today: Day;
  places: Places;
  people: People;
  answers: ReadonlyMap<Ref, PrincipalAnswer>;
}

export function resolveGrants(
  rows: readonly GrantRow[],
  current: CurrentRoster,
  places: Places,
  people: People,
): Wished[] {
  const knownPeople = new Map(current.people.map(({ externalId, id }) => [externalId ?? '', id]));
  const knownPlaces = new Map(
    [...current.organizations, ...current.schools].map(({ externalId, id }) => [externalId ?? '', id]),
  );
  return rows.flatMap((row) => {
    const person = people.refOf(row.personExternalId) ?? knownPeople.get(row.personExternalId);
    const scope = places.refOf(row.orgExternalId) ?? knownPlaces.get(row.orgExternalId);
    if (person === undefined || scope === undefined) return [];
    const dates = { startsOn: row.startsOn ?? null, endsOn: row.endsOn ?? null };
    return [{ person, scope, role: row.role, subRole: row.subRole ?? null, ...dates }];
  });
}

export function compareGrants(
  plan: Plan,
  context: GrantContext,
  wished: readonly Wished[],
  over: readonly Wished[],
): void {
  const { current, today, places, people, answers } = context;
  const standing = grantsByScope(current.grants);
  const kept = new Set<string>();
  for (const wish of wished) {
    const answer = answers.get(wish.scope);
    if (wish.role === 'PRINCIPAL' && (answer?.undecided === true || answer?.principal === wish.person)) continue;
    if (people.held.has(wish.person) || !people.isActive(wish.person)) continue;
    // The other people with a principal's role are assistant principals; the files know no word for them.
    const assistant = wish.role === 'PRINCIPAL' ? { role: 'SCHOOL_TEAM' as const, subRole: 'ASSISTANT_PRINCIPAL' } : {};
    const grant = { ...wish, ...assistant };
    const key = keyOf(grant);
    if (kept.has(key)) continue;
    kept.add(key);
    const now = standing.get(grant.scope)?.find(({ person, role }) => person === grant.person && role === grant.role);
    const label = `${people.nameOf(grant.person)}: ${grant.role} at ${places.nameOf(grant.scope)}`;
    if (!now) plan.grants.push({ ref: `new:${key}`, isNew: true, label, set: grant });
    else if (!holdsOn(now, today) || now.endsOn !== grant.endsOn) {
      plan.grants.push({ ref: now.id, isNew: false, label, set: { endsOn: grant.endsOn } });
    }
  }
  endGrants(plan, context, kept, new Set(over.map(keyOf)));
}

/** A closed school keeps its record; its roles and pairs end. */
export function endAtClosedSchools(plan: Plan, current: CurrentRoster, today: Day): void {
  const closed = new Map(
    plan.schools.flatMap(({ ref, label, set }) => (set.status === 'CLOSED' ? [[ref, label] as const] : [])),
  );
  if (closed.size === 0) return;
  const touched = new Set([...plan.grants, ...plan.assignments].map(({ ref }) => ref));
  for (const { id, scope, startsOn, endsOn } of current.grants) {
    if (!closed.has(scope) || touched.has(id) || !holdsOn({ startsOn, endsOn }, today)) continue;
    const label = `a role at ${closed.get(scope) ?? ''}`;
    plan.grants.push({ ref: id, isNew: false, label, set: { endsOn: addDays(today, -1) } });
  }
  for (const { id, school } of current.assignments) {
    if (!closed.has(school) || touched.has(id)) continue;
    const set = { status: 'ENDED' as const, endsOn: today, endReason: 'SCHOOL_CLOSED' };
    plan.assignments.push({ ref: id, isNew: false, label: `the pair of ${closed.get(school) ?? ''}`, set });
  }
}

function endGrants(
  plan: Plan,
  { current, reading, today, places, people, answers }: GrantContext,
  kept: ReadonlySet<string>,
  over: ReadonlySet<string>,
): void {
  const bulk = reading.mode === 'bulk';
  // Version 1.1 cannot tell the kinds of district administrators apart.
  const ending = reading.format === 'oneroster-1.1' ? ['SCHOOL_TEAM'] : ['SCHOOL_TEAM', 'DISTRICT_LEADER', 'ADMIN'];
  for (const grant of current.grants) {
    if (!ending.includes(grant.role) || !holdsOn(grant, today) || (bulk && !places.refs.has(grant.scope))) continue;
    if (kept.has(keyOf(grant)) || people.held.has(grant.person)) continue;
    const left = !people.isActive(grant.person);
    const undecided = answers.get(grant.scope)?.undecided === true;
    const silent = bulk && people.inFile.has(grant.person) && !undecided;
    if (!left && !silent && !over.has(keyOf(grant))) continue;
    const label = `${people.nameOf(grant.person)}: ${grant.role} at ${places.nameOf(grant.scope)}`;
    plan.grants.push({ ref: grant.id, isNew: false, label, set: { endsOn: addDays(today, -1) } });
  }
}

function keyOf({ person, role, scope }: Pick<GrantValues, 'person' | 'role' | 'scope'>): string {
  return `${person} ${role} ${scope}`;
}
