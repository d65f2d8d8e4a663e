// Erasing a person: their words, accounts and name go; what others need stays in ids and numbers, with "someone who left" for a name.
import { z } from 'zod';
import { noteActs } from '../audit/write.ts';
import type { Db, Tx } from '../db/client.ts';
import { inTenant } from '../db/scope.ts';
import { databaseNow } from '../db/time.ts';
import { ConflictError } from '../errors.ts';
import { isSystem, type Viewer } from '../roster/access.ts';
import { assertOfficer } from './covers.ts';
import { ERASURES, STAYING, WHO_LEFT, type Erasing } from './erasures.ts';
import { findSubject, type Subject } from './subjects.ts';
import { addDays, type Day } from '../zone.ts';

export interface Erasure {
  subject: Subject;
  goes: { what: string; count: number }[];
  stays: { what: string; count: number; because: string }[];
  /** Copies from before this day hold all of it until the other one. */
  backups: { before: Day; until: Day };
}

/** What would go, what would stay and why; nothing changes. */
export async function previewErasure(db: Db, viewer: Viewer, named: string, backupDays: number): Promise<Erasure> {
  return inTenant(db, viewer.tenantId, async (tx) => {
    const subject = await findErasable(tx, viewer, named);
    const words = await wordsOf(tx, subject);
    const goes = [];
    for (const one of ERASURES) goes.push({ what: one.what, count: await count(tx, one, subject, words) });
    return erasureOf(tx, subject, goes, backupDays);
  });
}

/** All of it or nothing. Once more is as good as once: whoever restores an older backup does it again. */
export async function erasePerson(db: Db, viewer: Viewer, named: string, backupDays: number): Promise<Erasure> {
  return inTenant(db, viewer.tenantId, async (tx) => {
    await tx.$executeRaw`select throughline_before_deleting(${viewer.tenantId}::uuid)`;
    const subject = await findErasable(tx, viewer, named);
    const words = await wordsOf(tx, subject);
    const goes = [];
    for (const one of ERASURES) goes.push({ what: one.what, count: await erase(tx, one, subject, words) });
    const erasure = await erasureOf(tx, subject, goes, backupDays);
    const rows = goes.reduce((sum, { count }) => sum + count, 0);
    await noteActs(tx, viewer, await databaseNow(tx), [
      { act: 'erased', thing: 'person', aboutId: subject.id, detail: { rows, backups: erasure.backups.until } },
    ]);
    return erasure;
  });
}

async function findErasable(tx: Tx, viewer: Viewer, named: string): Promise<Subject> {
  const subject = await findSubject(tx, viewer, named);
  await assertOfficer(tx, viewer, { personId: subject.id });
  const [row] = await tx.$queryRaw<{ held: boolean; live: number }[]>`
    select throughline_held(${viewer.tenantId}::uuid, array[${subject.id}::uuid], array(select a.school_id from coach_assignment a
        where ${subject.id}::uuid in (a.coach_id, a.principal_id)), null, null) as held,
      (select count(*)::int from coach_assignment a where ${subject.id}::uuid in (a.coach_id, a.principal_id) and a.status <> 'ENDED') as live`;
  // The officer of another matter must not learn of a hold; the command line may.
  if (row?.held !== false)
    throw new ConflictError(
      `What is about ${subject.name} must be kept for now, so nothing was erased. ${isSystem(viewer) ? 'throughline records hold list says for what; once the hold is lifted, ask again.' : 'Ask again later.'}`,
    );
  if (row.live > 0)
    throw new ConflictError(
      `${subject.name} is still in a pair, so nothing was erased. End that first: throughline depart EMAIL`,
    );
  return subject;
}

/** In JSON as well as in text. Short words would be found everywhere. */
const SHORTEST_WORD = 6;

/** Name, address, accounts, whatever they wrote, and the ids of their things: by these others’ copies are found. */
async function wordsOf(tx: Tx, { id, name, email }: Subject): Promise<string[]> {
  const rows = await tx.$queryRaw<{ word: string | null }[]>`
    with their_weeks as (select c.id, c.draft from check_in c where c.person_id = ${id}::uuid),
      their_plans as (select p.id, p.assignment_id from plan p where p.owner_id = ${id}::uuid),
      their_steps as (select s.* from action_step s where s.owner_id = ${id}::uuid
        or (s.proposed_by_id = ${id}::uuid and s.status = 'DRAFT')),
      documents as (
        select a.value as document from answer a join their_weeks w on w.id = a.check_in_id
        union all select w.draft from their_weeks w
        union all select d.values from form_draft d where d.person_id = ${id}::uuid)
    select leaf.value #>> '{}' as word from documents, jsonb_path_query(documents.document, 'strict $.**') as leaf(value)
      where jsonb_typeof(leaf.value) = 'string'
    union select unnest(array[g.statement, g.why, g.evidence]) from goal g where g.plan_id in (select p.id from their_plans p)
    union select unnest(array[s.text, s.evidence, s.drop_reason]) from their_steps s
    union select m.note from step_move m where m.step_id in (select s.id from their_steps s) or m.by_id = ${id}::uuid
    union select id::text from their_weeks union select id::text from their_plans union select id::text from their_steps
    union select a.user_id from platform_account a where a.person_id = ${id}::uuid`;
  const words = [id, name, email, ...rows.map(({ word }) => word)].flatMap((word) => word?.trim() ?? []);
  const long = words.filter((word) => word.length >= SHORTEST_WORD && word !== WHO_LEFT);
  return [...new Set(long.flatMap((word) => [word, JSON.stringify(word).slice(1, -1)]))];
}

async function erasureOf(tx: Tx, subject: Subject, goes: Erasure['goes'], backupDays: number): Promise<Erasure> {
  const stays = [];
  for (const { what, because, ...one } of STAYING)
    if (one.where !== undefined)
      stays.push({ what, because, count: await count(tx, { ...one, what, where: one.where }, subject, []) });
  const today = (await databaseNow(tx)).toISOString().slice(0, 10);
  return {
    subject,
    goes: goes.filter((one) => one.count > 0),
    stays: stays.filter((one) => one.count > 0),
    backups: { before: today, until: addDays(today, backupDays) },
  };
}

const GIVEN = 'given as materialized (select $1::uuid as person, $2::text[] as words)';
const Count = z.tuple([z.object({ count: z.int() })]);

async function count(tx: Tx, { table, where }: Erasing, { id }: Subject, words: string[]): Promise<number> {
  const sql = `with ${GIVEN} select count(*)::int as count from "${table}" r, given where ${where}`;
  return Count.parse(await tx.$queryRawUnsafe(sql, id, words))[0].count;
}

async function erase(tx: Tx, { table, where, set }: Erasing, { id }: Subject, words: string[]): Promise<number> {
  const take =
    set === undefined
      ? `delete from "${table}" r using given where ${where}`
      : `update "${table}" r set ${set} from given where ${where}`;
  const sql = `with ${GIVEN}, gone as (${take} returning 1) select count(*)::int as count from gone`;
  return Count.parse(await tx.$queryRawUnsafe(sql, id, words))[0].count;
}
