// Compares the pairs of a file with those that stand. Naming a principal here is a human's choice of who leads the school.

import type { Day } from '../../zone.ts';
import { decidePrincipal } from './compare-principals.ts';
import { compareRelationships } from './compare-relationships.ts';
import type { IssueLog } from './issue.ts';
import {
  differences,
  emptyPlan,
  fold,
  grantsByScope,
  holdsOn,
  type AssignmentValues,
  type CurrentRoster,
  type Plan,
  type Ref,
} from './plan.ts';
import type { PairRow } from './rows.ts';

export interface PairComparison {
  current: CurrentRoster;
  rows: readonly PairRow[];
  file: string;
  log: IssueLog;
  today: Day;
  /** The coaching partner whose people the coaches are. */
  provider: string;
  /** The partner's own zone, which is also its coaches'. */
  timeZone: string;
}

export function comparePairs(comparison: PairComparison): Plan {
  const { current, rows, file, log, today } = comparison;
  const plan = emptyPlan();
  const provider = providerRef(comparison, plan);
  const people = new Map<Ref, string>(current.people.map(({ id, displayName }) => [id, displayName]));
  const staff = new Map(rows.map((row) => [row.coachEmail, personRef(row, comparison, plan, people)]));
  const grants = grantsByScope(current.grants);
  const seen = new Set<string>();
  const wishes: { row: PairRow; district: Ref }[] = [];

  for (const row of rows) {
    const coach = staff.get(row.coachEmail) ?? '';
    grantAt(provider, coach, row.school === undefined ? 'LP_MANAGER' : 'COACH');
    if (row.school === undefined || row.principalEmail === undefined) continue;
    const school = findSchool(row.school);
    const principal = current.people.find(({ email, active }) => email === row.principalEmail && active);
    if (!school) {
      log.error(
        'UNKNOWN_SCHOOL',
        file,
        row.line,
        `There is no school "${row.school}" in the roster. Import the roster first, and write the name as it does.`,
      );
    } else if (!principal) {
      log.error(
        'UNKNOWN_PRINCIPAL',
        file,
        row.line,
        `Nobody in the roster has the address ${row.principalEmail}. Import the roster first, or correct the address.`,
      );
    } else {
      seen.add(`${coach} ${principal.id} ${school.id}`);
      namePrincipal(school, principal.id);
      comparePair(row, coach, principal, school);
      wishes.push({ row, district: school.district });
    }
  }
  compareRelationships(wishes, { current, plan, provider, file, log });
  for (const pair of current.assignments) {
    if (seen.has(`${pair.coach} ${pair.principal} ${pair.school}`) || isEnding(pair.id)) continue;
    plan.missing.pairs.push(`${people.get(pair.coach) ?? ''} and ${people.get(pair.principal) ?? ''}`);
  }
  return plan;

  function findSchool(name: string): CurrentRoster['schools'][number] | undefined {
    return (
      current.schools.find((school) => school.externalId === name) ??
      current.schools.find((school) => fold(school.name) === fold(name))
    );
  }

  function isEnding(id: string): boolean {
    return plan.assignments.some(({ ref, set }) => ref === id && set.status === 'ENDED');
  }

  function namePrincipal(school: CurrentRoster['schools'][number], person: Ref): void {
    const question = {
      school: school.id,
      candidates: [],
      choice: person,
      silenceMeansNobody: false,
      over: new Set<Ref>(),
    };
    const names = { nameOf: (ref: Ref) => people.get(ref) ?? ref, isActive: () => true, held: new Set<Ref>() };
    const places = { nameOf: () => school.name };
    decidePrincipal(question, { current, grants, plan, people: names, places, today, isFirstImport: false });
  }

  function grantAt(scope: Ref, person: Ref, role: 'COACH' | 'LP_MANAGER'): void {
    const ref = `new:${person} ${role} ${scope}`;
    const now = grants.get(scope)?.find((grant) => grant.person === person && grant.role === role);
    const label = `${people.get(person) ?? ''}: ${role}`;
    if (now && holdsOn(now, today)) return;
    if (plan.grants.some((grant) => grant.ref === (now?.id ?? ref))) return;
    if (now) plan.grants.push({ ref: now.id, isNew: false, label, set: { endsOn: null } });
    else
      plan.grants.push({
        ref,
        isNew: true,
        label,
        set: { person, role, scope, subRole: null, startsOn: null, endsOn: null },
      });
  }

  function comparePair(
    row: PairRow,
    coach: Ref,
    principal: CurrentRoster['people'][number],
    school: CurrentRoster['schools'][number],
  ): void {
    setPlatform(principal, row.principalPlatform);
    const label = `${people.get(coach) ?? ''} and ${principal.displayName}, ${school.name}`;
    const same = (pair: AssignmentValues) =>
      pair.coach === coach && pair.principal === principal.id && pair.school === school.id;
    const now = current.assignments.find(same);
    const wished = {
      ...(row.visitWeekday === undefined ? {} : { visitWeekday: row.visitWeekday }),
      ...(row.compactSignedOn === undefined ? {} : { compactSignedOn: row.compactSignedOn }),
      // Without a signed compact nothing is prompted, logged or noted. Who is on hold stays on hold.
      ...(row.compactSignedOn !== undefined && (!now || now.status === 'PROPOSED' || now.status === 'ACCEPTED')
        ? { status: 'ACTIVE' as const }
        : {}),
    };
    if (now) {
      const set = differences<Partial<AssignmentValues>>(now, wished);
      if (Object.keys(set).length > 0) plan.assignments.push({ ref: now.id, isNew: false, label, set });
      return;
    }
    endOthers(principal.id, school.id, coach);
    plan.assignments.push({
      ref: `new:${coach} ${principal.id} ${school.id}`,
      isNew: true,
      label,
      set: {
        engagement: engagementRef(school.district),
        coach,
        principal: principal.id,
        school: school.id,
        status: 'PROPOSED',
        startsOn: row.compactSignedOn ?? today,
        ...wished,
      },
    });
  }

  /** A principal has one coach at a school; a new one comes in the other's place, when a human agrees. */
  function endOthers(principal: Ref, school: Ref, coach: Ref): void {
    for (const pair of current.assignments) {
      if (pair.principal !== principal || pair.school !== school || pair.coach === coach || isEnding(pair.id)) continue;
      const label = `${people.get(pair.coach) ?? ''} and ${people.get(principal) ?? ''}`;
      plan.assignments.push({
        ref: pair.id,
        isNew: false,
        label,
        set: { status: 'ENDED', endsOn: today, endReason: 'REMATCH' },
      });
      plan.approval.push(
        `${people.get(principal) ?? ''} would be coached by ${people.get(coach) ?? ''} instead of ${people.get(pair.coach) ?? ''}.`,
      );
    }
  }

  function setPlatform(person: CurrentRoster['people'][number], platform: PairRow['principalPlatform']): void {
    if (platform === undefined || person.preferredPlatform === platform) return;
    if (plan.people.some(({ ref }) => ref === person.id)) return;
    plan.people.push({ ref: person.id, isNew: false, label: person.displayName, set: { preferredPlatform: platform } });
  }

  function engagementRef(district: Ref): Ref {
    const now = current.engagements.find(
      (engagement) => engagement.provider === provider && engagement.district === district,
    );
    if (now) return now.id;
    const ref = `new:${provider} ${district}`;
    if (!plan.engagements.some((engagement) => engagement.ref === ref)) {
      plan.engagements.push({
        ref,
        isNew: true,
        label: comparison.provider,
        set: { provider, district, relationshipType: 'NON_EVALUATIVE' },
      });
    }
    return ref;
  }
}

function providerRef({ current, provider, timeZone }: PairComparison, plan: Plan): Ref {
  const now = current.organizations.find(({ type, name }) => type === 'LEAD_PARTNER' && fold(name) === fold(provider));
  if (now) return now.id;
  const ref = `new:${provider}`;
  plan.organizations.push({
    ref,
    isNew: true,
    label: provider,
    set: { type: 'LEAD_PARTNER', name: provider, externalId: null, timeZone },
  });
  return ref;
}

/** The partner's own people are known by their address alone. */
function personRef(row: PairRow, { current, timeZone }: PairComparison, plan: Plan, names: Map<Ref, string>): Ref {
  const platform = row.coachPlatform === undefined ? {} : { preferredPlatform: row.coachPlatform };
  const now = current.people.find(({ email }) => email === row.coachEmail);
  const ref = now?.id ?? `new:${row.coachEmail}`;
  names.set(ref, row.coachName);
  if (plan.people.some((person) => person.ref === ref)) return ref;
  const stated = { displayName: row.coachName, active: true, ...platform };
  const set = now
    ? differences<Partial<CurrentRoster['people'][number]>>(now, stated)
    : { ...stated, email: row.coachEmail, timeZone };
  if (Object.keys(set).length > 0) plan.people.push({ ref, isNew: !now, label: row.coachName, set });
  return ref;
}
