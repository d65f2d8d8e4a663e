// Compares a roster file's rows with the roster as it stands. Pure: what would change comes out, nothing is written.

import { addDays, type Day } from '../../zone.ts';
import { comparePeople, type People } from './compare-people.ts';
import { comparePlaces, type Places } from './compare-places.ts';
import { decidePrincipal, readChoices, type PrincipalAnswer } from './compare-principals.ts';
import type { IssueLog } from './issue.ts';
import {
  emptyPlan,
  fold,
  grantsByScope,
  holdsOn,
  type CurrentRoster,
  type Grants,
  type Plan,
  type Ref,
} from './plan.ts';
import type { GrantRow, RosterReading, RosterRow } from './rows.ts';

export interface RosterComparison {
  current: CurrentRoster;
  rows: readonly RosterRow[];
  reading: Pick<RosterReading, 'format' | 'mode'>;
  file: string;
  log: IssueLog;
  today: Day;
  defaultTimeZone?: string | undefined;
  /** School name or id to the e-mail address of the person who leads it. */
  choices?: Readonly<Record<string, string>> | undefined;
}

/** More than this share of people going inactive needs a human. */
const MANY = 0.1;

export function compareRoster(comparison: RosterComparison): Plan {
  const { current, rows, reading, file, log, today } = comparison;
  const plan = emptyPlan();
  const bulk = reading.mode === 'bulk';
  const orgs = rows.flatMap((entry) => (entry.kind === 'org' ? [entry.row] : []));
  const persons = rows.flatMap((entry) => (entry.kind === 'person' ? [entry.row] : []));
  const grants = rows.flatMap((entry) => (entry.kind === 'grant' ? [entry.row] : []));
  const isFirstImport = current.schools.length === 0;

  const places = comparePlaces(current, orgs, plan, { file, log, bulk, defaultTimeZone: comparison.defaultTimeZone });
  const people = comparePeople(current, persons, plan, file, log);
  const missing = bulk ? missingPeople(comparison, places, people) : [];
  flagMissing(plan, missing, comparison, people);
  const gone = new Set(missing.map(({ id }) => id));
  const stillThere = { ...people, isActive: (ref: Ref) => people.isActive(ref) && !gone.has(ref) };

  const wished = resolveGrants(grants, current, places, people, today);
  const choices = readChoices(
    comparison.choices ?? {},
    (name) => places.refOf(name) ?? places.schools.find((ref) => fold(places.nameOf(ref)) === fold(name)),
    people.refByEmail,
    log,
  );
  const standing = grantsByScope(current.grants);
  const candidates = new Map<Ref, Ref[]>();
  for (const { role, scope, person } of wished) {
    if (role === 'PRINCIPAL') candidates.set(scope, [...(candidates.get(scope) ?? []), person]);
  }
  const silenceMeansNobody = bulk && reading.format !== 'oneroster-1.1';
  const answers = new Map<Ref, PrincipalAnswer>();
  for (const school of places.schools) {
    const question = {
      school,
      candidates: candidates.get(school) ?? [],
      choice: choices.get(school),
      silenceMeansNobody,
    };
    answers.set(
      school,
      decidePrincipal(question, { current, grants: standing, plan, people: stillThere, places, today, isFirstImport }),
    );
  }
  compareGrants(plan, comparison, { places, people: stillThere, standing }, wished, answers);
  return plan;
}

type Person = CurrentRoster['people'][number];

interface Wished {
  person: Ref;
  scope: Ref;
  role: GrantRow['role'];
  subRole: string | null;
  startsOn: Day | null;
  endsOn: Day | null;
}

/** The roles of the file that hold today, of people and places that are known. */
function resolveGrants(
  rows: readonly GrantRow[],
  current: CurrentRoster,
  places: Places,
  people: People,
  today: Day,
): Wished[] {
  const wished = new Map<string, Wished>();
  const knownPeople = new Map(current.people.map(({ externalId, id }) => [externalId ?? '', id]));
  const knownPlaces = new Map(
    [...current.organizations, ...current.schools].map(({ externalId, id }) => [externalId ?? '', id]),
  );
  for (const row of rows) {
    const person = people.refOf(row.personExternalId) ?? knownPeople.get(row.personExternalId);
    const scope = places.refOf(row.orgExternalId) ?? knownPlaces.get(row.orgExternalId);
    const dates = { startsOn: row.startsOn ?? null, endsOn: row.endsOn ?? null };
    if (person === undefined || scope === undefined || !holdsOn(dates, today)) continue;
    const key = `${person} ${row.role} ${scope}`;
    if (!wished.has(key)) wished.set(key, { person, scope, role: row.role, subRole: row.subRole ?? null, ...dates });
  }
  return [...wished.values()];
}

/** All roles but the principal's: given as the file says, and ended where a whole file is silent. */
function compareGrants(
  plan: Plan,
  { current, reading, today }: RosterComparison,
  { places, people, standing }: { places: Places; people: People; standing: Grants },
  wished: readonly Wished[],
  answers: ReadonlyMap<Ref, PrincipalAnswer>,
): void {
  const kept = new Set<string>();
  for (const wish of wished) {
    const answer = answers.get(wish.scope);
    if (answer?.undecided === true && wish.role === 'PRINCIPAL') continue;
    if (wish.role === 'PRINCIPAL' && answer?.principal === wish.person) continue;
    if (people.held.has(wish.person) || !people.isActive(wish.person)) continue;
    // The other people with a principal's role are assistant principals; the files know no word for them.
    const assistant = wish.role === 'PRINCIPAL' ? { role: 'SCHOOL_TEAM' as const, subRole: 'ASSISTANT_PRINCIPAL' } : {};
    const { person, role, scope, subRole, startsOn, endsOn } = { ...wish, ...assistant };
    kept.add(`${person} ${role} ${scope}`);
    const now = standing.get(scope)?.find((grant) => grant.person === person && grant.role === role);
    const label = `${people.nameOf(person)}: ${role} at ${places.nameOf(scope)}`;
    if (!now) {
      plan.grants.push({
        ref: `new:${person} ${role} ${scope}`,
        isNew: true,
        label,
        set: { person, role, scope, subRole, startsOn, endsOn },
      });
    } else if (!holdsOn(now, today) || now.endsOn !== endsOn) {
      plan.grants.push({ ref: now.id, isNew: false, label, set: { endsOn } });
    }
  }

  const ending = reading.format === 'oneroster-1.1' ? ['SCHOOL_TEAM'] : ['SCHOOL_TEAM', 'DISTRICT_LEADER', 'ADMIN'];
  for (const grant of current.grants) {
    if (!ending.includes(grant.role) || !holdsOn(grant, today) || !places.refs.has(grant.scope)) continue;
    if (kept.has(`${grant.person} ${grant.role} ${grant.scope}`) || people.held.has(grant.person)) continue;
    const left = !people.isActive(grant.person);
    const silent =
      reading.mode === 'bulk' && people.inFile.has(grant.person) && answers.get(grant.scope)?.undecided !== true;
    if (!left && !silent) continue;
    const label = `${people.nameOf(grant.person)}: no longer ${grant.role} at ${places.nameOf(grant.scope)}`;
    plan.grants.push({ ref: grant.id, isNew: false, label, set: { endsOn: addDays(today, -1) } });
  }
}

/** People of these places whom a whole file no longer names. A spreadsheet misses only whom a spreadsheet brought. */
function missingPeople({ current, reading, today }: RosterComparison, places: Places, people: People): Person[] {
  const holding = current.grants.filter((grant) => holdsOn(grant, today));
  const here = new Set(holding.filter(({ scope }) => places.refs.has(scope)).map(({ person }) => person));
  const anywhere = new Set(holding.map(({ person }) => person));
  // Whoever holds no role yet, as at a school where nobody has picked the principal, belongs to the only district there is.
  const districts = current.organizations.filter(({ type }) => type === 'DISTRICT');
  const isWhole = districts.every(({ id }) => places.refs.has(id));
  return current.people.filter(
    ({ id, active, externalId }) =>
      active &&
      externalId !== null &&
      (reading.format !== 'spreadsheet' || externalId.startsWith('sheet:')) &&
      (here.has(id) || (isWhole && !anywhere.has(id))) &&
      !people.inFile.has(id) &&
      !people.held.has(id),
  );
}

/** Who left is set inactive and never deleted; many at once are more likely a broken export. */
function flagMissing(
  plan: Plan,
  missing: CurrentRoster['people'],
  { current }: RosterComparison,
  people: People,
): void {
  for (const { id, displayName } of missing) {
    plan.missing.people.push(displayName);
    plan.people.push({ ref: id, isNew: false, label: displayName, set: { active: false } });
  }
  const before = current.people.filter(({ active, externalId }) => active && externalId !== null);
  const leaving = before.filter(({ id }) => !people.isActive(id) || missing.some((person) => person.id === id));
  if (leaving.length > before.length * MANY) {
    const share = Math.round((leaving.length / before.length) * 100);
    plan.approval.push(
      `${String(leaving.length)} of ${String(before.length)} people (${String(share)} %) would become inactive.`,
    );
  }
}
