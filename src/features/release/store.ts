import { z } from 'zod';
import { Prisma } from '../../db/generated/client.ts';
import type { Tx } from '../../db/client.ts';
import type { Belongs, Viewer } from '../../roster/access.ts';
import { postsOf, releasableItems, type ItemName, type ReleasableItem } from '../releases.ts';
import { mayReadReleased, type ReleaseAudience, type ShareState } from './rules.ts';

/** A release with the people and the place that it is about. */
export interface Grant extends ReleasableItem {
  id: string;
  wordsHash: string;
  audience: ReleaseAudience;
  state: ShareState;
  askedAt: Date;
  wasOut: boolean;
  owner: string;
  coach: string;
  school: string;
  district: { id: string; name: string; timeZone: string };
  belongs: Belongs;
  /** When the summary in which it stands was posted, and whether somebody may have read it there. */
  postedAt: Date | null;
  isOut: boolean;
}

const grants = (tenantId: string) => Prisma.sql`
  select g.id, g.kind, g.item_id as "itemId", g.part, g.words, g.words_hash as "wordsHash", g.audience, g.state::text as state,
    g.assignment_id as "assignmentId", g.owner_id as "ownerId", g.asked_at as "askedAt", g.was_out as "wasOut",
    owner.display_name as owner, coach.display_name as coach, s.name as school,
    jsonb_build_object('id', o.id, 'name', o.name, 'timeZone', o.time_zone) as district,
    jsonb_build_object('authorId', g.owner_id, 'coachId', a.coach_id, 'principalId', a.principal_id, 'schoolId', s.id,
      'districtId', s.district_id, 'providerId', e.provider_id) as belongs,
    post.posted_at as "postedAt", coalesce(post.is_out, false) as "isOut"
  from share_grant g join coach_assignment a on a.id = g.assignment_id join engagement e on e.id = a.engagement_id
    join school s on s.id = a.school_id join organization o on o.id = s.district_id
    join person owner on owner.id = g.owner_id join person coach on coach.id = a.coach_id
    left join lateral (${postsOf} order by d.week_of desc limit 1) post on true
  where g.tenant_id = ${tenantId}::uuid`;

/** What the principal could release of one pair: steps first, of each kind the newest; what is longer than a line is no line. */
export async function listItems(tx: Tx, viewer: Viewer, assignmentId: string, since: Date): Promise<ReleasableItem[]> {
  return tx.$queryRaw<ReleasableItem[]>`
    select kind, item_id as "itemId", part, words, assignment_id as "assignmentId", owner_id as "ownerId"
    from (select *, row_number() over (partition by kind order by at desc nulls last, item_id) as place from ${releasableItems}
      where tenant_id = ${viewer.tenantId}::uuid and assignment_id = ${assignmentId}::uuid and owner_id = ${viewer.personId}::uuid
        and length(words) between 1 and ${LONGEST} and (kind = 'goal' or at >= ${since})) as mine
    where place <= ${MOST_OF_A_KIND} order by kind desc, place`;
}

export const LONGEST = 280;
const MOST_OF_A_KIND = 4;

/** To which audiences each of the viewer's own items is released already, or about to be. */
export async function listStanding(
  tx: Tx,
  viewer: Viewer,
  assignmentId: string,
): Promise<(ItemName & { audience: string })[]> {
  const rows = await tx.shareGrant.findMany({
    where: { tenantId: viewer.tenantId, assignmentId, state: { in: ['WAITING', 'RELEASED'] } },
    select: { kind: true, itemId: true, part: true, audience: true },
  });
  // The kinds are written here, from the same list of words.
  return rows as (ItemName & { audience: string })[];
}

/** Undefined where it is released to this audience already. */
export async function saveGrant(
  tx: Tx,
  viewer: Viewer,
  grant: ReleasableItem & { wordsHash: string; audience: ReleaseAudience; needsBoth: boolean; askedAt: Date },
): Promise<string | undefined> {
  const state = grant.needsBoth ? 'WAITING' : 'RELEASED';
  const [row] = await tx.shareGrant.createManyAndReturn({
    data: [{ tenantId: viewer.tenantId, ...grant, state }],
    skipDuplicates: true,
    select: { id: true },
  });
  return row?.id;
}

/** Of the viewer's own, of the pairs that they coach now, or of those who released something to them; newest first. */
export async function listGrants(
  tx: Tx,
  viewer: Viewer,
  whose: 'own' | 'coached' | 'for-me',
  { atMost, skip = 0 }: { atMost: number; skip?: number },
): Promise<Grant[]> {
  const rows = await tx.$queryRaw<Grant[]>`
    ${grants(viewer.tenantId)} and ${which(viewer, whose)}
    order by (g.state = 'WAITING') desc, g.asked_at desc, g.id desc limit ${atMost} offset ${skip}`;
  return whose === 'for-me' ? rows.filter((row) => mayReadReleased(viewer, row)) : rows;
}

function which(viewer: Viewer, whose: 'own' | 'coached' | 'for-me'): Prisma.Sql {
  if (whose === 'own') return Prisma.sql`g.owner_id = ${viewer.personId}::uuid`;
  if (whose === 'coached') return Prisma.sql`a.coach_id = ${viewer.personId}::uuid and a.status = 'ACTIVE'`;
  const scopes = (role: string) => viewer.roles.flatMap((grant) => (grant.role === role ? [grant.scopeId] : []));
  return Prisma.sql`g.state = 'RELEASED' and a.status = 'ACTIVE' and a.compact_signed_on is not null
    and ((g.audience = 'DISTRICT' and s.district_id = any(${scopes('DISTRICT_LEADER')}::uuid[]))
      or e.provider_id = any(${scopes('LP_MANAGER')}::uuid[]))`;
}

/** For the one who released it, for the coach of the pair, and for the clock. */
export async function findGrant(tx: Tx, viewer: Viewer, id: string): Promise<Grant | undefined> {
  if (!z.uuid().safeParse(id).success) return undefined;
  const [row] = await tx.$queryRaw<Grant[]>`
    ${grants(viewer.tenantId)} and g.id = ${id}::uuid
      and (${viewer.personId}::uuid is null or ${viewer.personId}::uuid in (g.owner_id, a.coach_id))`;
  return row;
}

/**
 * The same, held: nobody else decides about it, no digest takes it up, and where it stands in digests none of them leaves,
 * until the transaction ends. In the order in which a post takes them: the release, its digests, their messages.
 */
export async function lockGrant(tx: Tx, viewer: Viewer, id: string): Promise<Grant | undefined> {
  if (!(await findGrant(tx, viewer, id))) return undefined;
  await tx.$queryRaw`select 1 from share_grant where id = ${id}::uuid for update`;
  const digests = await tx.$queryRaw<{ id: string }[]>`
    select id from digest where id in (
      select digest_id from digest_item where source_type = 'share_grant' and source_ids @> array[${id}::text])
    order by id for update`;
  const about = digests.map((digest) => digest.id);
  await tx.$queryRaw`
    select 1 from delivery where tenant_id = ${viewer.tenantId}::uuid and kind = 'digest.post' and updates is null
      and about = any(${about}::text[]) order by id for update`;
  return findGrant(tx, viewer, id);
}

/** Ids of what stands of a pair and is not out, and says something else by now. */
export async function listChanged(tx: Tx, viewer: Viewer, assignmentId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select g.id from share_grant g left join ${releasableItems} on item.tenant_id = g.tenant_id and item.kind = g.kind
      and item.item_id = g.item_id and item.part = g.part
    where g.tenant_id = ${viewer.tenantId}::uuid and g.assignment_id = ${assignmentId}::uuid
      and g.state in ('WAITING', 'RELEASED') and item.words is distinct from g.words
    order by g.id`;
  return rows.map((row) => row.id);
}

export async function saveAgreed(tx: Tx, viewer: Viewer, id: string, now: Date): Promise<void> {
  await tx.shareGrant.update({
    where: { id, tenantId: viewer.tenantId },
    data: { state: 'RELEASED', agreedAt: now, agreedById: viewer.personId },
  });
}

export async function saveEnded(
  tx: Tx,
  viewer: Viewer,
  id: string,
  ended: { state: 'DECLINED' | 'CHANGED' | 'WITHDRAWN'; at: Date; wasOut?: boolean },
): Promise<void> {
  await tx.shareGrant.update({
    where: { id, tenantId: viewer.tenantId },
    data: { state: ended.state, endedAt: ended.at, wasOut: ended.wasOut ?? false },
  });
}

/** When the next summary of a district is planned. */
export async function findNextPost(tx: Tx, viewer: Viewer, districtId: string, now: Date): Promise<Date | undefined> {
  const work = await tx.dueWork.findFirst({
    where: {
      tenantId: viewer.tenantId,
      job: 'digest.post',
      subject: { startsWith: `${districtId}:` },
      dueAt: { gt: now, lt: new Date(now.getTime() + 180 * 86_400_000) },
    },
    orderBy: { dueAt: 'asc' },
    select: { dueAt: true },
  });
  return work?.dueAt;
}

/** Does a summary that managers have looked ahead at show it? */
export async function isInPreview(tx: Tx, viewer: Viewer, id: string): Promise<boolean> {
  return (
    (await tx.digestItem.count({
      where: { tenantId: viewer.tenantId, sourceType: 'share_grant', sourceIds: { has: id } },
    })) > 0
  );
}
