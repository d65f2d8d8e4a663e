// What a records request covers. Nothing is copied: it is read anew each time, so what was agreed to is known by its hash alone.
import { noteActs, noteReads } from '../audit/write.ts';
import type { Tx } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import type { Viewer } from '../roster/access.ts';
import { covers } from './covers.ts';
import { assertReadable, listSubjects, scopeOf, type Request } from './requests.ts';
import { nameAll, readSection, type Section, type Shown } from './sections.ts';
import { RECORDED, type Recorded } from './tables.ts';

/** Tables of records whose rows go out. */
export const REQUESTED: Readonly<Record<string, Shown>> = {
  check_in: { title: 'Check-ins', without: ['draft'] },
  answer: { title: 'Answers of check-ins', words: ['value'] },
  plan: { title: 'Coaching plans' },
  goal: { title: 'Goals', words: ['statement', 'why', 'evidence'] },
  action_step: { title: 'Action steps', words: ['text', 'evidence', 'drop_reason'] },
  step_move: { title: 'What became of action steps', words: ['note'] },
  share_grant: { title: 'What was released, to whom', words: ['words'], without: ['words_hash'] },
  barrier: { title: 'Barriers' },
  visit: { title: 'Days on site' },
  digest: { title: 'Weekly digests' },
  digest_item: { title: 'Lines of digests', words: ['text'] },
  delivery: {
    title: 'Messages of the app',
    words: ['card'],
    without: [
      'address',
      'lane',
      'lease_by',
      'lease_until',
      'key',
      'guard',
      'priority',
      'surface',
      'updates',
      'under',
      'team_id',
      'message_id',
      'attempts',
      'reason_text',
      'updated_at',
      'unasked',
      'not_before',
      'expires_at',
    ],
  },
};

/** Tables of records of which nothing goes out, and why. */
export const NOT_REQUESTED: Readonly<Record<string, string>> = {
  form_draft: 'typed and never sent, so nobody but its author has read it',
  roster_import: 'how a roster file was read in, about everybody at once',
  roster_import_row: 'a roster file while it is read in',
};

/** All of it, for an officer of a request to whose scope two agreed. The reading is written down. */
export async function collect(tx: Tx, viewer: Viewer, now: Date, request: Request): Promise<Section[]> {
  assertReadable(viewer, request);
  const sections: Section[] = [];
  for (const [table, shown] of Object.entries(REQUESTED)) {
    const parts: Section[] = [];
    for (const one of RECORDED.filter((recorded) => recorded.table === table))
      parts.push(await readSection(tx, table, shown, inScope(one, viewer, request)));
    const rows = parts.flatMap((part) => part.rows);
    if (rows.length > 0) sections.push({ table, title: shown.title, rows });
  }
  const subjects = await listSubjects(tx, viewer, request);
  if (request.untoldWhy === null)
    await noteReads(
      tx,
      viewer,
      now,
      subjects.map(({ id }) => ({ thing: 'principal-text', ownerId: id, aboutId: request.id })),
    );
  await noteActs(tx, viewer, now, [{ act: 'read', thing: 'records-request', aboutId: request.id }]);
  return nameAll(tx, viewer.tenantId, sections);
}

/** What each table holds of it, in numbers: what may be told before two have agreed. */
export async function countCollected(
  tx: Tx,
  viewer: Viewer,
  request: Request,
): Promise<{ title: string; count: number }[]> {
  const counts: { title: string; count: number }[] = [];
  for (const [table, { title }] of Object.entries(REQUESTED)) {
    let count = 0;
    for (const one of RECORDED.filter((recorded) => recorded.table === table)) {
      const [row] = await tx.$queryRaw<{ count: number }[]>`
        select count(*)::int as count from ${Prisma.raw(`"${table}"`)} r where ${inScope(one, viewer, request)}`;
      count += row?.count ?? 0;
    }
    if (count > 0) counts.push({ title, count });
  }
  return counts;
}

function inScope(one: Recorded, viewer: Viewer, request: Request): Prisma.Sql {
  const mine = Prisma.sql`r.tenant_id = ${viewer.tenantId}::uuid and ${covers(one, scopeOf(request))}`;
  if (one.table !== 'delivery') return mine;
  // A coach serves several schools: of messages only those to whom the request is about, and to the school's principals.
  return Prisma.sql`${mine} and r.surface = 'message' and r.updates is null and r.person_id is not null and (r.person_id = ${request.personId}::uuid
    or r.person_id in (select a.principal_id from coach_assignment a where a.school_id = ${request.schoolId}::uuid))`;
}
