// Compares a roster file's rows with the roster as it stands. Pure: what would change comes out, nothing is written.

import type { Day } from '../../zone.ts';
import { compareGrants, endAtClosedSchools, resolveGrants, type Wished } from './compare-grants.ts';
import { endWithLeavers } from './compare-leavers.ts';
import { comparePeople, type People } from './compare-people.ts';
import { comparePlaces, type Places } from './compare-places.ts';
import { decidePrincipal, readChoices, type PrincipalAnswer } from './compare-principals.ts';
import type { IssueLog } from './issue.ts';
import { emptyPlan, fold, grantsByScope, holdsOn, type CurrentRoster, type Plan, type Ref } from './plan.ts';
import type { RosterReading, RosterRow } from './rows.ts';

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
  const roles = rows.flatMap((entry) => (entry.kind === 'grant' ? [entry.row] : []));

  const places = comparePlaces(current, orgs, plan, { file, log, bulk, defaultTimeZone: comparison.defaultTimeZone });
  const people = comparePeople(current, persons, plan, file, log);
  const missing = bulk ? missingPeople(comparison, places, people) : [];
  flagMissing(plan, missing, comparison, people);
  const gone = new Set(missing.map(({ id }) => id));
  const stillThere = { ...people, isActive: (ref: Ref) => people.isActive(ref) && !gone.has(ref) };

  const grants = resolveGrants(roles, current, places, people);
  const wished = grants.filter((grant) => holdsOn(grant, today));
  const over = grants.filter((grant) => grant.endsOn !== null && grant.endsOn < today);
  const answers = decidePrincipals(comparison, plan, { places, people: stillThere }, wished, over);
  compareGrants(plan, { current, reading, today, places, people: stillThere, answers }, wished, over);
  endAtClosedSchools(plan, current, today);
  endWithLeavers(plan, current, stillThere, today);
  return plan;
}

function decidePrincipals(
  { current, reading, log, today, choices: named = {} }: RosterComparison,
  plan: Plan,
  { places, people }: { places: Places; people: People },
  wished: readonly Wished[],
  over: readonly Wished[],
): Map<Ref, PrincipalAnswer> {
  const bulk = reading.mode === 'bulk';
  // A delta may speak of a principal without repeating the school.
  const open = current.schools.filter(({ status }) => status === 'ACTIVE').map(({ id }) => id);
  const schools = bulk ? places.schools : [...new Set([...places.schools, ...open])];
  const findSchool = (name: string) =>
    places.refOf(name) ?? schools.find((ref) => fold(places.nameOf(ref)) === fold(name));
  const choices = readChoices(named, findSchool, people.refByEmail, log);
  const candidates = principalsBySchool(wished);
  const former = principalsBySchool(over);
  const isFirstImport = current.schools.length === 0;
  const context = { current, grants: grantsByScope(current.grants), plan, people, places, today, isFirstImport };
  return new Map(
    schools.map((school) => {
      const question = {
        school,
        candidates: candidates.get(school) ?? [],
        choice: choices.get(school),
        silenceMeansNobody: bulk && reading.format !== 'oneroster-1.1',
        over: new Set(former.get(school)),
      };
      return [school, decidePrincipal(question, context)];
    }),
  );
}

function principalsBySchool(grants: readonly Wished[]): Map<Ref, Ref[]> {
  const bySchool = new Map<Ref, Ref[]>();
  for (const { role, scope, person } of grants) {
    if (role === 'PRINCIPAL') bySchool.set(scope, [...(bySchool.get(scope) ?? []), person]);
  }
  return bySchool;
}

/** People of these places whom a whole file no longer names. A spreadsheet misses only whom a spreadsheet brought. */
function missingPeople(
  { current, reading, today }: RosterComparison,
  places: Places,
  people: People,
): CurrentRoster['people'][number][] {
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
