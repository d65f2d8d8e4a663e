// The digest itself: its state, its lines, and the messages that carry it.
import { z } from 'zod';
import { noteActs } from '../../audit/write.ts';
import type { Tx } from '../../db/client.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '../../errors.ts';
import { isSystem, type Viewer } from '../../roster/access.ts';
import { addDays, columnOfDay, dayOfColumn, type Day } from '../../zone.ts';
import type { CountedQuestion, Published } from './rules/practice.ts';
import type { Item, Section } from './rules/sections.ts';
import { moved, type DigestMove, type DigestState } from './rules/status.ts';
import type { PostedWeek } from './rules/trend.ts';

export interface Digest {
  id: string;
  organizationId: string;
  weekOf: Day;
  status: DigestState;
  version: number;
  postedAt?: Date;
}

export async function findDigest(
  tx: Tx,
  viewer: Viewer,
  of: { id: string } | { organizationId: string; weekOf: Day },
): Promise<Digest | undefined> {
  if ('id' in of && !z.uuid().safeParse(of.id).success) return undefined;
  const row = await tx.digest.findFirst({
    where: {
      tenantId: viewer.tenantId,
      ...('id' in of ? of : { organizationId: of.organizationId, weekOf: columnOfDay(of.weekOf) }),
    },
  });
  if (row === null) return undefined;
  const { id, organizationId, status, version, postedAt } = row;
  return {
    id,
    organizationId,
    weekOf: dayOfColumn(row.weekOf),
    status,
    version,
    ...(postedAt !== null && { postedAt }),
  };
}

export async function getDigest(tx: Tx, viewer: Viewer, id: string): Promise<Digest> {
  const digest = await findDigest(tx, viewer, { id });
  if (!digest) throw new NotFoundError('I could not find that summary. It may be from another district.');
  return digest;
}

/** The week's digest, made if it is not there, and locked: one worker at a time writes it. */
export async function openDigest(tx: Tx, viewer: Viewer, organizationId: string, weekOf: Day): Promise<Digest> {
  const week = { tenantId: viewer.tenantId, organizationId, weekOf: columnOfDay(weekOf) };
  await tx.digest.createMany({ data: week, skipDuplicates: true });
  await tx.$queryRaw`select 1 from digest where organization_id = ${organizationId}::uuid and week_of = ${week.weekOf}::date for update`;
  const digest = await findDigest(tx, viewer, { organizationId, weekOf });
  if (!digest) throw new NotFoundError('I could not open the summary of that week.');
  return digest;
}

/** Moves a digest through its life; whoever comes second with the same view of it is told so. */
export async function moveDigest(
  tx: Tx,
  viewer: Viewer,
  digest: Digest,
  move: DigestMove,
  now: Date,
  posted?: { postedAt: Date; deliveryId: string | undefined },
): Promise<Digest> {
  const status = moved(digest.status, move);
  const { count } = await tx.digest.updateMany({
    where: { id: digest.id, tenantId: viewer.tenantId, version: digest.version },
    data: {
      status,
      version: digest.version + 1,
      ...(posted && { postedAt: posted.postedAt, deliveryId: posted.deliveryId ?? null }),
    },
  });
  if (count === 0) throw new ConflictError('Somebody else just changed this summary. Please look at it again.');
  await noteActs(tx, viewer, now, [{ act: 'wrote', thing: 'digest', aboutId: digest.id, detail: { move } }]);
  return { ...digest, status, version: digest.version + 1, ...(posted && { postedAt: posted.postedAt }) };
}

export async function saveItems(tx: Tx, viewer: Viewer, digestId: string, items: readonly Item[]): Promise<void> {
  await tx.digestItem.deleteMany({ where: { tenantId: viewer.tenantId, digestId } });
  await tx.digestItem.createMany({
    data: items.map((item, position) => ({ ...item, position, tenantId: viewer.tenantId, digestId })),
  });
}

export async function listItems(tx: Tx, viewer: Viewer, digestId: string): Promise<Item[]> {
  const rows = await tx.digestItem.findMany({
    where: { tenantId: viewer.tenantId, digestId },
    orderBy: { position: 'asc' },
  });
  return rows.map(itemOf);
}

type ItemRow = Omit<Item, 'section'> & { section: string };

function itemOf({ section, text, sourceType, sourceIds }: ItemRow): Item {
  // Sections are written from the same list, by saveItems only.
  return { section: section as Section, text, sourceType, sourceIds };
}

/** Those in which the words of a release stand. */
export async function listDigestsWith(tx: Tx, viewer: Viewer, grantId: string): Promise<{ weekOf: Day }[]> {
  const rows = await tx.digest.findMany({
    where: {
      tenantId: viewer.tenantId,
      items: { some: { sourceType: 'share_grant', sourceIds: { has: grantId } } },
    },
    select: { weekOf: true },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => ({ weekOf: dayOfColumn(row.weekOf) }));
}

/** What was posted in the weeks before, oldest first; what was taken back is not in it. */
export async function listPostedWeeks(
  tx: Tx,
  viewer: Viewer,
  organizationId: string,
  before: Day,
  atMost: number,
): Promise<PostedWeek[]> {
  const rows = await tx.digest.findMany({
    where: {
      tenantId: viewer.tenantId,
      organizationId,
      weekOf: { lt: columnOfDay(before) },
      status: { in: ['POSTED', 'CORRECTED'] },
    },
    orderBy: { weekOf: 'desc' },
    take: atMost,
    include: { items: { orderBy: { position: 'asc' } } },
  });
  return rows.reverse().map((row) => ({ weekOf: dayOfColumn(row.weekOf), items: row.items.map(itemOf) }));
}

/**
 * Who stood behind each number of the digests of so many weeks before, for the clock's own work. One that was taken back was
 * read as well.
 */
export async function listPublished(
  tx: Tx,
  viewer: Viewer,
  of: { organizationId: string; before: Day },
  weeks: number,
): Promise<Published> {
  if (!isSystem(viewer)) throw new ForbiddenError('Who stands behind a number is never shown.');
  const rows = await tx.$queryRaw<{ question: CountedQuestion; people: string[] }[]>`
    select substr(i.source_type, 8) as question, array_agg(distinct c.person_id) as people
    from digest d join digest_item i on i.digest_id = d.id and i.source_type like 'answer:%'
      cross join lateral unnest(i.source_ids) as source(id) join answer a on a.id = source.id::uuid
      join check_in c on c.id = a.check_in_id
    where d.tenant_id = ${viewer.tenantId}::uuid and d.organization_id = ${of.organizationId}::uuid
      and d.week_of < ${of.before}::date and d.week_of >= ${addDays(of.before, -7 * weeks)}::date
      and d.status in ('POSTED', 'CORRECTED', 'RETRACTED')
    group by i.id, i.source_type`;
  const published: Partial<Record<CountedQuestion, Set<string>[]>> = {};
  for (const { question, people } of rows) (published[question] ??= []).push(new Set(people));
  return published;
}

/** The message that carries a digest: its key, and whether it never went out and never will. */
export async function findPost(
  tx: Tx,
  viewer: Viewer,
  digestId: string,
): Promise<{ id: string; key: string; isDead: boolean } | undefined> {
  const row = await tx.delivery.findFirst({
    where: {
      tenantId: viewer.tenantId,
      kind: 'digest.post',
      updates: null,
      about: digestId,
    },
    orderBy: { createdAt: 'desc' },
    select: { id: true, key: true, status: true },
  });
  return row === null ? undefined : { id: row.id, key: row.key, isDead: row.status === 'DEAD' };
}

/** The keys of the messages in the thread of one. */
export async function listReplies(tx: Tx, viewer: Viewer, deliveryId: string): Promise<string[]> {
  const rows = await tx.delivery.findMany({
    where: { tenantId: viewer.tenantId, under: deliveryId, updates: null },
    select: { key: true },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => row.key);
}

/** How many messages were written under keys that begin so: the pages of a summary. */
export function countMessages(tx: Tx, viewer: Viewer, keyPrefix: string): Promise<number> {
  return tx.delivery.count({ where: { tenantId: viewer.tenantId, key: { startsWith: keyPrefix }, updates: null } });
}
