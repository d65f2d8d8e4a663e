// Legal holds: what must not be deleted until somebody lifts them, and says why. Only records officers know of them.
import { z } from 'zod';
import { noteActs } from '../audit/write.ts';
import { Prisma } from '../db/generated/client.ts';
import type { Tx } from '../db/client.ts';
import { ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import type { Viewer } from '../roster/access.ts';
import { columnOfDay, type Day } from '../zone.ts';
import type { RecordClassName } from './classes.ts';
import { assertOfficer, covers, isOfficerOf, type Scope } from './covers.ts';
import { RECORDED } from './tables.ts';

export interface NewHold extends Scope {
  /** Why: a case, a request, in a few words. */
  matter: string;
}

export interface PlacedHold {
  id: string;
  /** What the schedule had deleted before: nothing that is said later may suggest that it is still there. */
  gone: Gone[];
}

/** Rows of a class about one person or school, by the days that they were about. */
export interface Gone {
  of: RecordClassName;
  count: number;
  first: Day;
  last: Day;
  purgedOn: Day;
}

export interface HoldRow extends Scope {
  id: string;
  person: string | null;
  school: string | null;
  matter: string;
  placedOn: Day;
  liftedOn: Day | null;
  liftReason: string | null;
}

const LONGEST_WORDS = 500;
const Words = z.string().trim().min(1).max(LONGEST_WORDS);

/**
 * Once this is committed nothing in the scope goes any more, whatever was being deleted at that moment: it waits for deletions
 * that are under way, and those that come look for holds after it.
 */
export async function placeHold(tx: Tx, viewer: Viewer, now: Date, hold: NewHold): Promise<PlacedHold> {
  const { personId, schoolId, from, to } = hold;
  const matter = wordsOf(hold.matter, 'what the hold is for');
  if (personId === undefined && schoolId === undefined)
    throw new InvalidError('Say whom or which school the hold is about: a hold on everything would stop all deleting.');
  if (from !== undefined && to !== undefined && to < from)
    throw new InvalidError(`The last day, ${to}, is before the first, ${from}. Swap them.`);
  await assertOfficer(tx, viewer, hold);
  await tx.$executeRaw`select throughline_before_holding(${viewer.tenantId}::uuid)`;
  const { id } = await tx.legalHold.create({
    data: {
      tenantId: viewer.tenantId,
      personId: personId ?? null,
      schoolId: schoolId ?? null,
      fromOn: from === undefined ? null : columnOfDay(from),
      toOn: to === undefined ? null : columnOfDay(to),
      matter,
      placedById: viewer.personId,
      placedAt: now,
    },
    select: { id: true },
  });
  await note(tx, viewer, now, id, 'placed');
  return { id, gone: await listGone(tx, viewer, hold) };
}

export async function liftHold(tx: Tx, viewer: Viewer, now: Date, holdId: string, why: string): Promise<HoldRow> {
  const reason = wordsOf(why, 'why the hold is lifted');
  const hold = (await listHolds(tx, viewer)).find(({ id }) => id === holdId.toLowerCase());
  if (!hold)
    throw new NotFoundError(`There is no hold ${holdId}. throughline records hold list shows those there are.`);
  const { count } = await tx.legalHold.updateMany({
    where: { id: hold.id, tenantId: viewer.tenantId, liftedAt: null },
    data: { liftedAt: now, liftedById: viewer.personId, liftReason: reason },
  });
  if (count === 0) throw new ConflictError(`This hold was lifted on ${hold.liftedOn ?? 'an earlier day'} already.`);
  await note(tx, viewer, now, hold.id, 'lifted');
  return hold;
}

/** The newest first, lifted ones too. */
export async function listHolds(tx: Tx, viewer: Viewer): Promise<HoldRow[]> {
  const rows = await tx.$queryRaw<(Omit<HoldRow, keyof Scope> & Record<keyof Scope, string | null>)[]>`
    select h.id, h.person_id as "personId", h.school_id as "schoolId", h.from_on::text as "from", h.to_on::text as "to",
      p.display_name as person, s.name as school, h.matter, h.placed_at::date::text as "placedOn",
      h.lifted_at::date::text as "liftedOn", h.lift_reason as "liftReason"
    from legal_hold h left join person p on p.id = h.person_id left join school s on s.id = h.school_id
    where h.tenant_id = ${viewer.tenantId}::uuid order by h.placed_at desc, h.id desc`;
  const holds = rows.map(({ personId, schoolId, from, to, ...rest }) => ({
    ...rest,
    ...(personId !== null && { personId }),
    ...(schoolId !== null && { schoolId }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
  }));
  const mine: HoldRow[] = [];
  for (const hold of holds) if (await isOfficerOf(tx, viewer, hold)) mine.push(hold);
  return mine;
}

/** How many rows of each class are in a scope now. For a large district this takes seconds, so never under a lock. */
export async function countCovered(
  tx: Tx,
  viewer: Viewer,
  scope: Scope,
): Promise<Partial<Record<RecordClassName, number>>> {
  await assertOfficer(tx, viewer, scope);
  const counts: Partial<Record<RecordClassName, number>> = {};
  for (const one of RECORDED) {
    const [row] = await tx.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from ${Prisma.raw(one.table)} r
      where r.tenant_id = ${viewer.tenantId}::uuid and ${covers(one, scope)}`;
    if (row && row.count > 0) counts[one.of] = (counts[one.of] ?? 0) + row.count;
  }
  return counts;
}

/** What is known to be gone of a person or, where none is named, of a school, and overlaps the days. */
async function listGone(tx: Tx, viewer: Viewer, scope: Scope): Promise<Gone[]> {
  return tx.$queryRaw<Gone[]>`
    select record_class as of, count, first_on::text as first, last_on::text as last, purged_at::date::text as "purgedOn"
    from purged_record
    where tenant_id = ${viewer.tenantId}::uuid and subject = ${scope.personId ?? scope.schoolId ?? null}::uuid
      and (${scope.from ?? null}::date is null or last_on >= ${scope.from ?? null}::date)
      and (${scope.to ?? null}::date is null or first_on <= ${scope.to ?? null}::date)
    order by record_class`;
}

function wordsOf(given: string, what: string): string {
  const words = Words.safeParse(given);
  if (words.success) return words.data;
  throw new InvalidError(`Say ${what}, in up to ${String(LONGEST_WORDS)} characters.`);
}

/** Without an owner: whom a hold is about must not learn of it by asking who saw their words. */
async function note(tx: Tx, viewer: Viewer, now: Date, holdId: string, event: 'placed' | 'lifted'): Promise<void> {
  await noteActs(tx, viewer, now, [{ act: 'held', thing: 'legal-hold', aboutId: holdId, detail: { event } }]);
}
