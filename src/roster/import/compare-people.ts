// People of a file beside those that stand. Matched by e-mail, then by staff id; where the two disagree nobody is changed.

import { betterId } from './compare-places.ts';
import type { IssueLog } from './issue.ts';
import { differences, type CurrentRoster, type Plan, type Ref } from './plan.ts';
import type { PersonRow } from './rows.ts';

export interface People {
  refOf(externalId: string): Ref | undefined;
  refByEmail(email: string): Ref | undefined;
  nameOf(ref: Ref): string;
  /** Whether the person will be there after the import. */
  isActive(ref: Ref): boolean;
  /** In conflict: neither changed nor missed. */
  held: ReadonlySet<Ref>;
  inFile: ReadonlySet<Ref>;
}

type Person = CurrentRoster['people'][number];

export function comparePeople(
  current: CurrentRoster,
  rows: readonly PersonRow[],
  plan: Plan,
  file: string,
  log: IssueLog,
): People {
  const byEmail = new Map(current.people.flatMap((person) => (person.email === null ? [] : [[person.email, person]])));
  const byId = new Map(
    current.people.flatMap((person) => (person.externalId === null ? [] : [[person.externalId, person]])),
  );
  const refs = new Map<string, Ref>();
  const emails = new Map<string, Ref>([...byEmail].map(([email, { id }]) => [email, id]));
  const names = new Map<Ref, string>(current.people.map(({ id, displayName }) => [id, displayName]));
  const active = new Map<Ref, boolean>(current.people.map((person) => [person.id, person.active]));
  const held = new Set<Ref>();
  const inFile = new Set<Ref>();
  const shared = sharedEmails(rows);
  const taken = new Map<Ref, PersonRow>();

  for (const row of rows) {
    const mailed = row.email === undefined ? undefined : byEmail.get(row.email);
    const numbered = byId.get(row.externalId);
    const found = mailed ?? numbered;
    if (found) inFile.add(found.id);
    if (numbered) inFile.add(numbered.id);
    const conflict = conflictOf(row, mailed, numbered, shared, found && taken.get(found.id));
    if (conflict !== undefined) {
      if (conflict !== 'told') log.warn('EMAIL_CONFLICT', file, undefined, conflict);
      for (const person of [mailed, numbered]) if (person) held.add(person.id);
      continue;
    }
    // Whoever is disabled before we ever knew them is nobody to us.
    if (!found && !row.active) continue;
    const ref = found?.id ?? `new:${row.externalId}`;
    if (found) taken.set(found.id, row);
    refs.set(row.externalId, ref);
    if (row.email !== undefined) emails.set(row.email, ref);
    names.set(ref, row.displayName);
    active.set(ref, row.active);
    inFile.add(ref);
    pushChange(row, found, ref);
  }
  return {
    refOf: (externalId) => refs.get(externalId),
    refByEmail: (email) => emails.get(email),
    nameOf: (ref) => names.get(ref) ?? ref,
    isActive: (ref) => active.get(ref) === true,
    held,
    inFile,
  };

  function pushChange(row: PersonRow, found: Person | undefined, ref: Ref): void {
    const stated = {
      displayName: row.displayName,
      active: row.active,
      ...(row.email === undefined ? {} : { email: row.email }),
    };
    const set = found
      ? differences<Partial<Person>>(found, { ...stated, externalId: betterId(found.externalId, row.externalId) })
      : { ...stated, externalId: row.externalId };
    if (Object.keys(set).length > 0) plan.people.push({ ref, isNew: !found, label: row.displayName, set });
  }
}

function conflictOf(
  row: PersonRow,
  mailed: Person | undefined,
  numbered: Person | undefined,
  shared: ReadonlySet<string>,
  already: PersonRow | undefined,
): string | undefined {
  const after = 'Neither was changed. Correct the file, or the address of one of them.';
  // The reader has named the two rows that share an address.
  if (row.email !== undefined && shared.has(row.email)) return 'told';
  if (mailed && numbered && mailed.id !== numbered.id) {
    return `${row.displayName} has the e-mail address of ${mailed.displayName} and the staff id of ${numbered.displayName}. ${after}`;
  }
  if (already)
    return `${row.displayName} and ${already.displayName} are the same person by e-mail address and staff id. ${after}`;
  return undefined;
}

function sharedEmails(rows: readonly PersonRow[]): Set<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { email } of rows) {
    if (email === undefined) continue;
    if (seen.has(email)) shared.add(email);
    seen.add(email);
  }
  return shared;
}
