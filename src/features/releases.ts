// What can be released, what it says now, and in which digests it stands: one reading for whoever releases and whoever posts.
import { createHash } from 'node:crypto';
import type { Tx } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import type { Viewer } from '../roster/access.ts';
import type { Releasable } from '../roster/release-keys.ts';
import { FREE_TEXT } from './vocabulary.ts';

export interface ItemName {
  kind: Releasable;
  /** The step, the goal, or the check-in of an answer. */
  itemId: string;
  /** The question of an answer; empty for the others. */
  part: string;
}

export interface ReleasableItem extends ItemName {
  assignmentId: string;
  ownerId: string;
  words: string;
}

/** Of the words, to tell whether they are still those that somebody was shown. */
export function hashOf(words: string): string {
  return createHash('sha256').update(words).digest('hex').slice(0, 32);
}

/** As table `item`: done steps, goals and lines of check-ins as they read now. What is not done any more is not in it. */
export const releasableItems = Prisma.sql`(
  select 'step' as kind, s.id as item_id, '' as part, s.text as words, p.assignment_id, s.owner_id, s.tenant_id,
    (select max(m.moved_at) from step_move m where m.step_id = s.id) as at
  from action_step s join plan p on p.id = s.plan_id where s.status in ('CLAIMED_DONE', 'VERIFIED')
  union all
  select 'goal', g.id, '', g.statement, p.assignment_id, p.owner_id, g.tenant_id, g.created_at
  from goal g join plan p on p.id = g.plan_id where g.status <> 'DROPPED'
  union all
  select 'answer', c.id, a.question, a.value #>> '{}', c.assignment_id, c.person_id, a.tenant_id, c.submitted_at
  from answer a join check_in c on c.id = a.check_in_id
  where a.question in (${Prisma.join([...FREE_TEXT])}) and jsonb_typeof(a.value) = 'string') as item`;

/** Held as it is until the transaction ends: whoever would edit it waits, and then finds that it was released. */
export async function lockItem(
  tx: Tx,
  viewer: Viewer,
  { kind, itemId, part }: ItemName,
): Promise<ReleasableItem | undefined> {
  const id = Prisma.sql`id = ${itemId}::uuid and tenant_id = ${viewer.tenantId}::uuid for share`;
  if (kind === 'step') await tx.$queryRaw`select 1 from action_step where ${id}`;
  if (kind === 'goal') await tx.$queryRaw`select 1 from goal where ${id}`;
  if (kind === 'answer') await tx.$queryRaw`select 1 from check_in where ${id}`;
  const [found] = await tx.$queryRaw<ReleasableItem[]>`
    select kind, item_id as "itemId", part, words, assignment_id as "assignmentId", owner_id as "ownerId" from ${releasableItems}
    where tenant_id = ${viewer.tenantId}::uuid and kind = ${kind} and item_id = ${itemId}::uuid and part = ${part}`;
  return found;
}

/**
 * The digests in which the release `g` of the statement stands and which are out or on their way; `is_out` where somebody may
 * have read it. A post that died, or was taken back before it left, is none.
 */
export const postsOf = Prisma.sql`
  select d.id, d.organization_id, d.week_of, d.posted_at, coalesce(sent.is_out, true) as is_out
  from digest_item i join digest d on d.id = i.digest_id
    left join lateral (
      select bool_or(m.status in ('SENDING', 'SENT', 'UNKNOWN')) as is_out, bool_and(m.status in ('DEAD', 'SUPERSEDED')) as is_dead
      from delivery m where m.tenant_id = d.tenant_id and m.about = d.id::text and m.kind = 'digest.post' and m.updates is null
    ) sent on true
  where i.source_type = 'share_grant' and i.source_ids @> array[g.id::text] and i.tenant_id = g.tenant_id
    and d.status in ('POSTED', 'CORRECTED', 'RETRACTED') and sent.is_dead is not true`;
