// Who leads each school after the import. A file proposes; where it is not plain, the present principal stays until a human picks.

import { addDays, type Day } from '../../zone.ts';
import type { People } from './compare-people.ts';
import type { Places } from './compare-places.ts';
import type { IssueLog } from './issue.ts';
import { holdsOn, type CurrentRoster, type Grants, type Plan, type Ref } from './plan.ts';

export interface PrincipalQuestion {
  school: Ref;
  /** Those the file calls principal. */
  candidates: readonly Ref[];
  /** Whom a human named. */
  choice: Ref | undefined;
  /** False for a file that cannot say who the principal is, or that says only what changed. */
  silenceMeansNobody: boolean;
  /** Whose time the file says is over. */
  over: ReadonlySet<Ref>;
}

export interface PrincipalAnswer {
  principal: Ref | undefined;
  /** More than one candidate and nobody picked: nothing changes at this school. */
  undecided: boolean;
}

export interface PrincipalContext {
  current: CurrentRoster;
  grants: Grants;
  plan: Plan;
  people: Pick<People, 'nameOf' | 'isActive' | 'held'>;
  places: Pick<Places, 'nameOf'>;
  today: Day;
  /** In a tenant that was empty, the first principal of a school is no change. */
  isFirstImport: boolean;
}

export function decidePrincipal(question: PrincipalQuestion, context: PrincipalContext): PrincipalAnswer {
  const { school, choice, silenceMeansNobody, over } = question;
  const { grants, people, today } = context;
  const standing = grants.get(school) ?? [];
  const now = standing.find((grant) => grant.role === 'PRINCIPAL' && holdsOn(grant, today))?.person;
  const candidates = [...new Set(question.candidates)].filter((ref) => people.isActive(ref) || people.held.has(ref));
  const stays = now !== undefined && (people.isActive(now) || people.held.has(now));

  if (choice !== undefined) return settle(question, context, now, choice, true);
  if (now !== undefined && candidates.includes(now)) return { principal: now, undecided: false };
  if (candidates.length > 1) return { principal: stays ? now : undefined, undecided: true };
  const only = candidates[0];
  if (only !== undefined) {
    return people.held.has(only) ? { principal: now, undecided: true } : settle(question, context, now, only, false);
  }
  if (now === undefined || (stays && !silenceMeansNobody && !over.has(now)) || people.held.has(now))
    return { principal: now, undecided: false };
  return settle(question, context, now, undefined, false);
}

/** Ends one principal's time and begins another's; the pair's words do not pass on, so the old pair ends with it. */
function settle(
  { school }: PrincipalQuestion,
  { current, grants, plan, people, places, today, isFirstImport }: PrincipalContext,
  now: Ref | undefined,
  next: Ref | undefined,
  chosen: boolean,
): PrincipalAnswer {
  if (now === next) return { principal: now, undecided: false };
  const schoolName = places.nameOf(school);
  const [from, to] = [now, next].map((ref) => (ref === undefined ? null : people.nameOf(ref)));
  plan.principals.push({ school: schoolName, from: from ?? null, to: to ?? null, chosen });
  if (now !== undefined) endTime(now);
  if (next !== undefined) {
    const before = grants.get(school)?.find((grant) => grant.role === 'PRINCIPAL' && grant.person === next);
    plan.grants.push({
      ref: before?.id ?? `new:${next} PRINCIPAL ${school}`,
      isNew: !before,
      label: `${to ?? ''} leads ${schoolName}`,
      set: before
        ? { startsOn: today, endsOn: null }
        : { person: next, role: 'PRINCIPAL', scope: school, startsOn: isFirstImport ? null : today, endsOn: null },
    });
  }
  if (now !== undefined || (!chosen && !isFirstImport)) {
    plan.approval.push(`The principal of ${schoolName} would change from ${from ?? 'nobody'} to ${to ?? 'nobody'}.`);
  }
  return { principal: next, undecided: false };

  function endTime(person: Ref): void {
    for (const grant of grants.get(school) ?? []) {
      if (grant.role !== 'PRINCIPAL' || grant.person !== person || !holdsOn(grant, today)) continue;
      plan.grants.push({
        ref: grant.id,
        isNew: false,
        label: `${from ?? ''} no longer leads ${schoolName}`,
        set: { endsOn: addDays(today, -1) },
      });
    }
    for (const pair of current.assignments) {
      if (pair.school !== school || pair.principal !== person) continue;
      plan.assignments.push({
        ref: pair.id,
        isNew: false,
        label: `${people.nameOf(pair.coach)} and ${from ?? ''}, ${schoolName}`,
        set: { status: 'ENDED', endsOn: today, endReason: 'PRINCIPAL_LEFT' },
      });
    }
  }
}

/** The people whom a human named as principals, by school; a name that fits nothing stops the import. */
export function readChoices(
  choices: Readonly<Record<string, string>>,
  findSchool: (name: string) => Ref | undefined,
  findPerson: (email: string) => Ref | undefined,
  log: IssueLog,
): Map<Ref, Ref> {
  const chosen = new Map<Ref, Ref>();
  for (const [schoolName, email] of Object.entries(choices)) {
    const school = findSchool(schoolName);
    const person = findPerson(email.trim().toLowerCase());
    if (school === undefined)
      log.error(
        'UNKNOWN_CHOICE',
        'choices',
        undefined,
        `There is no school "${schoolName}" in the file. Write its name or id as the file does.`,
      );
    else if (person === undefined)
      log.error(
        'UNKNOWN_CHOICE',
        'choices',
        undefined,
        `Nobody in the file has the address ${email}. Choose one of the people it names at ${schoolName}.`,
      );
    else chosen.set(school, person);
  }
  return chosen;
}
